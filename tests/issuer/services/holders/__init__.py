"""Tests of holders and their cards."""
