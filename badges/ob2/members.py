"""Reading members of documents that were written by many hands, some of them careless.

Open Badges 2.0 is JSON-LD: a list of one may be written without brackets, `id` and `type` as `@id`
and `@type`. Nothing here raises: what has another form is absent.
"""

import re
from typing import Any
from urllib.parse import SplitResult, urlsplit

from badges.documents import JsonObject

_VOCABULARY = ("https://w3id.org/openbadges#", "obi:")
_WEB = ("http", "https")
_LENGTH = 2048
_DOTS = re.compile(r"(?:\.|%2e){1,2}", re.IGNORECASE)


def listed(value: Any) -> list[Any]:
    """The values of a member that may hold none, one or many."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def objects(value: Any) -> list[JsonObject]:
    """Those values of a member that are objects."""
    return [item for item in listed(value) if isinstance(item, dict)]


def an_object(value: Any) -> JsonObject:
    """The first object among the values, else an empty one."""
    found = objects(value)
    return found[0] if found else {}


def a_text(value: Any) -> str | None:
    """The first text with something in it among the values."""
    for item in listed(value):
        if isinstance(item, str) and item.strip():
            return item
    return None


def identifier(value: Any) -> str | None:
    """What names a document that is written as its address or as itself."""
    if isinstance(value, dict):
        return a_text(value.get("id", value.get("@id")))
    return a_text(value)


def types(document: JsonObject) -> frozenset[str]:
    """The types of a document, without the address of the vocabulary before them."""
    names = listed(document.get("type", document.get("@type")))
    return frozenset(_short(name) for name in names if isinstance(name, str))


def _short(name: str) -> str:
    for beginning in _VOCABULARY:
        name = name.removeprefix(beginning)
    return name


def web_address(value: Any) -> SplitResult | None:
    """The parts of a web address that every reader understands alike; None for all else.

    A user name, a back slash or a path that climbs (`/../`) would let two programs see two places.
    """
    if not isinstance(value, str) or len(value) > _LENGTH or "\\" in value:
        return None
    if not value.isascii() or not value.isprintable() or " " in value:
        return None
    try:
        parts = urlsplit(value)
        _ = parts.port
    except ValueError:
        return None
    if parts.scheme not in _WEB or not parts.hostname or "@" in parts.netloc:
        return None
    climbs = any(_DOTS.fullmatch(segment) for segment in parts.path.split("/"))
    return None if climbs else parts


def origin(value: Any) -> str | None:
    """Host and port of a web address, in lower case; the usual port is left out."""
    parts = web_address(value)
    if parts is None:
        return None
    host = (parts.hostname or "").removesuffix(".")
    usual = {"http": 80, "https": 443}[parts.scheme]
    return host if parts.port in (None, usual) else f"{host}:{parts.port}"
