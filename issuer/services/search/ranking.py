"""What comes first among the concepts that hold words of a question: one rule for both engines.

Each word of the question counts by how rare it is; where it stands (label, synonym, definition,
longer text) and how exactly it stands there say how much of that is earned. Then come the exact
label, the order of the words, and short labels. Everything is decided by the texts alone, so the
same question always has the same answer.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from typing import Literal

from badges.model import wording
from badges.model.concepts import Concept
from issuer.model import KeptConcept
from issuer.ports import KnownWord
from issuer.services.search.everyday import everyday_words
from issuer.services.search.questions import Question, Term
from issuer.services.search.wording import Token, analysed

Why = Literal["code", "label", "synonym", "definition", "text", "everyday_word"]

JOB_KINDS = ("fiche", "appellation", "occupation", "contexte")
"""Kinds of occupations: after skills, unless the question asks for them."""

DETAIL_KINDS = ("outcome", "statement", "glossary", "level")
"""Kinds that explain other items, after these."""

ENOUGH = 0.55
"""The part of the question, by weight, that a hit must hold."""

NEARLY_ENOUGH = 0.4
"""The part that does when nothing holds more, and no referential was chosen."""

ALL = 0.999
"""The part that is the whole question."""

_FIELDS: tuple[tuple[Why, float], ...] = (
    ("label", 1.0),
    ("synonym", 0.85),
    ("definition", 0.45),
    ("text", 0.35),
)
_SKILLS = {"macro-competence": 0.15, "competence": 0.06, "skill": 0.06}
_EXACT, _SAME_STEM, _BEGINNING = 1.0, 0.9, 0.7
_SURE_KIN, _KIN, _KIN_STEM = 0.69, 0.6, 0.5
_UNKNOWN_WEIGHT = 6.0
_FEW = 2


@dataclass(frozen=True)
class Ranked:
    """A concept with its score, where it matched best, and the part of the question it holds."""

    kept: KeptConcept
    score: float
    why: Why
    held: float = 1.0


@dataclass(frozen=True)
class _Match:
    """How a term is matched: how well, in which field, at which place of the label."""

    quality: float
    value: float
    why: Why
    place: int | None


@lru_cache(maxsize=8_192)
def tokens(text: str) -> tuple[Token, ...]:
    """The words of `text` that say something; remembered, since texts come again and again."""
    silent = everyday_words().silent
    return tuple(token for token in analysed(text) if token.stem not in silent)


def weights(question: Question, known: Mapping[str, KnownWord], concepts: int) -> tuple[float, ...]:
    """How much each term says: the rarer, the more."""
    return tuple(_weight(term, known, concepts) for term in question.terms)


def rank(
    question: Question,
    weighed: Sequence[float],
    found: Iterable[KeptConcept],
    language: str,
    *,
    strict: bool,
) -> list[Ranked]:
    """The concepts that answer the question, the best first.

    When `strict`, a hit holds both of two words; else, what holds less of the question is an answer
    when nothing holds more.
    """
    ranked = [
        item for kept in found if (item := _rank(question, weighed, kept, language, strict=strict))
    ]
    ranked.sort(key=_order)
    enough = ALL if strict and len(question.terms) <= _FEW else ENOUGH
    hits = [item for item in ranked if item.held >= enough]
    if hits or strict:
        return hits
    return [item for item in ranked if item.held >= NEARLY_ENOUGH]


def is_own(concept: Concept) -> bool:
    """Whether the concept is a competency of a framework of this instance."""
    return concept.uri is None and {"slug", "uuid"} <= concept.notes.keys()


def _order(item: Ranked) -> tuple[float, int, str, str]:
    concept = item.kept.concept
    return (-round(item.score, 6), len(concept.label), item.kept.scheme, concept.code)


def _weight(term: Term, known: Mapping[str, KnownWord], concepts: int) -> float:
    entries = _entries(term.typed_forms, known) or _entries(term.kin_forms, known)
    if not entries:
        return _UNKNOWN_WEIGHT
    return 1.0 + max(0.0, math.log(max(concepts, 1) / entries))


def _entries(forms: Iterable[str], known: Mapping[str, KnownWord]) -> int:
    return sum(known[form].entries for form in forms if form in known)


def _rank(
    question: Question,
    weighed: Sequence[float],
    kept: KeptConcept,
    language: str,
    *,
    strict: bool,
) -> Ranked | None:
    matches = _matches(question.terms, kept.concept)
    total = sum(weighed)
    # A word of the same family as one that means the same is too far away to hold anything.
    there = {
        term.stem
        for term, match in zip(question.terms, matches, strict=True)
        if match and match.quality > _KIN_STEM
    }
    held = sum(
        weight
        for weight, term in zip(weighed, question.terms, strict=True)
        if term.stem in there or (not strict and term.echoes & there)
    )
    if not total or held < NEARLY_ENOUGH * total:
        return None
    earned = [
        (weight * match.value, match)
        for weight, match in zip(weighed, matches, strict=True)
        if match
    ]
    score = sum(value for value, _ in earned) / total
    score += _label_bonus(question, [match for _, match in earned], kept.concept)
    score += _kind_bonus(question, kept.concept, language)
    best = max(earned, key=lambda pair: pair[0])[1]
    why = "everyday_word" if best.quality <= _SURE_KIN else best.why
    return Ranked(kept, score, why, held / total)


def _matches(terms: Sequence[Term], concept: Concept) -> list[_Match | None]:
    labels = (tokens(concept.label), tuple(chain.from_iterable(map(tokens, concept.other_labels))))
    found = [_best(term, labels, _FIELDS[:2]) for term in terms]
    if all(found):
        return found
    longer = (
        tokens(concept.definition),
        tuple(chain.from_iterable(map(tokens, concept.texts))),
    )
    return [
        match or _best(term, longer, _FIELDS[2:]) for term, match in zip(terms, found, strict=True)
    ]


def _best(
    term: Term, fields: Sequence[Sequence[Token]], named: Sequence[tuple[Why, float]]
) -> _Match | None:
    best: _Match | None = None
    for (why, weight), words in zip(named, fields, strict=True):
        for place, token in enumerate(words):
            quality = _quality(term, token)
            if quality and (best is None or quality * weight > best.value):
                best = _Match(quality, quality * weight, why, place if why == "label" else None)
    return best


def _quality(term: Term, token: Token) -> float:
    stem = token.stem
    if stem == term.stem:
        return _EXACT if token.folded == term.folded else _SAME_STEM
    if stem in term.names:
        return _EXACT
    if stem.startswith(term.stem) and term.begins:
        return _BEGINNING
    if stem in term.kin_forms:
        if token not in term.kin:
            return _KIN_STEM
        return _SURE_KIN if stem in term.sure else _KIN
    return 0.0


@lru_cache(maxsize=8_192)
def _folded(label: str) -> str:
    return wording.fold(label)


def _label_bonus(question: Question, matches: Sequence[_Match], concept: Concept) -> float:
    """What the label as a whole adds: the very words, their order, and how little else is in it."""
    asked = _folded(question.text)
    if _folded(concept.label) == asked:
        return 1.0
    bonus = 0.5 if any(_folded(label) == asked for label in concept.other_labels) else 0.0
    places = [match.place for match in matches if match.place is not None]
    words = tokens(concept.label)
    if not places or not words:
        return bonus
    different = sorted(set(places))
    bonus += 0.4 * len(different) / len(words)
    if len(places) > 1 and places == different:
        bonus += 0.1 * (len(places) - 1) / max(different[-1] - different[0], 1)
    return bonus + (0.05 if different[0] == 0 else 0.0)


def _kind_bonus(question: Question, concept: Concept, language: str) -> float:
    bonus = 0.3 if is_own(concept) else _SKILLS.get(concept.kind, 0.0)
    if concept.kind in DETAIL_KINDS:
        bonus -= 0.2
    elif concept.kind in JOB_KINDS:
        bonus += 0.1 if question.asks_jobs else -0.15
    return bonus + (0.05 if concept.language == language else 0.0)
