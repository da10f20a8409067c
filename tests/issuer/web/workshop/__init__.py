"""Tests of the signed-in pages."""
