"""Texts put aside while a command works, to be printed once nothing can go wrong any more.

A few stay in memory; many go to a temporary file that nobody else can open and that goes by itself.
"""

import json
import tempfile
from collections.abc import Iterator
from types import TracebackType
from typing import Self

_IN_MEMORY = 1_000_000
_AT_ONCE = 500


class Spool:
    """Texts in their order; a context manager, after which they are gone."""

    def __init__(self) -> None:
        # Closed by __exit__: the file lives as long as the spool.
        self._file = tempfile.SpooledTemporaryFile(_IN_MEMORY, "w+", encoding="ascii")  # noqa: SIM115 - see above
        self._waiting: list[str] = []

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
        self._waiting.append(text)
        if len(self._waiting) == _AT_ONCE:
            self._put()

    def texts(self) -> Iterator[str]:
        """Every text, the first one first."""
        self._put()
        self._file.seek(0)
        for line in self._file:
            yield from json.loads(line)

    def _put(self) -> None:
        """Write what waits as one line: a call for each text would cost more than the text."""
        self._file.write(f"{json.dumps(self._waiting)}\n")
        self._waiting.clear()
