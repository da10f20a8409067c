"""What a decoder has to say, in whichever process it runs."""

import time
from dataclasses import dataclass


class CannotSee(Exception):
    """The file cannot be read; `code` is the reason, one of `REASONS`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


BROKEN_PICTURE = "picture.broken"
TOO_MANY_PIXELS = "picture.too_many_pixels"
OTHER_PICTURE = "picture.other_kind"
BROKEN_PDF = "pdf.broken"
LOCKED_PDF = "pdf.locked"
TOO_MUCH_MEMORY = "sight.too_much_memory"
TOO_SLOW = "sight.too_slow"

_SIGNS = (b"{", b"[", b"ey", b"\x89PNG", b"<")
"""How files begin that may be a badge: JSON, a JWT, PNG, SVG."""

REASONS = frozenset(
    {
        BROKEN_PICTURE,
        TOO_MANY_PIXELS,
        OTHER_PICTURE,
        BROKEN_PDF,
        LOCKED_PDF,
        TOO_MUCH_MEMORY,
        TOO_SLOW,
    }
)


@dataclass(frozen=True)
class Deadline:
    """The moment after which nothing new is begun, on the clock that only goes forward."""

    at: float

    @classmethod
    def after(cls, seconds: float) -> "Deadline":
        """The moment that many seconds from now."""
        return cls(time.monotonic() + seconds)

    @property
    def left(self) -> float:
        """Seconds until then, never below zero."""
        return max(0.0, self.at - time.monotonic())


def may_be_badge(attached: bytes) -> bool:
    """Whether an attached file begins as some badges do; only then pages need no looking at."""
    return attached.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(_SIGNS)
