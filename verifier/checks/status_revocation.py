"""Has the issuer cancelled the badge? (VER-16, STAT-20 to STAT-25)."""

from verifier.case import (
    SPEC_STATUS,
    Answer,
    Case,
    Check,
    Kind,
    not_applicable,
    objects,
)
from verifier.checks.status_list import ENTRY, entries, look_up
from verifier.report import Outcome, Severity, State

_PURPOSES = ("revocation", "suspension")


def _ask(case: Case) -> Answer:
    found = entries(case, "revocation")
    if found:
        return look_up(case, found, "status.revoked", State.REVOKED)
    for entry in objects(case.document.get("credentialStatus")):
        kind = str(entry.get("type"))[:80]
        if kind != ENTRY:
            return _unread(kind)
        purpose = str(entry.get("statusPurpose"))[:80]
        if purpose not in _PURPOSES:
            params = {"purpose": purpose}
            code = "status.unknown_purpose"
            return Answer(Outcome.FAILED, code, params, severity=Severity.WARNING)
    return not_applicable("status.none")


def _unread(kind: str) -> Answer:
    """The issuer may have cancelled the badge in a way that we cannot read: never green (ADR 9)."""
    params = {"type": kind}
    return Answer(Outcome.UNKNOWN, "status.unknown_type", params, state=State.CANNOT_CHECK)


STATUS_REVOCATION = Check(
    id="status.revocation",
    severity=Severity.ERROR,
    spec=f"{SPEC_STATUS}validate-algorithm",
    ask=_ask,
    needs=("proof.signature", "proof.controller"),
    kinds=frozenset({Kind.BADGE, Kind.ENDORSEMENT}),
)
