"""Do the reader's trust lists name this issuer? Being on none is no defect of the badge."""

from verifier.case import SPEC_OB, Answer, Case, Check, Kind, not_applicable, passed
from verifier.report import Outcome, Severity, Trust


def _ask(case: Case) -> Answer:
    case.trust, case.voucher = case.vouch(case.issuer_id)
    if case.trust is Trust.LISTED:
        return passed("trust.listed", list=case.voucher)
    if case.trust is Trust.UNLISTED:
        return Answer(Outcome.UNKNOWN, "trust.unlisted")
    return not_applicable("trust.no_list")


ISSUER_TRUST = Check(
    id="issuer.trust",
    severity=Severity.NOTICE,
    spec=f"{SPEC_OB}verify-openbadgecredential",
    ask=_ask,
    needs=("proof.signature", "proof.controller"),
    kinds=frozenset({Kind.BADGE, Kind.ENDORSEMENT}),
)
