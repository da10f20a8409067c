"""The kinds of letters, and the placeholders that each may hold."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

from issuer.errors import InvalidRequest

Reader = Literal["holder", "person"]

LINK = "link"
"""The placeholder that every letter has: it leads to a page of ours."""

_SHOWN = 40


@dataclass(frozen=True)
class LetterKind:
    """What a kind of letter may say, to whom, and how long it is worth sending.

    `reader` is a learner (`holder`) or somebody who works for a place (`person`). What `opens` the
    account of its reader is shown to nobody else, and a place adapts only what it signs.
    """

    name: str
    reader: Reader
    placeholders: tuple[str, ...]
    life: timedelta = timedelta(days=60)
    opens: bool = False
    adaptable: bool = True


_HOLDER = ("holder", "place", "badge", LINK)

KINDS: tuple[LetterKind, ...] = (
    LetterKind("claim", "holder", (*_HOLDER, "words")),
    LetterKind("reminder", "holder", (*_HOLDER, "words")),
    LetterKind("renewal", "holder", (*_HOLDER, "date")),
    LetterKind("application_answer", "holder", (*_HOLDER, "answer", "words")),
    LetterKind("badge_ready", "holder", (*_HOLDER, "date", "words")),
    LetterKind(
        "invitation",
        "person",
        ("person", "place", "role", LINK),
        life=timedelta(days=7),
        opens=True,
    ),
    LetterKind(
        "sign_in",
        "person",
        ("person", "minutes", LINK),
        life=timedelta(hours=1),
        opens=True,
        adaptable=False,
    ),
)

_BY_NAME = {kind.name: kind for kind in KINDS}


def kind_of(name: str) -> LetterKind:
    """The kind of that name.

    Raises:
        InvalidRequest: no such kind.
    """
    found = _BY_NAME.get(name)
    if found is None:
        raise InvalidRequest("mail.kind_unknown", field="kind", value=name[:_SHOWN])
    return found
