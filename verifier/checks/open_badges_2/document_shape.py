"""Is the badge whole: its assertion, its badge class and its issuer? (OB2-01 to OB2-05).

The three lie apart, and each must be had and say what the standard requires of it.
"""

from badges.errors import BadgeError, FetchError
from badges.ob2 import (
    Award,
    Linked,
    Problem,
    assertion_problems,
    badge_problems,
    issuer_problems,
)
from verifier.case import Answer, Case, Check, causes, passed
from verifier.checks.open_badges_2.standing import (
    ASSERTIONS,
    SHAPE,
    SPEC_OB_2,
    award_of,
    unjudged,
)
from verifier.errors import NotYetRead
from verifier.report import Evidence, Outcome, Severity, State

_TOLD = 10


def _ask(case: Case) -> Answer:
    unasked = unjudged(case)
    if unasked is not None:
        return unasked
    award = award_of(case)
    problems = list(assertion_problems(award.told))
    if problems:
        return _lacking(problems)
    for part, name in ((award.badge, "badge"), (award.issuer, "issuer")):
        if part.document is None:
            return _missing(part, name)
    problems = [*_problems_beside(award)]
    return _lacking(problems) if problems else passed("ob2.complete")


def _problems_beside(award: Award) -> list[Problem]:
    badge, issuer = award.badge.document or {}, award.issuer.document or {}
    return [*badge_problems(badge), *issuer_problems(issuer)]


def _lacking(problems: list[Problem]) -> Answer:
    """The first problem answers; the others are told beside it."""
    first = problems[0]
    evidence = tuple(Evidence(problem.code, problem.path) for problem in problems[:_TOLD])
    return Answer(
        Outcome.FAILED, first.code, {"path": first.path}, evidence, state=State.UNREADABLE
    )


def _missing(part: Linked, name: str) -> Answer:
    """What it means that the badge class or the issuer could not be had."""
    error = part.error
    if error is None:
        return _lacking([Problem("ob2.missing", f"/{name}")])
    code = {"badge": "ob2.badge_unavailable", "issuer": "ob2.issuer_unavailable"}[name]
    if isinstance(error, FetchError):
        return Answer(Outcome.UNKNOWN, code, causes(error), state=_state_of(error))
    if isinstance(error, NotYetRead):
        return Answer(Outcome.UNKNOWN, code, causes(error), state=State.CANNOT_CHECK)
    code = {"badge": "ob2.badge_unreadable", "issuer": "ob2.issuer_unreadable"}[name]
    state = State.NOT_THE_ISSUER if error.code == "hosting.other_id" else State.UNREADABLE
    return Answer(Outcome.FAILED, code, causes(error), state=state)


def _state_of(error: BadgeError) -> State:
    """Another host that answers may be the issuer's; nothing shows it."""
    redirected = error.code == "hosting.redirected"
    return State.ISSUER_UNCONFIRMED if redirected else State.CANNOT_CHECK


DOCUMENT_SHAPE_2 = Check(
    id=SHAPE,
    severity=Severity.FATAL,
    spec=f"{SPEC_OB_2}Assertion",
    ask=_ask,
    needs=("input.readable",),
    kinds=ASSERTIONS,
)
