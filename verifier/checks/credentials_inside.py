"""Do the credentials inside hold? A wrapping is as good as its worst part (CLR-02)."""

from collections.abc import Sequence

from verifier.case import SPEC_VC, Answer, Case, Check, Kind, not_applicable
from verifier.report import Outcome, Report, Severity, State, Verdict

_RANKS = (Verdict.REJECTED, Verdict.UNDETERMINED, Verdict.ACCEPTED)
_STATES = tuple(State)


def judge(parts: Sequence[Report]) -> Answer:
    """What the reports on the parts say of the whole."""
    if not parts:
        return not_applicable("inside.none")
    worst = min(parts, key=lambda part: (_RANKS.index(part.verdict), _STATES.index(part.state)))
    accepted = sum(part.verdict is Verdict.ACCEPTED for part in parts)
    params = {"count": len(parts), "accepted": accepted}
    if worst.verdict is Verdict.REJECTED:
        return Answer(Outcome.FAILED, "inside.rejected", params, state=worst.state)
    if worst.verdict is Verdict.UNDETERMINED:
        return Answer(Outcome.UNKNOWN, "inside.undetermined", params, state=worst.state)
    return Answer(Outcome.PASSED, "inside.accepted", params)


def _ask(case: Case) -> Answer:
    return judge(case.parts)


CREDENTIALS_INSIDE = Check(
    id="credentials.inside",
    severity=Severity.ERROR,
    spec=f"{SPEC_VC}verifiable-presentations",
    ask=_ask,
    needs=("input.readable",),
    kinds=frozenset({Kind.RECORD, Kind.PRESENTATION, Kind.COLLECTION}),
)
