"""From concepts to rows and back, and what a row may hold."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from badges.model.concepts import Concept, Scheme
from issuer.errors import InvalidRequest
from issuer.model import KeptConcept, KeptScheme
from issuer.store.tables.base import SLUG_LENGTH, WORD_LENGTH

CODE_LENGTH = 500
"""Characters of a code: the longest that an index of PostgreSQL surely holds, with a margin."""

CONTENT = (
    "kind",
    "label",
    "language",
    "other_labels",
    "definition",
    "texts",
    "broader",
    "uri",
    "notes",
)
"""The columns of `concepts` that hold what was published, in the order of the fingerprint."""

_LIMITS = {
    "code": CODE_LENGTH,
    "broader": CODE_LENGTH,
    "kind": WORD_LENGTH,
    "language": WORD_LENGTH,
}

Row = Mapping[str, Any]


def scheme_row(scheme: Scheme) -> dict[str, Any]:
    """The row of a scheme, without when it was imported and how many concepts it has.

    Raises:
        InvalidRequest: its key or language is too long (`concept.too_long`).
    """
    row = {name: _storable(value) for name, value in vars(scheme).items()}
    for name, limit in (("key", SLUG_LENGTH), ("language", WORD_LENGTH)):
        _require_short(row, name, limit, scheme.key)
    return row


def read_scheme(row: Row) -> KeptScheme:
    """The scheme of a row."""
    values = dict(row)
    imported, concepts = values.pop("imported"), values.pop("concepts")
    return KeptScheme(Scheme(**values), imported, concepts)


def concept_row(concept: Concept) -> dict[str, Any]:
    """The row of a concept with its fingerprint, without its scheme.

    Characters that no database keeps (NUL, halves of pairs) are taken out.

    Raises:
        InvalidRequest: its code, kind or language is too long (`concept.too_long`).
    """
    row: dict[str, Any] = {
        "code": _storable(concept.code),
        "kind": _storable(concept.kind),
        "label": _storable(concept.label),
        "language": _storable(concept.language),
        "other_labels": [_storable(label) for label in concept.other_labels],
        "definition": _storable(concept.definition),
        "texts": [_storable(text) for text in concept.texts],
        "broader": _storable(concept.broader),
        "uri": _storable(concept.uri),
        "notes": {_storable(k): _storable(v) for k, v in sorted(concept.notes.items())},
    }
    for name, limit in _LIMITS.items():
        _require_short(row, name, limit, concept.code)
    return row | {"fingerprint": _fingerprint(row), "gone_in": None}


def read_concept(row: Row) -> Concept:
    """The concept of a row."""
    return Concept(
        code=row["code"],
        kind=row["kind"],
        label=row["label"],
        language=row["language"],
        other_labels=tuple(row["other_labels"]),
        definition=row["definition"],
        texts=tuple(row["texts"]),
        broader=row["broader"],
        uri=row["uri"],
        notes=row["notes"],
    )


def read_kept_concept(row: Row) -> KeptConcept:
    """The concept of a row, with its scheme and whether it is gone."""
    return KeptConcept(row["scheme"], read_concept(row), row["gone_in"])


def _fingerprint(row: Row) -> str:
    content = json.dumps([row[name] for name in CONTENT], ensure_ascii=False)
    return hashlib.sha256(content.encode()).hexdigest()


def _storable(value: Any) -> Any:
    """A text without what no database keeps; anything else as it is."""
    if not isinstance(value, str) or (value.isascii() and "\0" not in value):
        return value
    return value.replace("\0", "").encode("utf-8", "ignore").decode("utf-8")


def _require_short(row: Row, name: str, limit: int, code: str) -> None:
    value = row[name]
    if value is not None and len(value) > limit:
        raise InvalidRequest("concept.too_long", field=name, limit=limit, concept=code[:80])
