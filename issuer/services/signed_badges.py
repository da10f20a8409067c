"""What a signed badge says, read from its own bytes: for its page and for paper alike."""

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from badges.documents import JsonObject, parse
from badges.errors import FrameworkError
from badges.frameworks.alignments import IN_CREDENTIALS
from badges.model.framework import Competency, Framework, Level, OfficialMatch
from issuer.errors import NotFound
from issuer.model import Achievement, ArtworkSpec, Award
from issuer.services.commons.levels import marks_of

FindCompetency = Callable[[str], tuple[Framework, Competency]]
"""The competency of a notation with its framework; raises `NotFound`."""

_COUSINS = 2
_SUREST = ("published", "reviewed", "reopened", "proposed")


@dataclass(frozen=True)
class Cousin:
    """An official item beside a competency; the badge itself names it when it `is_signed`."""

    match: OfficialMatch
    is_signed: bool

    @property
    def is_broader(self) -> bool:
        """Whether the competency is only a part of the official item."""
        return self.match.relation == "broadMatch"

    @property
    def doubt(self) -> str | None:
        """The state of a bridge that the badge does not name, None when it does."""
        return None if self.is_signed else self.match.status


@dataclass(frozen=True)
class Skill:
    """One competency that the badge recognises, at one level when the badge says it."""

    name: str
    competency: Competency | None = None
    level: Level | None = None
    framework: Framework | None = None
    cousins: tuple[Cousin, ...] = ()


class BadgeReading(ABC):
    """What a credential of ours says, and where the competencies that it names are looked up."""

    find: FindCompetency

    @property
    @abstractmethod
    def document(self) -> JsonObject:
        """The credential."""

    @cached_property
    def achievement(self) -> JsonObject:
        """The definition that was signed with the badge."""
        found = self.document["credentialSubject"]["achievement"]
        return found if isinstance(found, dict) else {}

    @property
    def title(self) -> str:
        """The name of what was achieved."""
        return str(self.achievement.get("name", ""))

    @property
    def criteria(self) -> str:
        """What had to be done, in Markdown."""
        return str(self.achievement.get("criteria", {}).get("narrative", ""))

    @property
    def evidence(self) -> list[JsonObject]:
        """What shows that it was done."""
        return [item for item in self.document.get("evidence", ()) if isinstance(item, dict)]

    @property
    def narrative(self) -> str:
        """What else is said of what the person did, how long it lasted, in Markdown."""
        return str(self.document["credentialSubject"].get("narrative", ""))

    @property
    def creator(self) -> str:
        """The network whose definition it is, when another place awards it; else nothing."""
        found = self.achievement.get("creator")
        return str(found.get("name", "")) if isinstance(found, dict) else ""

    @cached_property
    def skills(self) -> list[Skill]:
        """The competencies of the referential that the signed definition is aligned with."""
        levels = self._levels
        own = [item for item in self.achievement.get("alignment", ()) if _is_own(item)]
        return [self._skill(item, levels.get(_code(item))) for item in own]

    @property
    def codes(self) -> list[str]:
        """The notations of those competencies, before anybody looked them up."""
        return [_code(item) for item in self.achievement.get("alignment", ()) if _is_own(item)]

    @property
    def level(self) -> Level | None:
        """The level reached in the main competency."""
        return self.skills[0].level if self.skills else None

    @property
    def _levels(self) -> dict[str, str]:
        """Code of each competency -> code of the level reached, as the signed results tell it."""
        reached = {
            item.get("resultDescription"): item.get("achievedLevel")
            for item in self.document["credentialSubject"].get("result", ())
        }
        levels: dict[str, str] = {}
        for scale in self.achievement.get("resultDescription", ()):
            for step in scale.get("rubricCriterionLevel", ()):
                if step["id"] == reached.get(scale["id"]):
                    levels |= {_code(item): step["level"] for item in scale.get("alignment", ())}
        return levels

    def _skill(self, alignment: JsonObject, level: str | None) -> Skill:
        name = str(alignment.get("targetName", ""))
        try:
            framework, competency = self.find(_code(alignment))
        except NotFound:
            return Skill(name)
        try:
            step = None if level is None else framework.level_of(competency, level)
        except FrameworkError:
            step = None
        return Skill(name, competency, step, framework, self._cousins(competency))

    def _cousins(self, competency: Competency) -> tuple[Cousin, ...]:
        """The official items that are as broad or broader: the signed ones first, then the surest.

        Only bridges that people published are in a badge (CASE-03): of the others the page says
        how far they are.
        """
        signed = {
            _code(item) for item in self.achievement.get("alignment", ()) if not _is_own(item)
        }
        near = [
            Cousin(match, match.status == "published" and match.code in signed)
            for match in competency.matches
            if match.relation in IN_CREDENTIALS and match.status in _SUREST
        ]
        near.sort(
            key=lambda one: (not one.is_signed, _SUREST.index(one.match.status), one.is_broader)
        )
        return tuple(near[:_COUSINS])


@dataclass(frozen=True)
class SignedBadge(BadgeReading):
    """One award, read from the bytes that were signed."""

    award: Award
    find: FindCompetency

    @cached_property
    def document(self) -> JsonObject:
        """The signed credential."""
        return parse(self.award.json)

    def is_file(self, evidence: JsonObject) -> bool:
        """Whether we keep that evidence ourselves, behind a door that the holder opens or shuts."""
        origin = self.award.url.removesuffix(f"/credentials/{self.award.id}")
        return str(evidence.get("id", "")).startswith(f"{origin}/evidence/")


@dataclass(frozen=True)
class ComposedBadge(BadgeReading):
    """A credential that is not signed yet, as somebody looks at it before."""

    content: JsonObject
    find: FindCompetency

    @property
    def document(self) -> JsonObject:
        """The credential as it would be signed."""
        return self.content


def artwork_of(award: Award, definition: Achievement, find: FindCompetency) -> ArtworkSpec:
    """How the badge of one person looks: as the definition, with the level that was reached.

    Raises:
        NotFound: the referential has its main competency no more.
    """
    if award.level is None:
        return definition.artwork
    framework, _ = find(definition.competencies[0].notation)
    return replace(definition.artwork, level=marks_of(framework, award.level))


def _is_own(alignment: Any) -> bool:
    return isinstance(alignment, dict) and alignment.get("targetType") == "CFItem"


def _code(alignment: Any) -> str:
    return str(alignment.get("targetCode", "")) if isinstance(alignment, dict) else ""
