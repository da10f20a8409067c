"""Comparing words as people type them: accents, capitals, apostrophes and plurals do not count.

The same folding serves the search box of the referential and the dated searches in the official
referentials (docs/reference/referential.md), so that both can be explained in one sentence.
"""

import re
import unicodedata
from collections.abc import Iterable

_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss"})
_NOT_A_WORD = re.compile(r"[^0-9a-z]+")
_ENDINGS = re.compile(
    r"(?<=[a-z]{4})(ation|atrice|ement|ateur|euse|iere|ment|age|ant|ent|eur|ier|ing|ee|er|ir|e)$"
)
_PLURALS = re.compile(r"(?<=[a-z]{3})[sx]$")

_EMPTY = frozenset(
    re.findall(
        r"\w+",
        "a au aux avec ce ces d dans de des du en et elle elles eux il ils j je l la le les "
        "leur leurs lui m ma me mes mon n ne nos notre nous on ou par pas pour qu que qui s "
        "sa sans se ses si son sur t ta te tes ton tu un une vos votre vous y an and are as "
        "at be by for from i in is it its my of one or our that the their them they this to "
        "we with you your ",
    )
)


def fold(text: str) -> str:
    """`text` in lower case, without accents, every run of other characters as one space."""
    plain = unicodedata.normalize("NFKD", text).casefold().translate(_LIGATURES)
    kept = "".join(character for character in plain if not unicodedata.combining(character))
    return _NOT_A_WORD.sub(" ", kept).strip()


def words(text: str) -> tuple[str, ...]:
    """The folded words of `text`, each without its plural mark."""
    return tuple(_PLURALS.sub("", word) for word in fold(text).split())


def root(word: str) -> str:
    """A folded word without a common French or English ending: `reparation` becomes `repar`."""
    return _ENDINGS.sub("", word)


def telling_words(text: str) -> tuple[str, ...]:
    """The words of `text` that say something: without articles, pronouns and the like."""
    told = (word for word in fold(text).split() if word not in _EMPTY)
    return tuple(_PLURALS.sub("", word) for word in told)


def searchable(text: str) -> str:
    """The words of `text` in one line, a space at both ends: how `count_entries` wants entries."""
    return f" {' '.join(words(text))} "


def count_entries(term: str, entries: Iterable[str]) -> int:
    """How many searchable `entries` hold the words of `term` side by side, in their order.

    A term that ends in `*` stands for every word with that beginning.
    """
    sought = searchable(term).removesuffix(" " if term.endswith("*") else "")
    return sum(sought in entry for entry in entries)


def count_terms(terms: Iterable[str], entries: Iterable[str]) -> dict[str, int]:
    """What `count_entries` says of each term, in one pass over entries that may be a stream.

    An entry is compared only with the terms whose first word it holds.
    """
    counts = dict.fromkeys(terms, 0)
    by_word: dict[str, list[tuple[str, str]]] = {}
    beginnings: list[tuple[str, str]] = []
    for term in counts:
        sought = searchable(term).removesuffix(" " if term.endswith("*") else "")
        pieces = sought.split(" ")
        if len(pieces) > _WHOLE_FIRST_WORD and pieces[1]:
            by_word.setdefault(pieces[1], []).append((term, sought))
        else:  # the first word is a beginning, or there is none
            beginnings.append((term, sought))
    for entry in entries:
        held = (found for word in set(entry.split()) for found in by_word.get(word, ()))
        for term, sought in (*held, *beginnings):
            counts[term] += sought in entry
    return counts


_WHOLE_FIRST_WORD = 2
"""Pieces of ` beginn`; one more, and the first word is followed by a blank: it is whole."""
