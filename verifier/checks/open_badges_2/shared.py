"""Questions that both standards share, asked of the view of a 2.0 badge in the shape of ours.

Dates, recipient, competencies and trust lists mean the same in both; only what must hold before
differs (OB2-03, OB2-04, OB2-11).
"""

from dataclasses import replace

from badges.model.identity import is_identity
from verifier.case import Answer, Case, objects, passed
from verifier.checks.alignment_known import ALIGNMENT_KNOWN
from verifier.checks.input_readable import INPUT_READABLE
from verifier.checks.issuer_trust import ISSUER_TRUST
from verifier.checks.open_badges_2.standing import (
    ASSERTIONS,
    HOSTING,
    SIGNATURE,
    SPEC_OB_2,
    unjudged,
)
from verifier.checks.subject_recipient import SUBJECT_RECIPIENT
from verifier.checks.validity_period import VALIDITY_PERIOD
from verifier.report import Outcome

_ADDRESSES = ("url", "id")
_CONTROLLER = "proof.controller"


def _dates(case: Case) -> Answer:
    return unjudged(case) or VALIDITY_PERIOD.ask(case)


def _recipient(case: Case) -> Answer:
    """As for our own badges; and a page of somebody's may be hashed, which ours never is."""
    answer = SUBJECT_RECIPIENT.ask(case)
    known = (case.expected.recipient or "").strip()
    if answer.outcome is Outcome.PASSED or not known.startswith(("http://", "https://")):
        return answer
    pages = [
        identity
        for identity in objects(case.subject.get("identifier"))
        if identity.get("identityType") in _ADDRESSES
    ]
    if any(is_identity(identity, known) for identity in pages):
        return passed("recipient.match")
    return answer


INPUT_READABLE_2 = replace(INPUT_READABLE, kinds=ASSERTIONS)

VALIDITY_PERIOD_2 = replace(
    VALIDITY_PERIOD, spec=f"{SPEC_OB_2}Assertion", ask=_dates, kinds=ASSERTIONS
)

ISSUER_TRUST_2 = replace(
    ISSUER_TRUST,
    spec=f"{SPEC_OB_2}Profile",
    needs=(HOSTING, SIGNATURE, _CONTROLLER),
    kinds=ASSERTIONS,
)

SUBJECT_RECIPIENT_2 = replace(
    SUBJECT_RECIPIENT,
    spec=f"{SPEC_OB_2}IdentityObject",
    ask=_recipient,
    needs=(HOSTING, SIGNATURE),
    kinds=ASSERTIONS,
)

ALIGNMENT_KNOWN_2 = replace(
    ALIGNMENT_KNOWN,
    spec=f"{SPEC_OB_2}AlignmentObject",
    needs=(HOSTING,),
    kinds=ASSERTIONS,
)
