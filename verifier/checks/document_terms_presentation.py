"""Is everything that a presentation says of itself covered by its signature? (VER-06, SAFE-01).

Whoever presents signs the whole, or nothing at all: an unsigned presentation is a mere envelope,
and a JWT covers its very bytes. The credentials inside keep their own signatures, and are examined
on their own; only where linked data was signed do they belong to it.
"""

from badges import jsonld
from badges.errors import DocumentError, JsonLdError, ProofError
from badges.proofs import presented
from verifier.case import SPEC_DI, Answer, Case, Check, Kind, causes, passed
from verifier.report import Outcome, Severity, State

_INSIDE = "verifiableCredential"
_OF_AN_ENVELOPE = frozenset({"@context", "id", "type", "holder", "termsOfUse", _INSIDE})
"""What an unsigned presentation may say: none of it is about who earned what."""
_SHOWN = 80


def _ask(case: Case) -> Answer:
    try:
        is_linked = not case.secured.is_jwt and bool(presented(case.secured))
    except ProofError:
        is_linked = True
    document = case.credential
    if not is_linked and not case.secured.is_jwt:
        unsigned = sorted(document.keys() - _OF_AN_ENVELOPE)
        if unsigned:
            params = {"member": unsigned[0][:_SHOWN]}
            return Answer(Outcome.FAILED, "presentation.unsigned", params, state=State.UNREADABLE)
    if not is_linked:
        document = {name: value for name, value in document.items() if name != _INSIDE}
    try:
        jsonld.require_nothing_lost(document)
    except (JsonLdError, DocumentError) as error:
        state = State.ALTERED if is_linked and not case.verified else State.UNREADABLE
        return Answer(Outcome.FAILED, "jsonld.dropped", causes(error), state=state)
    return passed("jsonld.complete")


DOCUMENT_TERMS_PRESENTATION = Check(
    id="document.terms",
    severity=Severity.FATAL,
    spec=f"{SPEC_DI}securing-data-losslessly",
    ask=_ask,
    needs=("document.context",),
    after=("proof.signature",),
    kinds=frozenset({Kind.PRESENTATION}),
)
