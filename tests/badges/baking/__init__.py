"""Tests of badges.baking."""
