"""Badges of Open Badges 2.0, hosted and signed, as the verifier judges them."""
