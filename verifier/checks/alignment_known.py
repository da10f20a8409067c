"""Which competencies does the badge speak of, at which level, and do we know them?

Our own competency is recognised by its notation *and* its address, whatever the instance that
publishes it; its words are then the referential's. Everything else is shown in the badge's own
words. Official items (`ext:…`) beside a competency are its cousins, not further claims. Nothing is
fetched: what we do not carry, we do not ask about.
"""

from collections.abc import Iterator, Mapping
from urllib.parse import urlsplit

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
)
from verifier.checks.official_cousins import cousins, is_official, owners
from verifier.report import CompetencyClaim, Cousin, Outcome, Severity, Wording
from verifier.report.absences import evidence_of_absence

_OF_A_FRAMEWORK = "CFItem"
_LIMIT = 50
_CLAIMED = "claims"
_MOST = 16
"""How many sets of levels are told once for all; other badges of the achievement go without."""
_DESCRIPTION_LENGTH = 1_000


def _ask(case: Case) -> Answer:
    """What the achievement speaks of; of badges alike it is found out once for each level."""
    claimed = case.in_common(_CLAIMED, _Claimed)
    reached = claimed.reached(objects(case.subject.get("result"))[:_LIMIT])
    case.competencies, answer = claimed.at(reached)
    return answer


_Reached = tuple[tuple[str, str], ...]
_Told = tuple[tuple[CompetencyClaim, ...], Answer]


class _Claimed:
    """What an achievement claims: the same in each of its badges, but for the levels reached.

    Nothing but the achievement is kept here: a level that is none of its own is passed over.
    """

    def __init__(self, case: Case) -> None:
        achievement = case.achievement
        self._alignments = objects(achievement.get("alignment"))[:_LIMIT]
        self._levels = dict(_levels(achievement))
        self._told: dict[_Reached, _Told] = {}

    def reached(self, results: list[JsonObject]) -> _Reached:
        """The descriptions of results, and their levels, that these name."""
        named = [
            (a_text(result.get("resultDescription")) or "", a_text(result.get("achievedLevel")))
            for result in results
        ]
        return tuple([pair for pair in named if pair in self._levels])

    def at(self, reached: _Reached) -> _Told:
        """What is claimed at these levels, those that we know first, and what the check answers."""
        told = self._told.get(reached)
        if told is None:
            told = self._tell(reached)
            if len(self._told) < _MOST:
                self._told[reached] = told
        return told

    def _tell(self, reached: _Reached) -> _Told:
        if not self._alignments:
            return (), not_applicable("alignment.none")
        levels: dict[str, JsonObject] = {}
        for pair in reached:
            targets, level = self._levels[pair]
            levels |= dict.fromkeys(targets, level)
        claims = _claims(self._alignments, levels)
        known = sum(claim.known for claim in claims)
        if known:
            code, count = "alignment.known", known
        else:
            code, count = "alignment.foreign", len(claims)
        answer = Answer(Outcome.PASSED, code, {"count": count}, is_common=True)
        return claims, answer


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


def _levels(
    achievement: JsonObject,
) -> Iterator[tuple[tuple[str, str], tuple[list[str], JsonObject]]]:
    """Each level of each description of results, and the competencies that it speaks of.

    These are told by their addresses; "" stands for all.
    """
    for description in objects(achievement.get("resultDescription")):
        targets = [
            url
            for item in objects(description.get("alignment"))
            if (url := a_text(item.get("targetUrl")))
        ]
        name = a_text(description.get("id"))
        for level in objects(description.get("rubricCriterionLevel")):
            identifier = a_text(level.get("id"))
            if name is not None and identifier is not None:
                yield (name, identifier), (targets or [""], level)


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
