"""Writing a backup: part after part into a file that need not be one that can be gone back in."""

import hashlib
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, BinaryIO

from issuer.ports.backups import Row, Snapshot, TableShape, Tell
from issuer.services.backups.lines import to_line
from issuer.services.backups.manifest import NAME, Manifest, Part, key_part, table_part

_LEVEL = 1
"""Signed bytes pack to a quarter at once; more effort takes four times as long for a tenth less."""

_TOLD_EVERY = 500


@dataclass(frozen=True)
class Facts:
    """What a backup tells of where it comes from."""

    program: str
    base_url: str
    made: datetime


def write(
    snapshot: Snapshot,
    keys: Mapping[str, bytes],
    facts: Facts,
    to: BinaryIO,
    *,
    tell: Tell | None = None,
) -> Manifest:
    """Write everything of a snapshot and these files of the key store into `to`.

    Rows go through one by one, so that a million badges take no more memory than one.

    Raises:
        StoreError: the database cannot be read to the end.
        OSError: the file cannot be written to the end.
    """
    tables = snapshot.tables
    with zipfile.ZipFile(to, "w", zipfile.ZIP_DEFLATED) as pack:
        told = _Told(tell)
        kept = [_add(pack, facts, key_part(name), [keys[name]]) for name in sorted(keys)]
        rows = [_table(pack, facts, snapshot, table, told) for table in tables]
        manifest = Manifest(
            program=facts.program,
            revision=snapshot.revision,
            base_url=facts.base_url,
            made=facts.made,
            parts=(*kept, *rows),
        )
        _add(pack, facts, NAME, [manifest.to_json()])
    return manifest


def _table(
    pack: zipfile.ZipFile, facts: Facts, snapshot: Snapshot, table: TableShape, told: "_Told"
) -> Part:
    before = told.count
    rows = told.each(snapshot.rows(table))
    lines = (to_line(table, row) for row in rows)
    part = _add(pack, facts, table_part(table.name), lines)
    return Part(part.name, part.size, part.sha256, told.count - before, table.columns)


def _add(pack: zipfile.ZipFile, facts: Facts, name: str, content: Iterable[bytes]) -> Part:
    entry = zipfile.ZipInfo(name, facts.made.timetuple()[:6])
    entry.compress_type = zipfile.ZIP_DEFLATED
    untyped: Any = entry
    untyped._compresslevel = _LEVEL  # noqa: SLF001 - it has a public name from Python 3.13 on only
    size, digest = 0, hashlib.sha256()
    with pack.open(entry, "w", force_zip64=True) as file:
        for piece in content:
            size += len(piece)
            digest.update(piece)
            file.write(piece)
    return Part(name, size, digest.hexdigest())


class _Told:
    """Counts what goes by, and tells now and then."""

    def __init__(self, tell: Tell | None) -> None:
        self._tell = tell
        self.count = 0

    def each(self, rows: Iterable[Row]) -> Iterator[Row]:
        for row in rows:
            self.count += 1
            if self._tell is not None and self.count % _TOLD_EVERY == 0:
                self._tell(self.count)
            yield row
