"""Answers from files and from memory, in front of another fetcher."""

import json
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from badges.documents import serialize
from badges.errors import FetchTooLarge, SettingsError, TooSlow, Unreachable
from badges.net import CachingFetcher, MappedFetcher
from badges.net.lifetimes import LIFETIMES, keeping
from badges.ports import Fetched, Fetcher
from tests.verifier.badges_to_read import Place, badge, status_list
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


def test_a_mapped_file_that_changes_is_read_again(tmp_path: Path, web: WebOfDocuments) -> None:
    """A list that has lain there a while is kept; another of the same size is seen at once."""
    file = tmp_path / "list.json"
    file.write_bytes(serialize(_A_LIST | {"name": "one"}))
    fetcher = MappedFetcher(_map(tmp_path, list={"file": "list.json"}), web)
    time.sleep(1.1)  # the mark of a file that has just been written says too little
    first = fetcher.fetch(URL)
    assert fetcher.fetch(URL) is first
    with pytest.raises(FetchTooLarge):
        fetcher.fetch(URL, limit=len(first.body) - 1)
    file.write_bytes(serialize(_A_LIST | {"name": "two"}))
    assert b"two" in fetcher.fetch(URL).body
    file.unlink()
    with pytest.raises(Unreachable, match=r"fetch\.file"):
        fetcher.fetch(URL)


def test_a_mapped_badge_is_not_kept(tmp_path: Path, web: WebOfDocuments) -> None:
    """What is about a person is read each time, and stays in no memory."""
    (tmp_path / "badge.json").write_bytes(serialize(_A_BADGE))
    fetcher = MappedFetcher(_map(tmp_path, list={"file": "badge.json"}), web)
    time.sleep(1.1)  # by then a list would be kept
    assert fetcher.fetch(URL) == fetcher.fetch(URL)
    assert fetcher.fetch(URL) is not fetcher.fetch(URL)


_A_LIST = {"type": "BitstringStatusListCredential"}
_A_BADGE = {"type": ["VerifiableCredential", "OpenBadgeCredential"]}


def test_a_map_may_answer_with_an_error(tmp_path: Path, web: WebOfDocuments) -> None:
    """A site that took a document away can be played from the map, status included."""
    fetcher = MappedFetcher(_map(tmp_path, list={"status": 410}), web)
    with pytest.raises(Unreachable) as told:
        fetcher.fetch(URL)
    assert (told.value.code, told.value.params["status"]) == ("fetch.status", 410)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        '{"a": "b"}',
        '{"a": {}}',
        '{"a": {"status": 200}}',
        '{"a": {"status": "404"}}',
        '{"a": {"status": true}}',
        "[" * 100_000,
    ],
)
def test_a_wrong_map_is_told_at_once(tmp_path: Path, web: WebOfDocuments, text: str) -> None:
    """A map that is no map stops the start, not the first verification."""
    path = tmp_path / "map.json"
    path.write_text(text)
    with pytest.raises(SettingsError, match=r"settings\.fetch_map"):
        MappedFetcher(path, web)


class _Clocked:
    """A memory in front of a web, with a clock that tests move."""

    def __init__(self, web: WebOfDocuments, **sizes: int) -> None:
        self.clock = StillClock()
        self.web = web
        self.fetcher = CachingFetcher(web, monotonic=lambda: self.clock.now().timestamp(), **sizes)

    def visits_after(self, seconds: float, url: str = URL) -> int:
        """Visits to the web once this much more time has passed and the page was asked again."""
        self.clock.advance(seconds=seconds)
        self.fetcher.fetch(url)
        return len(self.web.visits)


_LIST = {"type": "BitstringStatusListCredential", "credentialSubject": {}}
_KEYS = {"id": "did:web:a.example", "verificationMethod": []}


def _with_ttl(milliseconds: object) -> dict[str, Any]:
    return _LIST | {"credentialSubject": {"type": "BitstringStatusList", "ttl": milliseconds}}


@pytest.mark.requirement("STAT-27")
@pytest.mark.parametrize(
    ("document", "max_age", "fresh"),
    [
        (_LIST, None, 60),
        (_LIST, 10, 10),
        (_LIST, 100_000, 300),
        (_LIST, 0, 0),
        (_with_ttl(5_000), 100, 5),
        (_with_ttl(200_000), None, 200),
        (_with_ttl(200_000), 100, 100),
        (_with_ttl(9_000_000), None, 300),
        (_with_ttl(0), None, 0),
        (_with_ttl("5000"), None, 60),
        (_KEYS, None, 600),
        (_KEYS, 100_000, 3_600),
        (_KEYS, 30, 30),
        (_KEYS, 0, 0),
        (_KEYS | {"ttl": 5}, None, 600),
        ({"$schema": "https://json-schema.org/draft/2020-12/schema"}, 9_999, 3_600),
        ({"type": "Issuer", "revocationList": "https://a.example/r"}, 9_999, 300),
        ({"type": "ob:BadgeClass"}, None, 60),
        ({"type": "Assertion", "recipient": {}}, 9_999, 0),
        ({"type": ["VerifiableCredential", "OpenBadgeCredential"]}, 9_999, 0),
        ({"type": "VerifiablePresentation"}, 9_999, 0),
        ({"anything": "else"}, None, 60),
        ({"anything": "else"}, 9_999, 300),
    ],
)
def test_an_answer_lives_as_long_as_the_shortest_rule(
    web: WebOfDocuments, document: dict[str, Any], max_age: int | None, fresh: float
) -> None:
    """The table of kinds, the page's age and the list's own ttl: the shortest wins."""
    web.pages[URL] = Fetched(URL, "application/vc", serialize(document), max_age)
    memory = _Clocked(web)
    assert memory.visits_after(0) == 1
    if fresh:
        assert memory.visits_after(fresh - 1) == 1
    assert memory.visits_after(1) == 2


@pytest.mark.parametrize("body", [b"\x89PNG\r\n\x1a\n", b"<html>", b"", b"eyJ.x", b"[1]"])
def test_what_may_show_a_person_is_not_kept(web: WebOfDocuments, body: bytes) -> None:
    """Pictures, pages and whatever is no JSON object are asked each time."""
    web.pages[URL] = Fetched(URL, "image/png", body, 9_999)
    memory = _Clocked(web)
    assert [memory.visits_after(0), memory.visits_after(0)] == [1, 2]


def test_signed_documents_are_recognised_in_both_forms() -> None:
    """A status list is kept as such whether it is JSON or a JWT; a badge never is."""
    place = Place.by_key()
    for suite in ("eddsa-rdfc-2022", "vc-jwt"):
        signed = place.sign(status_list(place), suite)
        assert keeping(Fetched(URL, "", signed.body)).lifetime.kind == "status_list"
        signed = place.sign(badge(place), suite)
        assert keeping(Fetched(URL, "", signed.body)).lifetime.kind == "personal"


def test_the_table_names_each_kind_once() -> None:
    """No kind is listed twice, and none is kept longer than its own limit by default."""
    assert len({item.kind for item in LIFETIMES}) == len(LIFETIMES)
    assert all(item.usual <= item.longest for item in LIFETIMES)


def test_memory_is_bounded(web: WebOfDocuments) -> None:
    """The page asked longest ago makes room, and a page too large for the memory is not kept."""
    page = serialize(_KEYS)
    for name in "abc":
        web.publish(name, page)
    memory = _Clocked(web, entries=2, total_bytes=len(page) * 8)
    for name in "abca":
        memory.visits_after(0, name)
    assert web.visits == ["a", "b", "c", "a"]
    web.publish("large", serialize(_KEYS | {"more": "x"}))
    assert memory.visits_after(0, "large") == 5
    assert memory.visits_after(0, "large") == 6


def test_memory_is_bounded_in_bytes(web: WebOfDocuments) -> None:
    """Many pages together never weigh more than the memory may."""
    names = [f"page-{number}" for number in range(9)]
    for name in names:
        web.publish(name, serialize(_KEYS))
    memory = _Clocked(web, total_bytes=len(serialize(_KEYS)) * 8)
    for name in names:
        memory.visits_after(0, name)
    assert memory.visits_after(0, names[-1]) == 9
    assert memory.visits_after(0, names[0]) == 10


@pytest.mark.parametrize(
    ("error", "seconds"),
    [
        (Unreachable("fetch.unreachable", url=URL), 5),
        (TooSlow("fetch.too_slow", url=URL, seconds=8), 5),
        (Unreachable("fetch.status", url=URL, status=503), 5),
        (Unreachable("fetch.status", url=URL, status=404), 0),
        (Unreachable("fetch.status", url=URL, status=410), 0),
        (FetchTooLarge("fetch.too_large", url=URL, limit=1), 0),
    ],
)
def test_a_silent_site_is_left_alone_for_a_moment(
    error: Unreachable | TooSlow | FetchTooLarge, seconds: int
) -> None:
    """What gave no answer is not asked again within five seconds; an answer that is an error is."""
    clock, asked = StillClock(), []

    class Failing:
        def fetch(self, url: str, *, accept: str = "*/*", limit: int | None = None) -> Fetched:
            del accept, limit
            asked.append(url)
            raise error

    memory = CachingFetcher(Failing(), monotonic=lambda: clock.now().timestamp())

    def visits() -> int:
        with pytest.raises(type(error)) as told:
            memory.fetch(URL)
        assert told.value.params == error.params
        return len(asked)

    assert visits() == 1
    if seconds:
        clock.advance(seconds=seconds - 1)
        assert visits() == 1
        clock.advance(seconds=1)
    assert visits() == 2


def test_the_limit_of_each_caller_holds(web: WebOfDocuments) -> None:
    """A page from memory is refused to whoever asked for less, and kept for the others."""
    web.publish(URL, _KEYS)
    fetcher = CachingFetcher(web)
    assert fetcher.fetch(URL).body == serialize(_KEYS)
    with pytest.raises(FetchTooLarge):
        fetcher.fetch(URL, limit=4)
    assert fetcher.fetch(URL, limit=4_000).body == serialize(_KEYS)
    assert web.visits == [URL]


@dataclass
class _Gate:
    """A site that answers when the test opens the gate."""

    answer: Callable[[int | None], Fetched]
    asked: list[str] = field(default_factory=list)
    arrived: threading.Event = field(default_factory=threading.Event)
    opened: threading.Event = field(default_factory=threading.Event)

    def fetch(self, url: str, *, accept: str = "*/*", limit: int | None = None) -> Fetched:
        """The answer, once the gate is open."""
        del accept
        self.asked.append(url)
        self.arrived.set()
        assert self.opened.wait(10)
        return self.answer(limit)


def _together(fetcher: Fetcher, gate: _Gate, limits: list[int | None]) -> list[Fetched | None]:
    """What each caller gets when the first one's question is under way as the others come."""

    def ask(limit: int | None) -> Fetched | None:
        try:
            return fetcher.fetch(URL, limit=limit)
        except FetchTooLarge:
            return None

    with ThreadPoolExecutor(len(limits)) as pool:
        first = pool.submit(ask, limits[0])
        assert gate.arrived.wait(10)
        others = [pool.submit(ask, limit) for limit in limits[1:]]
        gate.opened.set()
        return [future.result(10) for future in (first, *others)]


@pytest.mark.parametrize("max_age", [None, 60])
def test_many_who_ask_at_once_are_one_question(max_age: int | None) -> None:
    """An issuer hears one question while it is answering, whatever the number of badges."""
    answer = Fetched(URL, "application/json", serialize(_KEYS), max_age)
    gate = _Gate(lambda _: answer)
    assert _together(CachingFetcher(gate), gate, [None] * 8) == [answer] * 8
    assert gate.asked == [URL]


def test_a_smaller_limit_of_the_first_is_not_everybody_s() -> None:
    """Who waited behind somebody with a smaller limit asks again with its own."""

    def answer(limit: int | None) -> Fetched:
        if limit is not None:
            raise FetchTooLarge("fetch.too_large", url=URL, limit=limit)
        return Fetched(URL, "application/json", serialize(_KEYS))

    gate = _Gate(answer)
    got = _together(CachingFetcher(gate), gate, [3, None])
    assert [item is None for item in got] == [True, False]


def test_waiting_has_an_end() -> None:
    """Who waits for somebody else's question gives up in time."""
    gate = _Gate(lambda _: Fetched(URL, "application/json", serialize(_KEYS)))
    fetcher = CachingFetcher(gate, waiting_seconds=0.01)
    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(fetcher.fetch, URL)
        assert gate.arrived.wait(10)
        with pytest.raises(TooSlow):
            fetcher.fetch(URL)
        gate.opened.set()
        assert first.result(10).body == serialize(_KEYS)


def test_a_fault_of_ours_frees_those_who_wait() -> None:
    """An exception that is no answer leaves nothing behind: the next one asks anew."""

    class Broken:
        def fetch(self, url: str, *, accept: str = "*/*", limit: int | None = None) -> Fetched:
            raise RuntimeError(url, accept, limit)

    fetcher = CachingFetcher(Broken())
    for _ in range(2):
        with pytest.raises(RuntimeError):
            fetcher.fetch(URL)
