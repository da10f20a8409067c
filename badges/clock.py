"""The one clock, and where random identifiers come from: the real adapters of the two ports."""

import secrets
import uuid
from dataclasses import dataclass
from datetime import UTC, datetime


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
        return str(uuid.uuid4())

    def token(self, size: int) -> bytes:
        """Unguessable bytes."""
        return secrets.token_bytes(size)

    def below(self, limit: int) -> int:
        """An unguessable integer below `limit`."""
        return secrets.randbelow(limit)
