"""Status methods: one file for each way to say that a credential no longer counts."""

from badges.status import bitstring, revocation_list_1edtech

METHODS = (
    bitstring.ENTRY_TYPE,
    revocation_list_1edtech.ENTRY_TYPE,
)

__all__ = ["METHODS", "bitstring", "revocation_list_1edtech"]
