"""Tests of the shared Web room."""
