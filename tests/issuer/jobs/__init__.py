"""Tests of issuer.jobs."""
