"""A ZIP archive as a folder of files: read in place, never unpacked, bounded in every direction.

Nothing in it becomes a path of this machine. A name that would leave the folder refuses the whole
archive all the same: nobody makes such a name by accident.
"""

import io
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import IO

from badges.errors import FrameworkError
from issuer.errors import InvalidRequest

ENTRIES = 10_000
ENTRY_SIZE = 500_000_000
TOTAL_SIZE = 1_500_000_000
RATIO = 200
"""Bytes out of one byte in; tables of text stay far below."""

_SMALL = 1_000_000
_ENCRYPTED = 0x1
_METHODS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
_MAGIC = b"PK\x03\x04"
_BUFFER = 65_536


def is_archive(start: bytes) -> bool:
    """Whether a file that begins with these bytes is a ZIP archive with something in it."""
    return start.startswith(_MAGIC)


class ZipFolder:
    """`badges.frameworks.readers.files.Folder` over an archive that its owner keeps open."""

    def __init__(self, stream: IO[bytes], name: str) -> None:
        """Look at the table of contents.

        Raises:
            InvalidRequest: not an archive, or one that is too large or not honest.
        """
        self._name = name
        with _as_refusal(name):
            self._archive = zipfile.ZipFile(stream)
        files = [entry for entry in self._archive.infolist() if not entry.is_dir()]
        self._require_bounds(files)
        for entry in files:
            self._require_honest(entry)
        self._entries = {entry.filename: entry for entry in files}
        if len(self._entries) != len(files):
            raise self._refusal("archive.name_twice")

    def names(self) -> Iterable[str]:
        """The name of every file."""
        return tuple(self._entries)

    def open(self, name: str) -> IO[bytes]:
        """A file from its first byte; what is damaged is told while it is read.

        Raises:
            InvalidRequest: the archive is damaged where the file begins.
        """
        with _as_refusal(self._name):
            entry = self._archive.open(self._entries[name])
        return io.BufferedReader(_Entry(entry, self._name, name), _BUFFER)

    def _require_bounds(self, files: list[zipfile.ZipInfo]) -> None:
        if len(files) > ENTRIES:
            raise self._refusal("archive.too_many", limit=ENTRIES)
        if sum(entry.file_size for entry in files) > TOTAL_SIZE:
            raise self._refusal("archive.too_large", limit=TOTAL_SIZE)

    def _require_honest(self, entry: zipfile.ZipInfo) -> None:
        if _leaves_the_folder(entry.filename):
            raise self._refusal("archive.path", entry=entry.filename[:200])
        if entry.flag_bits & _ENCRYPTED or entry.compress_type not in _METHODS:
            raise self._refusal("archive.method", entry=entry.filename[:200])
        if entry.file_size > max(_SMALL, RATIO * entry.compress_size):
            raise self._refusal("archive.ratio", entry=entry.filename[:200])
        if entry.file_size > ENTRY_SIZE:
            raise self._refusal("archive.too_large", limit=ENTRY_SIZE)

    def _refusal(self, code: str, **params: object) -> InvalidRequest:
        return InvalidRequest(code, field="files", file=self._name, **params)


class _Entry(io.RawIOBase):
    """One file of the archive; its damage becomes an error of the referential's file.

    `zipfile` gives no more bytes than the table of contents announced, so the bounds hold.
    """

    def __init__(self, entry: IO[bytes], archive: str, name: str) -> None:
        self._entry = entry
        self._archive = archive
        self._name = name

    def readable(self) -> bool:
        """Always."""
        return True

    def readinto(self, buffer: "memoryview | bytearray") -> int:  # type: ignore[override]
        """The next bytes, as many as there is room for."""
        try:
            piece = self._entry.read(len(buffer))
        except _DAMAGE as error:
            raise FrameworkError("archive.damaged", file=f"{self._archive}/{self._name}") from error
        buffer[: len(piece)] = piece
        return len(piece)

    def close(self) -> None:
        """Give the file back; the archive stays open."""
        self._entry.close()
        super().close()


_DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,
    OSError,
    RuntimeError,
    UnicodeDecodeError,
    ValueError,
)


@contextmanager
def _as_refusal(name: str) -> Iterator[None]:
    try:
        yield
    except _DAMAGE as error:
        raise InvalidRequest("archive.broken", field="files", file=name) from error


def _leaves_the_folder(name: str) -> bool:
    parts = name.replace("\\", "/").split("/")
    return ".." in parts or parts[0] == "" or parts[0].endswith(":") or "\0" in name
