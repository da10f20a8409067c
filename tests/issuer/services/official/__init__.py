"""Tests of official referentials: imports, evidence of absence."""
