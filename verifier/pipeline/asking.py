"""Asking the checks: each when those it needs have passed, and a finding for every one, always.

The order follows from what the checks need. A question that each standard answers in its own way
has several checks of one id: the one for the kind of the document is asked.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from graphlib import TopologicalSorter

from verifier.case import Answer, Case, Check, Kind
from verifier.checks import CHECKS
from verifier.policy import Policy
from verifier.report import Evidence, Finding, Outcome

_FINDINGS = "findings"
_INPUT, _INSIDE = "input.readable", "credentials.inside"
_REFRESH = "credential.refresh"


def in_order(checks: tuple[Check, ...]) -> tuple[str, ...]:
    """The ids so that each comes after those it needs, else in the order of the tuple."""
    needs: dict[str, dict[str, None]] = {}
    for check in checks:
        needs.setdefault(check.id, {}).update(dict.fromkeys((*check.needs, *check.after)))
    return tuple(TopologicalSorter(needs).static_order())


IDS = tuple(dict.fromkeys(check.id for check in CHECKS))
"""Every question once, in the order of reports."""

_PLACES = {name: place for place, name in enumerate(IDS)}
_FIRST = {check.id: check for check in reversed(CHECKS)}

_OTHER_KIND = Answer(Outcome.NOT_APPLICABLE, "check.other_kind")
_NOT_IN_POLICY = Answer(Outcome.SKIPPED, "check.not_in_policy")
_GAP = _FIRST[_INPUT].finding(_OTHER_KIND)
"""Stands where a finding is still to come."""

_Plan = tuple[tuple[str, Check | Finding], ...]


def _plan(kind: Kind) -> _Plan:
    """Every question in the order of asking: who asks it of this kind, or that nobody does."""
    own = {check.id: check for check in CHECKS if kind in check.kinds}
    return tuple(
        (name, own.get(name) or _FIRST[name].finding(_OTHER_KIND)) for name in in_order(CHECKS)
    )


_PLANS = {kind: _plan(kind) for kind in Kind}


def ask_all(case: Case) -> tuple[Finding, ...]:
    """The finding of every check on one document, in the order of reports.

    As soon as a newer version takes its place, nothing more is asked of this one.
    """
    likeness, plan = case.likeness, _PLANS[case.kind]
    if likeness is None:
        return _ask_each(case, plan, {})
    common: _Common | None = likeness.recall(_FINDINGS)
    if common is not None:
        return _ask_the_rest(case, plan, common)
    findings = _ask_each(case, plan, {})
    if case.renewed is None:
        likeness.keep(_FINDINGS, _common_of(case, plan))
    return findings


_Asking = Callable[[Case], Answer]
_Writing = Callable[[Answer], Finding]


@dataclass(frozen=True, slots=True)
class _Common:
    """What every badge of one likeness is told, and what is left to ask of each.

    `findings` are by question; `report` has them in their places, with gaps for those of `rest`.
    """

    findings: dict[str, Finding]
    report: tuple[Finding, ...]
    rest: tuple[tuple[int, Check, _Asking, _Writing], ...]
    is_smooth: bool
    """Whether none of them keeps another check from being asked."""


def _ask_the_rest(case: Case, plan: _Plan, common: _Common) -> tuple[Finding, ...]:
    """As `_ask_each`, without a look at what is known: until something is irregular."""
    policy = case.policy
    if policy.weights or policy.warnings_reject or policy.asks is not None or not common.is_smooth:
        return _ask_each(case, plan, common.findings)
    findings, passed = list(common.report), Outcome.PASSED
    for place, check, ask, write in common.rest:
        finding = findings[place] = write(ask(case))
        is_usual = finding.outcome is passed or not finding.blocks
        if not is_usual or case.renewed is not None:
            asked = {name: findings[_PLACES[name]] for name in _until(common, check)}
            return _ask_each(case, plan, common.findings | asked)
    return tuple(findings)


def _until(common: _Common, last: Check) -> Iterator[str]:
    """The questions that were asked of one badge, the last included."""
    for _, check, _, _ in common.rest:
        yield check.id
        if check is last:
            return


def _ask_each(case: Case, plan: _Plan, known: dict[str, Finding]) -> tuple[Finding, ...]:
    """The findings in the order of reports; those `known` of badges like this are not asked."""
    policy = case.policy
    weigh = policy.weigh if policy.weights or policy.warnings_reject else None
    found: dict[str, Finding] = {}
    blocking: list[str] = []
    for name, check in plan:
        finding: Finding | None = None
        if isinstance(check, Finding):
            finding = check
        elif not blocking and policy.is_asked(name):
            finding = known.get(name) or check.finding(check.ask(case))
        else:
            finding = _find(check, case, blocking)
        if weigh is not None:
            finding = weigh(finding)
        found[name] = finding
        if finding.outcome is not Outcome.PASSED and finding.blocks:
            blocking.append(name)
        if name == _REFRESH and case.renewed is not None:
            break
    return tuple([found[name] for name in IDS if name in found])


def _common_of(case: Case, plan: _Plan) -> _Common:
    """What every badge like this one is told; found out when all was asked once."""
    findings = {
        name: check.finding(check.ask(case))
        for name, check in plan
        if isinstance(check, Check) and check.is_alike is not None and check.is_alike(case)
    }
    never = {name: check for name, check in plan if isinstance(check, Finding)}
    settled = findings | never
    return _Common(
        findings,
        tuple([settled.get(name, _GAP) for name in IDS]),
        tuple(
            (_PLACES[name], check, check.ask, check.finding)
            for name, check in plan
            if isinstance(check, Check) and name not in findings
        ),
        is_smooth=not any(finding.blocks for finding in settled.values()),
    )


def without_document(
    policy: Policy, first: Answer | None, inside: Answer | None = None
) -> tuple[Finding, ...]:
    """The findings where there is no document to ask: a refusal, or a mere wrapping of parts."""
    answers = {_INPUT: first or _unfolded(), _INSIDE: inside}
    rest = _skipped((_INPUT,)) if first else _OTHER_KIND
    return tuple(policy.weigh(_FIRST[name].finding(answers.get(name) or rest)) for name in IDS)


def _unfolded() -> Answer:
    return Answer(Outcome.PASSED, "input.read", {}, (Evidence("document", Kind.COLLECTION.value),))


def _find(check: Check, case: Case, blocking: list[str]) -> Finding:
    """The finding of one check: asked, or with the reason why it was not."""
    if not case.policy.is_asked(check.id):
        return check.finding(_NOT_IN_POLICY)
    if blocking:
        because = tuple(need for need in check.needs if need in blocking)
        if because:
            return check.finding(_skipped(because))
    return check.finding(check.ask(case))


def _skipped(because: tuple[str, ...]) -> Answer:
    return Answer(Outcome.SKIPPED, "check.skipped", because=because)
