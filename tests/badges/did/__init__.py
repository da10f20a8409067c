"""Tests of badges.did."""
