"""Asking the checks: each when those it needs have passed, and a finding for every one, always.

The order follows from what the checks need. A question that each standard answers in its own way
has several checks of one id: the one for the kind of the document is asked.
"""

from graphlib import TopologicalSorter

from verifier.case import Answer, Case, Check, Kind
from verifier.checks import CHECKS
from verifier.policy import Policy
from verifier.report import Evidence, Finding, Outcome

_INPUT, _INSIDE = "input.readable", "credentials.inside"


def in_order(checks: tuple[Check, ...]) -> tuple[str, ...]:
    """The ids so that each comes after those it needs, else in the order of the tuple."""
    needs: dict[str, dict[str, None]] = {}
    for check in checks:
        needs.setdefault(check.id, {}).update(dict.fromkeys((*check.needs, *check.after)))
    return tuple(TopologicalSorter(needs).static_order())


IDS = tuple(dict.fromkeys(check.id for check in CHECKS))
"""Every question once, in the order of reports."""

_ORDER = in_order(CHECKS)
_VARIANTS = {(kind, check.id): check for check in CHECKS for kind in check.kinds}
_FIRST = {check.id: check for check in reversed(CHECKS)}


def ask_all(case: Case) -> tuple[Finding, ...]:
    """The finding of every check on one document, in the order of reports.

    As soon as a newer version takes its place, nothing more is asked of this one.
    """
    found: dict[str, Finding] = {}
    for name in _ORDER:
        found[name] = case.policy.weigh(_find(name, case, found))
        if case.renewed is not None:
            break
    return tuple(found[name] for name in IDS if name in found)


def without_document(
    policy: Policy, first: Answer | None, inside: Answer | None = None
) -> tuple[Finding, ...]:
    """The findings where there is no document to ask: a refusal, or a mere wrapping of parts."""
    answers = {_INPUT: first or _unfolded(), _INSIDE: inside}
    rest = _skipped((_INPUT,)) if first else Answer(Outcome.NOT_APPLICABLE, "check.other_kind")
    return tuple(policy.weigh(_FIRST[name].finding(answers.get(name) or rest)) for name in IDS)


def _unfolded() -> Answer:
    return Answer(Outcome.PASSED, "input.read", {}, (Evidence("document", Kind.COLLECTION.value),))


def _find(name: str, case: Case, found: dict[str, Finding]) -> Finding:
    """The finding of one check: asked, or with the reason why it was not."""
    check = _VARIANTS.get((case.kind, name))
    if check is None:
        return _FIRST[name].finding(Answer(Outcome.NOT_APPLICABLE, "check.other_kind"))
    if not case.policy.is_asked(name):
        return check.finding(Answer(Outcome.SKIPPED, "check.not_in_policy"))
    because = tuple(need for need in check.needs if found[need].blocks)
    if because:
        return check.finding(_skipped(because))
    return check.run(case)


def _skipped(because: tuple[str, ...]) -> Answer:
    return Answer(Outcome.SKIPPED, "check.skipped", because=because)
