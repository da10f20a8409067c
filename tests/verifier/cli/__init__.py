"""Tests of the command `badge-verifier`."""
