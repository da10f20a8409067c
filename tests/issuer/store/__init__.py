"""Tests of issuer.store."""
