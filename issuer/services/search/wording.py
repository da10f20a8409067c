"""The one analysis of words behind the search: of what is indexed and of what is asked.

Both engines are given words already analysed here, so that they find the same things. When this
analysis changes, a migration has to rebuild the index (`issuer.store.search_index`).
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from badges.model import wording
from badges.model.concepts import Concept

WORD_LENGTH = 40
"""Letters of a word that count; longer ones are cut."""

_WORD = re.compile(r"[^\W_]+")
# Travail and travaux, matériau and matériaux, local and locaux become one word each.
_AL = re.compile(r"(?<=[a-z]{2})(ail|aux?)$")
_TWICE = re.compile(r"(?<=[a-z]{3})([b-df-hj-np-tv-z])\1$")
# Menuiserie and menuisier, mécanique and mécanicien, électricité and électrique.
_TRADES = re.compile(r"(?<=[a-z]{4})(icienn?|icit|iqu|eri)$")


class Token(NamedTuple):
    """A word: folded and without plural, and as the index keeps it."""

    folded: str
    stem: str


def analysed(text: str) -> Iterator[Token]:
    """The words of `text` without accents or plural, and without common endings."""
    for word in written_words(text):
        yield from tokens_of(word)


def stems(text: str) -> Iterator[str]:
    """The words of `text` as the index keeps them."""
    return (token.stem for token in analysed(text))


def plain(text: str) -> str:
    """`text` without what no database takes: NUL, and halves of pairs of UTF-16."""
    return text.replace("\0", " ").encode("utf-8", "ignore").decode("utf-8")


def designations(concept: Concept) -> Iterator[str]:
    """Short codes by which people may call a concept, other than its code."""
    notes = concept.notes
    yield from (notes[name] for name in ("notation", "ogr") if name in notes)
    if concept.kind == "macro-competence" and "macro" in notes:
        yield notes["macro"]


def written_words(text: str) -> list[str]:
    """The words of `text` in small letters, as they are written."""
    return _WORD.findall(unicodedata.normalize("NFC", text).lower())


@lru_cache(maxsize=65_536)
def tokens_of(word: str) -> tuple[Token, ...]:
    """One written word analysed; several when signs in it fall apart, or none."""
    return tuple(
        Token(_singular(part)[:WORD_LENGTH], _stem(part)[:WORD_LENGTH])
        for part in wording.fold(word).split()
    )


def _stem(folded: str) -> str:
    if folded.isdigit():
        return folded
    shorter = wording.root(_AL.sub("al", _singular(folded)))
    return _TRADES.sub("", _AL.sub("al", _TWICE.sub(r"\1", shorter)))


def _singular(folded: str) -> str:
    if folded.endswith("aux") and len(folded) > len("eaux"):
        return folded
    return next(iter(wording.words(folded)), folded)
