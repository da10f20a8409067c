"""Tests of issuer.services.mail."""
