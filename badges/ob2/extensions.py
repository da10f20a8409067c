"""Extensions: what an issuer adds to a badge, in words of a vocabulary of its own (OB2-11).

An extension is an object whose `type` names one. The JSON-LD context that brings its words also
says which JSON Schema an object of that type must follow (section Extensions of the standard).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from badges.documents import JsonObject
from badges.ob2.award import Award
from badges.ob2.foreign_schema import pointer
from badges.ob2.members import identifier, listed, objects, types, web_address
from badges.ob2.recognition import standard_of

_CLASS, _PREFIX = "Extension", "extensions:"
_VOCABULARY = "https://w3id.org/openbadges/extensions#"
_OBI = ("obi:{}", "{}", "https://w3id.org/openbadges#{}")
_OURS = {"@id": "id", "@type": "type"}


@dataclass(frozen=True)
class Extension:
    """One extension in its place: a JSON pointer, and the contexts whose words hold there."""

    path: str
    document: JsonObject
    contexts: tuple[str, ...]

    @property
    def names(self) -> frozenset[str]:
        """The types of the extension, in their short form."""
        return frozenset(map(_short, types(self.document))) - {_CLASS}

    @property
    def readings(self) -> tuple[JsonObject, ...]:
        """The extension as written, and as JSON-LD would make it compact.

        Schemas are written for either: a list of one may stand for its only value.
        """
        compact: JsonObject = _compact(self.document)
        return (self.document,) if compact == self.document else (self.document, compact)


def extensions_of(award: Award) -> Iterator[Extension]:
    """Every extension in the assertion, the badge class and the issuer, outer ones first."""
    badge, issuer = award.badge.document or {}, award.issuer.document or {}
    yield from _walk(award.told, "", (), ("badge",))
    yield from _walk(badge, "/badge", (), ("issuer",))
    yield from _walk(issuer, "/badge/issuer", (), ())


def schemas_named(context: JsonObject, names: frozenset[str]) -> list[str]:
    """The addresses of the schemas that the document of a context asks of objects of such types."""
    return [
        schema
        for entry in objects(_member(context, "validation"))
        if names.intersection(_types_of(entry))
        and (schema := identifier(_member(entry, "validationSchema"))) is not None
    ]


def _types_of(entry: JsonObject) -> list[str]:
    """The types of which one entry of a context speaks."""
    named = listed(_member(entry, "validatesType"))
    return [_short(name) for name in named if isinstance(name, str)]


def _walk(
    value: Any, path: str, contexts: tuple[str, ...], apart: tuple[str, ...]
) -> Iterator[Extension]:
    """The extensions within `value`; members `apart` are documents of their own."""
    if isinstance(value, list):
        for place, item in enumerate(value):
            yield from _walk(item, f"{path}/{place}", contexts, apart)
    elif isinstance(value, dict):
        contexts = (*_contexts(value), *contexts)
        if _is_extension(value, path):
            yield Extension(path, value, tuple(dict.fromkeys(contexts)))
        for name, inner in value.items():
            if name not in (*apart, "endorsement", "@context"):
                yield from _walk(inner, path + pointer([name]), contexts, ())


def _is_extension(value: JsonObject, path: str) -> bool:
    """Whether an object is an extension by its type or, without any, by the member it is in."""
    names = set(map(_short, types(value)))
    if names:
        return _CLASS in names or any(name.startswith(_PREFIX) for name in names)
    return path.rpartition("/")[2].startswith(_PREFIX)


def _contexts(value: JsonObject) -> list[str]:
    """The addresses of the contexts that an object names, but for the standard's own."""
    named = [item for item in listed(value.get("@context")) if web_address(item) is not None]
    return [url for url in named if standard_of({"@context": url}) is None]


def _member(value: JsonObject, name: str) -> Any:
    """A member of the standard's vocabulary, under any of the names that contexts write."""
    return next((value[form.format(name)] for form in _OBI if form.format(name) in value), None)


def _short(name: str) -> str:
    """A type without the address of the vocabulary of extensions before it."""
    return f"{_PREFIX}{name.removeprefix(_VOCABULARY)}" if name.startswith(_VOCABULARY) else name


def _compact(value: Any) -> Any:
    if isinstance(value, list):
        return _compact(value[0]) if len(value) == 1 else [_compact(item) for item in value]
    if isinstance(value, dict):
        return {_OURS.get(name, name): _compact(inner) for name, inner in value.items()}
    return value
