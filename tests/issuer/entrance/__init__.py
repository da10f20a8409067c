"""Tests of issuer.entrance."""
