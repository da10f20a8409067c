"""Everyday words, and the words of referentials that mean the same: data read once.

People write « ordinateur » where referentials write « informatique ». The list is a file
(`schemas/tiers_lieux/everyday_words.toml`), so that places can have a say in it without code.
"""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from issuer.services.search.wording import Token, analysed, stems


@dataclass(frozen=True)
class EverydayWords:
    """What the list says, as stems.

    `silent` words say nothing by themselves (articles, pronouns). `light` ones count only when a
    question has no other. `jobs` ask for occupations. `meanings` leads from the stems of something
    said, one after the other, to the words that mean the same: folded, and as a stem. `names` leads
    from a whole question to words as good as those that were typed.
    """

    silent: frozenset[str]
    light: frozenset[str]
    jobs: frozenset[str]
    meanings: dict[tuple[str, ...], tuple[Token, ...]]
    names: dict[tuple[str, ...], tuple[Token, ...]]

    @property
    def longest(self) -> int:
        """How many words the longest thing said has."""
        return max(map(len, self.meanings), default=0)


@cache
def everyday_words() -> EverydayWords:
    """The list that comes with the program."""
    source = files("schemas").joinpath("tiers_lieux", "everyday_words.toml")
    content = tomllib.loads(source.read_text("utf-8"))
    silent = _stems_of_all(content["silent"])
    return EverydayWords(
        silent,
        _stems_of_all(content["light"]),
        _stems_of_all(content["jobs"]),
        _leading(content["words"], "mean", silent),
        _leading(content["words"], "name", silent),
    )


def _leading(
    entries: Sequence[Mapping[str, Sequence[str]]], to: str, silent: frozenset[str]
) -> dict[tuple[str, ...], tuple[Token, ...]]:
    """From what is said to the words under `to`, of all entries that say it."""
    found: dict[tuple[str, ...], tuple[Token, ...]] = {}
    for entry in entries:
        words = _telling(entry.get(to, ()), silent)
        for said in entry["said"] if words else ():
            key = tuple(stem for stem in stems(said) if stem not in silent)
            found[key] = tuple(dict.fromkeys((*found.get(key, ()), *words)))
    return found


def _stems_of_all(words: Sequence[str]) -> frozenset[str]:
    return frozenset(stem for word in words for stem in stems(word))


def _telling(texts: Sequence[str], silent: frozenset[str]) -> tuple[Token, ...]:
    found = (token for text in texts for token in analysed(text))
    return tuple(dict.fromkeys(token for token in found if token.stem not in silent))
