"""Tests of badges.frameworks."""
