"""Tests of badges.status."""
