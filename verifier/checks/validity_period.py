"""Is the badge valid at the one instant of this verification? (VER-17, VER-18)."""

from datetime import datetime

from verifier.case import SPEC_OB, Answer, Case, Check, Kind, passed
from verifier.report import Outcome, Severity, State, stamp

_UNDATED = frozenset({Kind.STATUS_LIST, Kind.CREDENTIAL, Kind.PRESENTATION})
"""What need not say since when it is valid: VCDM 2.0 asks it of nobody, Open Badges of badges."""


def _ask(case: Case) -> Answer:
    begins, ends = case.begins_at, case.ends_at
    if _is_unreadable(case.begins, begins) or _is_unreadable(case.ends, ends):
        return _failed("time.unreadable", State.UNREADABLE)
    if begins is None:
        if case.kind not in _UNDATED:
            return _failed("time.missing", State.UNREADABLE)
        begins = min(case.instant, ends or case.instant)
    if ends is not None and ends < begins:
        return _failed("time.reversed", State.UNREADABLE)
    if case.instant + case.policy.skew < begins:
        return _failed("time.not_yet_valid", State.NOT_YET_VALID, valid_from=stamp(begins))
    if ends is not None and case.instant > ends:
        return _failed("time.expired", State.EXPIRED, valid_until=stamp(ends))
    return passed("time.valid", instant=stamp(case.instant))


def _is_unreadable(written: object, read: datetime | None) -> bool:
    return written is not None and read is None


def _failed(code: str, state: State, **params: object) -> Answer:
    return Answer(Outcome.FAILED, code, params, state=state)


VALIDITY_PERIOD = Check(
    id="validity.period",
    severity=Severity.ERROR,
    spec=f"{SPEC_OB}verify-openbadgecredential",
    ask=_ask,
    needs=("input.readable",),
)
