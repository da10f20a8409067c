"""A part of a document: a frozen value that writes itself with the names of the standard.

Field names are the standard's in snake_case; writing turns them back into camelCase, leaves out
what is absent (DM-03) and writes every `0..*` property as an array (DM-02).
"""

import re
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any, ClassVar

from badges.documents import JsonObject
from badges.encoding import encode_instant
from badges.errors import SchemaError

_ABSOLUTE_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20\x7f<>\"{}|\\^`]+")
_SHOWN = 80
_EMPTY: tuple[Any, ...] = ("", (), [])
_TYPE = "type"


def require_absolute(iri: str, member: str) -> None:
    """Refuse a relative or malformed identifier: JSON-LD would leave it unsigned (DM-07).

    Raises:
        SchemaError: `iri` is not an absolute IRI.
    """
    if not _ABSOLUTE_IRI.fullmatch(iri):
        raise SchemaError("model.relative_iri", member=member, value=iri[:_SHOWN])


def require_word(word: str, vocabulary: bool, member: str) -> None:  # noqa: FBT001 - reads as a sentence: require that this word is in its vocabulary
    """Refuse a word that its vocabulary does not hold; `vocabulary` is the answer to that.

    Raises:
        SchemaError: `vocabulary` is false.
    """
    if not vocabulary:
        raise SchemaError("model.unknown_word", member=member, value=word[:_SHOWN])


@dataclass(frozen=True)
class Part:
    """Base of every class of the data model."""

    TYPE: ClassVar[str | tuple[str, ...]] = ()
    """The `type` to write: a tuple becomes an array, a string stays one, () writes none."""

    def __post_init__(self) -> None:
        identifier = getattr(self, "id", None)
        if identifier is not None:
            require_absolute(identifier, f"{type(self).__name__}.id")

    def to_document(self) -> JsonObject:
        """The part as JSON: without null, [] or "" (DM-03), tuples as arrays (DM-02)."""
        document: JsonObject = {}
        kind = type(self)
        values = self.__dict__
        for name, member in _MEMBERS.get(kind) or _members(kind):
            if name == _TYPE:
                document[_TYPE] = _json(kind.TYPE)
                continue
            value = values[name]
            if value.__class__ is str:
                if value:
                    document[member] = value
            elif value is not None and value not in _EMPTY:
                document[member] = _json(value)
        return document


def _members(kind: type[Part]) -> tuple[tuple[str, str], ...]:
    """Each field of a class with its name in the standard, found once: classes are few.

    The type, which is no field, comes right after the identifier, as people read documents.
    """
    names = [field.name for field in fields(kind)]
    head = ["id"] if "id" in names and kind.TYPE else []
    typed = [*head, _TYPE] if kind.TYPE else []
    ordered = [*typed, *(name for name in names if name not in head)]
    found = _MEMBERS[kind] = tuple((name, _camel(name)) for name in ordered)
    return found


_MEMBERS: dict[type[Part], tuple[tuple[str, str], ...]] = {}


def _json(value: Any) -> Any:
    if value.__class__ is str:
        return value
    if isinstance(value, Part):
        return value.to_document()
    if isinstance(value, tuple):
        return [_json(item) for item in value]
    if isinstance(value, datetime):
        return _instant(value)
    return value


def _instant(instant: datetime) -> str:
    if instant.tzinfo is None:
        raise SchemaError("model.instant_without_zone", value=instant.isoformat())
    return encode_instant(instant)


def _camel(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(word.capitalize() for word in rest)
