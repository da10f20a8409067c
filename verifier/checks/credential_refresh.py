"""Is there a newer version of the badge at its issuer's? (VER-15).

Not asked yet: the report says so instead of staying silent (VER-21).
"""

from verifier.case import SPEC_OB, Answer, Case, Check, Kind, not_applicable
from verifier.report import Outcome, Severity


def _ask(case: Case) -> Answer:
    if not case.document.get("refreshService"):
        return not_applicable("refresh.none")
    return Answer(Outcome.UNKNOWN, "refresh.not_checked")


CREDENTIAL_REFRESH = Check(
    id="credential.refresh",
    severity=Severity.NOTICE,
    spec=f"{SPEC_OB}verify-openbadgecredential",
    ask=_ask,
    needs=("input.readable",),
    kinds=frozenset({Kind.BADGE}),
)
