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
            return _warning("status.unknown_type", type=kind)
        purpose = str(entry.get("statusPurpose"))[:80]
        if purpose not in _PURPOSES:
            return _warning("status.unknown_purpose", purpose=purpose)
    return not_applicable("status.none")


def _warning(code: str, **params: str) -> Answer:
    """A kind of status that we cannot read is told, and does not decide (VER-16)."""
    return Answer(Outcome.FAILED, code, params, severity=Severity.WARNING)


STATUS_REVOCATION = Check(
    id="status.revocation",
    severity=Severity.ERROR,
    spec=f"{SPEC_STATUS}validate-algorithm",
    ask=_ask,
    needs=("proof.signature", "proof.controller"),
    kinds=frozenset({Kind.BADGE, Kind.ENDORSEMENT}),
)
