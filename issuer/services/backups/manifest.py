"""What a backup says of itself: when, of what, by which program, and the digest of each part."""

import re
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, get_args

from badges.documents import JsonObject, parse, serialize
from badges.encoding import decode_instant, encode_instant
from badges.errors import BadgeError
from issuer.errors import InvalidRequest
from issuer.ports.backups import Kind, TableShape

NAME = "manifest.json"
FORMAT = 1
"""The number of this format; a program reads the numbers that it knows and refuses later ones."""

SIZE_LIMIT = 500_000
KEY_FILES = ("derivation.key", "key-encryption.key", "key-encryption.next")
"""The files of the key store that a backup may hold, and no other."""

_KEYS, _TABLES = "keys/", "tables/"
_TABLE = re.compile(r"tables/([a-z_]{1,60})\.jsonl")
_COLUMN = re.compile(r"[a-z_0-9]{1,60}")
_DIGEST = re.compile(r"[0-9a-f]{64}")
_PARTS_LIMIT, _COLUMNS_LIMIT, _LENGTH_LIMIT = 300, 200, 2**53
_KEY_LIMIT, _TEXT_LIMIT = 200, 2_000


@dataclass(frozen=True)
class Part:
    """One file in a backup: its length and SHA-256, and of a table the columns and rows."""

    name: str
    size: int
    sha256: str
    rows: int | None = None
    columns: tuple[tuple[str, Kind], ...] = ()

    @property
    def table(self) -> TableShape | None:
        """The table whose rows it holds; None for the rest."""
        found = _TABLE.fullmatch(self.name)
        return None if found is None else TableShape(found[1], self.columns)

    @property
    def key_file(self) -> str | None:
        """The file of the key store that it holds; None for the rest."""
        return self.name.removeprefix(_KEYS) if self.name.startswith(_KEYS) else None


@dataclass(frozen=True)
class Manifest:
    """What a backup holds."""

    program: str
    revision: str
    base_url: str
    made: datetime
    parts: tuple[Part, ...]

    def rows(self, table: str) -> int:
        """How many rows of a table there are."""
        return sum(part.rows or 0 for part in self.parts if part.name == table_part(table))

    @property
    def size(self) -> int:
        """Bytes of all parts, unpacked."""
        return sum(part.size for part in self.parts)

    def to_json(self) -> bytes:
        """The manifest as it stands in the file."""
        return serialize(
            {
                "format": FORMAT,
                "program": self.program,
                "revision": self.revision,
                "base_url": self.base_url,
                "made": encode_instant(self.made),
                "parts": [asdict(part) for part in self.parts],
            }
        )


def table_part(table: str) -> str:
    """The name of the part with the rows of a table."""
    return f"{_TABLES}{table}.jsonl"


def key_part(name: str) -> str:
    """The name of the part with a file of the key store."""
    return f"{_KEYS}{name}"


def read_manifest(body: bytes) -> Manifest:
    """The manifest in these bytes.

    Raises:
        InvalidRequest: it is none (`backup.foreign`), or of a later format (`backup.newer`).
    """
    try:
        found = parse(body)
        number = found["format"]
        if isinstance(number, int) and number > FORMAT:
            raise InvalidRequest("backup.newer", program=_text(found["program"]))
        _require(number == FORMAT)
        return _manifest(found)
    except (BadgeError, KeyError, TypeError, ValueError) as error:
        if isinstance(error, InvalidRequest):
            raise
        raise InvalidRequest("backup.foreign") from error


def _manifest(found: JsonObject) -> Manifest:
    _require(isinstance(found["parts"], list) and len(found["parts"]) <= _PARTS_LIMIT)
    parts = tuple(_part(item) for item in found["parts"])
    _require(len({part.name for part in parts}) == len(parts))
    return Manifest(
        program=_text(found["program"]),
        revision=_text(found["revision"]),
        base_url=_text(found["base_url"]),
        made=decode_instant(_text(found["made"])),
        parts=parts,
    )


def _part(item: Any) -> Part:
    columns = tuple((str(name), kind) for name, kind in item["columns"])
    part = Part(
        name=_text(item["name"]),
        size=_length(item["size"]),
        sha256=_text(item["sha256"]),
        rows=None if item["rows"] is None else _length(item["rows"]),
        columns=columns,
    )
    _require(_DIGEST.fullmatch(part.sha256) is not None and len(columns) <= _COLUMNS_LIMIT)
    _require(all(_COLUMN.fullmatch(name) and kind in get_args(Kind) for name, kind in columns))
    _require(len(dict(columns)) == len(columns))
    if part.table is None:
        _require(part.key_file in KEY_FILES and part.rows is None and not columns)
        _require(part.size <= _KEY_LIMIT)
    else:
        _require(part.rows is not None and bool(columns))
    return part


def _text(value: object) -> str:
    _require(isinstance(value, str) and len(value) <= _TEXT_LIMIT)
    return str(value)


def _length(value: object) -> int:
    _require(type(value) is int and 0 <= value <= _LENGTH_LIMIT)
    return value if isinstance(value, int) else 0


def _require(condition: bool) -> None:  # noqa: FBT001 - it is what is required
    """Return when the condition holds.

    Raises:
        ValueError: it does not.
    """
    if not condition:
        raise ValueError("manifest")
