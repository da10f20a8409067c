"""Tests of `badge-issuer`."""
