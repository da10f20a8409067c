"""Reading members of a document that anybody may have written: none of these ever raises."""

import re
from datetime import UTC, datetime
from typing import Any

from badges.documents import JsonObject


def listed(value: Any) -> list[Any]:
    """The values of a member that may hold none, one or many."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def said_of(document: JsonObject, *members: str) -> Any:
    """The first of these members that says something: null is not signed as linked data."""
    for member in members:
        value = document.get(member)
        if value is not None:
            return value
    return None


def only(value: Any) -> Any:
    """The item of a list of one; anything else unchanged."""
    return value[0] if isinstance(value, list) and len(value) == 1 else value


def an_object(value: Any) -> JsonObject:
    """`value` when it is an object, else an empty one."""
    return value if isinstance(value, dict) else {}


def the_object(value: Any) -> JsonObject:
    """The only value of a member when that is an object, else an empty one."""
    if value.__class__ is dict:
        found: JsonObject = value
        return found
    return an_object(only(value))


def objects(value: Any) -> list[JsonObject]:
    """Those values of a member that are objects."""
    if value.__class__ is list:
        return [item for item in value if item.__class__ is dict]
    return [value] if value.__class__ is dict else []


def a_text(value: Any) -> str | None:
    """`value` when it is a text with something in it."""
    return value if isinstance(value, str) and value and not value.isspace() else None


_DATE_TIME = re.compile(
    r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(?P<fraction>\.\d{1,12})?(?:[Zz]|[+-]\d\d:\d\d)"
)


def an_instant(value: Any) -> datetime | None:
    """The instant that a DateTimeZ names, or None when it names none (DM-06)."""
    if not isinstance(value, str):
        return None
    found = _DATE_TIME.fullmatch(value)
    if found is None:
        return None
    fraction = found["fraction"]
    text = value.upper() if fraction is None else value.upper().replace(fraction, "")
    try:
        instant = datetime.fromisoformat(text)
        return instant if instant.tzinfo is UTC else instant.astimezone(UTC)
    except OverflowError:  # the last evening that can be counted: elsewhere it is the next year
        return datetime.max.replace(tzinfo=UTC) if text.startswith("9999") else None
    except ValueError:
        return None
