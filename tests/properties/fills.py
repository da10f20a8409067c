"""Random documents with slots, and texts to put into them: plain ones and hostile ones."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from random import Random

    from badges.documents import JsonObject
    from badges.jsonld import Path

HOSTILE = (
    "",
    "%b %s %%",
    '"',
    "\\",
    '\\u0041 \\"',
    "deux\nlignes\tet une tabulation",
    "retour\r",
    "cloche\x07",
    "effacé\x7f",
    "\u2028\u0085 \U0001f3c5 e\u0301",
    "\ufdd0",
    "fin\uffff",
    "\ufffe",
    "\ud800",
    "_:c14n0",
    "_:b0",
    "relatif",
    "schema:x",
    "xsd:string",
    "a b:c",
    "https://exemple.fr/%b?%",
    "https://exemple.fr/é<",
    "https://exemple.fr/日本",
    "http:",
    "true",
    "MicroCredential",
    "@id",
    "x" * 3_000,
)


def leaves(value: Any, path: Path = ()) -> list[Path]:
    """The paths to all texts that a slot can be made of."""
    if isinstance(value, str):
        return [path]
    members: Iterable[tuple[Any, Any]] = value.items() if isinstance(value, dict) else ()
    if isinstance(value, list):
        members = enumerate(value)
    return [
        found
        for step, inner in members
        if step not in {"@context", "type"}
        for found in leaves(inner, (*path, step))
    ]


def text_at(document: JsonObject, path: Path) -> str:
    """The text that stands there."""
    place: Any = document
    for step in path:
        place = place[step]
    return str(place)


def plain(random: Random, sample: str) -> str:
    """Another text of the kind of `sample`: an IRI for an IRI, a word of the contexts as it is."""
    number = random.randrange(10**9)
    if ":" in sample and not sample[:1].isdigit() and " " not in sample:
        return f"{sample.partition('#')[0]}/{number}"
    if sample.isalpha() and sample.isascii():
        return sample
    return f"{sample[:20]} {number}".replace("\r", "").replace("\x7f", "")


def hostile(random: Random, texts: Sequence[str]) -> str:
    """A text that is likely to make an assumption false; `texts` are those of the document."""
    return random.choice((*HOSTILE, *texts, *texts)) if texts else random.choice(HOSTILE)
