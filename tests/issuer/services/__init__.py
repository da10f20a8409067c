"""Tests of issuer.services."""
