"""Which competencies does the badge speak of, at which level, and do we know them?

Our own competency is recognised by its notation *and* its address, whatever the instance that
publishes it; its words are then the referential's. Everything else is shown in the badge's own
words. Official items (`ext:…`) beside a competency are its cousins, not further claims. Nothing is
fetched: what we do not carry, we do not ask about.
"""

from collections.abc import Mapping
from functools import lru_cache
from urllib.parse import urlsplit

import orjson

from badges.documents import JsonObject
from badges.errors import FrameworkError
from badges.frameworks import load_tiers_lieux
from badges.model.framework import Competency
from verifier.case import (
    SPEC_OB,
    Answer,
    Case,
    Check,
    Kind,
    a_text,
    not_applicable,
    objects,
    passed,
)
from verifier.checks.official_cousins import cousins, is_official, owners
from verifier.report import CompetencyClaim, Cousin, Severity, Wording
from verifier.report.absences import evidence_of_absence

_OF_A_FRAMEWORK = "CFItem"
_LIMIT = 50
_SMALL, _ACHIEVEMENTS = 8_192, 256
"""What achievements claim is remembered: public, in memory, so many and no longer ones."""
_DESCRIPTION_LENGTH = 1_000


def _ask(case: Case) -> Answer:
    alignments = objects(case.achievement.get("alignment"))[:_LIMIT]
    if not alignments:
        return not_applicable("alignment.none")
    case.competencies = _claims_of(alignments, _levels(case))
    known = sum(claim.known for claim in case.competencies)
    if known:
        return passed("alignment.known", count=known)
    return passed("alignment.foreign", count=len(case.competencies))


def _claims_of(
    alignments: list[JsonObject], levels: dict[str, JsonObject]
) -> tuple[CompetencyClaim, ...]:
    """What these alignments claim; an achievement says the same in each of its badges."""
    try:
        written = orjson.dumps((alignments, levels))
    except TypeError:  # a number that it cannot write
        return _claims(alignments, levels)
    return _same_claims(written) if len(written) <= _SMALL else _claims(alignments, levels)


@lru_cache(_ACHIEVEMENTS)
def _same_claims(written: bytes) -> tuple[CompetencyClaim, ...]:
    alignments, levels = orjson.loads(written)
    return _claims(alignments, levels)


def _claims(
    alignments: list[JsonObject], levels: dict[str, JsonObject]
) -> tuple[CompetencyClaim, ...]:
    """One claim for each competency, those that we know first."""
    found = _competencies(alignments)
    beside = owners(alignments, found)
    claims = [
        _claim(
            alignment, levels, found.get(place), cousins(beside.get(place, ()), found.get(place))
        )
        for place, alignment in enumerate(alignments)
        if place in found or not (found and is_official(alignment))
    ]
    return tuple(sorted(claims, key=lambda claim: not claim.known))


def _competencies(alignments: list[JsonObject]) -> Mapping[int, Competency | None]:
    """Where competencies stand among the alignments: ours, and the items of other frameworks."""
    found: dict[int, Competency | None] = {}
    for place, alignment in enumerate(alignments):
        competency = _find(a_text(alignment.get("targetCode")), a_text(alignment.get("targetUrl")))
        if competency is not None or alignment.get("targetType") == _OF_A_FRAMEWORK:
            found[place] = competency
    return found


def _claim(
    alignment: JsonObject,
    levels: dict[str, JsonObject],
    competency: Competency | None,
    beside: tuple[Cousin, ...],
) -> CompetencyClaim:
    url, code = a_text(alignment.get("targetUrl")), a_text(alignment.get("targetCode"))
    level = levels.get(url or "") or levels.get("") or {}
    framework = a_text(alignment.get("targetFramework"))
    if competency is None:
        return CompetencyClaim(
            code=code,
            name={"": a_text(alignment.get("targetName")) or code or ""},
            level=_level_code(level),
            level_name={"": name} if (name := a_text(level.get("name"))) else {},
            url=url,
            framework=framework,
            cousins=beside,
            description=(a_text(alignment.get("targetDescription")) or "")[:_DESCRIPTION_LENGTH]
            or None,
        )
    return CompetencyClaim(
        code=competency.notation,
        name=competency.label,
        level=_level_code(level),
        level_name=_level_words(competency, level),
        url=url,
        statement=competency.statement,
        framework=framework,
        known=True,
        cousins=beside,
        coverage=competency.coverage,
        searched=competency.absence.date if competency.absence is not None else None,
        absence=evidence_of_absence(load_tiers_lieux(), competency),
    )


def _find(code: str | None, url: str | None) -> Competency | None:
    """Our competency, when notation and address both name it."""
    framework = load_tiers_lieux()
    place = f"/frameworks/{framework.slug}/"
    if code is None or url is None or place not in url:
        return None
    try:
        competency = framework.find(code)
        path = urlsplit(url).path
    except (FrameworkError, ValueError):
        return None
    ours = f"{place}{competency.slug}"
    return competency if competency.notation == code and path.endswith(ours) else None


def _levels(case: Case) -> dict[str, JsonObject]:
    """The level reached, by the address of the competency that it speaks of; "" for all."""
    descriptions = {
        item.get("id"): item
        for item in objects(case.achievement.get("resultDescription"))
        if isinstance(item.get("id"), str)
    }
    reached: dict[str, JsonObject] = {}
    for result in objects(case.subject.get("result"))[:_LIMIT]:
        name = a_text(result.get("resultDescription"))
        description = descriptions.get(name, {})
        for level in objects(description.get("rubricCriterionLevel")):
            if level.get("id") is not None and level.get("id") == result.get("achievedLevel"):
                targets = [
                    url
                    for item in objects(description.get("alignment"))
                    if (url := a_text(item.get("targetUrl")))
                ]
                reached |= dict.fromkeys(targets or [""], level)
    return reached


def _level_code(level: JsonObject) -> str | None:
    """`N3`: the code that the level bears, else the end of its address."""
    code = a_text(level.get("level"))
    if code is not None or not level:
        return code
    return str(level.get("id")).rstrip("/").rpartition("/")[2].rpartition("#")[2] or None


def _level_words(competency: Competency, level: JsonObject) -> Wording:
    """The referential's word for the level, else the badge's own."""
    try:
        return competency.level(_level_code(level) or "").label
    except FrameworkError:
        name = a_text(level.get("name"))
        return {"": name} if name else {}


ALIGNMENT_KNOWN = Check(
    id="alignment.known",
    severity=Severity.NOTICE,
    spec=f"{SPEC_OB}alignment",
    ask=_ask,
    needs=("input.readable",),
    kinds=frozenset({Kind.BADGE}),
)
