"""The bodies of official texts in which we look for a skill, as parts of imported schemes.

What is searched in each is fixed here and described in docs/reference/referential.md, so that two
instances that imported the same editions count the same. An entry is what a hit counts: the labels
of an item together, or one of its texts.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from badges.model.concepts import Concept
from badges.model.wording import fold, searchable

Entries = Callable[[Concept], Iterable[str]]


@dataclass(frozen=True)
class CorpusPart:
    """Of which scheme, of which kinds of items, and which of their texts."""

    scheme: str
    kinds: tuple[str, ...]
    entries: Entries


@dataclass(frozen=True)
class CorpusPlan:
    """A corpus before it is counted: `key` names it in the hits of a term.

    `name` is a code: the sentence that says what is in it. Its language and its edition are those
    of the scheme.
    """

    key: str
    name: str
    parts: tuple[CorpusPart, ...]

    @property
    def scheme(self) -> str:
        """The scheme whose edition is that of the corpus."""
        return self.parts[0].scheme


def entry_of(texts: Iterable[str]) -> str:
    """Several labels as one searchable entry; `0` between them, so that no term spans two."""
    pieces = (piece for text in texts for piece in text.split("|"))
    return "0".join(searchable(piece) for piece in pieces if fold(piece))


def entries_of(part: CorpusPart, concepts: Iterable[Concept]) -> Iterator[str]:
    """The entries of a part, from its concepts; empty ones left out."""
    for concept in concepts:
        yield from filter(None, part.entries(concept))


def _label(concept: Concept) -> Iterator[str]:
    yield entry_of((concept.label,))


def _labels(concept: Concept) -> Iterator[str]:
    yield entry_of((concept.label, *concept.other_labels))


def _labels_and_definition(concept: Concept) -> Iterator[str]:
    yield entry_of((concept.label, *concept.other_labels, concept.definition))


def _definition(concept: Concept) -> Iterator[str]:
    yield entry_of((concept.definition,))


def _each_text(concept: Concept) -> Iterator[str]:
    yield from (entry_of((text,)) for text in concept.texts)


CORPORA = (
    CorpusPlan(
        "romeCompetences",
        "corpus.rome_competences",
        (CorpusPart("rome", ("competence", "macro-competence"), _label),),
    ),
    CorpusPlan(
        "romeSavoirs",
        "corpus.rome_savoirs",
        (CorpusPart("rome", ("savoir",), _label),),
    ),
    CorpusPlan(
        "romeOccupations",
        "corpus.rome_occupations",
        (CorpusPart("rome", ("fiche", "appellation"), _label),),
    ),
    CorpusPlan(
        "romeTexts",
        "corpus.rome_texts",
        (
            CorpusPart("rome", ("fiche",), _each_text),
            CorpusPart("rome", ("competence", "macro-competence"), _definition),
        ),
    ),
    CorpusPlan(
        "escoSkills",
        "corpus.esco_skills",
        (CorpusPart("esco", ("skill", "knowledge"), _labels),),
    ),
    CorpusPlan(
        "escoOccupations",
        "corpus.esco_occupations",
        (CorpusPart("esco", ("occupation",), _labels),),
    ),
    CorpusPlan(
        "escoSkills2020",
        "corpus.esco_skills_2020",
        (CorpusPart("esco-2020", ("skill", "knowledge"), _labels_and_definition),),
    ),
    CorpusPlan(
        "digcomp",
        "corpus.digcomp",
        (
            CorpusPart(
                "digcomp", ("area", "competence", "statement", "outcome"), _labels_and_definition
            ),
            CorpusPart("digcomp", ("glossary",), _definition),
        ),
    ),
    CorpusPlan("rncp", "corpus.rncp", (CorpusPart("rncp", (), _labels),)),
)
"""Every corpus, in the order in which a search shows them."""
