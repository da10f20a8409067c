"""The hygiene of texts that publishers wrote: kept as published, but for what no reader can see.

Our own texts are refused when they could deceive (`issuer.services.texts`). Those of an official
referential are not ours to mend at the source: ROME has a label with a control character. What
would end up on pages, in terminals and in signed badges is therefore taken out, and only a code
that nobody could type refuses its item.
"""

import re
from dataclasses import replace

from badges.model.competencies import is_address
from badges.model.concepts import Concept

ADDRESS_LENGTH = 2_000

_NOT_TEXT = re.compile("[\0\ud800-\udfff]")
_MARKS = r"\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069"
_UNSEEN = re.compile(rf"[\x00-\x1f{_MARKS}]")
_UNSEEN_BUT_BREAK = re.compile(rf"[\x00-\x08\x0b-\x1f{_MARKS}]")


def is_text(concept: Concept) -> bool:
    """Whether everything said of an item is text, and its code and kind can be read and typed."""
    plain = _UNSEEN.search(concept.code + concept.kind) is None
    return plain and _NOT_TEXT.search(_every(concept)) is None


def has_name(concept: Concept) -> bool:
    """Whether the label holds something to see."""
    return any(sign.isprintable() and not sign.isspace() for sign in concept.label)


def without_unseen(concept: Concept) -> Concept:
    """The item without control characters, marks of direction, and addresses that lead nowhere."""
    uri = concept.uri
    if uri is not None and (len(uri) > ADDRESS_LENGTH or not is_address(uri) or _unseen(uri)):
        concept = replace(concept, uri=None)
    if not _unseen(_every(concept)):
        return concept
    return replace(
        concept,
        label=line_without_unseen(concept.label),
        other_labels=tuple(map(line_without_unseen, concept.other_labels)),
        definition=_text(concept.definition),
        texts=tuple(map(_text, concept.texts)),
        notes={name: _text(note) for name, note in concept.notes.items()},
    )


def line_without_unseen(text: str) -> str:
    """A label on one line: white space of every kind becomes one space."""
    return _UNSEEN.sub("", " ".join(text.split())).strip()


def _text(text: str) -> str:
    return _UNSEEN_BUT_BREAK.sub("", "\n".join(text.splitlines()))


def _unseen(text: str) -> bool:
    return _UNSEEN.search(text) is not None


def _every(concept: Concept) -> str:
    texts = (concept.code, concept.kind, concept.label, concept.definition)
    notes = (*concept.notes, *concept.notes.values())
    return "".join((*texts, *concept.other_labels, *concept.texts, *notes))
