"""Tests of showing a badge."""
