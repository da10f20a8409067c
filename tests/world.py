"""A small world that tests can edit: a still clock, foreseeable identifiers, a web of documents.

These are fakes of our own ports (`badges.ports`), not mocks: the code under test runs whole.
"""

import hashlib
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from badges.documents import JsonObject, serialize
from badges.errors import FetchTooLarge, Unreachable
from badges.ports import Fetched

NOON = datetime(2026, 11, 22, 12, 0, 0, tzinfo=UTC)


@dataclass
class StillClock:
    """A clock that moves only when a test says so."""

    instant: datetime = NOON

    def now(self) -> datetime:
        """The instant at which the world stands."""
        return self.instant

    def advance(self, **duration: float) -> None:
        """Move on by a `timedelta` written as keywords."""
        self.instant += timedelta(**duration)


@dataclass
class CountedIdentifiers:
    """Identifiers that follow from a seed and a counter: different, and the same in every run."""

    seed: str = "world"
    count: int = 0

    def uuid(self) -> str:
        """The next UUID (version 4 in form)."""
        digits = self.token(16).hex()
        return f"{digits[:8]}-{digits[8:12]}-4{digits[13:16]}-8{digits[17:20]}-{digits[20:]}"

    def token(self, size: int) -> bytes:
        """The next `size` bytes."""
        self.count += 1
        return hashlib.shake_256(f"{self.seed}/{self.count}".encode()).digest(size)

    def below(self, limit: int) -> int:
        """The next integer below `limit`."""
        return int.from_bytes(self.token(8)) % limit


@dataclass
class WebOfDocuments:
    """A web made of a dictionary: what is not in it is unreachable, and every visit is noted."""

    pages: dict[str, Fetched] = field(default_factory=dict)
    visits: list[str] = field(default_factory=list)

    def publish(
        self, url: str, body: bytes | JsonObject, media_type: str = "application/json"
    ) -> None:
        """Put a page at `url`, replacing the one that was there."""
        content = body if isinstance(body, bytes) else serialize(body)
        self.pages[url] = Fetched(url, media_type, content)

    def withdraw(self, url: str) -> None:
        """Take the page at `url` away."""
        del self.pages[url]

    def fetch(self, url: str, *, accept: str = "*/*", limit: int | None = None) -> Fetched:
        """The page at `url`, as the port promises."""
        del accept
        self.visits.append(url)
        page = self.pages.get(url)
        if page is None:
            raise Unreachable("fetch.unreachable", url=url, status=404)
        if limit is not None and len(page.body) > limit:
            raise FetchTooLarge("fetch.too_large", url=url, limit=limit)
        return page
