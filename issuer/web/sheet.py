"""A badge as its page shows it: read from the signed document and from what became of it since."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from badges.documents import JsonObject, parse
from badges.errors import FrameworkError
from badges.frameworks.alignments import IN_CREDENTIALS
from badges.model.framework import Competency, Framework, Level, OfficialMatch
from issuer.errors import NotFound
from issuer.model import Award, Place
from issuer.ports import Office
from issuer.services.commons import referentials
from issuer.web import linkedin

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


@dataclass(frozen=True)
class Sheet:
    """One award, its place, and the moment at which somebody looks at it."""

    office: Office
    award: Award
    place: Place
    now: datetime

    @property
    def state(self) -> str:
        """`active`, `revoked`, `suspended`, `expired` or `not_yet_valid`."""
        if self.award.state != "active":
            return self.award.state
        if self.award.valid_until is not None and self.now > self.award.valid_until:
            return "expired"
        return "not_yet_valid" if self.now < self.award.valid_from else "active"

    @property
    def turning_day(self) -> datetime | None:
        """When the badge came, or will come, into its state."""
        days = {"expired": self.award.valid_until, "not_yet_valid": self.award.valid_from}
        return days.get(self.state, self.award.state_changed)

    @property
    def tone(self) -> str:
        """The colour family of a state that is not `active`."""
        return "bad" if self.state == "revoked" else "warn"

    @cached_property
    def document(self) -> JsonObject:
        """The signed credential."""
        return parse(self.award.json)

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

    @cached_property
    def skills(self) -> list[Skill]:
        """The competencies of the referential that the signed definition is aligned with."""
        levels = self._levels
        own = [item for item in self.achievement.get("alignment", ()) if _is_own(item)]
        return [self._skill(item, levels.get(_code(item))) for item in own]

    @property
    def level(self) -> Level | None:
        """The level reached in the main competency."""
        return self.skills[0].level if self.skills else None

    @property
    def linkedin(self) -> str:
        """The "Add to profile" link."""
        return linkedin.add_to_profile(self.title, self.place, self.award, self.award.url)

    @property
    def linkedin_fields(self) -> list[tuple[str, str]]:
        """The same fields, to copy by hand."""
        return linkedin.fields(self.title, self.place, self.award, self.award.url)

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
            framework, competency = referentials.competency(self.office, _code(alignment))
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


def _is_own(alignment: Any) -> bool:
    return isinstance(alignment, dict) and alignment.get("targetType") == "CFItem"


def _code(alignment: Any) -> str:
    return str(alignment.get("targetCode", "")) if isinstance(alignment, dict) else ""
