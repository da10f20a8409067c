"""Tests of the JSON-LD room."""
