"""Has the issuer suspended the badge for a while? (VER-16, STAT-20 to STAT-25)."""

from verifier.case import CREDENTIAL_KINDS, SPEC_STATUS, Answer, Case, Check, not_applicable
from verifier.checks.status_list import entries, look_up
from verifier.report import Severity, State


def _ask(case: Case) -> Answer:
    found = entries(case, "suspension")
    if not found:
        return not_applicable("status.none")
    return look_up(case, found, "status.suspended", State.SUSPENDED)


STATUS_SUSPENSION = Check(
    id="status.suspension",
    severity=Severity.ERROR,
    spec=f"{SPEC_STATUS}validate-algorithm",
    ask=_ask,
    needs=("proof.signature", "proof.controller"),
    after=("credential.refresh",),
    kinds=CREDENTIAL_KINDS,
    is_alike=lambda case: not entries(case, "suspension"),
)
