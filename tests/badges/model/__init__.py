"""Tests of badges.model."""
