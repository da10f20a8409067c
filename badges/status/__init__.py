"""Status methods: one file for each way to say that a credential no longer counts."""

from badges.status import bitstring

METHODS = (bitstring.ENTRY_TYPE,)

__all__ = ["METHODS", "bitstring"]
