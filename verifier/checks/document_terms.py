"""Is everything in the document covered by the signature? (VER-06, SAFE-01 to SAFE-05).

A term that JSON-LD does not know is dropped before hashing: it could be changed unseen, so it is
refused. A suite that hashes linked data has already looked; it is not done twice.
"""

from badges import jsonld
from badges.errors import DocumentError, JsonLdError, LostTerm
from verifier.case import SPEC_DI, Answer, Case, Check, causes, passed
from verifier.report import Outcome, Severity, State

_LOOK_ELSEWHERE = ("vc-jwt", "eddsa-jcs-2022")


def _ask(case: Case) -> Answer:
    if any(verified.suite not in _LOOK_ELSEWHERE for verified in case.verified):
        return passed("jsonld.complete")
    try:
        jsonld.require_nothing_lost(case.credential)
    except LostTerm as error:
        # A signature over the very bytes, as of a JWT, holds all the same: nothing was altered.
        state = State.UNREADABLE if case.verified else State.ALTERED
        return Answer(Outcome.FAILED, "jsonld.dropped", causes(error), state=state)
    except (JsonLdError, DocumentError) as error:
        return Answer(Outcome.FAILED, "jsonld.unreadable", causes(error), state=State.UNREADABLE)
    return passed("jsonld.complete")


DOCUMENT_TERMS = Check(
    id="document.terms",
    severity=Severity.FATAL,
    spec=f"{SPEC_DI}securing-data-losslessly",
    ask=_ask,
    needs=("document.context",),
    after=("proof.signature",),
)
