"""Tests of the intakes: one file for each form in which badges arrive."""
