"""Tests of issuer.services.batches."""
