"""Tests of badges on their way into wallets."""
