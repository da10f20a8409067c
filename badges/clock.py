"""The one clock, and where random identifiers come from: the real adapters of the two ports."""

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime

# The two highest bits of the octet that follows say "RFC 9562": 8, 9, a or b.
_VARIANTS = {digit: "89ab"[int(digit, 16) & 3] for digit in "0123456789abcdef"}


class SystemClock:
    """The machine's clock, in whole seconds (DM-06)."""

    def now(self) -> datetime:
        """The present instant in UTC."""
        return datetime.now(UTC).replace(microsecond=0)


@dataclass(frozen=True)
class FixedClock:
    """A clock that stands still: `BADGES_NOW`, `--at`, and tests."""

    instant: datetime

    def now(self) -> datetime:
        """Always the same instant."""
        return self.instant


class RandomIdentifiers:
    """Identifiers from the operating system's randomness."""

    def uuid(self) -> str:
        """A fresh UUID version 4."""
        # Its text is written here: as a value of its own it would cost three times as much.
        digits = secrets.token_bytes(16).hex()
        variant = _VARIANTS[digits[16]]
        return (
            f"{digits[:8]}-{digits[8:12]}-4{digits[13:16]}-{variant}{digits[17:20]}-{digits[20:]}"
        )

    def token(self, size: int) -> bytes:
        """Unguessable bytes."""
        return secrets.token_bytes(size)

    def below(self, limit: int) -> int:
        """An unguessable integer below `limit`."""
        return secrets.randbelow(limit)
