"""Remembers answers for a while, so that a batch does not ask for the same list a thousand times.

An answer lives for the shorter of its `max-age` and what its content allows (the `ttl` of a status
list, STAT-27), and never longer than five minutes: a revocation must be seen soon.
"""

import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock

from badges.errors import FetchTooLarge
from badges.ports import Fetched, Fetcher

_DEFAULT_SECONDS = 60.0
_LONGEST_SECONDS = 300.0

Lifetime = Callable[[Fetched], float | None]


@dataclass(frozen=True)
class _Kept:
    answer: Fetched
    until: float


class CachingFetcher:
    """A bounded memory in front of another fetcher; failures are never remembered."""

    def __init__(
        self,
        following: Fetcher,
        *,
        lifetime: Lifetime | None = None,
        monotonic: Callable[[], float] = time.monotonic,
        entries: int = 256,
        total_bytes: int = 16_000_000,
    ) -> None:
        self._following = following
        self._lifetime = lifetime
        self._monotonic = monotonic
        self._entries = entries
        self._capacity = total_bytes
        self._room = total_bytes
        self._kept: OrderedDict[tuple[str, str], _Kept] = OrderedDict()
        self._lock = Lock()

    def fetch(self, url: str, *, accept: str = "*/*", limit: int | None = None) -> Fetched:
        """The page at `url`, from memory when it is fresh, as the port `Fetcher` promises."""
        answer = self._recall((url, accept))
        if answer is None:
            answer = self._following.fetch(url, accept=accept, limit=limit)
            self._remember((url, accept), answer)
        if limit is not None and len(answer.body) > limit:
            raise FetchTooLarge("fetch.too_large", url=url, limit=limit)
        return answer

    def _recall(self, key: tuple[str, str]) -> Fetched | None:
        with self._lock:
            kept = self._kept.get(key)
            if kept is None:
                return None
            if kept.until <= self._monotonic():
                self._drop(key)
                return None
            self._kept.move_to_end(key)
            return kept.answer

    def _remember(self, key: tuple[str, str], answer: Fetched) -> None:
        seconds = self._seconds(answer)
        with self._lock:
            if seconds <= 0 or len(answer.body) > self._capacity or key in self._kept:
                return
            self._kept[key] = _Kept(answer, self._monotonic() + seconds)
            self._room -= len(answer.body)
            while len(self._kept) > self._entries or self._room < 0:
                self._drop(next(iter(self._kept)))

    def _drop(self, key: tuple[str, str]) -> None:
        self._room += len(self._kept.pop(key).answer.body)

    def _seconds(self, answer: Fetched) -> float:
        allowed = [_LONGEST_SECONDS]
        allowed.append(_DEFAULT_SECONDS if answer.max_age is None else float(answer.max_age))
        of_content = self._lifetime(answer) if self._lifetime else None
        if of_content is not None:
            allowed.append(of_content)
        return min(allowed)
