"""Badges like those seen before: their digest from their texts, when all else is the same bytes.

An issuer gives one achievement many times, and each time the document is the same but for what it
says of a person. After a few such documents a template is made whose slots are all texts outside
`issuer`, `achievement`, `type` and `@context`. It answers for a document only when the template
filled with that document's texts is, byte for byte, the document's own JSON: so `true`, `1` and
`1.0` are not confused, nor one order of members with another. Anything else goes the general way.

What is kept is a shape, an issuer and an achievement: never a text that stood in a slot, and no
number, which could be somebody's mark. It is kept in memory alone, and so much of it (VER-02).
"""

from collections.abc import Iterator
from typing import Any, Final

import orjson

from badges.documents import JsonObject
from badges.documents.kinds import Key, Kinds, Path, reader
from badges.jsonld.active_contexts import UnsupportedError
from badges.jsonld.templates import Template
from schemas.catalogue import Catalogue

_ENOUGH: Final = 3
"""How many documents of a kind go the general way before a template is made of one. It is made
anew of another one after twice as many, and so on: the first may have been an odd one."""
_MAX_KINDS: Final = 512
_MAX_TEMPLATES: Final = 64
_MAX_SIZE: Final = 16_384
_PLANS: Final = 256_000
_LONGEST_NAME: Final = 256
_MOST_MEMBERS: Final = 32


class _Match:
    """The template of one kind of document, and how to find its texts in another document."""

    def __init__(self, document: JsonObject, catalogue: Catalogue) -> None:
        if len(orjson.dumps(document)) > _MAX_SIZE:
            raise UnsupportedError
        paths = list(_texts_of(document))
        template = Template(document, paths, catalogue, budget=_PLANS, is_series=False)
        if template.reader.words:  # words of the contexts say what kind of document it is
            paths = [p for slot, p in enumerate(paths) if slot not in template.reader.words]
            template = Template(document, paths, catalogue, budget=_PLANS, is_series=False)
        body = orjson.dumps(template.document)
        # A number that JSON cannot carry would be written as null too.
        if b"null" in body:
            raise UnsupportedError
        self._template = template
        self._fill = template.gapped(body.decode()).filler()
        self._read = reader(paths)

    def digest(self, document: JsonObject) -> bytes | None:
        """The digest of `document`, when it is of this kind."""
        try:
            texts = self._template.reader.texts(self._read(document))
            if self._fill(texts) == orjson.dumps(document):
                return self._template.digest(texts)
        except (UnsupportedError, LookupError, TypeError, UnicodeError):
            pass  # another shape, or texts that this way does not prove
        return None


class Matches:
    """The templates learnt so far; they are read without a lock, and written under one."""

    def __init__(self) -> None:
        self._kinds: Kinds[_Match] = Kinds(_MAX_KINDS, _MAX_TEMPLATES)

    @property
    def sizes(self) -> tuple[int, int]:
        """How many kinds of documents are counted, and how many are learnt."""
        return self._kinds.sizes

    def digest(self, document: JsonObject, catalogue: Catalogue) -> bytes | None:
        """The digest of a document like some seen before; None for all others."""
        key = _key(document, catalogue)
        match = self._kinds.get(key) if key else None
        return match.digest(document) if match else None

    def learn(self, document: JsonObject, catalogue: Catalogue) -> None:
        """Remember that a document of this kind has a digest, and after a few learn the kind."""
        key = _key(document, catalogue)
        if key is None or not self._is_due(key):
            return
        try:
            match = _Match(document, catalogue)
        except (UnsupportedError, TypeError, RecursionError):
            return
        self._kinds.learn(key, match)

    def _is_due(self, key: Key) -> bool:
        times, rest = divmod(self._kinds.meet(key), _ENOUGH)
        return not rest and times.bit_count() == 1


def _key(document: JsonObject, catalogue: Catalogue) -> Key | None:
    """Issuer, achievement and outer shape of a credential; None for other documents."""
    issuer, subject = document.get("issuer"), document.get("credentialSubject")
    if not isinstance(subject, dict):
        return None
    achievement = subject.get("achievement")
    if not isinstance(achievement, dict) or len(document) + len(subject) > _MOST_MEMBERS:
        return None
    names = (issuer.get("id") if isinstance(issuer, dict) else issuer, achievement.get("id"))
    for name in names:
        if not isinstance(name, str) or len(name) > _LONGEST_NAME:
            return None
    values = (*document.values(), *subject.values())
    # A text is no part of a key, and so of no part itself.
    sizes = [-1 if value.__class__ is str else _size(value) for value in values]
    return (*names, catalogue, *document, "", *subject, *sizes)


def _size(value: Any) -> int:
    """How many parts an object or list has; other values have none."""
    return len(value) if value.__class__ in {dict, list} else -1


def _texts_of(document: JsonObject) -> Iterator[Path]:
    """The paths to all texts that say something of one person's badge.

    Raises:
        UnsupportedError: there is a number, or null, among them.
    """
    pending: list[tuple[Path, Any]] = [((), document)]
    while pending:
        path, value = pending.pop()
        if isinstance(value, dict):
            pending += [
                ((*path, name), inner)
                for name, inner in value.items()
                if name not in {"@context", "type"} and (*path, name) not in _COMMON
            ]
        elif isinstance(value, list):
            pending += [((*path, place), inner) for place, inner in enumerate(value)]
        elif isinstance(value, str):
            yield path
        elif not isinstance(value, bool):
            raise UnsupportedError


_COMMON: Final = frozenset({("issuer",), ("credentialSubject", "achievement")})


MATCHES = Matches()
