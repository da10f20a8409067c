"""A row as a line of JSON, and back: text as it is, and bytes as the text that they mostly are."""

import base64
import binascii
from collections.abc import Callable, Mapping
from typing import Any

import orjson

from issuer.ports.backups import Kind, Row, TableShape, Value

LINE_LIMIT = 64_000_000
"""Bytes of one row: several times the largest file that somebody may show as evidence."""

_TEXT, _OTHER = "t:", "b:"
_INTEGER_LIMIT = 2**63


def to_line(table: TableShape, row: Row) -> bytes:
    """A row as a line, its end included."""
    kinds = (kind for _, kind in table.columns)
    values = [
        _as_text(value) if kind == "bytes" and isinstance(value, bytes) else value
        for kind, value in zip(kinds, row, strict=True)
    ]
    return orjson.dumps(values, option=orjson.OPT_APPEND_NEWLINE)


def from_line(table: TableShape, line: bytes) -> Row:
    """The row of a line.

    Raises:
        ValueError: it is no row of this table.
    """
    values = orjson.loads(line)
    if not isinstance(values, list) or len(values) != len(table.columns):
        raise ValueError(table.name)
    kinds = (kind for _, kind in table.columns)
    return tuple(
        None if value is None else _READERS[kind](value)
        for kind, value in zip(kinds, values, strict=True)
    )


def _as_text(value: bytes) -> str:
    """Signed badges are text, and text packs well; what is not becomes base64."""
    try:
        return _TEXT + value.decode("utf-8")
    except UnicodeDecodeError:
        return _OTHER + base64.b64encode(value).decode("ascii")


def _bytes(value: Any) -> bytes:
    if isinstance(value, str) and value.startswith(_TEXT):
        return value.removeprefix(_TEXT).encode()
    if isinstance(value, str) and value.startswith(_OTHER):
        try:
            return base64.b64decode(value.removeprefix(_OTHER), validate=True)
        except binascii.Error as error:
            raise ValueError("base64") from error
    raise ValueError("bytes")


def _of(*types: type) -> Callable[[Any], Value]:
    def read(value: Any) -> Value:
        if type(value) not in types:
            raise ValueError(type(value).__name__)
        kept: Value = value
        return kept

    return read


def _integer(value: Any) -> Value:
    kept = _of(int)(value)
    if abs(value) >= _INTEGER_LIMIT:
        raise ValueError("integer")
    return kept


_READERS: Mapping[Kind, Callable[[Any], Value]] = {
    "text": _of(str),
    "integer": _integer,
    "number": _of(int, float),
    "boolean": _of(bool),
    "bytes": _bytes,
}
