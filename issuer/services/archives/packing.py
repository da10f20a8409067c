"""A ZIP written as its files come, one after the other: the same files make the same bytes."""

import zipfile
from datetime import UTC, datetime
from pathlib import PurePosixPath
from types import TracebackType
from typing import BinaryIO, Self

_PACKED = frozenset((".png", ".pdf"))
"""What is packed already: to do it again costs time and wins nothing."""
_UNIX = 3
_READABLE = 0o644 << 16
_FIRST_YEAR = 1980
_LEVEL = 6


class Pack:
    """A ZIP on its way into a file; nothing but its list of names is kept in memory."""

    def __init__(self, to: BinaryIO, made: datetime) -> None:
        self._zip = zipfile.ZipFile(to, "w", zipfile.ZIP_DEFLATED, compresslevel=_LEVEL)
        moment = made.astimezone(UTC)
        self._date = (
            max(moment.year, _FIRST_YEAR),
            moment.month,
            moment.day,
            moment.hour,
            moment.minute,
            moment.second,
        )
        self._names: set[str] = set()

    def __enter__(self) -> Self:
        """Begin."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Write the list of names at the end."""
        self._zip.close()

    @property
    def names(self) -> frozenset[str]:
        """The names of the files so far."""
        return frozenset(self._names)

    def add(self, name: str, content: bytes) -> None:
        """Add a file; the first one of a name stays."""
        if name in self._names:
            return
        self._names.add(name)
        entry = zipfile.ZipInfo(name, self._date)
        entry.create_system = _UNIX
        entry.external_attr = _READABLE
        is_packed = PurePosixPath(name).suffix in _PACKED
        entry.compress_type = zipfile.ZIP_STORED if is_packed else zipfile.ZIP_DEFLATED
        self._zip.writestr(entry, content)
