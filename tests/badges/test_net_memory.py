"""Answers from files and from memory, in front of another fetcher."""

import json
from pathlib import Path

import pytest

from badges.errors import FetchTooLarge, SettingsError, Unreachable
from badges.net import CachingFetcher, MappedFetcher
from badges.ports import Fetched
from tests.world import StillClock, WebOfDocuments

URL = "https://example.org/list"


def _map(folder: Path, **entries: object) -> Path:
    path = folder / "map.json"
    path.write_text(json.dumps({f"https://example.org/{k}": v for k, v in entries.items()}))
    return path


def test_a_mapped_address_is_read_from_its_file(tmp_path: Path, web: WebOfDocuments) -> None:
    """Paths are relative to the map; what the map does not name is asked further on."""
    (tmp_path / "files").mkdir()
    (tmp_path / "files" / "list.json").write_bytes(b"{}")
    entry = {"file": "files/list.json", "type": "application/vc"}
    web.publish("https://example.org/other", b"beyond")
    fetcher = MappedFetcher(_map(tmp_path, list=entry), web)
    assert fetcher.fetch(URL) == Fetched(URL, "application/vc", b"{}")
    assert fetcher.fetch("https://example.org/other").body == b"beyond"
    assert web.visits == ["https://example.org/other"]


def test_a_mapped_file_is_bounded_and_may_be_absent(tmp_path: Path, web: WebOfDocuments) -> None:
    """The limit holds for files too, and an absent one is unreachable."""
    (tmp_path / "big").write_bytes(b"x" * 11)
    path = _map(tmp_path, list={"file": "big"}, absent={"file": "absent"})
    fetcher = MappedFetcher(path, web)
    assert fetcher.fetch(URL, limit=11).media_type == "application/json"
    with pytest.raises(FetchTooLarge):
        fetcher.fetch(URL, limit=10)
    with pytest.raises(Unreachable, match=r"fetch\.file"):
        fetcher.fetch("https://example.org/absent")


@pytest.mark.parametrize("text", ["", "[]", '{"a": "b"}', '{"a": {}}', "[" * 100_000])
def test_a_wrong_map_is_told_at_once(tmp_path: Path, web: WebOfDocuments, text: str) -> None:
    """A map that is no map stops the start, not the first verification."""
    path = tmp_path / "map.json"
    path.write_text(text)
    with pytest.raises(SettingsError, match=r"settings\.fetch_map"):
        MappedFetcher(path, web)


class _Clocked:
    """A memory in front of a web, with a clock that tests move."""

    def __init__(self, web: WebOfDocuments, lifetime: float | None = None, **sizes: int) -> None:
        self.clock = StillClock()
        self.web = web
        self.fetcher = CachingFetcher(
            web,
            lifetime=lambda _: lifetime,
            monotonic=lambda: self.clock.now().timestamp(),
            **sizes,
        )

    def visits_after(self, seconds: float, url: str = URL) -> int:
        """Visits to the web once this much more time has passed and the page was asked again."""
        self.clock.advance(seconds=seconds)
        self.fetcher.fetch(url)
        return len(self.web.visits)


@pytest.mark.requirement("STAT-27")
@pytest.mark.parametrize(
    ("max_age", "lifetime", "fresh"),
    [(None, None, 60), (10, None, 10), (100_000, None, 300), (100, 5.0, 5), (0, None, 0)],
)
def test_an_answer_lives_as_long_as_the_shortest_rule(
    web: WebOfDocuments, max_age: int | None, lifetime: float | None, fresh: float
) -> None:
    """The page's age, the list's own ttl and our ceiling: the shortest wins."""
    web.pages[URL] = Fetched(URL, "application/vc", b"{}", max_age)
    memory = _Clocked(web, lifetime)
    assert memory.visits_after(0) == 1
    if fresh:
        assert memory.visits_after(fresh - 1) == 1
    assert memory.visits_after(1) == 2


def test_memory_is_bounded(web: WebOfDocuments) -> None:
    """The page asked longest ago makes room, and a page larger than the memory is not kept."""
    for name in "abc":
        web.publish(name, b"x" * 10)
    memory = _Clocked(web, entries=2, total_bytes=25)
    for name in "abca":
        memory.visits_after(0, name)
    assert web.visits == ["a", "b", "c", "a"]
    web.publish("large", b"x" * 30)
    assert memory.visits_after(0, "large") == 5
    assert memory.visits_after(0, "large") == 6


def test_failures_are_not_remembered(web: WebOfDocuments) -> None:
    """A page that was away is asked again, and the limit of each caller holds."""
    fetcher = CachingFetcher(web)
    with pytest.raises(Unreachable):
        fetcher.fetch(URL)
    web.publish(URL, b"12345")
    assert fetcher.fetch(URL).body == b"12345"
    with pytest.raises(FetchTooLarge):
        fetcher.fetch(URL, limit=4)
