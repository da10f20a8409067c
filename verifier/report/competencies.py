"""What a badge says one can do: each competency, its level, and its official cousins.

These are claims copied from the document, or words of the referential that we carry: `source` and
`known` tell which. Nothing is fetched to say them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from badges.documents import JsonObject
from verifier.report.absences import EvidenceOfAbsence

Wording = Mapping[str, str]
CousinSource = Literal["badge", "referential"]

_CLOSEST = ("exactMatch", "closeMatch", "broadMatch")
"""Cousins that mean the same or hold the competency, the nearest first; others come after."""


@dataclass(frozen=True)
class Cousin:
    """A match of the competency in an official referential (ROME, ESCO, DigComp).

    `source` tells who says so: the signed badge, or only the referential that we carry. `relation`
    and `state` are None when the badge does not tell them in words that we know; `description` is
    then what it says. `edition` is that of the official referential: `4.0 v60`.
    """

    framework: str
    code: str
    name: Wording
    relation: str | None
    url: str | None = None
    edition: str | None = None
    state: str | None = None
    source: CousinSource = "referential"
    description: str | None = None

    @property
    def distance(self) -> tuple[bool, int]:
        """By which cousins are told: those of the badge first, then the closest."""
        near = self.relation in _CLOSEST
        return self.source != "badge", _CLOSEST.index(str(self.relation)) if near else len(_CLOSEST)

    @property
    def key(self) -> tuple[str, str]:
        """What two cousins share that are the same official item."""
        return self.framework.casefold(), self.code

    def to_json(self, language: str) -> JsonObject:
        """One item of the member `matches` of a competency."""
        return {
            "framework": self.framework,
            "code": self.code,
            "name": say(self.name, language),
            "relation": self.relation,
            "url": self.url,
            "edition": self.edition,
            "state": self.state,
            "source": self.source,
            "description": self.description,
        }


@dataclass(frozen=True)
class CompetencyClaim:
    """One competency that the badge says its holder has, at one level.

    `known` tells whether we found it in a referential that we carry; names, statements and level
    words are then the referential's, else the badge's own words, and `description` too. `coverage`
    and `searched` are what that referential found of it in official ones, and on which day;
    `absence` is the search behind it when it found none.
    """

    code: str | None
    name: Wording
    level: str | None = None
    level_name: Wording = field(default_factory=dict)
    url: str | None = None
    statement: Wording = field(default_factory=dict)
    framework: str | None = None
    known: bool = False
    cousins: tuple[Cousin, ...] = ()
    description: str | None = None
    coverage: str | None = None
    searched: str | None = None
    absence: EvidenceOfAbsence | None = None

    def to_json(self, language: str) -> JsonObject:
        """One item of the member `summary.competencies`."""
        return {
            "code": self.code,
            "name": say(self.name, language),
            "level": self.level,
            "level_name": say(self.level_name, language),
            "url": self.url,
            "statement": say(self.statement, language),
            "framework": self.framework,
            "known": self.known,
            "matches": [cousin.to_json(language) for cousin in self.cousins],
            "description": self.description,
            "coverage": self.coverage,
            "searched": self.searched,
            "evidence_of_absence": self.absence.to_json(language) if self.absence else None,
        }


def say(wording: Wording, language: str) -> str | None:
    """The words in `language`, else in French, else in any language, else None.

    The empty key holds words whose language the badge does not tell.
    """
    for candidate in (language, "", "fr"):
        if candidate in wording:
            return wording[candidate]
    return next(iter(wording.values()), None)
