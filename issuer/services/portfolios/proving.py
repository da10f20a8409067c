"""The competencies that the badges of a portfolio prove, by family, each at the highest level.

Only badges that hold today prove anything, and only those of this place: what a badge from
elsewhere means is told by whoever gave it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from badges.model.framework import Competency, Domain, Framework, Level
from issuer.model import Award
from issuer.services.portfolios.standing import is_in_force
from issuer.services.signed_badges import FindCompetency, SignedBadge, Skill


@dataclass(frozen=True)
class Proven:
    """One competency: how far its holder was seen to be, and the badges that say so.

    `step` counts from 1 on a scale of `steps`; 0 when no badge tells a level.
    """

    competency: Competency
    framework: Framework
    level: Level | None
    step: int
    steps: int
    awards: tuple[Award, ...]


@dataclass(frozen=True)
class Family:
    """The competencies of one domain of a referential that are proven, in its order."""

    framework: Framework
    domain: Domain
    skills: tuple[Proven, ...]


@dataclass
class _Found:
    framework: Framework
    competency: Competency
    level: Level | None = None
    awards: list[Award] = field(default_factory=list)

    def add(self, award: Award, level: Level | None) -> None:
        """One more badge, whose level counts when it is higher."""
        self.awards.append(award)
        if level is not None and _step(self.framework, level) >= self.step:
            self.level = level

    @property
    def step(self) -> int:
        return 0 if self.level is None else _step(self.framework, self.level)

    def proven(self) -> Proven:
        """What was found, as it is told."""
        steps = max(1, len(self.framework.levels))
        found = tuple(self.awards)
        return Proven(self.competency, self.framework, self.level, self.step, steps, found)


def proven(awards: Sequence[Award], find: FindCompetency, now: datetime) -> tuple[Family, ...]:
    """What these badges prove today, family by family; nothing for those that hold no more."""
    found: dict[tuple[str, str], _Found] = {}
    for award in awards:
        if is_in_force(award, now):
            for skill in SignedBadge(award, find).skills:
                _add(found, award, skill)
    return tuple(_families(found))


def _add(found: dict[tuple[str, str], _Found], award: Award, skill: Skill) -> None:
    if skill.competency is None or skill.framework is None:
        return
    key = (skill.framework.slug, str(skill.competency.uuid))
    known = found.setdefault(key, _Found(skill.framework, skill.competency))
    known.add(award, skill.level)


def _families(found: dict[tuple[str, str], _Found]) -> list[Family]:
    frameworks = {item.framework.slug: item.framework for item in found.values()}
    families = []
    for slug, framework in frameworks.items():
        order = {str(item.uuid): place for place, item in enumerate(framework.competencies)}
        mine = [(order.get(uuid, 0), item) for (home, uuid), item in found.items() if home == slug]
        told = [item.proven() for _, item in sorted(mine, key=lambda pair: pair[0])]
        for domain in framework.domains:
            skills = tuple(one for one in told if one.competency.domain.code == domain.code)
            if skills:
                families.append(Family(framework, domain, skills))
    return families


def _step(framework: Framework, level: Level) -> int:
    codes = [item.code for item in framework.levels]
    return codes.index(level.code) + 1 if level.code in codes else 1
