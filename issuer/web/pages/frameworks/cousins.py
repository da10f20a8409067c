"""The official cousins of a competency as people read them, and the evidence of an absence."""

from dataclasses import dataclass
from typing import Literal

from badges.model.framework import (
    Competency,
    Corpus,
    Framework,
    OfficialMatch,
    Relation,
    SearchedTerm,
    Words,
)
from badges.model.wording import fold
from issuer.model import KeptConcept
from issuer.ports import Office
from issuer.services.official import items as official
from issuer.web.pages.frameworks.addresses import item_path
from issuer.web.pages.frameworks.official import page_of_match

Closeness = Literal["same", "broader", "narrower", "related"]

_CLOSENESS: dict[Relation, Closeness] = {
    "exactMatch": "same",
    "closeMatch": "same",
    "broadMatch": "broader",
    "narrowMatch": "narrower",
    "relatedMatch": "related",
}


@dataclass(frozen=True)
class Cousin:
    """A bridge, the item behind it as it was last imported, and where to read about it."""

    match: OfficialMatch
    kept: KeptConcept | None

    @property
    def path(self) -> str:
        """Our page about the item."""
        return item_path(self.match.scheme, self.match.code)

    @property
    def publisher(self) -> str | None:
        """The publisher's own page, when there is one."""
        return page_of_match(self.match)

    @property
    def gone_in(self) -> str | None:
        """The edition that no longer has the code."""
        return self.kept.gone_in if self.kept else None

    @property
    def renamed(self) -> str | None:
        """What the item is called now, when that is not what it was called."""
        if self.kept is None or self.gone_in is not None:
            return None
        label = self.kept.concept.label
        return None if fold(label) == fold(self.match.label) else label


def groups(office: Office, item: Competency) -> list[tuple[Closeness, list[Cousin]]]:
    """The bridges that nobody refused, by how close they are, the closest first."""
    shown = [match for match in item.matches if match.status != "refused"]
    kept = official.kept(office, shown)
    cousins = [Cousin(match, kept.get((match.scheme, match.code))) for match in shown]
    found: dict[Closeness, list[Cousin]] = {}
    for closeness in dict.fromkeys(_CLOSENESS.values()):
        near = [item for item in cousins if _CLOSENESS[item.match.relation] == closeness]
        if near:
            found[closeness] = near
    return list(found.items())


@dataclass(frozen=True)
class Sought:
    """A term, how often it was found in all, and in which of the numbered bodies of text."""

    term: SearchedTerm
    total: int
    where: tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Evidence:
    """The dated search behind what we say of the official coverage, ready to be shown."""

    date: str
    corpora: tuple[Corpus, ...]
    sought: tuple[Sought, ...]
    limits: Words

    @property
    def entries(self) -> int:
        """How many official entries were searched in all."""
        return sum(corpus.entries for corpus in self.corpora)

    @property
    def nowhere(self) -> int:
        """How many terms were found nowhere."""
        return sum(not item.total for item in self.sought)


def evidence(framework: Framework, item: Competency) -> Evidence | None:
    """What was searched for the competency, in which bodies of text, and found how often."""
    if item.absence is None:
        return None
    used = {key for term in item.absence.terms for key in term.hits}
    corpora = tuple(corpus for corpus in framework.corpora if corpus.key in used)
    numbers = {corpus.key: number for number, corpus in enumerate(corpora, start=1)}
    return Evidence(
        item.absence.date,
        corpora,
        tuple(_sought(term, numbers) for term in item.absence.terms),
        item.absence.limits,
    )


def _sought(term: SearchedTerm, numbers: dict[str, int]) -> Sought:
    where = tuple(
        sorted((numbers[key], hits) for key, hits in term.hits.items() if hits and key in numbers)
    )
    return Sought(term, sum(term.hits.values()), where)
