"""Which competencies does the badge speak of, at which level, and do we know them?

Our own competency is recognised by its notation *and* its address, whatever the instance that
publishes it; its words are then the referential's. Everything else is shown in the badge's own
words. Official items (`ext:…`) beside one of ours are its cousins, not further claims.
"""

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
    passed,
)
from verifier.report import CompetencyClaim, Cousin, Severity, Wording

_OFFICIAL = "ext:"
_LIMIT = 50


def _ask(case: Case) -> Answer:
    alignments = objects(case.achievement.get("alignment"))[:_LIMIT]
    if not alignments:
        return not_applicable("alignment.none")
    levels = _levels(case)
    claims = [_claim(alignment, levels) for alignment in alignments]
    known = [claim for claim in claims if claim.known]
    own_words = [
        claim
        for claim, alignment in zip(claims, alignments, strict=True)
        if not claim.known and not (known and _is_official(alignment))
    ]
    case.competencies = (*known, *own_words)
    if known:
        return passed("alignment.known", count=len(known))
    return passed("alignment.foreign", count=len(case.competencies))


def _is_official(alignment: JsonObject) -> bool:
    return str(alignment.get("targetType", "")).startswith(_OFFICIAL)


def _claim(alignment: JsonObject, levels: dict[str, JsonObject]) -> CompetencyClaim:
    url, code = a_text(alignment.get("targetUrl")), a_text(alignment.get("targetCode"))
    level = levels.get(url or "") or levels.get("") or {}
    competency = _find(code, url)
    if competency is None:
        return CompetencyClaim(
            code=code,
            name={"": a_text(alignment.get("targetName")) or code or ""},
            level=_level_code(level),
            level_name={"": name} if (name := a_text(level.get("name"))) else {},
            url=url,
            framework=a_text(alignment.get("targetFramework")),
        )
    return CompetencyClaim(
        code=competency.notation,
        name=competency.label,
        level=_level_code(level),
        level_name=_level_words(competency, level),
        url=url,
        statement=competency.statement,
        framework=a_text(alignment.get("targetFramework")),
        known=True,
        cousins=tuple(
            Cousin(match.framework, match.code, {"fr": match.label}, match.relation, match.uri)
            for match in competency.matches
        ),
    )


def _find(code: str | None, url: str | None) -> Competency | None:
    """Our competency, when notation and address both name it."""
    if code is None or url is None:
        return None
    try:
        competency = load_tiers_lieux().find(code)
        path = urlsplit(url).path
    except (FrameworkError, ValueError):
        return None
    ours = f"/frameworks/{load_tiers_lieux().slug}/{competency.slug}"
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
