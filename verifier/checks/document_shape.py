"""Is this a badge or a record, and does it say what it must? (VER-05, VER-11, VER-12, CLR-01).

What a JSON Schema cannot say: which types make a badge, and who must be named.
"""

from collections.abc import Iterator

from verifier.case import (
    SPEC_OB,
    Answer,
    Case,
    Check,
    Kind,
    a_text,
    an_object,
    listed,
    only,
)
from verifier.checks.problems import Problem, judge
from verifier.report import Outcome, Severity, State

_BADGES = {"OpenBadgeCredential", "AchievementCredential"}
_TYPES = {
    Kind.BADGE: _BADGES,
    Kind.ENDORSEMENT: {"EndorsementCredential"},
    Kind.STATUS_LIST: {"BitstringStatusListCredential"},
    Kind.RECORD: {"ClrCredential"},
}
_COMPLETE = "document.complete"


def of_two_kinds(case: Case) -> Answer | None:
    """The refusal of a document whose types name two kinds at once; None when they do not."""
    if not case.is_of_two_kinds:
        return None
    found = ", ".join(case.types)[:200]
    return Answer(Outcome.FAILED, "type.two_kinds", {"found": found}, state=State.UNREADABLE)


def _ask(case: Case) -> Answer:
    refusal = of_two_kinds(case)
    if refusal is not None:
        return refusal
    types = set(case.types)
    if "VerifiableCredential" not in types or not types & _TYPES[case.kind]:
        found = ", ".join(case.types)[:200]
        return Answer(Outcome.FAILED, "type.missing", {"found": found}, state=State.UNREADABLE)
    if case.kind is Kind.BADGE:
        return judge([*_subject_problems(case), *_badge_problems(case)], _COMPLETE)
    return judge(list(_subject_problems(case)) if case.kind is Kind.RECORD else [], _COMPLETE)


def _subject_problems(case: Case) -> Iterator[Problem]:
    """One subject, who is identified."""
    subject = case.document.get("credentialSubject")
    if isinstance(subject, list) and len(subject) != 1:
        yield "subject.several", "/credentialSubject", True
    elif not a_text(case.subject.get("id")) and not listed(case.subject.get("identifier")):
        yield "subject.unidentified", "/credentialSubject", True


def _badge_problems(case: Case) -> Iterator[Problem]:
    """An issuer that is a profile, and an achievement that says how it is earned."""
    if isinstance(case.document.get("issuer"), str):
        yield "issuer.bare", "/issuer", False
    if not case.achievement:
        yield "achievement.missing", "/credentialSubject/achievement", True
        return
    criteria = an_object(only(case.achievement.get("criteria")))
    if not a_text(criteria.get("id")) and not a_text(criteria.get("narrative")):
        yield "criteria.empty", "/credentialSubject/achievement/criteria", True


DOCUMENT_SHAPE = Check(
    id="document.shape",
    severity=Severity.FATAL,
    spec=f"{SPEC_OB}verify-openbadgecredential",
    ask=_ask,
    needs=("input.readable",),
    kinds=frozenset(_TYPES),
    is_alike=lambda _: True,  # what it asks of a person's texts is that they are there
)
