"""A progress bar for people: on a terminal only, on standard error, never beside `--json`."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TextIO

from issuer.cli.console import Console

_WIDTH = 30
_EVERY = 0.1
_LOOK = 256
_ERASE_LINE = "\r\x1b[2K"


@contextmanager
def progress_bar(
    console: Console,
    expected: int | None,
    stream: TextIO | None = None,
    *,
    code: str = "cli.import.progress",
    look: int = _LOOK,
) -> Iterator[Callable[[int], None] | None]:
    """Where to tell how many rows are done; None when nobody watches. The bar goes at the end.

    `code` is the sentence beside the bar; only every `look`-th row is looked at, since rows of a
    large file are read faster than anybody sees.
    """
    shown = sys.stderr if stream is None else stream
    if console.as_json or not shown.isatty():
        yield None
        return
    bar = _Bar(console, expected, shown, code, look)
    try:
        yield bar.show
    finally:
        shown.write(_ERASE_LINE)
        shown.flush()


class _Bar:
    """One line, written again at most ten times a second."""

    def __init__(
        self, console: Console, expected: int | None, stream: TextIO, code: str, look: int
    ) -> None:
        self._words = console.words
        self._code = code
        self._look = look
        self._expected = expected
        self._stream = stream
        self._last = 0.0

    def show(self, done: int) -> None:
        """Say that `done` rows are read."""
        if done % self._look:
            return
        now = time.monotonic()
        if now - self._last < _EVERY:
            return
        self._last = now
        self._stream.write(f"{_ERASE_LINE}{self._picture(done)}")
        self._stream.flush()

    def _picture(self, done: int) -> str:
        rows = self._words(self._code, rows=done)
        if not self._expected:
            return rows
        part = min(1.0, done / self._expected)
        filled = round(part * _WIDTH)
        return f"[{'#' * filled}{'.' * (_WIDTH - filled)}] {part:4.0%}  {rows}"
