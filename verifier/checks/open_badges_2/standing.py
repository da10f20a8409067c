"""What the checks of this folder share: the award under examination, and when not to ask.

A hosted badge that its site does not show cannot be judged by the copy in hand (BAKE-22); one that
was taken back need not say anything more (OB2-08).
"""

from badges.ob2 import Assertion, Award
from verifier.case import Answer, Case, Kind, not_applicable
from verifier.report import Outcome

ASSERTIONS = frozenset({Kind.ASSERTION})
SPEC_OB_2 = "https://www.imsglobal.org/sites/default/files/Badges/OBv2p0Final/index.html#"
HOSTING, SHAPE, SIGNATURE = "issuer.hosting", "document.shape", "proof.signature"


def award_of(case: Case) -> Award:
    """The award that was gathered for this case.

    Raises:
        LookupError: an assertion is examined without one, which is a mistake of ours.
    """
    if case.award is None:
        raise LookupError(case.kind)
    return case.award


def skipped(*because: str) -> Answer:
    """The question makes no sense as long as these checks fail."""
    return Answer(Outcome.SKIPPED, "check.skipped", because=because)


def unjudged(case: Case) -> Answer | None:
    """Why the content of the badge is not asked about; None when it is."""
    judged = award_of(case).assertion.document
    if judged is None:
        return skipped(HOSTING)
    if Assertion(judged).is_revoked:
        return not_applicable("ob2.revoked_already")
    return None
