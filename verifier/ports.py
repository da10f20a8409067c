"""What the verifier needs from outside beyond `badges.ports`: trust, and a look at pictures.

Whom to trust is the reader's choice, written in lists that `verifier.trust` reads.

Pictures and PDF files are decoded by native libraries, which a hostile file may crash or exhaust:
the adapter keeps them apart (`verifier.sight`), and the core knows only this port.

The way out to other sites is the port of `badges.ports`; here it gets the bounds of one upload.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import NoReturn, Protocol, Self

from badges.errors import FetchError, Unreachable
from badges.ports import Fetched, Fetcher
from verifier.errors import InputError
from verifier.settings import BOUNDS, Bounds


@dataclass(frozen=True)
class Attachment:
    """A file inside a PDF: the name that it bears there, and its content."""

    name: str
    content: bytes


@dataclass(frozen=True)
class PdfContents:
    """What a PDF holds for us: its attached files, and the texts of the QR codes on its pages."""

    attachments: tuple[Attachment, ...] = ()
    codes: tuple[str, ...] = ()


class Sight(Protocol):
    """Reads what a person would see, or unfold, in a file that is no badge by itself."""

    def codes(self, picture: bytes) -> tuple[str, ...]:
        """The texts of the QR codes in a photo or a screenshot, in reading order.

        Raises:
            InputError: not a picture that can be read within the bounds.
        """
        ...

    def pdf(self, document: bytes) -> PdfContents:
        """What a PDF holds; codes are looked for only where no attachment may be a badge.

        Raises:
            InputError: not a PDF that can be read within the bounds.
        """
        ...


class NoSight:
    """Sees nothing: for a verifier that is used without the libraries for pictures and PDF."""

    def codes(self, picture: bytes) -> NoReturn:
        """Refuse, with a sentence that says what to hand over instead."""
        del picture
        raise InputError("input.photo")

    def pdf(self, document: bytes) -> NoReturn:
        """Refuse, with a sentence that says what to hand over instead."""
        del document
        raise InputError("input.pdf")


@dataclass(frozen=True)
class Mention:
    """Where one of the reader's trust lists names somebody: the list, its page, the name there."""

    list: str
    url: str | None = None
    name: str | None = None


class TrustRegistry(Protocol):
    """What the reader's trust lists say, each entry in the time for which it was written."""

    @property
    def is_empty(self) -> bool:
        """Whether the reader chose no list at all."""
        ...

    def issuer(self, issuer: str, at: datetime) -> Mention | None:
        """The first list that names this issuer."""
        ...

    def lapsed(self, issuer: str, at: datetime) -> Mention | None:
        """The first list that named this issuer before, or will later, but not at this instant."""
        ...

    def entitled(self, issuer: str, achievement: str, at: datetime) -> tuple[bool, Mention] | None:
        """Whether the lists let this issuer award that; None when none of them says who may."""
        ...

    def keeper(self, keeper: str, issuer: str, at: datetime) -> Mention | None:
        """The first list by which `keeper` keeps the status lists of `issuer` (STAT-18)."""
        ...


@dataclass(slots=True)
class _Spending:
    """What is left of some bounds on fetching."""

    fetches: int
    seconds: float

    @property
    def is_over(self) -> bool:
        """Whether no further fetch may begin."""
        return self.fetches <= 0 or self.seconds <= 0

    def spend(self, seconds: float) -> None:
        """Count one fetch that took so long."""
        self.fetches -= 1
        self.seconds -= seconds


@dataclass(slots=True)
class _Pages:
    """What was asked for one upload, for all badges in it; failures included."""

    left: _Spending
    room: int
    known: dict[tuple[str, str], Fetched | FetchError] = field(default_factory=dict)


class BoundedFetcher:
    """At most so many fetches for one badge, in so much time; none at all when offline.

    Each page is asked once. Servers that a badge names may all be slow: together they are given no
    more time than a person waits. All badges of one upload share its pages, and a bound on them:
    whoever made an archive must not send us to a thousand addresses (VER-03).
    """

    def __init__(
        self,
        following: Fetcher | None,
        bounds: Bounds = BOUNDS,
        *,
        monotonic: Callable[[], float] = time.monotonic,
        pages: _Pages | None = None,
    ) -> None:
        self._following = following
        self._bounds = bounds
        self._monotonic = monotonic
        self._left = _Spending(bounds.fetches, bounds.fetch_seconds)
        whole = _Spending(bounds.upload_fetches, bounds.upload_seconds)
        self._pages = pages or _Pages(whole, bounds.upload_bytes)
        self._used: dict[tuple[str, str], Fetched] = {}

    def for_another(self) -> Self:
        """The way out for another badge of the same upload."""
        return type(self)(
            self._following, self._bounds, monotonic=self._monotonic, pages=self._pages
        )

    @property
    def as_of(self) -> datetime | None:
        """The instant of the oldest copy that was answered; None when everything was asked now."""
        instants = (page.fetched_at for page in self._used.values() if page.fetched_at)
        return min(instants, default=None)

    def fetch(self, url: str, *, accept: str = "*/*", limit: int | None = None) -> Fetched:
        """The page at `url`, as the port `Fetcher` promises."""
        if self._following is None:
            raise Unreachable("fetch.offline", url=url)
        asked = url, accept
        known = self._pages.known.get(asked)
        if known is None:
            known = self._ask(self._following, url, accept, limit)
            self._pages.known[asked] = known
        if isinstance(known, FetchError):
            raise known
        self._used[asked] = known
        return known

    def _ask(
        self, following: Fetcher, url: str, accept: str, limit: int | None
    ) -> Fetched | FetchError:
        most = self._bounds.fetched_bytes
        limit = most if limit is None else min(limit, most)
        own, shared = self._left, self._pages.left
        if own.is_over or shared.is_over or limit > self._pages.room:
            raise Unreachable("fetch.too_many", url=url)
        begun = self._monotonic()
        try:
            page = following.fetch(url, accept=accept, limit=limit)
        except FetchError as error:
            return error
        else:
            self._pages.room -= len(page.body)
            return page
        finally:
            spent = self._monotonic() - begun
            own.spend(spent)
            shared.spend(spent)
