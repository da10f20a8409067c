"""A question of the search box, analysed: its telling words, and what may stand for each."""

import re
import string
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from issuer.services.search.everyday import EverydayWords, everyday_words
from issuer.services.search.wording import Token, plain, tokens_of, written_words

QUESTION_LENGTH = 200
"""Characters of a question that are read."""

TERMS_LIMIT = 6
"""Words of a question that are looked for."""

BEGINNING_LENGTH = 4
"""Letters from which a word also stands for those that it begins."""

SPELLING_LENGTH = 4
"""Letters from which a word may be mistyped."""


@dataclass(frozen=True)
class Term:
    """One telling word: as typed, folded, as a stem, and the words that mean the same.

    `sure` are the stems among them that stand for several words of the question said together:
    « parler en public » leaves less doubt than « parler ». `names` are stems that are as good as
    the word itself, for the question as a whole. `echoes` are other words of the question that mean
    the same: « jardinage potager ».
    """

    word: str
    folded: str
    stem: str
    kin: tuple[Token, ...] = ()
    sure: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()
    echoes: frozenset[str] = frozenset()

    @cached_property
    def begins(self) -> bool:
        """Whether longer words may be meant."""
        return len(self.stem) >= BEGINNING_LENGTH and not self.stem.isdigit()

    @cached_property
    def typed_forms(self) -> tuple[str, ...]:
        """The forms of the word itself for the index, and of its other names."""
        own = f"{self.stem}*" if self.begins else self.stem
        return (own, *sorted(self.names))

    @cached_property
    def kin_forms(self) -> tuple[str, ...]:
        """The forms for the index of the words that mean the same."""
        return tuple(dict.fromkeys(token.stem for token in self.kin))

    @cached_property
    def forms(self) -> tuple[str, ...]:
        """All forms for the index."""
        return (*self.typed_forms, *self.kin_forms)


@dataclass(frozen=True)
class Question:
    """A question as it is looked for; `asks_jobs` when it speaks of occupations."""

    text: str
    terms: tuple[Term, ...]
    asks_jobs: bool = False


def read_question(text: str) -> Question:
    """The question that `text` asks; any text is one."""
    composed = unicodedata.normalize("NFC", plain(text[:QUESTION_LENGTH]))
    shown = " ".join(composed.split())
    everyday = everyday_words()
    told = [term for term in _terms(shown) if term.stem not in everyday.silent]
    jobs = [term for term in told if term.stem in everyday.jobs]
    unsaying = everyday.light | everyday.jobs
    # A number says little beside words; codes are not looked for as words.
    heavy = [term for term in told if term.stem not in unsaying and not term.stem.isdigit()]
    names = frozenset(
        token.stem for token in everyday.names.get(tuple(term.stem for term in told), ())
    )
    kept = [replace(term, names=names) for term in _once(_with_kin(told, everyday))]
    if heavy:
        wanted = {term.stem for term in heavy}
        kept = [term for term in kept if term.stem in wanted]
    return Question(shown, tuple(kept[:TERMS_LIMIT]), asks_jobs=bool(jobs))


def corrected(question: Question, term: Term, word: str) -> Question:
    """The question with a mistyped word put right."""
    token = next(iter(tokens_of(word)))
    kin = everyday_words().meanings.get((token.stem,), ())
    right = Term(word, token.folded, token.stem, kin)
    terms = tuple(right if item is term else item for item in question.terms)
    shown = re.sub(rf"\b{re.escape(term.word)}\b", word, question.text.lower())
    return replace(question, text=shown, terms=terms)


def misspellings(folded: str) -> Iterator[str]:
    """Every word that is one wrong, missing, added or exchanged letter away."""
    splits = [(folded[:place], folded[place:]) for place in range(len(folded) + 1)]
    for before, after in splits:
        if after:
            yield before + after[1:]
        if len(after) > 1:
            yield before + after[1] + after[0] + after[2:]
        for letter in string.ascii_lowercase:
            yield before + letter + after
            if after:
                yield before + letter + after[1:]


def _terms(text: str) -> Iterator[Term]:
    for word in written_words(text):
        for token in tokens_of(word):
            yield Term(word, token.folded, token.stem)


def _with_kin(terms: Sequence[Term], everyday: EverydayWords) -> Iterator[Term]:
    """Each term with the words that mean the same, alone or with its neighbours."""
    asked = {term.stem for term in terms}
    for place, term in enumerate(terms):
        kin: dict[Token, None] = {}
        sure: set[str] = set()
        for said in _said_around(terms, place, everyday.longest):
            means = [token for token in everyday.meanings.get(said, ()) if token.stem not in asked]
            kin |= dict.fromkeys(means)
            if len(said) > 1:
                sure |= {token.stem for token in means}
        alone = {token.stem for token in everyday.meanings.get((term.stem,), ())}
        echoes = frozenset(alone & asked - {term.stem})
        yield replace(term, kin=tuple(kin), sure=frozenset(sure), echoes=echoes)


def _said_around(terms: Sequence[Term], place: int, longest: int) -> Iterator[tuple[str, ...]]:
    """The stems of every run of at most `longest` terms that holds the one at `place`."""
    for start in range(max(0, place - longest + 1), place + 1):
        for end in range(place + 1, min(start + longest, len(terms)) + 1):
            yield tuple(term.stem for term in terms[start:end])


def _once(terms: Iterable[Term]) -> Iterator[Term]:
    seen = set()
    for term in terms:
        if term.stem not in seen:
            seen.add(term.stem)
            yield term
