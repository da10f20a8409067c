"""Does the key that signed belong to the issuer that the badge names? (VER-14, KEY-06, JWT-08).

Anybody can sign a badge that names somebody else. The resolver fetched the controller's document
and saw the key listed there; here that controller must be the issuer, letter for letter.
"""

from badges.errors import ProofError
from badges.proofs import Verified, presented
from verifier.case import SPEC_OB, Answer, Case, Check, a_text, passed
from verifier.report import Evidence, Outcome, Severity, State


def _ask(case: Case) -> Answer:
    if not case.verified:
        return _without_signature(case)
    for verified in case.verified:
        if case.issuer_id and verified.method.controller == case.issuer_id:
            return passed("key.controlled_by_issuer", *_evidence(verified))
    named = [item for item in case.verified if item.method.controller]
    if not named:
        key = case.verified[0].method.id
        return Answer(
            Outcome.UNKNOWN,
            "issuer.not_authenticated",
            evidence=(Evidence("key", key),),
            state=State.ISSUER_UNCONFIRMED,
        )
    return _mismatch(case, named[0].method.controller)


def _without_signature(case: Case) -> Answer:
    """No signature could be checked; a key that cannot be the issuer's is told all the same.

    An address with a fragment is the controller's identifier and the name of its key (KEY-02), so
    another identifier there settles the question without any fetch. Without a fragment it may be
    the page of one key (KEY-08, KEY-09), and settles nothing.
    """
    controllers = _claimed_controllers(case)
    if controllers and case.issuer_id not in controllers:
        return _mismatch(case, controllers[0])
    return Answer(Outcome.SKIPPED, "check.skipped", because=("proof.signature",))


def _claimed_controllers(case: Case) -> list[str]:
    try:
        proofs = presented(case.secured)
    except ProofError:
        return []
    methods = [a_text(proof.get("verificationMethod")) or "" for proof in proofs]
    parted = [method.partition("#") for method in methods]
    if not all(separator for _, separator, _ in parted):
        return []
    return [controller for controller, _, _ in parted]


def _mismatch(case: Case, controller: str) -> Answer:
    params = {"controller": controller[:200], "issuer": case.issuer_id[:200]}
    return Answer(Outcome.FAILED, "key.controller_mismatch", params, state=State.NOT_THE_ISSUER)


def _evidence(verified: Verified) -> tuple[Evidence, ...]:
    """The key; and, as information, when its owner revoked it or lets it end (KEY-11)."""
    facts = [Evidence("key", verified.method.id, verified.method.controller)]
    if verified.method.revoked is not None:
        facts.append(Evidence("key.revoked", verified.method.revoked.isoformat()))
    if verified.method.expires is not None:
        facts.append(Evidence("key.expires", verified.method.expires.isoformat()))
    return tuple(facts)


PROOF_CONTROLLER = Check(
    id="proof.controller",
    severity=Severity.FATAL,
    spec=f"{SPEC_OB}verification-method",
    ask=_ask,
    needs=("input.readable",),
    after=("proof.signature",),
)
