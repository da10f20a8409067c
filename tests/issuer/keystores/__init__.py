"""Tests of issuer.keystores."""
