"""Is this a badge, and does it say what a badge must say? (VER-05, VER-11, VER-12, DM-20 to DM-23).

What a JSON Schema cannot say: which types make a badge, who must be named, and which identifiers
inside the document must point at each other.
"""

from collections.abc import Iterator
from typing import Any

from badges.documents import JsonObject
from verifier.case import (
    SPEC_OB,
    Answer,
    Case,
    Check,
    Kind,
    a_text,
    an_object,
    listed,
    objects,
    only,
    passed,
)
from verifier.report import Evidence, Outcome, Severity, State

_BADGES = {"OpenBadgeCredential", "AchievementCredential"}
_TYPES = {
    Kind.BADGE: _BADGES,
    Kind.ENDORSEMENT: {"EndorsementCredential"},
    Kind.STATUS_LIST: {"BitstringStatusListCredential"},
    Kind.RECORD: {"ClrCredential"},
    Kind.PRESENTATION: {"VerifiablePresentation"},
    Kind.CREDENTIAL: {"VerifiableCredential"},
}
_SHOWN = 10

Problem = tuple[str, str, bool]
"""Code, JSON pointer, and whether it is grave."""


def _ask(case: Case) -> Answer:
    types = set(case.types)
    if "VerifiableCredential" not in types or not types & _TYPES[case.kind]:
        found = ", ".join(case.types)[:200]
        return Answer(Outcome.FAILED, "type.missing", {"found": found}, state=State.UNREADABLE)
    if case.kind is not Kind.BADGE:
        return passed("document.complete")
    return _judge(list(_problems(case)))


def _judge(problems: list[Problem]) -> Answer:
    """The gravest problem answers; the others are told beside it."""
    if not problems:
        return passed("document.complete")
    code, path, is_grave = max(problems, key=lambda problem: problem[2])
    return Answer(
        Outcome.FAILED,
        code,
        {"path": path},
        tuple(Evidence(other, place) for other, place, _ in problems[:_SHOWN]),
        None if is_grave else Severity.WARNING,
        State.UNREADABLE,
    )


def _problems(case: Case) -> Iterator[Problem]:
    if isinstance(case.document.get("issuer"), str):
        yield "issuer.bare", "/issuer", False
    subject = case.document.get("credentialSubject")
    if isinstance(subject, list) and len(subject) != 1:
        yield "subject.several", "/credentialSubject", True
    elif not a_text(case.subject.get("id")) and not listed(case.subject.get("identifier")):
        yield "subject.unidentified", "/credentialSubject", True
    if not case.achievement:
        yield "achievement.missing", "/credentialSubject/achievement", True
        return
    criteria = an_object(only(case.achievement.get("criteria")))
    if not a_text(criteria.get("id")) and not a_text(criteria.get("narrative")):
        yield "criteria.empty", "/credentialSubject/achievement/criteria", True
    yield from _result_problems(case)


def _result_problems(case: Case) -> Iterator[Problem]:
    """Results must point at descriptions and levels of the same achievement (DM-20 to DM-23)."""
    descriptions = objects(case.achievement.get("resultDescription"))
    known = {a_text(item.get("id")): item for item in descriptions}
    for index, item in enumerate(descriptions):
        path = f"/credentialSubject/achievement/resultDescription/{index}"
        if "requiredLevel" in item and item["requiredLevel"] not in _levels(item):
            yield "result.unknown_level", f"{path}/requiredLevel", True
    for index, result in enumerate(objects(case.subject.get("result"))):
        path = f"/credentialSubject/result/{index}"
        if "resultDescription" in result:
            name = a_text(result["resultDescription"])
            if name is None or name not in known:
                yield "result.unknown_description", f"{path}/resultDescription", True
                continue
            yield from _one_result(result, known[name], path)
        elif "achievedLevel" in result:
            yield "result.unknown_level", f"{path}/achievedLevel", True


def _one_result(result: JsonObject, description: JsonObject, path: str) -> Iterator[Problem]:
    if description.get("resultType") == "Status" and "status" not in result:
        yield "result.status_missing", f"{path}/status", True
    if "achievedLevel" in result and result["achievedLevel"] not in _levels(description):
        yield "result.unknown_level", f"{path}/achievedLevel", True
    if "value" in result and not _is_allowed(result["value"], description):
        yield "result.value_outside", f"{path}/value", False


def _levels(description: JsonObject) -> list[Any]:
    return [level.get("id") for level in objects(description.get("rubricCriterionLevel"))]


def _is_allowed(value: Any, description: JsonObject) -> bool:
    allowed = listed(description.get("allowedValue"))
    if allowed:
        return value in allowed
    number = _number(value)
    lowest, highest = _number(description.get("valueMin")), _number(description.get("valueMax"))
    if number is None:
        return lowest is None and highest is None
    return (lowest is None or lowest <= number) and (highest is None or number <= highest)


def _number(value: Any) -> float | None:
    try:
        return float(value) if isinstance(value, str) else None
    except ValueError:
        return None


DOCUMENT_SHAPE = Check(
    id="document.shape",
    severity=Severity.FATAL,
    spec=f"{SPEC_OB}verify-openbadgecredential",
    ask=_ask,
    needs=("input.readable",),
)
