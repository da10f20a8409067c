"""Streams sealed with a passphrase: whole, in order, and by that phrase only."""

import io
import os

import pytest

from badges.errors import KeyMaterialError
from badges.keys.passphrase import CHUNK, SealingWriter, UnsealingReader, is_sealed

PHRASE = "cheval juste pile agrafe"


def _sealed(content: bytes) -> bytes:
    to = io.BytesIO()
    writer = SealingWriter(to, PHRASE)
    for begin in range(0, len(content), 7_001):
        writer.write(content[begin : begin + 7_001])
    writer.close()
    return to.getvalue()


@pytest.mark.parametrize("size", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK])
def test_what_was_sealed_comes_back(size: int) -> None:
    """At every length around the end of a chunk, from the start and from anywhere."""
    content = os.urandom(size)
    sealed = _sealed(content)
    reader = UnsealingReader(io.BytesIO(sealed), PHRASE)
    assert is_sealed(sealed)
    assert io.BufferedReader(reader).read() == content
    again = io.BufferedReader(UnsealingReader(io.BytesIO(sealed), PHRASE))
    again.seek(-min(size, 5), os.SEEK_END)
    assert again.read(9) == content[size - min(size, 5) :]


@pytest.mark.parametrize(
    "order",
    [[1, 0, 2], [0, 0, 2], [0, 1], [0, 2], [0, 1, 2, 2]],
    ids=["moved", "repeated", "cut", "taken out", "longer"],
)
def test_chunks_cannot_be_moved_repeated_or_cut_off(order: list[int]) -> None:
    """Each is sealed for its place, and the last one for being the last."""
    sealed = _sealed(os.urandom(3 * CHUNK))
    head, one = len(sealed) - 3 * (CHUNK + 16), CHUNK + 16
    parts = [sealed[head + n * one : head + (n + 1) * one] for n in range(3)]
    spoilt = io.BytesIO(sealed[:head] + b"".join(parts[n] for n in order))
    with pytest.raises(KeyMaterialError, match=r"passphrase\.wrong"):
        io.BufferedReader(UnsealingReader(spoilt, PHRASE)).read()


def test_a_short_passphrase_is_refused() -> None:
    """Whoever has the file may try as many as they like."""
    with pytest.raises(KeyMaterialError, match=r"passphrase\.short"):
        SealingWriter(io.BytesIO(), "abc")


@pytest.mark.parametrize(
    "other", [b"", b"PK\3\4", b"badges-sealed-1\n"], ids=["none", "zip", "cut"]
)
def test_what_is_not_sealed_is_known(other: bytes) -> None:
    """A file of another kind, or none at all."""
    with pytest.raises(KeyMaterialError, match=r"passphrase\.not_sealed"):
        UnsealingReader(io.BytesIO(other), PHRASE)
