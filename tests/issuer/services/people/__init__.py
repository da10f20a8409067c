"""Tests of issuer.services.people."""
