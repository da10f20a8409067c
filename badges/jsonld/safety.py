"""What can be refused by reading a document, before any context is applied.

Two rules live here. `Survey` is applied to every document: it bounds the work and refuses what two
correct processors could hash differently. `require_portable` is stricter and meant for documents
that we are about to sign: it also refuses what known processors hash differently by mistake.
"""

import math
import re
from typing import Any

from badges.documents import JsonObject
from badges.errors import CanonicalisationTooCostly, LostTerm, TooDeep, UnknownContext
from badges.jsonld.nquads import NONCHARACTERS

MAX_DEPTH = 64
MAX_CONTEXTS = 32
MAX_TYPES = 64
"""Types of one node: each may bring a context, so each costs as much as a hundred members."""
MAX_VALUES = 12_000
"""Values of a document that is read in the general way, which takes some 50 microseconds each."""
MAX_INTEGER = 2**53
"""Integers beyond it differ between readers (I-JSON, RFC 7493 section 2.2)."""

KEYWORDS = frozenset(
    f"@{name}"
    for name in (
        *("base", "container", "context", "default", "direction", "graph", "id", "import"),
        *("included", "index", "json", "language", "list", "nest", "none", "prefix", "preserve"),
        *("propagate", "protected", "reverse", "set", "type", "value", "version", "vocab"),
    )
)
# An empty term is visibly empty; these would be swallowed, and anybody could add them afterwards.
_NEVER_EMPTY = frozenset({"@graph", "@included", "@reverse", "@set", "@value"})
_KEYWORD_LIKE = re.compile(r"@[A-Za-z]+")
_UNWRITABLE = re.compile(f"[\ud800-\udfff{NONCHARACTERS}]")
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f]")
# Controls, and the bytes in UTF-8 with which noncharacters, and few others, begin.
_LOOKED_AT = bytes({*range(0x20), 0x7F, *range(0xEF, 0x100)} - {0x09, 0x0A})
_MOST_DIGITS = 15
_LEAST, _MOST = 1e-6, 1e13


def child(pointer: str, name: str | int) -> str:
    """The JSON pointer of a member or item (RFC 6901)."""
    return f"{pointer}/{str(name).replace('~', '~0').replace('/', '~1')}"


class Survey:
    """Where every object and array of a document is, found while checking its values.

    `contexts` counts the objects that bring contexts of their own.

    Raises:
        LostTerm: an integer or character that processors write differently, or a member that
            looks like a keyword and is none (JSON-LD ignores it, so it would not be signed).
        TooDeep, CanonicalisationTooCostly: beyond the limits.
    """

    def __init__(self, document: JsonObject) -> None:
        self._pointers: dict[int, str] = {}
        self.contexts = 0
        values = 0
        pending: list[tuple[Any, str, int]] = [(document, "", 0)]
        while pending:
            value, pointer, depth = pending.pop()
            values += 1
            if values > MAX_VALUES:
                raise CanonicalisationTooCostly("jsonld.too_costly", limit=MAX_VALUES)
            if depth > MAX_DEPTH:
                raise TooDeep("document.too_deep", limit=MAX_DEPTH)
            if isinstance(value, dict):
                self._pointers[id(value)] = pointer
                _require_members(value, pointer)
                self.contexts += "@context" in value
                pending += [(item, child(pointer, name), depth + 1) for name, item in value.items()]
            elif isinstance(value, list):
                self._pointers[id(value)] = pointer
                pending += [(v, child(pointer, i), depth + 1) for i, v in enumerate(value)]
            else:
                _require_scalar(value, pointer)

    def pointer(self, value: Any) -> str:
        """Where this very object or array stands; empty when it is not of the document."""
        return self._pointers.get(id(value), "")


def _require_members(element: JsonObject, pointer: str) -> None:
    for kinds in (element.get("type"), element.get("@type")):
        if isinstance(kinds, list) and len(kinds) > MAX_TYPES:
            raise CanonicalisationTooCostly("jsonld.too_costly", limit=MAX_TYPES)
    for name in element:
        if not isinstance(name, str):
            raise LostTerm("jsonld.invalid", pointer=pointer, reason="member name")
        if _is_false_keyword(name):
            raise LostTerm("jsonld.unknown_keyword", pointer=child(pointer, name), term=name)
        if name in _NEVER_EMPTY and element[name] in ([], {}):
            raise LostTerm("jsonld.empty_node", pointer=child(pointer, name))
        _require_characters(name, child(pointer, name))
    if "@context" in element:
        _require_contexts(element["@context"], child(pointer, "@context"))


def _require_contexts(contexts: Any, pointer: str) -> None:
    """Refuse too many contexts, relative ones, and definitions that JSON-LD ignores."""
    listed = contexts if isinstance(contexts, list) else [contexts]
    if len(listed) > MAX_CONTEXTS:
        raise CanonicalisationTooCostly("jsonld.too_costly", limit=MAX_CONTEXTS)
    for context in listed:
        if isinstance(context, str) and ":" not in context:
            raise UnknownContext("jsonld.unknown_context", url=context)
    pending = list(listed)
    while pending:
        value = pending.pop()
        if isinstance(value, dict | list):
            pending.extend(value.values() if isinstance(value, dict) else value)
        elif isinstance(value, str) and _is_false_keyword(value):
            raise LostTerm("jsonld.unknown_keyword", pointer=pointer, term=value)


def _is_false_keyword(text: str) -> bool:
    """Whether a text has the form of a keyword and is none: JSON-LD ignores such names."""
    return text.startswith("@") and text not in KEYWORDS and bool(_KEYWORD_LIKE.fullmatch(text))


def _require_scalar(value: Any, pointer: str) -> None:
    if isinstance(value, str):
        _require_characters(value, pointer)
    elif isinstance(value, int | float):
        if not math.isfinite(value) or (isinstance(value, int) and abs(value) > MAX_INTEGER):
            raise LostTerm("jsonld.number", pointer=pointer, value=str(value)[:_MOST_DIGITS])
    elif value is not None:
        raise LostTerm("jsonld.invalid", pointer=pointer, reason=type(value).__name__)


def _require_characters(text: str, pointer: str) -> None:
    if not text.isascii() and _UNWRITABLE.search(text):
        raise LostTerm("jsonld.character", pointer=pointer)


def require_portable(document: JsonObject) -> None:
    """Refuse numbers and characters that known processors write differently: for issuing.

    Verification does not apply this rule: there the canonical form of RDF decides. Numbers must be
    integers within 2^53, or have at most 15 digits and lie between 1e-6 and 1e13 (ISS-18); texts
    carry no control character but the line feed and the tab (ISS-17, TRAP-23).

    Raises:
        LostTerm: `jsonld.number` or `jsonld.character`, with the pointer of the value.
    """
    if is_plain(document):
        return
    Survey(document)
    pending: list[tuple[Any, str]] = [(document, "")]
    while pending:
        value, pointer = pending.pop()
        if isinstance(value, dict):
            pending += [(item, child(pointer, name)) for name, item in value.items()]
        elif isinstance(value, list):
            pending += [(item, child(pointer, index)) for index, item in enumerate(value)]
        elif isinstance(value, str) and _CONTROLS.search(value):
            raise LostTerm("jsonld.character", pointer=pointer)
        elif isinstance(value, float) and not _is_portable(value):
            raise LostTerm("jsonld.number", pointer=pointer, value=repr(value))


def is_plain(document: JsonObject) -> bool:
    """Whether nothing in a document could possibly be refused here: a fast yes, never a wrong one.

    The texts of a whole document are looked at once, as bytes. A no means nothing yet: whoever says
    what is wrong, and where, reads value by value.
    """
    texts: list[str] = []
    names: list[str] = []
    level: list[Any] = [document]
    values = 0
    for _ in range(MAX_DEPTH):
        following: list[Any] = []
        for value in level:
            kind = value.__class__
            if kind is str:
                texts.append(value)
            elif kind is dict:
                names += value
                following += value.values()
                kinds = value.get("type")
                if kinds.__class__ is list and len(kinds) > MAX_TYPES:
                    return False
            elif kind is list:
                following += value
            elif not _is_plain_scalar(value):
                return False
        values += len(level)
        if not following:
            return values <= MAX_VALUES and _are_plain(texts, names, document)
        level = following
    return False


def _is_plain_scalar(value: Any) -> bool:
    """Whether a value that is no text is one that everybody writes alike."""
    if type(value) is int:
        return -MAX_INTEGER <= int(value) <= MAX_INTEGER
    return value is None or type(value) is bool


def _are_plain(texts: list[str], names: list[str], document: JsonObject) -> bool:
    """Whether no text has a character to look at, and the one keyword is a plain `@context`."""
    try:
        named = "".join(names)
        written = ("".join(texts) + named).encode()
    except (TypeError, UnicodeEncodeError):  # a name that is no text, or half a character
        return False
    if len(written.translate(None, _LOOKED_AT)) != len(written):
        return False
    return named.count("@") == 1 and _is_plain_context(document.get("@context"))


def _is_plain_context(contexts: Any) -> bool:
    return (
        isinstance(contexts, list)
        and len(contexts) <= MAX_CONTEXTS
        and all(isinstance(context, str) and ":" in context for context in contexts)
    )


def _is_portable(number: float) -> bool:
    if number.is_integer():
        return abs(number) <= MAX_INTEGER
    digits = repr(abs(number)).replace(".", "").lstrip("0")
    return _LEAST <= abs(number) < _MOST and len(digits) <= _MOST_DIGITS
