"""A set of files as published, whatever holds it: a directory, an archive, one file, or memory.

This room opens nothing by itself: a door gives the names and a way to open each.
"""

import codecs
import io
import re
import unicodedata
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import IO, Protocol

from badges.documents import JsonObject, Limits, parse
from badges.errors import DocumentError, DuplicateKey, FrameworkError, TooDeep, TooLarge

FILES = 10_000
"""More names than this are no referential's folder."""

JSON_LIMITS = Limits(size=32_000_000, depth=64, nodes=2_000_000)
"""What a referential in JSON may weigh: it is read whole, so it is held in memory."""

_PIECE = 1_048_576


class Folder(Protocol):
    """Files by their names; `/` stands between folders, whatever the machine."""

    def names(self) -> Iterable[str]:
        """The name of every file."""
        ...

    def open(self, name: str) -> IO[bytes]:
        """A file from its first byte; each call gives a new stream, which its caller closes."""
        ...


@dataclass(frozen=True)
class MemoryFolder:
    """Files that are already in memory: uploads, and tests."""

    contents: Mapping[str, bytes]

    def names(self) -> Iterable[str]:
        """The name of every file."""
        return tuple(self.contents)

    def open(self, name: str) -> IO[bytes]:
        """A file from its first byte."""
        return io.BytesIO(self.contents[name])


def last_part(name: str) -> str:
    """The name of a file without its folders, its accents in one form (macOS splits them)."""
    return unicodedata.normalize("NFC", name).replace("\\", "/").rsplit("/", 1)[-1]


def matching(folder: Folder, pattern: re.Pattern[str]) -> dict[str, re.Match[str]]:
    """The files whose own name, without folders, is wholly of that pattern; in order of names.

    What an archiver adds (`__MACOSX/`, names that begin with a dot) is left out.

    Raises:
        FrameworkError: there are too many files.
    """
    names = sorted(folder.names())
    if len(names) > FILES:
        raise FrameworkError("reader.too_many_files", limit=FILES)
    found = ((name, pattern.fullmatch(last_part(name))) for name in names if not _is_litter(name))
    return {name: match for name, match in found if match is not None}


def content(folder: Folder, name: str, limit: int = JSON_LIMITS.size) -> bytes:
    """A file as a whole.

    Raises:
        FrameworkError: it has more bytes than `limit`.
    """
    with folder.open(name) as stream:
        held = stream.read(limit + 1)
    if len(held) > limit:
        raise FrameworkError("reader.file_too_large", file=name, limit=limit)
    return held


def text_of(folder: Folder, name: str, limit: int = _PIECE) -> str:
    """A short text such as a README, to look for a version in; "" when it is not one."""
    with suppress(FrameworkError, UnicodeDecodeError):
        return content(folder, name, limit).decode("utf-8-sig")
    return ""


def holds(folder: Folder, name: str, token: bytes) -> bool:
    """Whether a file that could be read whole has `token` somewhere."""
    left, tail = JSON_LIMITS.size, b""
    with folder.open(name) as stream:
        while left > 0 and (piece := stream.read(_PIECE)):
            window = tail + piece
            if token in window:
                return True
            left, tail = left - len(piece), window[-len(token) :]
    return False


def json_of(folder: Folder, name: str) -> JsonObject:
    """The JSON object that a file holds.

    Raises:
        FrameworkError: it is not JSON, names a member twice, or is too large.
    """
    return _parsed(name, content(folder, name))


def json_graph_of(folder: Folder, name: str) -> JsonObject:
    """The JSON-LD document that a file holds; a list, as the expanded form is, is its graph.

    Raises:
        FrameworkError: as `json_of`.
    """
    held = content(folder, name).removeprefix(codecs.BOM_UTF8)
    if not held.lstrip().startswith(b"["):
        return _parsed(name, held)
    document = _parsed(name, b'{"@graph":' + held + b"}")
    if len(document) > 1:  # the list ended early, and what followed only looked like JSON
        raise FrameworkError("reader.not_json", file=name)
    return document


def _parsed(name: str, held: bytes) -> JsonObject:
    try:
        return parse(held, JSON_LIMITS)
    except DuplicateKey as error:
        raise FrameworkError("reader.member_twice", file=name, **error.params) from error
    except (TooDeep, TooLarge) as error:
        raise FrameworkError("reader.json_too_large", file=name) from error
    except DocumentError as error:
        raise FrameworkError("reader.not_json", file=name) from error


def _is_litter(name: str) -> bool:
    return name.startswith("__MACOSX/") or last_part(name).startswith(".")
