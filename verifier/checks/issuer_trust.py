"""Do the reader's trust lists name this issuer? Being on none is no defect of the badge."""

from verifier.case import CREDENTIAL_KINDS, SPEC_OB, Answer, Case, Check, not_applicable, passed
from verifier.ports import Mention
from verifier.report import Evidence, Outcome, Severity, Trust


def _ask(case: Case) -> Answer:
    if case.vouch.is_empty:
        return not_applicable("trust.no_list")
    mention = case.vouch.issuer(case.issuer_id, case.instant)
    if mention is not None:
        case.trust, case.voucher = Trust.LISTED, mention.list
        return passed("trust.listed", cited(mention), list=mention.list)
    case.trust = Trust.UNLISTED
    former = case.vouch.lapsed(case.issuer_id, case.instant)
    if former is not None:
        return Answer(Outcome.UNKNOWN, "trust.lapsed", {"list": former.list}, (cited(former),))
    return Answer(Outcome.UNKNOWN, "trust.unlisted")


def cited(mention: Mention) -> Evidence:
    """The list that says so, its page, and the name that it gives."""
    value = mention.list if mention.name is None else f"{mention.list}: {mention.name}"
    return Evidence("trust.list", value, mention.url)


ISSUER_TRUST = Check(
    id="issuer.trust",
    severity=Severity.NOTICE,
    spec=f"{SPEC_OB}verify-openbadgecredential",
    ask=_ask,
    needs=("proof.signature", "proof.controller"),
    kinds=CREDENTIAL_KINDS,
)
