"""Remembers answers for a while, so that a batch does not ask for the same list a thousand times.

How long follows from the kind of the document (`badges.net.lifetimes`), from what its site allows
and from its own `ttl` (STAT-27): the shortest wins. Who asks for a page that somebody is fetching
waits for that answer: an issuer hears one question, whatever the number of badges.
"""

import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Event, Lock

from badges.errors import FetchError, FetchTooLarge, TooSlow, Unreachable
from badges.net.lifetimes import keeping
from badges.ports import Fetched, Fetcher

FAILURE_SECONDS = 5.0
WAITING_SECONDS = 10.0
_SHARE = 8  # no single answer may take more than this part of the memory
_SERVER_ERROR = 500

Key = tuple[str, str]
Outcome = Fetched | FetchError


@dataclass(frozen=True)
class _Kept:
    outcome: Outcome
    until: float

    @property
    def size(self) -> int:
        return len(self.outcome.body) if isinstance(self.outcome, Fetched) else 0


@dataclass
class _Flight:
    """A question under way, and those who wait for its answer."""

    landed: Event = field(default_factory=Event)
    outcome: Outcome | None = None


class CachingFetcher:
    """A bounded memory in front of another fetcher, safe to share between threads.

    A site that gave no answer at all is left alone for five seconds: a batch of badges from a dead
    site must not wait for it each time. An answer that is an error is forgotten at once.
    """

    def __init__(
        self,
        following: Fetcher,
        *,
        monotonic: Callable[[], float] = time.monotonic,
        entries: int = 1_024,
        total_bytes: int = 16_000_000,
        waiting_seconds: float = WAITING_SECONDS,
    ) -> None:
        self._following = following
        self._monotonic = monotonic
        self._waiting = waiting_seconds
        self._memory = _Memory(entries, total_bytes)
        self._flights: dict[Key, _Flight] = {}
        self._lock = Lock()

    def fetch(self, url: str, *, accept: str = "*/*", limit: int | None = None) -> Fetched:
        """The page at `url`, from memory when it is fresh, as the port `Fetcher` promises."""
        outcome = self._outcome((url, accept), limit)
        if isinstance(outcome, FetchError):
            raise type(outcome)(outcome.code, **outcome.params)  # each caller has its own
        if limit is not None and len(outcome.body) > limit:
            raise FetchTooLarge("fetch.too_large", url=url, limit=limit)
        return outcome

    def _outcome(self, key: Key, limit: int | None) -> Outcome:
        with self._lock:
            known = self._memory.recall(key, self._monotonic())
            if known is not None:
                return known
            flight = self._flights.get(key)
            if flight is None:
                ours = self._flights[key] = _Flight()
        if flight is not None:
            return self._wait(flight, key, limit)
        return self._fly(ours, key, limit)

    def _wait(self, flight: _Flight, key: Key, limit: int | None) -> Outcome:
        """What somebody else is about to get; their limit may have been smaller than ours."""
        if not flight.landed.wait(self._waiting):
            return TooSlow("fetch.too_slow", url=key[0], seconds=self._waiting)
        if flight.outcome is None or isinstance(flight.outcome, FetchTooLarge):
            return self._ask(key, limit)
        return flight.outcome

    def _fly(self, flight: _Flight, key: Key, limit: int | None) -> Outcome:
        kept: _Kept | None = None
        try:
            outcome = flight.outcome = self._ask(key, limit)
            kept = _Kept(outcome, self._monotonic() + _seconds(outcome))
            return outcome
        finally:
            with self._lock:
                if kept is not None:
                    self._memory.keep(key, kept, self._monotonic())
                del self._flights[key]
            flight.landed.set()

    def _ask(self, key: Key, limit: int | None) -> Outcome:
        url, accept = key
        try:
            return self._following.fetch(url, accept=accept, limit=limit)
        except FetchError as error:
            return error


class _Memory:
    """Outcomes by their question; the one asked longest ago makes room."""

    def __init__(self, entries: int, total_bytes: int) -> None:
        self._entries = entries
        self._largest = total_bytes // _SHARE
        self._room = total_bytes
        self._kept: OrderedDict[Key, _Kept] = OrderedDict()

    def recall(self, key: Key, now: float) -> Outcome | None:
        """What is still fresh at `now`."""
        kept = self._kept.get(key)
        if kept is None:
            return None
        if kept.until <= now:
            self._drop(key)
            return None
        self._kept.move_to_end(key)
        return kept.outcome

    def keep(self, key: Key, kept: _Kept, now: float) -> None:
        """Keep one more while it is fresh, and forget what there is no room for."""
        if kept.until <= now or kept.size > self._largest:
            return
        if key in self._kept:
            self._drop(key)
        self._kept[key] = kept
        self._room -= kept.size
        while len(self._kept) > self._entries or self._room < 0:
            self._drop(next(iter(self._kept)))

    def _drop(self, key: Key) -> None:
        self._room += self._kept.pop(key).size


def _seconds(outcome: Outcome) -> float:
    """How long to remember what came of a question."""
    if isinstance(outcome, Fetched):
        return keeping(outcome).seconds(outcome.max_age)
    return FAILURE_SECONDS if _was_silent(outcome) else 0.0


def _was_silent(error: FetchError) -> bool:
    """Whether the site gave no answer of its own: nobody there, too slow, or broken inside."""
    status = error.params.get("status")
    if isinstance(status, int):
        return status >= _SERVER_ERROR
    return isinstance(error, TooSlow | Unreachable)
