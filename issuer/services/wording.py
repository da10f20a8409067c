"""The one analysis of words behind the search: of what is indexed and of what is asked.

Both engines are given words already analysed here, so that they find the same things. When this
analysis changes, a migration has to rebuild the index (`issuer.store.search_index`).
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from badges.model import wording

WORD_LENGTH = 40
"""Letters of a word that count; longer ones are cut."""

_WORD = re.compile(r"[^\W_]+")
# Travail and travaux, matériau and matériaux, local and locaux become one word each.
_AL = re.compile(r"(?<=[a-z]{2})(ail|aux?)$")
_TWICE = re.compile(r"(?<=[a-z]{3})([b-df-hj-np-tv-z])\1$")
# Menuiserie and menuisier, mécanique and mécanicien, électricité and électrique.
_TRADES = re.compile(r"(?<=[a-z]{4})(icienn?|icit|iqu|eri)$")


def stems(text: str) -> Iterator[str]:
    """The words of `text` as the index keeps them: without accents, plural or common ending."""
    for word in written_words(text):
        yield from stems_of(word)


def written_words(text: str) -> list[str]:
    """The words of `text` in small letters, as they are written."""
    return _WORD.findall(unicodedata.normalize("NFC", text).lower())


@lru_cache(maxsize=65_536)
def stems_of(word: str) -> tuple[str, ...]:
    """The analysed form of one written word; several when signs in it fall apart, or none."""
    return tuple(_stem(part)[:WORD_LENGTH] for part in wording.fold(word).split())


def _stem(folded: str) -> str:
    if folded.isdigit():
        return folded
    shorter = wording.root(_AL.sub("al", _singular(folded)))
    return _TRADES.sub("", _AL.sub("al", _TWICE.sub(r"\1", shorter)))


def _singular(folded: str) -> str:
    if folded.endswith("aux") and len(folded) > len("eaux"):
        return folded
    return next(iter(wording.words(folded)), folded)
