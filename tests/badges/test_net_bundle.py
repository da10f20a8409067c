"""Offline bundles: recorded, written, read back strictly, and believed for as long as they may."""

import io
import json
import zipfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from badges.documents import serialize
from badges.errors import BadgeError, FetchTooLarge, SettingsError, TooSlow, Unreachable
from badges.net import (
    Answers,
    BundleFetcher,
    OfflineFetcher,
    RecordingFetcher,
    read_bundle,
    write_bundle,
)
from badges.net import bundle as module
from badges.ports import Fetched, Fetcher
from tests.world import NOON, StillClock, WebOfDocuments

URL = "https://badges.example.fr/status/1"
KEYS_URL = "https://badges.example.fr/places/lieu-1/did.json"
LIST = {"type": "BitstringStatusListCredential", "credentialSubject": {"encodedList": "u"}}
KEYS = {"id": "did:web:badges.example.fr:places:lieu-1", "verificationMethod": []}


def recorded(web: WebOfDocuments, clock: StillClock) -> Answers:
    """A status list and a document of keys, as a recorder noted them."""
    web.publish(URL, LIST, "application/vc")
    web.publish(KEYS_URL, KEYS)
    recorder = RecordingFetcher(web, clock)
    recorder.fetch(URL, accept="application/vc")
    recorder.fetch(KEYS_URL)
    return recorder.answers


@pytest.fixture
def answers(web: WebOfDocuments, clock: StillClock) -> Answers:
    """What a recorder noted at noon."""
    return recorded(web, clock)


def saved(folder: Path, content: bytes) -> Path:
    """A file with that content."""
    path = folder / "bundle.zip"
    path.write_bytes(content)
    return path


def offline(answers: Answers, clock: StillClock, **options: bool) -> BundleFetcher:
    """Nothing but the bundle."""
    return BundleFetcher([answers], OfflineFetcher(), clock, **options)


def test_what_was_fetched_comes_back(answers: Answers, tmp_path: Path, clock: StillClock) -> None:
    """Bytes, media type and final address are those of the site, with the instant of the copy."""
    read = read_bundle(saved(tmp_path, write_bundle(answers)))
    assert read == answers
    answer = offline(read, clock).fetch(URL, accept="application/vc")
    assert answer == Fetched(URL, "application/vc", serialize(LIST), None, NOON)
    assert offline(read, clock).fetch(URL, accept="text/html") == answer
    with pytest.raises(Unreachable, match=r"fetch\.offline"):
        offline(read, clock).fetch("https://badges.example.fr/status/2")
    with pytest.raises(FetchTooLarge):
        offline(read, clock).fetch(URL, limit=4)


def test_the_same_answers_make_the_same_file(answers: Answers) -> None:
    """Neither the order of fetching nor the hour of writing leaves a trace."""
    turned = dict(reversed(list(answers.items())))
    assert write_bundle(turned) == write_bundle(answers)
    with zipfile.ZipFile(io.BytesIO(write_bundle(answers))) as archive:
        manifest = json.loads(archive.read("manifest.json"))
        names = archive.namelist()
    assert manifest["format"] == "badges-tiers-lieux/bundle/1"
    (keys, status) = manifest["answers"]
    assert (keys["url"], status["url"]) == (KEYS_URL, URL)
    assert (status["accept"], status["media_type"]) == ("application/vc", "application/vc")
    assert status["fetched_at"] == "2026-11-22T12:00:00Z"
    assert status["size"] == len(serialize(LIST))
    assert set(names) == {"manifest.json"} | {f"answers/{row['sha256']}" for row in (keys, status)}


@pytest.mark.requirement("STAT-27")
def test_an_old_list_is_not_taken_for_the_present(answers: Answers, clock: StillClock) -> None:
    """Five minutes old is old; the keys of an issuer may be older; the past may be asked for."""
    clock.advance(minutes=5)
    assert offline(answers, clock).fetch(URL).body
    clock.advance(seconds=1)
    with pytest.raises(Unreachable) as told:
        offline(answers, clock).fetch(URL)
    assert told.value.code == "bundle.stale"
    assert told.value.params["date"] == "2026-11-22T12:00:00Z"
    assert offline(answers, clock).fetch(KEYS_URL).body
    assert offline(answers, clock, keep_old=True).fetch(URL).fetched_at == NOON


@pytest.mark.requirement("STAT-27")
def test_a_list_says_itself_how_long_its_copy_holds(web: WebOfDocuments, clock: StillClock) -> None:
    """A place whose list says a day is believed for a day without network."""
    web.publish(URL, LIST | {"credentialSubject": {"encodedList": "u", "ttl": 86_400_000}})
    recorder = RecordingFetcher(web, clock)
    recorder.fetch(URL)
    clock.advance(days=1)
    assert offline(recorder.answers, clock).fetch(URL).body
    clock.advance(seconds=1)
    with pytest.raises(Unreachable, match=r"bundle\.stale"):
        offline(recorder.answers, clock).fetch(URL)


def test_the_network_comes_first(answers: Answers, web: WebOfDocuments, clock: StillClock) -> None:
    """A site that answers is believed before any copy of it."""
    web.publish(URL, b"{}")
    answer = BundleFetcher([answers], web, clock).fetch(URL)
    assert (answer.body, answer.fetched_at) == (b"{}", None)


class _Failing:
    """A network that fails in one way."""

    def __init__(self, error: BadgeError) -> None:
        self._error = error

    def fetch(self, url: str, *, accept: str = "*/*", limit: int | None = None) -> Fetched:
        """Never a page."""
        del url, accept, limit
        raise self._error


@pytest.mark.parametrize(
    ("error", "is_replaced"),
    [
        (Unreachable("fetch.name", host="x"), True),
        (TooSlow("fetch.too_slow", url=URL, seconds=8), True),
        (Unreachable("fetch.status", url=URL, status=503), True),
        (Unreachable("fetch.status", url=URL, status=404), False),
        (Unreachable("fetch.status", url=URL, status=410), False),
        (FetchTooLarge("fetch.too_large", url=URL, limit=1), False),
    ],
)
def test_a_copy_stands_in_for_silence_only(
    answers: Answers, clock: StillClock, error: BadgeError, *, is_replaced: bool
) -> None:
    """A site that says that a document is gone has answered: a copy must not contradict it."""
    fetcher = BundleFetcher([answers], _Failing(error), clock)
    if is_replaced:
        assert fetcher.fetch(URL).fetched_at == NOON
    else:
        with pytest.raises(type(error)):
            fetcher.fetch(URL)


def test_of_several_bundles_the_newest_copy_counts(web: WebOfDocuments) -> None:
    """Two bundles with the same address: the later answer is given, whatever their order."""
    clock = StillClock()
    early = recorded(web, clock)
    clock.advance(seconds=60)
    late = recorded(web, clock)
    for bundles in ([early, late], [late, early]):
        answer = BundleFetcher(bundles, OfflineFetcher(), clock).fetch(URL)
        assert answer.fetched_at == NOON + timedelta(seconds=60)


def test_a_copy_keeps_its_date_when_it_is_copied(answers: Answers, clock: StillClock) -> None:
    """Saving out of a bundle does not make old answers young."""
    clock.advance(seconds=60)
    recorder = RecordingFetcher(offline(answers, clock), clock)
    recorder.fetch(URL)
    assert [answer.fetched_at for answer in recorder.answers.values()] == [NOON]


def test_what_could_not_be_had_is_told(web: WebOfDocuments, clock: StillClock) -> None:
    """Whoever prepares a bundle learns what is missing in it, until it is there."""
    recorder = RecordingFetcher(web, clock)
    with pytest.raises(Unreachable):
        recorder.fetch(URL)
    assert recorder.lost == {URL: "fetch.unreachable"}
    web.publish(URL, LIST)
    recorder.fetch(URL)
    assert not recorder.lost


def test_a_recorder_is_bounded(
    web: WebOfDocuments, clock: StillClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The oldest answers make room: in number and in bytes."""
    monkeypatch.setattr(module, "ANSWERS", 2)
    monkeypatch.setattr(module, "FILE_BYTES", 60)
    recorder = RecordingFetcher(web, clock)
    for number, size in enumerate((5, 5, 5, 28)):
        web.publish(f"https://a.example/{number}", b"x" * size)
        recorder.fetch(f"https://a.example/{number}")
        clock.advance(seconds=1)
    assert [url[-1] for url, _ in recorder.answers] == ["3"]


def _changed(change: Callable[[dict[str, Any]], object]) -> Callable[[Answers], bytes]:
    """A way to spoil a bundle: change its manifest."""

    def spoil(answers: Answers) -> bytes:
        with zipfile.ZipFile(io.BytesIO(write_bundle(answers))) as archive:
            contents = {name: archive.read(name) for name in archive.namelist()}
        manifest = json.loads(contents["manifest.json"])
        change(manifest)
        contents["manifest.json"] = json.dumps(manifest).encode()
        return _zipped(contents)

    return spoil


def _zipped(contents: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        for name, content in contents.items():
            archive.writestr(name, content)
    return file.getvalue()


def _other_bytes(answers: Answers) -> bytes:
    return write_bundle(answers).replace(b'"encodedList":"u"', b'"encodedList":"v"')


def _first(manifest: dict[str, Any]) -> dict[str, Any]:
    row: dict[str, Any] = manifest["answers"][0]
    return row


SPOILED: dict[str, Callable[[Answers], bytes]] = {
    "nothing": lambda _: b"",
    "no zip": lambda _: b"PK\x03\x04 not really",
    "cut short": lambda answers: write_bundle(answers)[:-30],
    "begun late": lambda answers: write_bundle(answers)[200:],
    "no manifest": lambda _: _zipped({"other": b"{}"}),
    "a bomb": lambda _: _zipped({"manifest.json": b" " * 50_000_000}),
    "no object": lambda _: _zipped({"manifest.json": b"[]"}),
    "nested": lambda _: _zipped({"manifest.json": b'{"format":' + b"[" * 9_000}),
    "empty object": lambda _: _zipped({"manifest.json": b"{}"}),
    "other bytes": _other_bytes,
    "a comment": lambda answers: write_bundle(answers)[:-2] + b"\x01\x00x",
    "another format": _changed(lambda it: it.update(format="other/1")),
    "no list": _changed(lambda it: it.update(answers={})),
    "rows of text": _changed(lambda it: it.update(answers=["x"])),
    "too many rows": _changed(lambda it: it.update(answers=it["answers"] * 2_600)),
    "no address": _changed(lambda it: _first(it).pop("url")),
    "address of number": _changed(lambda it: _first(it).update(url=1)),
    "another digest": _changed(lambda it: _first(it).update(sha256="0" * 64)),
    "digest as path": _changed(lambda it: _first(it).update(sha256="../manifest.json")),
    "another size": _changed(lambda it: _first(it).update(size=1)),
    "negative size": _changed(lambda it: _first(it).update(size=-1)),
    "huge size": _changed(lambda it: _first(it).update(size=10**9)),
    "size of text": _changed(lambda it: _first(it).update(size="9")),
    "no instant": _changed(lambda it: _first(it).update(fetched_at="yesterday")),
    "many files": lambda _: _zipped({f"{'x' * 200}{n}": b"" for n in range(4_500)}),
}


@pytest.mark.parametrize("way", SPOILED)
def test_a_spoiled_bundle_is_refused_whole(answers: Answers, tmp_path: Path, way: str) -> None:
    """Whatever is wrong with the file, nothing of it is believed, and one sentence says so."""
    path = saved(tmp_path, SPOILED[way](answers))
    with pytest.raises(SettingsError, match=r"bundle\.broken"):
        read_bundle(path)


@given(position=st.integers(0, 10_000), sign=st.integers(1, 255), packed=st.booleans())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_any_changed_byte_is_an_error_of_ours_or_changes_nothing(
    answers: Answers,
    tmp_path: Path,
    position: int,
    sign: int,
    packed: bool,  # noqa: FBT001 - hypothesis passes by name
) -> None:
    """Nobody can change a byte so that other content is believed, or so that reading breaks."""
    content = bytearray(_changed(lambda _: None)(answers) if packed else write_bundle(answers))
    content[position % len(content)] ^= sign
    try:
        read = read_bundle(saved(tmp_path, bytes(content)))
    except SettingsError:
        return
    assert sorted(item.body for item in read.values()) == sorted(
        item.body for item in answers.values()
    )


def test_a_bundle_packed_anew_by_hand_is_read(answers: Answers, tmp_path: Path) -> None:
    """Digests count, not how the ZIP file was packed."""
    with zipfile.ZipFile(io.BytesIO(write_bundle(answers))) as archive:
        contents = {name: archive.read(name) for name in archive.namelist()}
    assert read_bundle(saved(tmp_path, _zipped(contents))) == answers


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    """No file, a folder, and a file beyond the bound each end in one of our errors."""
    with pytest.raises(SettingsError, match=r"bundle\.absent"):
        read_bundle(tmp_path / "absent.zip")
    with pytest.raises(SettingsError, match=r"bundle\.broken"):
        read_bundle(tmp_path)
    large = tmp_path / "large.zip"
    with large.open("wb") as file:
        file.truncate(module.FILE_BYTES + 1)
    with pytest.raises(SettingsError, match=r"bundle\.broken"):
        read_bundle(large)


def test_an_answer_without_date_makes_no_bundle() -> None:
    """Only what a recorder dated can be written: a copy without date could pass for the present."""
    with pytest.raises(ValueError, match=URL):
        write_bundle({(URL, "*/*"): Fetched(URL, "text/plain", b"x")})


def test_each_fetcher_is_one_of_the_port(web: WebOfDocuments, clock: StillClock) -> None:
    """Recorder and bundle can stand wherever a fetcher stands."""
    chain: Fetcher = RecordingFetcher(BundleFetcher([], web, clock), clock)
    web.publish(URL, LIST)
    assert chain.fetch(URL).body == serialize(LIST)
