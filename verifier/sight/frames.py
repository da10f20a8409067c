"""How a worker tells what it found: frames of one letter, a length, and so many bytes.

A worker may be killed at any moment: what it wrote until then still counts, and a last frame that
was cut short does not. The reader trusts nothing that is written here.
"""

from collections.abc import Iterator
from typing import BinaryIO

Frames = Iterator[tuple[bytes, bytes]]
"""Letter and content of each."""

CODE = b"c"
NAME = b"n"
CONTENT = b"a"
REFUSAL = b"e"
END = b"."

_LETTERS = (CODE, NAME, CONTENT, REFUSAL, END)
_HEADER = 5


def write(out: BinaryIO, letter: bytes, content: bytes = b"") -> None:
    """Tell one thing, at once."""
    out.write(letter + len(content).to_bytes(4, "big") + content)
    out.flush()


def read(told: bytes) -> Frames:
    """Each whole frame of `told`: its letter and its content; it stops at what is none."""
    at = 0
    while len(told) - at >= _HEADER:
        letter, size = told[at : at + 1], int.from_bytes(told[at + 1 : at + _HEADER], "big")
        end = at + _HEADER + size
        if letter not in _LETTERS or end > len(told):
            return
        yield letter, told[at + _HEADER : end]
        at = end
