"""HMAC-SHA-256 of many messages under one key (RFC 2104): the key's two blocks are hashed once.

The standard library begins with the key each time, which is three quarters of a short message's
cost; a group of 60,000 people asks for 180,000 of them.
"""

from collections.abc import Callable
from hashlib import sha256

_BLOCK = 64
_INNER = bytes(byte ^ 0x36 for byte in range(256))
_OUTER = bytes(byte ^ 0x5C for byte in range(256))


def hmac_sha256(key: bytes) -> Callable[[bytes], bytes]:
    """What answers the 32 bytes of a message's HMAC under `key`; any thread may ask it."""
    padded = (sha256(key).digest() if len(key) > _BLOCK else key).ljust(_BLOCK, b"\0")
    inner, outer = sha256(padded.translate(_INNER)), sha256(padded.translate(_OUTER))

    def digest(message: bytes) -> bytes:
        first = inner.copy()
        first.update(message)
        second = outer.copy()
        second.update(first.digest())
        return second.digest()

    return digest
