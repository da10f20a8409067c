"""Answers from files, for tests and for verifying where there is no network (BADGES_FETCH_MAP)."""

import json
from pathlib import Path
from typing import Any

from badges.errors import FetchTooLarge, SettingsError, Unreachable
from badges.ports import Fetched, Fetcher

_MAP_LIMIT = 5_000_000
_ERRORS = range(400, 600)

Entry = tuple[Path, str] | int


class MappedFetcher:
    """Reads what a map `{URL: {"file": path, "type": media type}}` names; passes the rest on.

    Paths are relative to the folder of the map. An entry `{"status": 410}` answers with that error.
    """

    def __init__(self, path: Path, following: Fetcher) -> None:
        self._following = following
        self._entries = _read_map(path)

    def fetch(self, url: str, *, accept: str = "*/*", limit: int | None = None) -> Fetched:
        """The page at `url`, as the port `Fetcher` promises."""
        entry = self._entries.get(url)
        if entry is None:
            return self._following.fetch(url, accept=accept, limit=limit)
        if isinstance(entry, int):
            raise Unreachable("fetch.status", url=url, status=entry)
        path, media_type = entry
        try:
            with path.open("rb") as file:
                body = file.read() if limit is None else file.read(limit + 1)
        except OSError as error:
            raise Unreachable("fetch.file", url=url, path=str(path)) from error
        if limit is not None and len(body) > limit:
            raise FetchTooLarge("fetch.too_large", url=url, limit=limit)
        return Fetched(url, media_type, body)


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
