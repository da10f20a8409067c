"""Tests of badges.proofs."""
