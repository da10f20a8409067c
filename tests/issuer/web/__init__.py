"""Tests of the Web door of the issuer, and the small house that Web tests live in."""
