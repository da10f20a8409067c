"""Texts put aside while a command works, to be printed once nothing can go wrong any more.

A few stay in memory; many go to a temporary file that nobody else can open and that goes by itself.
"""

import struct
import tempfile
from collections.abc import Iterator
from types import TracebackType
from typing import Self

_IN_MEMORY = 1_000_000
_LENGTH = struct.Struct(">Q")


class Spool:
    """Texts in their order; a context manager, after which they are gone."""

    def __init__(self) -> None:
        # Closed by __exit__: the file lives as long as the spool.
        self._file = tempfile.SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115 - see above

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._file.close()

    def add(self, text: str) -> None:
        """Put a text after the others."""
        written = text.encode("utf-8", "surrogatepass")
        self._file.write(_LENGTH.pack(len(written)) + written)

    def texts(self) -> Iterator[str]:
        """Every text, the first one first."""
        self._file.seek(0)
        while head := self._file.read(_LENGTH.size):
            (length,) = _LENGTH.unpack(head)
            yield self._file.read(length).decode("utf-8", "surrogatepass")
