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


def stems(text: str) -> Iterator[str]:
    """The words of `text` as the index keeps them: without accents, plural or common ending."""
    for word in _written(text):
        yield from stems_of(word)


def spelled(text: str) -> Iterator[tuple[str, str]]:
    """The words of `text`, each as the index keeps it and as it is written, in small letters."""
    for word in _written(text):
        for stem in stems_of(word):
            yield stem, word[:WORD_LENGTH]


@lru_cache(maxsize=65_536)
def stems_of(word: str) -> tuple[str, ...]:
    """The analysed form of one written word; several when signs in it fall apart, or none."""
    return tuple(wording.root(part)[:WORD_LENGTH] for part in wording.words(word))


def _written(text: str) -> list[str]:
    return _WORD.findall(unicodedata.normalize("NFC", text).lower())
