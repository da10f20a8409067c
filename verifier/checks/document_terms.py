"""Is everything in the document covered by the signature? (VER-06, SAFE-01 to SAFE-05).

A term that JSON-LD does not know is dropped before hashing: it could be changed unseen, so it is
refused. A suite that hashes linked data has already looked; it is not done twice.
"""

from typing import Any

from badges import jsonld
from badges.errors import DocumentError, JsonLdError, LostTerm
from badges.proofs import CURRENT_EDITION
from verifier.case import SIGNED_KINDS, SPEC_DI, Answer, Case, Check, Kind, causes, passed
from verifier.report import Outcome, Severity, State

_UNKNOWN_EARLIER = "endorsementJwt"
_LOOK_ELSEWHERE = ("vc-jwt", "eddsa-jcs-2022", "ecdsa-jcs-2019")


def _ask(case: Case) -> Answer:
    linked = [item for item in case.verified if item.suite not in _LOOK_ELSEWHERE]
    if linked and all(item.catalogue_edition == CURRENT_EDITION for item in linked):
        return passed("jsonld.complete")
    if linked and _has_member(case.document, _UNKNOWN_EARLIER):
        # Whoever signed with the earlier context did not sign these; anybody could add them since.
        params = {"member": _UNKNOWN_EARLIER}
        return Answer(Outcome.FAILED, "jsonld.unsigned", params, severity=Severity.WARNING)
    try:
        jsonld.require_nothing_lost(case.credential, alike=case.secured.alike)
    except LostTerm as error:
        # A signature over the very bytes, as of a JWT, holds all the same: nothing was altered.
        state = State.UNREADABLE if case.verified else State.ALTERED
        return Answer(Outcome.FAILED, "jsonld.dropped", causes(error), state=state)
    except (JsonLdError, DocumentError) as error:
        return Answer(Outcome.FAILED, "jsonld.unreadable", causes(error), state=State.UNREADABLE)
    return passed("jsonld.complete")


def _has_member(value: Any, name: str) -> bool:
    if isinstance(value, list):
        return any(_has_member(item, name) for item in value)
    if isinstance(value, dict):
        return name in value or any(_has_member(item, name) for item in value.values())
    return False


DOCUMENT_TERMS = Check(
    id="document.terms",
    severity=Severity.FATAL,
    spec=f"{SPEC_DI}securing-data-losslessly",
    ask=_ask,
    needs=("document.context",),
    after=("proof.signature",),
    kinds=SIGNED_KINDS - {Kind.PRESENTATION},
)
