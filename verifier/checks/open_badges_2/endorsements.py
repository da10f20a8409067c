"""Does somebody recommend the badge, its class or its issuer? Told, and left unread (OB2-11)."""

from badges.ob2 import listed
from verifier.case import Answer, Case, Check, not_applicable
from verifier.checks.open_badges_2.standing import ASSERTIONS, SPEC_OB_2, award_of, unjudged
from verifier.report import Outcome, Severity


def _ask(case: Case) -> Answer:
    unasked = unjudged(case)
    if unasked is not None:
        return unasked
    award = award_of(case)
    parts = (award.told, award.badge.document or {}, award.issuer.document or {})
    count = sum(len(listed(part.get("endorsement"))) for part in parts)
    if not count:
        return not_applicable("endorsement.none")
    return Answer(Outcome.UNKNOWN, "ob2.endorsements_unread", {"count": count})


ENDORSEMENTS_2 = Check(
    id="endorsements",
    severity=Severity.NOTICE,
    spec=f"{SPEC_OB_2}Endorsement",
    ask=_ask,
    needs=("input.readable",),
    kinds=ASSERTIONS,
)
