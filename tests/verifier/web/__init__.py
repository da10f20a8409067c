"""Tests of the Web door of the verifier."""
