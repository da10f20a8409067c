"""Tests of issuer.delivery."""
