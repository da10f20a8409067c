"""Reading a backup that anybody may have sent: bounded, and compared with its digests first."""

import hashlib
import io
import os
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, BinaryIO, Self

from badges.keys.passphrase import UnsealingReader, is_sealed
from issuer.errors import InvalidRequest
from issuer.ports.backups import EmptyTables, Row, Tell
from issuer.services.backups.lines import LINE_LIMIT, from_line
from issuer.services.backups.manifest import (
    NAME,
    SIZE_LIMIT,
    Manifest,
    Part,
    key_part,
    read_manifest,
)

_BUFFER = 1_000_000
_BEGINNING = 64
_END = struct.Struct("<4s4H2LH")
_END_MARK = b"PK\5\6"
_NAMES_LIMIT = 200_000
_FAR_END = struct.Struct("<4sQ2H2L4Q")
_FAR_END_MARK = b"PK\6\6"
_FAR_POINTER_SIZE = 20
_PACKINGS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
"""Those that are unpacked bit by bit; a few bytes of the others unpack to any size at once."""
_RATIO_LIMIT, _SMALL = 250, 50_000_000
_TOLD_EVERY = 500
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError)


class Backup:
    """A backup that is open: its manifest first, then its parts."""

    def __init__(self, source: BinaryIO, passphrase: str | None = None) -> None:
        """Open `source` and read its manifest.

        Raises:
            InvalidRequest: not a backup (`backup.foreign`), a damaged or cut one
                (`backup.damaged`), one of a newer program (`backup.newer`), or it asks for a
                passphrase, or for none (`backup.sealed`, `backup.not_sealed`).
            KeyMaterialError: another passphrase, or altered bytes.
        """
        self._source = _opened(source, passphrase)
        self._length = self._source.seek(0, os.SEEK_END)
        _require_end(self._source, self._length)
        with _in_our_words(NAME):
            self._zip = zipfile.ZipFile(self._source)
        if any(entry.compress_type not in _PACKINGS for entry in self._zip.infolist()):
            raise InvalidRequest("backup.damaged", part=NAME)
        self.manifest = self._manifest()

    def __enter__(self) -> Self:
        """Begin."""
        return self

    def __exit__(self, *_: object) -> None:
        """Let go of the list of names; the file stays open."""
        self._zip.close()

    def verify(self, tell: Tell | None = None) -> None:
        """Read everything once, and compare every digest and every row.

        Raises:
            InvalidRequest: a part is damaged, missing or too many (`backup.damaged`).
            KeyMaterialError: altered bytes under the seal.
        """
        names = {NAME, *(part.name for part in self.manifest.parts)}
        if set(self._zip.namelist()) != names or len(self._zip.namelist()) != len(names):
            raise InvalidRequest("backup.damaged", part=NAME)
        if self.manifest.size > _SMALL + _RATIO_LIMIT * self._length:
            raise InvalidRequest("backup.damaged", part=NAME)
        done = 0
        for part in self.manifest.parts:
            if part.table is None:
                self.key_file(part.key_file or "")
                continue
            for _ in self.rows(part):
                done += 1
                if tell is not None and done % _TOLD_EVERY == 0:
                    tell(done)

    def key_files(self) -> dict[str, bytes]:
        """The files of the key store, by name.

        Raises:
            InvalidRequest: one is damaged (`backup.damaged`).
        """
        names = [part.key_file for part in self.manifest.parts if part.key_file is not None]
        return {name: self.key_file(name) for name in names}

    def key_file(self, name: str) -> bytes:
        """One file of the key store.

        Raises:
            InvalidRequest: it is damaged (`backup.damaged`).
        """
        part = next(part for part in self.manifest.parts if part.name == key_part(name))
        return b"".join(self._lines(part))

    def rows(self, part: Part) -> Iterator[Row]:
        """The rows of a table, one by one; what was damaged is told at the latest after the last.

        Raises:
            InvalidRequest: the part is not what the manifest says (`backup.damaged`).
        """
        table = part.table
        if table is None:
            return
        count = 0
        with _in_our_words(part.name):
            for line in self._lines(part):
                count += 1
                yield from_line(table, line)
        if count != part.rows:
            raise InvalidRequest("backup.damaged", part=part.name)

    def _lines(self, part: Part) -> Iterator[bytes]:
        size, digest = 0, hashlib.sha256()
        with _in_our_words(part.name), self._zip.open(part.name) as packed:
            raw: Any = packed  # it reads as a raw file does
            lines = io.BufferedReader(raw, _BUFFER)
            while line := lines.readline(LINE_LIMIT):
                size += len(line)
                if size > part.size or len(line) == LINE_LIMIT:
                    raise InvalidRequest("backup.damaged", part=part.name)
                digest.update(line)
                yield line
        if size != part.size or digest.hexdigest() != part.sha256:
            raise InvalidRequest("backup.damaged", part=part.name)

    def _manifest(self) -> Manifest:
        try:
            with _in_our_words(NAME), self._zip.open(NAME) as file:
                return read_manifest(file.read(SIZE_LIMIT))
        except KeyError as error:
            raise InvalidRequest("backup.foreign") from error


def refill(backup: Backup, into: EmptyTables, tell: Tell | None = None) -> int:
    """Put every row of a backup into new tables of its revision; the value is how many.

    Raises:
        InvalidRequest: its tables are not those of its revision (`backup.foreign`), or a part is
            damaged (`backup.damaged`).
        StoreError: the database does not take them.
        Conflict: they contradict one another.
    """
    known = {table.name: table for table in into.tables}
    parts = {part.table.name: part for part in backup.manifest.parts if part.table is not None}
    same = parts.keys() == known.keys() and all(
        set(parts[name].columns) == set(known[name].columns) for name in known
    )
    if not same:
        raise InvalidRequest("backup.foreign")
    done = 0
    for name in known:
        shape = parts[name].table
        if shape is not None:
            done += into.fill(shape, backup.rows(parts[name]))
            if tell is not None:
                tell(done)
    return done


def _opened(source: BinaryIO, passphrase: str | None) -> BinaryIO:
    source.seek(0)
    sealed = is_sealed(source.read(_BEGINNING))
    if sealed and passphrase is None:
        raise InvalidRequest("backup.sealed")
    if passphrase is not None and not sealed:
        raise InvalidRequest("backup.not_sealed")
    if passphrase is None:
        return source
    return io.BufferedReader(UnsealingReader(source, passphrase), _BUFFER)


def _require_end(source: BinaryIO, length: int) -> None:
    """Return when a ZIP as we write it ends here: its list of names is read whole, so it is short.

    Raises:
        InvalidRequest: it does not (`backup.foreign`), or it was cut off (`backup.damaged`).
    """
    source.seek(0)
    begins = source.read(2) == _END_MARK[:2]
    source.seek(max(0, length - _END.size))
    end = source.read(_END.size)
    if len(end) == _END.size and begins:
        mark, *_, size, _, comment = _END.unpack(end)
        size = max(size, _far_size(source, length))
        if mark == _END_MARK and size <= _NAMES_LIMIT and not comment:
            return
        raise InvalidRequest("backup.damaged", part=NAME)
    raise InvalidRequest("backup.foreign")


def _far_size(source: BinaryIO, length: int) -> int:
    """The size of the list of names as a ZIP of more than 4 GB says it; 0 in smaller ones."""
    source.seek(max(0, length - _END.size - _FAR_POINTER_SIZE - _FAR_END.size))
    found = source.read(_FAR_END.size)
    if len(found) < _FAR_END.size or not found.startswith(_FAR_END_MARK):
        return 0
    size: int = _FAR_END.unpack(found)[8]
    return size


@contextmanager
def _in_our_words(part: str) -> Iterator[None]:
    """What reading a ZIP may raise, as a damaged part.

    Raises:
        InvalidRequest: `backup.damaged`.
    """
    try:
        yield
    except _BROKEN as error:
        raise InvalidRequest("backup.damaged", part=part) from error
