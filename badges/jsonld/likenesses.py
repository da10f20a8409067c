"""The digest of a document that is like others, from what stands in its slots alone.

That it is like them was seen byte for byte when it was read (`badges.documents.likeness`); so its
canonical form differs from theirs only in these texts, and a template made once has all the rest.
"""

from collections.abc import Sequence
from typing import Final

from badges.documents import Alike, JsonObject
from badges.documents.kinds import taker
from badges.jsonld.active_contexts import UnsupportedError
from badges.jsonld.slots import Texts
from badges.jsonld.templates import Template

_UNSECURED: Final = "form without proofs"
_CREDENTIAL: Final = "form without claims"
_PLANS: Final = 256_000


class _Form:
    """The canonical form of all documents of one likeness, or of the same part of each.

    Slots where a word of the contexts stands say what kind of document it is: such a word is kept,
    and a document that has another one there goes the general way.
    """

    def __init__(self, alike: Alike, document: JsonObject) -> None:
        start = alike.likeness.start
        paths = enumerate(alike.likeness.paths)
        slots = [
            slot
            for slot, path in paths
            if path[: len(start)] == start and path[len(start)] in document
        ]
        if any(alike.values[slot].__class__ is not str for slot in slots):
            raise UnsupportedError  # a number, which could be somebody's mark
        template = _template(alike, document, slots)
        words = [slots[place] for place in template.reader.words]
        if words:
            slots = [slot for slot in slots if slot not in words]
            template = _template(alike, document, slots)
        self._take = taker(slots)
        self._take_words = taker(words)
        self._words = self._take_words(alike.values)
        self._template = template

    def texts(self, alike: Alike) -> Texts:
        """The texts of a document of this form.

        Raises:
            UnsupportedError: they are for the general way.
        """
        if self._words and self._take_words(alike.values) != self._words:
            raise UnsupportedError
        take = self._take
        return self._template.reader.texts_of(take(alike.values), take(alike.written))

    def digest(self, alike: Alike) -> bytes:
        """The digest of a document of this form.

        Raises:
            UnsupportedError: as `texts`.
        """
        return self._template.digest(self.texts(alike))


def digest(alike: Alike, document: JsonObject) -> bytes | None:
    """The digest of `document`, which is what is `alike` without its proofs.

    None when that is left to the general way.
    """
    form = _form(alike, document, _UNSECURED)
    try:
        return None if form is None else form.digest(alike)
    except UnsupportedError:
        return None


def is_nothing_lost(alike: Alike, document: JsonObject) -> bool:
    """Whether every member of `document` reaches its RDF form for certain.

    `document` is the credential of what is `alike`, without the claims of a JWT.
    """
    form = _form(alike, document, _CREDENTIAL)
    try:
        return form is not None and bool(form.texts(alike))
    except UnsupportedError:
        return False


def _form(alike: Alike, document: JsonObject, part: str) -> _Form | None:
    """The form of that part of the likeness, made when it is asked for the first time."""
    known: _Form | bool | None = alike.likeness.recall(part)
    if known is None:
        try:
            known = _Form(alike, document)
        except UnsupportedError:
            known = False
        alike.likeness.keep(part, known)
    return None if isinstance(known, bool) else known


def _template(alike: Alike, document: JsonObject, slots: Sequence[int]) -> Template:
    start = len(alike.likeness.start)
    paths = [alike.likeness.paths[slot][start:] for slot in slots]
    return Template(document, paths, budget=_PLANS, is_series=False)
