"""Many random values at once: one question to the source of randomness instead of thousands."""

import struct

from badges.ports import Identifiers

_WORD = 8
_UUID = 16
_ALIKE = 2
_VARIANTS = {digit: "89ab"[int(digit, 16) & 3] for digit in "0123456789abcdef"}


def uuids(identifiers: Identifiers, count: int) -> list[str]:
    """So many fresh UUIDs version 4, as `Identifiers.uuid` gives them one by one."""
    digits = identifiers.token(_UUID * count).hex()
    width = _UUID * 2
    return [_written(digits[at : at + width]) for at in range(0, width * count, width)]


def uuids_alike(identifiers: Identifiers, count: int) -> list[str]:
    """So many fresh UUIDs version 4 that begin with the same 16 bits, 106 others being their own.

    What is kept together stands together in every index of a database, on a few of its pages,
    wherever chance put it: unlike an order of time, the beginning tells nothing else.
    """
    rest = _UUID - _ALIKE
    drawn = identifiers.token(_ALIKE + rest * count).hex()
    beginning, digits, width = drawn[: _ALIKE * 2], drawn[_ALIKE * 2 :], rest * 2
    return [_written(beginning + digits[at : at + width]) for at in range(0, width * count, width)]


def tokens(identifiers: Identifiers, count: int, size: int) -> list[bytes]:
    """So many times `size` unguessable bytes."""
    drawn = identifiers.token(size * count)
    return [drawn[at : at + size] for at in range(0, size * count, size)]


def numbers(identifiers: Identifiers, count: int, limit: int) -> list[int]:
    """So many unguessable integers below `limit`.

    Each comes from 64 bits: below 2^50 no number is likelier than another by more than one part in
    ten thousand, and below a power of two all are as likely.
    """
    drawn = identifiers.token(_WORD * count)
    return [number % limit for number in struct.unpack(f">{count}Q", drawn)]


def _written(digits: str) -> str:
    """The text of a UUID of these 32 digits, six of whose bits say what it is (RFC 9562)."""
    variant = _VARIANTS[digits[16]]
    return f"{digits[:8]}-{digits[8:12]}-4{digits[13:16]}-{variant}{digits[17:20]}-{digits[20:]}"
