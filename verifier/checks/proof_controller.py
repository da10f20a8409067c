"""Does the key that signed belong to the issuer that the badge names? (VER-14, KEY-06, JWT-08).

Anybody can sign a badge that names somebody else. The resolver fetched the controller's document
and saw the key listed there; here that controller must be the issuer, letter for letter. Of a
presentation it must be the holder, who is the one that presents.
"""

from typing import NamedTuple

from badges.errors import ProofError
from badges.ports import VerificationMethod
from badges.proofs import Verified, presented
from verifier.case import (
    SPEC_OB,
    Answer,
    Case,
    Check,
    Kind,
    a_text,
    an_object,
    not_applicable,
)
from verifier.checks.document_shape import of_two_kinds
from verifier.report import Evidence, Outcome, Severity, State

_SHOWN = 200
_KEY = "key of the issuer"
_OF_THE_ISSUER = (
    "key.controlled_by_issuer",
    "issuer.not_authenticated",
    "key.controller_mismatch",
)
_OF_THE_HOLDER = ("key.controlled_by_holder", "holder.not_authenticated", "key.holder_mismatch")


class _Owner(NamedTuple):
    """Who must have signed, and how that is told."""

    id: str
    confirmed: str
    unconfirmed: str
    other: str


def _ask(case: Case) -> Answer:
    if of_two_kinds(case) is not None:
        return Answer(Outcome.SKIPPED, "check.skipped", because=("proof.signature",))
    return _judge(case, _owner(case))


def _judge(case: Case, owner: _Owner) -> Answer:
    if not case.verified:
        return _without_signature(case, owner)
    if not owner.id and case.kind is Kind.PRESENTATION:
        return not_applicable("key.no_holder")
    for verified in case.verified:
        if owner.id and verified.method.controller == owner.id:
            return _confirmed(case, owner, verified.method)
    for verified in case.verified:
        if not verified.method.controller and _may_be_of(verified.method.id, owner):
            return _unconfirmed(verified, owner)
    if any(_is_open(case, place, owner) for place in range(len(case.attempts))):
        return Answer(Outcome.UNKNOWN, "key.not_checked", state=State.CANNOT_CHECK)
    return _mismatch(owner, case.verified[0])


def _confirmed(case: Case, owner: _Owner, method: VerificationMethod) -> Answer:
    """That the key is the owner's: told once of badges that are alike, while it is the same."""
    likeness = case.likeness
    known: tuple[VerificationMethod, Answer] | None = None
    if likeness is not None:
        known = likeness.recall(_KEY)
    if known is not None and known[0] is method:
        return known[1]
    answer = Answer(Outcome.PASSED, owner.confirmed, evidence=_evidence(method), is_common=True)
    if likeness is not None:
        likeness.keep(_KEY, (method, answer))
    return answer


def _owner(case: Case) -> _Owner:
    if case.kind is not Kind.PRESENTATION:
        return _Owner(case.issuer_id, *_OF_THE_ISSUER)
    written = case.document.get("holder")
    holder = written if isinstance(written, str) else an_object(written).get("id")
    if written is None and case.secured.is_jwt:
        holder = case.secured.payload.get("iss")  # the data model 1.1 lets the claim say it alone
    return _Owner(a_text(holder) or "", *_OF_THE_HOLDER)


def _may_be_of(method: str, owner: _Owner) -> bool:
    """Whether an address of a key leaves open that it is the owner's.

    An address with a fragment is the controller's identifier and the name of its key (KEY-02), so
    another identifier there settles the question without any fetch. Without a fragment it may be
    the page of one key (KEY-08, KEY-09), and settles nothing.
    """
    controller, separator, _ = method.partition("#")
    return not separator or not controller or controller == owner.id


def _is_open(case: Case, place: int, owner: _Owner) -> bool:
    """Whether a proof that could not be checked may be the owner's own."""
    attempt = case.attempts[place]
    controller, separator, _ = attempt.method.partition("#")
    is_unknown = attempt.answer.outcome is Outcome.UNKNOWN
    return is_unknown and bool(separator) and controller == owner.id


def _unconfirmed(verified: Verified, owner: _Owner) -> Answer:
    evidence = (Evidence("key", verified.method.id),)
    state = State.ISSUER_UNCONFIRMED
    return Answer(Outcome.UNKNOWN, owner.unconfirmed, evidence=evidence, state=state)


def _without_signature(case: Case, owner: _Owner) -> Answer:
    """No signature could be checked; a key that cannot be the owner's is told all the same."""
    methods = _methods(case)
    if not methods and case.kind is Kind.PRESENTATION:
        return not_applicable("proof.unsigned_presentation")
    if owner.id and methods and not any(_may_be_of(method, owner) for method in methods):
        return _stranger(owner, methods[0].partition("#")[0])
    return Answer(Outcome.SKIPPED, "check.skipped", because=("proof.signature",))


def _methods(case: Case) -> list[str]:
    try:
        proofs = presented(case.secured)
    except ProofError:
        return []
    return [a_text(proof.get("verificationMethod")) or "" for proof in proofs]


def _mismatch(owner: _Owner, verified: Verified) -> Answer:
    return _stranger(owner, verified.method.controller or verified.method.id.partition("#")[0])


def _stranger(owner: _Owner, controller: str) -> Answer:
    params = {"controller": controller[:_SHOWN], "issuer": owner.id[:_SHOWN]}
    return Answer(Outcome.FAILED, owner.other, params, state=State.NOT_THE_ISSUER)


def _evidence(method: VerificationMethod) -> tuple[Evidence, ...]:
    """The key; and, as information, when its owner revoked it or lets it end (KEY-11)."""
    facts = [Evidence("key", method.id, method.controller)]
    if method.revoked is not None:
        facts.append(Evidence("key.revoked", method.revoked.isoformat()))
    if method.expires is not None:
        facts.append(Evidence("key.expires", method.expires.isoformat()))
    return tuple(facts)


PROOF_CONTROLLER = Check(
    id="proof.controller",
    severity=Severity.FATAL,
    spec=f"{SPEC_OB}verification-method",
    ask=_ask,
    needs=("input.readable",),
    after=("proof.signature",),
)
