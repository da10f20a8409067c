"""Is the badge valid at the one instant of this verification? (VER-17, VER-18)."""

from verifier.case import SPEC_OB, Answer, Case, Check, Kind, an_instant, passed
from verifier.report import Outcome, Severity, State, stamp


def _ask(case: Case) -> Answer:
    begins, ends = an_instant(case.begins), an_instant(case.ends)
    if (begins is None and case.begins is not None) or (ends is None and case.ends is not None):
        return _failed("time.unreadable", State.UNREADABLE)
    if begins is None and case.kind is not Kind.STATUS_LIST:
        return _failed("time.missing", State.UNREADABLE)
    if begins is not None and ends is not None and ends < begins:
        return _failed("time.reversed", State.UNREADABLE)
    if begins is not None and case.instant + case.skew < begins:
        return _failed("time.not_yet_valid", State.NOT_YET_VALID, valid_from=stamp(begins))
    if ends is not None and case.instant > ends:
        return _failed("time.expired", State.EXPIRED, valid_until=stamp(ends))
    return passed("time.valid", instant=stamp(case.instant))


def _failed(code: str, state: State, **params: object) -> Answer:
    return Answer(Outcome.FAILED, code, params, state=state)


VALIDITY_PERIOD = Check(
    id="validity.period",
    severity=Severity.ERROR,
    spec=f"{SPEC_OB}verify-openbadgecredential",
    ask=_ask,
    needs=("input.readable",),
)
