"""What arrives and is not ours to read: named, so that people know what to do instead."""

from badges.documents import JsonObject
from verifier.errors import InputError, NotYetRead

_OPEN_BADGES_2 = (
    "https://w3id.org/openbadges/v2",
    "https://w3id.org/openbadges/v1",
    "https://openbadgespec.org/v2/context.json",
)
_TYPES_OF_2 = {"Assertion", "BadgeClass"}
_MEMBERS_OF_2 = {"badge", "recipient"}
_BEGINNINGS = (
    (b"%PDF-", "input.pdf"),
    (b"PK\x03\x04", "input.archive"),
    (b"\xff\xd8\xff", "input.photo"),
    (b"RIFF", "input.photo"),
    (b"GIF8", "input.photo"),
    (b"\x89PNG", "input.broken_image"),
    (b"[", "input.several"),
)
_HTML_BEGINNINGS = (b"<!doctype html", b"<html", b"<head", b"<body")
_LOOKED_AT = 1024


def require_open_badges_3(document: JsonObject) -> None:
    """Return unless the document is an Open Badges 2.0 badge (OB2-13: its context decides).

    Raises:
        NotYetRead: it is one.
    """
    contexts = document.get("@context")
    contexts = contexts if isinstance(contexts, list) else [contexts]
    types = document.get("type")
    types = types if isinstance(types, list) else [types]
    named = any(item in _OPEN_BADGES_2 for item in contexts if isinstance(item, str))
    shaped = any(item in _TYPES_OF_2 for item in types if isinstance(item, str))
    if named or (shaped and document.keys() >= _MEMBERS_OF_2):
        raise NotYetRead("input.open_badges_2")


def require_readable(material: bytes) -> None:
    """Return unless `material` is of a kind that we can name.

    Raises:
        InputError: it is; the code says which.
    """
    for beginning, code in _BEGINNINGS:
        if material.startswith(beginning):
            raise InputError(code)
    if is_html(material):
        raise InputError("input.html")


def is_html(material: bytes) -> bool:
    """Whether `material` is a web page."""
    beginning = material[:_LOOKED_AT].lower()
    return beginning.startswith(_HTML_BEGINNINGS) or (
        b"<html" in beginning and b"<svg" not in beginning
    )
