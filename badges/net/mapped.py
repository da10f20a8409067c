"""Answers from files, for tests and for verifying where there is no network (BADGES_FETCH_MAP)."""

import json
import os
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from badges.errors import FetchTooLarge, SettingsError, Unreachable
from badges.net.lifetimes import keeping
from badges.ports import Fetched, Fetcher

_MAP_LIMIT = 5_000_000
_ERRORS = range(400, 600)

_COPIES = 64
_COPY_BYTES = 250_000
_SETTLED_NS = 1_000_000_000
"""How long a file has lain there before its copy is believed: clocks of file systems are coarse."""

Entry = tuple[Path, str] | int
_Mark = tuple[int, int, int, int]


@dataclass(frozen=True)
class _Copy:
    """A file as it was, and by which its next change is seen; None when it may not be kept."""

    mark: _Mark
    page: Fetched | None


class MappedFetcher:
    """Reads what a map `{URL: {"file": path, "type": media type}}` names; passes the rest on.

    Paths are relative to the folder of the map. An entry `{"status": 410}` answers with that error.
    A file that is no badge is read again only when it has changed: lists of statuses are asked for
    with each badge. What is about a person is not kept (ADR 33).
    """

    def __init__(self, path: Path, following: Fetcher) -> None:
        self._following = following
        self._entries = _read_map(path)
        self._copies: dict[str, _Copy] = {}

    def fetch(self, url: str, *, accept: str = "*/*", limit: int | None = None) -> Fetched:
        """The page at `url`, as the port `Fetcher` promises."""
        entry = self._entries.get(url)
        if entry is None:
            return self._following.fetch(url, accept=accept, limit=limit)
        if isinstance(entry, int):
            raise Unreachable("fetch.status", url=url, status=entry)
        path, media_type = entry
        try:
            page = self._page(url, path, media_type, limit)
        except OSError as error:
            raise Unreachable("fetch.file", url=url, path=str(path)) from error
        if limit is not None and len(page.body) > limit:
            raise FetchTooLarge("fetch.too_large", url=url, limit=limit)
        return page

    def _page(self, url: str, path: Path, media_type: str, limit: int | None) -> Fetched:
        """The file as it is now, from memory when it has not changed since."""
        mark = _marked(path)
        copy = self._copies.get(url)
        is_known = copy is not None and copy.mark == mark
        if copy is not None and is_known and copy.page is not None:
            return copy.page
        with path.open("rb") as file:
            body = file.read() if limit is None else file.read(limit + 1)
        page = Fetched(url, media_type, body)
        if not is_known and _is_settled(mark):
            self._keep(url, _Copy(mark, page if _may_be_kept(page, mark) else None))
        return page

    def _keep(self, url: str, copy: _Copy) -> None:
        if len(self._copies) >= _COPIES:
            self._copies.clear()
        self._copies[url] = copy


def _marked(path: Path) -> _Mark:
    facts = os.stat(path)  # noqa: PTH116 - a third of the time of `Path.stat`, for each badge
    return facts.st_ctime_ns, facts.st_mtime_ns, facts.st_size, facts.st_ino


def _is_settled(mark: _Mark) -> bool:
    """Whether a change from now on shows in the mark."""
    return time.time_ns() - max(mark[:2]) > _SETTLED_NS


def _may_be_kept(page: Fetched, mark: _Mark) -> bool:
    """Whether this is all of a file of modest size that is about nobody."""
    size = mark[2]
    is_whole = size == len(page.body) <= _COPY_BYTES
    return is_whole and keeping(page).lifetime.longest > 0


def _read_map(path: Path) -> dict[str, Entry]:
    """The entries of the map, read once, so that a wrong map is told at start-up."""
    try:
        text = path.read_bytes()
        if len(text) > _MAP_LIMIT:
            raise SettingsError("settings.fetch_map", path=str(path))
        listing = json.loads(text)
        return {str(url): _read_entry(path, entry) for url, entry in listing.items()}
    except (OSError, ValueError, RecursionError, AttributeError, KeyError, TypeError) as error:
        raise SettingsError("settings.fetch_map", path=str(path)) from error


def _read_entry(path: Path, entry: dict[str, Any]) -> Entry:
    """The file and the media type of an entry, or the error with which it answers.

    Raises:
        ValueError: the status is not that of an error.
    """
    if "file" not in entry and "status" in entry:
        if type(entry["status"]) is not int or entry["status"] not in _ERRORS:
            raise ValueError(entry)
        return int(entry["status"])
    return path.parent / entry["file"], str(entry.get("type", "application/json"))


class OfflineFetcher:
    """Reaches nothing: for verifying what can be verified without any network."""

    def fetch(self, url: str, *, accept: str = "*/*", limit: int | None = None) -> Fetched:
        """Never a page.

        Raises:
            Unreachable: always.
        """
        del accept, limit
        raise Unreachable("fetch.offline", url=url)
