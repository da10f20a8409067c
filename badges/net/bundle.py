"""Copies of what was fetched, taken along to where there is no network: the offline bundle.

A bundle is a ZIP file: `manifest.json` lists every answer (the address asked, what was accepted,
the final address, media type, instant, size and SHA-256), and `answers/<sha256>` holds its bytes.
The same answers always make the same file. A bundle comes from outside like a badge does: it is
bounded, and every digest is compared. Whoever made it speaks for every site in it, so a reader uses
only bundles of people whom the reader believes.

The archive of a place is a bundle with a web site around it: its manifest also says of which place
it is and when it was made (`archive`), and its file may be large, since only the answers are read.
Unfolded into a folder, as a web host serves it, it is read all the same.
"""

import hashlib
import io
import re
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from pathlib import Path
from threading import Lock
from typing import IO, Any, BinaryIO

from badges.documents import JsonObject, Limits, parse, serialize
from badges.encoding import decode_instant
from badges.errors import BadgeError, FetchTooLarge, SettingsError, TooSlow, Unreachable
from badges.net.lifetimes import keeping
from badges.ports import Clock, Fetched, Fetcher

FORMAT = "badges-tiers-lieux/bundle/1"
MANIFEST = "manifest.json"
MEMBERS = ("url", "accept", "final_url", "media_type", "fetched_at", "sha256", "size")

FILE_BYTES = 64_000_000
"""Of the answers together; an archive weighs more, and what else is in it is not read."""
ANSWERS = 5_000
ANSWER_BYTES = 5_000_000

_MANIFEST_LIMITS = Limits(size=5_000_000, depth=4, nodes=100_000)
_DIRECTORY_BYTES = 16_000_000
"""Room for the list of files of an archive with tens of thousands of badges."""
_END, _LOCATOR, _LARGE_END = 22, 20, 56
"""Bytes of the end record of a ZIP file, and of the two that stand before it in large ones."""
_EPOCH = (1980, 1, 1, 0, 0, 0)
_SHA256 = re.compile(r"[0-9a-f]{64}")
_BROKEN = (
    OSError,
    EOFError,
    KeyError,
    ValueError,
    NotImplementedError,
    RuntimeError,
    zipfile.BadZipFile,
    zlib.error,
)
_GONE = range(400, 500)

Key = tuple[str, str]
Answers = Mapping[Key, Fetched]
_Files = Callable[[str, int], bytes]
"""The content of a file of a bundle by its name, of at most so many bytes."""


def write_bundle(answers: Answers) -> bytes:
    """The bundle of these answers; the same ones give the same bytes."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
        for name, content in bundle_files(answers):
            _add(archive, name, content)
    return file.getvalue()


def bundle_files(
    answers: Answers, archive: Mapping[str, str] | None = None
) -> Iterator[tuple[str, bytes]]:
    """The files of a bundle, name and content; `archive` is what an archive says of itself.

    Raises:
        ValueError: an answer has no date.
    """
    rows = [_row(key, answers[key]) for key in sorted(answers)]
    bodies = {row["sha256"]: answers[row["url"], row["accept"]].body for row in rows}
    told: JsonObject = {"format": FORMAT, "answers": rows}
    yield MANIFEST, serialize(told if archive is None else told | {"archive": dict(archive)})
    for digest in sorted(bodies):
        yield f"answers/{digest}", bodies[digest]


def _row(key: Key, answer: Fetched) -> JsonObject:
    url, accept = key
    if answer.fetched_at is None:
        raise ValueError(url)  # only a recorder makes answers for a bundle, and it dates them
    return {
        "url": url,
        "accept": accept,
        "final_url": answer.url,
        "media_type": answer.media_type,
        "fetched_at": answer.fetched_at.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "sha256": hashlib.sha256(answer.body).hexdigest(),
        "size": len(answer.body),
    }


def _add(archive: zipfile.ZipFile, name: str, content: bytes) -> None:
    """Add a file with fixed date, rights and system, so that only contents make a difference."""
    entry = zipfile.ZipInfo(name, _EPOCH)
    entry.create_system = 3
    entry.external_attr = 0o644 << 16
    archive.writestr(entry, content)


def read_bundle(path: Path) -> Answers:
    """The answers in the bundle at `path`, each with the instant at which it was fetched.

    Raises:
        SettingsError: no such file, no bundle, beyond the bounds, or a digest that does not agree.
    """
    try:
        with _files_of(path) as files:
            return _read(files)
    except FileNotFoundError as error:
        raise SettingsError("bundle.absent", path=str(path)) from error
    except (*_BROKEN, BadgeError) as error:
        raise SettingsError("bundle.broken", path=str(path)) from error


def _require_short(file: BinaryIO) -> None:
    """Refuse a longer list of files than an archive has, before memory is spent on it.

    Raises:
        ValueError: no ZIP file, one with a comment, or beyond the bounds.
    """
    size = file.seek(0, io.SEEK_END)
    file.seek(-min(_END + _LOCATOR + _LARGE_END, size), io.SEEK_END)
    tail = file.read()
    end, before = tail[-_END:], tail[:-_END]
    directory = int.from_bytes(end[12:16], "little")
    if before[-_LOCATOR:].startswith(b"PK\x06\x07"):
        large = before[:-_LOCATOR]
        directory = int.from_bytes(large[40:48], "little")
        if not large.startswith(b"PK\x06\x06"):
            raise ValueError(MANIFEST)
    if not end.startswith(b"PK\x05\x06") or directory > _DIRECTORY_BYTES:
        raise ValueError(MANIFEST)


def archive_of(manifest: bytes) -> Mapping[str, str] | None:
    """What the manifest of an archive says of it (`place`, `made`…); None when it is of no archive.

    Raises:
        BadgeError: it is not a JSON object that we read.
    """
    document = parse(manifest, _MANIFEST_LIMITS)
    told = document.get("archive")
    if document.get("format") != FORMAT or not isinstance(told, dict):
        return None
    return {name: text for name, text in told.items() if isinstance(text, str)}


def read_archive(path: Path) -> Mapping[str, str] | None:
    """What an archive in a file says of itself; None when the file is none, whatever it is."""
    try:
        with _files_of(path) as files:
            return archive_of(files(MANIFEST, _MANIFEST_LIMITS.size))
    except (*_BROKEN, BadgeError):
        return None


def _read(files: _Files) -> Answers:
    manifest = parse(files(MANIFEST, _MANIFEST_LIMITS.size), _MANIFEST_LIMITS)
    rows = manifest["answers"]
    if manifest["format"] != FORMAT or not isinstance(rows, list) or len(rows) > ANSWERS:
        raise ValueError(FORMAT)
    answers: dict[Key, Fetched] = {}
    bodies: dict[str, bytes] = {}
    total = 0
    for row in rows:
        told = _Row.read(row)
        if told.sha256 not in bodies:
            body = bodies[told.sha256] = files(f"answers/{told.sha256}", told.size)
            total += len(body)
            if hashlib.sha256(body).hexdigest() != told.sha256 or total > FILE_BYTES:
                raise ValueError(told.sha256)
        answers[told.key] = told.answer(bodies[told.sha256])
    return answers


@dataclass(frozen=True)
class _Row:
    """One line of a manifest, read strictly."""

    key: Key
    sha256: str
    size: int
    fetched: Fetched

    @classmethod
    def read(cls, row: Any) -> "_Row":
        """The line that an object holds.

        Raises:
            ValueError: a member is missing or of another form.
            Malformed: no instant.
        """
        if not isinstance(row, dict):
            raise ValueError(MANIFEST)  # noqa: TRY004 - a wrong file, not a wrong program
        texts = {name: row[name] for name in MEMBERS if name != "size"}
        size = row["size"]
        if not all(isinstance(text, str) for text in texts.values()) or not isinstance(size, int):
            raise ValueError(MANIFEST)
        if not _SHA256.fullmatch(texts["sha256"]) or not 0 <= size <= ANSWER_BYTES:
            raise ValueError(MANIFEST)
        instant = decode_instant(texts["fetched_at"])
        fetched = Fetched(texts["final_url"], texts["media_type"], b"", fetched_at=instant)
        return cls((texts["url"], texts["accept"]), texts["sha256"], size, fetched)

    def answer(self, body: bytes) -> Fetched:
        """The answer that the line describes.

        Raises:
            ValueError: the bytes are not as many as the line says.
        """
        if len(body) != self.size:
            raise ValueError(MANIFEST)
        return replace(self.fetched, body=body)


@contextmanager
def _files_of(path: Path) -> Iterator[_Files]:
    """The files of a bundle, packed into one file or unfolded into a folder."""
    if path.is_dir():
        yield partial(_unfolded, path)
        return
    with path.open("rb") as file:
        _require_short(file)
        with zipfile.ZipFile(file) as archive:
            yield partial(_packed, archive)


def _packed(archive: zipfile.ZipFile, name: str, limit: int) -> bytes:
    with archive.open(name) as file:
        return _content(file, name, limit)


def _unfolded(folder: Path, name: str, limit: int) -> bytes:
    path = folder / name
    if path.is_symlink() or not path.is_file():  # links could lead out of the folder
        raise KeyError(name)
    with path.open("rb") as file:
        return _content(file, name, limit)


def _content(file: IO[bytes], name: str, limit: int) -> bytes:
    """What is in a file, of at most `limit` bytes however it is packed."""
    content = file.read(limit + 1)
    if len(content) > limit:
        raise ValueError(name)
    return content


class RecordingFetcher:
    """Notes every answer that passes, with its instant, for a bundle; bounded, thread-safe.

    `answers` begins with what an earlier bundle holds: newer answers replace older ones, and when
    there is no room the oldest make way.
    """

    def __init__(self, following: Fetcher, clock: Clock, earlier: Answers | None = None) -> None:
        self._following = following
        self._clock = clock
        self._answers: dict[Key, Fetched] = dict(earlier or {})
        self._weight = sum(len(answer.body) for answer in self._answers.values())
        self._lost: dict[str, str] = {}
        self._lock = Lock()

    @property
    def answers(self) -> Answers:
        """What was answered so far, by address and accepted media types."""
        return dict(self._answers)

    @property
    def lost(self) -> Mapping[str, str]:
        """Addresses that gave no answer, and the code that says why."""
        return dict(self._lost)

    def fetch(self, url: str, *, accept: str = "*/*", limit: int | None = None) -> Fetched:
        """The page at `url`, as the port `Fetcher` promises."""
        try:
            answer = self._following.fetch(url, accept=accept, limit=limit)
        except BadgeError as error:
            with self._lock:
                if len(self._lost) < ANSWERS:
                    self._lost[url] = error.code
            raise
        with self._lock:
            self._lost.pop(url, None)
            self._note((url, accept), answer)
        return answer

    def _note(self, key: Key, answer: Fetched) -> None:
        instant = answer.fetched_at or self._clock.now()
        if key in self._answers:
            self._drop(key)
        self._answers[key] = replace(answer, fetched_at=instant, max_age=None)
        self._weight += len(answer.body)
        while len(self._answers) > ANSWERS or self._weight > FILE_BYTES // 2:
            self._drop(min(self._answers, key=lambda item: _moment(self._answers[item])))

    def _drop(self, key: Key) -> None:
        self._weight -= len(self._answers.pop(key).body)


def _moment(answer: Fetched) -> float:
    return answer.fetched_at.timestamp() if answer.fetched_at else 0.0


class BundleFetcher:
    """Answers from bundles what cannot be reached; the network, when there is one, comes first.

    A status list that is older than it may be, at the instant of the verification, is not taken for
    the present one: it is unreachable, unless `keep_old` says that the past is what is asked for.
    """

    def __init__(
        self,
        bundles: Iterable[Answers],
        following: Fetcher,
        clock: Clock,
        *,
        keep_old: bool = False,
    ) -> None:
        self._following = following
        self._clock = clock
        self._keep_old = keep_old
        self._by_url: dict[str, dict[str, Fetched]] = {}
        for answers in bundles:
            for (url, accept), answer in answers.items():
                known = self._by_url.setdefault(url, {})
                if accept not in known or _moment(known[accept]) < _moment(answer):
                    known[accept] = answer

    def fetch(self, url: str, *, accept: str = "*/*", limit: int | None = None) -> Fetched:
        """The page at `url`, as the port `Fetcher` promises."""
        try:
            return self._following.fetch(url, accept=accept, limit=limit)
        except (Unreachable, TooSlow) as error:
            copies = self._by_url.get(url)
            if copies is None or error.params.get("status") in _GONE:
                raise  # a site that says «no longer here» has answered
        answer = copies.get(accept) or max(copies.values(), key=_moment)
        if limit is not None and len(answer.body) > limit:
            raise FetchTooLarge("fetch.too_large", url=url, limit=limit)
        self._require_fresh(url, answer)
        return answer

    def _require_fresh(self, url: str, answer: Fetched) -> None:
        """Return when a copy may still be believed at the instant of the verification."""
        believed = keeping(answer).bundled
        if self._keep_old or believed is None or answer.fetched_at is None:
            return
        if (self._clock.now() - answer.fetched_at).total_seconds() > believed:
            raise Unreachable("bundle.stale", url=url, date=_written(answer.fetched_at))


def _written(instant: datetime) -> str:
    return instant.strftime("%Y-%m-%dT%H:%M:%SZ")
