"""Looks in one verification: a badge decides neither how many there are nor how long they take."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from verifier.errors import Unseen
from verifier.ports import PdfContents, Sight


@dataclass
class BoundedSight:
    """A sight that soon gets tired: a code may lead to a picture that shows a code, and so on.

    Attributes:
        sight: what really looks.
        looks: how many files may be looked at.
        seconds: spent in all, after which no further look begins.
    """

    sight: Sight
    looks: int = 50
    seconds: float = 1.0

    def codes(self, picture: bytes) -> tuple[str, ...]:
        """As `Sight.codes`.

        Raises:
            InputError: as there, or too much was looked at already.
        """
        with self._looking():
            return self.sight.codes(picture)

    def pdf(self, document: bytes) -> PdfContents:
        """As `Sight.pdf`.

        Raises:
            InputError: as there, or too much was looked at already.
        """
        with self._looking():
            return self.sight.pdf(document)

    @contextmanager
    def _looking(self) -> Iterator[None]:
        if self.looks <= 0 or self.seconds <= 0:
            raise Unseen("sight.enough")
        self.looks -= 1
        began = time.monotonic()
        try:
            yield
        finally:
            self.seconds -= time.monotonic() - began
