"""A progress bar on standard error, for whoever watches a long batch on a terminal."""

import time
from collections.abc import Callable, Mapping
from typing import TextIO

from verifier.cli.style import is_for_people

_CELLS = 24
_PAUSE = 0.1
_CLEAR = "\r\033[K"


class Progress:
    """How far a batch is, redrawn at most ten times a second; silent where nobody watches."""

    def __init__(
        self,
        total: int,
        stream: TextIO,
        environment: Mapping[str, str],
        *,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._total = total
        self._stream = stream
        self._monotonic = monotonic
        self._is_shown = total > 1 and is_for_people(stream, environment)
        self._is_drawn = False
        self._next = 0.0
        self._done = 0

    def step(self) -> None:
        """One more is done."""
        self._done += 1
        if self._is_shown and (self._done == self._total or self._monotonic() >= self._next):
            self._next = self._monotonic() + _PAUSE
            self._draw()

    def clear(self) -> None:
        """Make room for other lines; the next step draws the bar again."""
        if self._is_drawn:
            self._is_drawn = False
            self._stream.write(_CLEAR)
            self._stream.flush()

    def _draw(self) -> None:
        filled = _CELLS * self._done // self._total
        bar = "#" * filled + "." * (_CELLS - filled)
        self._stream.write(f"{_CLEAR}[{bar}] {self._done}/{self._total}")
        self._stream.flush()
        self._is_drawn = True
