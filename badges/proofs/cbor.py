"""The part of CBOR (RFC 8949) that proofs use: whole numbers, bytes, lists and maps of them."""

from typing import Any

from badges.errors import MalformedProof

_UINT, _BYTES, _LIST, _MAP = 0, 2, 4, 5
_SIZES = {24: 1, 25: 2, 26: 4, 27: 8}
_DEPTH = 4


def decode_cbor(encoded: bytes) -> Any:
    """The one value that `encoded` holds.

    Raises:
        MalformedProof: another type, an indefinite length, a doubled key, a cut or a tail.
    """
    reader = _Reader(encoded)
    value = reader.value(_DEPTH)
    if reader.position != len(encoded):
        raise MalformedProof("proof.cbor", reason="tail")
    return value


class _Reader:
    """Reads values in turn; each takes at least a byte, so the input bounds the work."""

    def __init__(self, encoded: bytes) -> None:
        self.position = 0
        self._encoded = encoded

    def value(self, depth: int) -> Any:
        initial = self._take(1)[0]
        kind, count = initial >> 5, self._count(initial & 31)
        if kind == _UINT:
            return count
        if kind == _BYTES:
            return self._take(count)
        if depth == 0 or kind not in (_LIST, _MAP) or count > len(self._encoded):
            raise MalformedProof("proof.cbor", reason="type")
        if kind == _LIST:
            return [self.value(depth - 1) for _ in range(count)]
        pairs = [(self._key(depth), self.value(depth - 1)) for _ in range(count)]
        if len(dict(pairs)) != len(pairs):
            raise MalformedProof("proof.cbor", reason="key")
        return dict(pairs)

    def _key(self, depth: int) -> int:
        key = self.value(depth - 1)
        if not isinstance(key, int):
            raise MalformedProof("proof.cbor", reason="key")
        return key

    def _count(self, additional: int) -> int:
        if additional < min(_SIZES):
            return additional
        if additional not in _SIZES:
            raise MalformedProof("proof.cbor", reason="length")
        return int.from_bytes(self._take(_SIZES[additional]))

    def _take(self, count: int) -> bytes:
        start, self.position = self.position, self.position + count
        if self.position > len(self._encoded):
            raise MalformedProof("proof.cbor", reason="cut")
        return self._encoded[start : self.position]
