"""Does the badge say that it follows Open Badges 2.0, and only that? (OB2-01, OB2-13)."""

from badges.ob2 import CONTEXT, Standard, listed, standard_of
from verifier.case import Answer, Case, Check, passed
from verifier.checks.open_badges_2.standing import ASSERTIONS, SPEC_OB_2, award_of, unjudged
from verifier.report import Outcome, Severity, State


def _ask(case: Case) -> Answer:
    unasked = unjudged(case)
    if unasked is not None:
        return unasked
    told = award_of(case).told
    has_context = any(isinstance(item, str) for item in listed(told.get("@context")))
    if standard_of(told) is Standard.V2 and has_context:
        return passed("ob2.context")
    params = {"context": CONTEXT}
    return Answer(Outcome.FAILED, "ob2.no_context", params, state=State.UNREADABLE)


DOCUMENT_CONTEXT_2 = Check(
    id="document.context",
    severity=Severity.FATAL,
    spec=f"{SPEC_OB_2}json-ld",
    ask=_ask,
    needs=("input.readable",),
    kinds=ASSERTIONS,
)
