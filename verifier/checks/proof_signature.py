"""Does a signature hold over this very content? (VER-13, PRF-04, JWT-07).

Every proof that we know is tried; one that holds is enough (ISS-31), and each is told. A suite that
we do not know is not a wrong signature (PRF-23), and a key out of reach is neither.
"""

from dataclasses import dataclass, replace

from badges.documents import JsonObject
from badges.errors import (
    BadgeError,
    DocumentError,
    FetchError,
    JsonLdError,
    KeyMaterialError,
    LostTerm,
    ProofError,
    PurposeMismatch,
    ResolutionError,
    UnsupportedSuite,
)
from badges.proofs import CURRENT_EDITION, Verified, presented, suite_of
from verifier.case import SPEC_OB, Answer, Case, Check, causes
from verifier.report import Evidence, Outcome, Severity, State

_FAMILIES = (
    *(DocumentError, FetchError, JsonLdError, KeyMaterialError, ProofError, ResolutionError),
)
_WORST_FIRST = ("proof.invalid", "key.unresolved", "proof.expired")


@dataclass(frozen=True)
class _Attempt:
    """What became of one proof."""

    name: str
    answer: Answer
    verified: Verified | None = None


def _ask(case: Case) -> Answer:
    try:
        proofs = presented(case.secured)
    except ProofError as error:
        return Answer(Outcome.FAILED, "proof.invalid", causes(error), state=State.ALTERED)
    if not proofs:
        return Answer(Outcome.FAILED, "proof.missing", state=State.UNREADABLE)
    affordable = max(1, case.bounds.repeated_bytes // len(case.secured.body))
    attempts = [_attempt(case, proof) for proof in proofs[: min(affordable, case.bounds.proofs)]]
    case.verified += [item.verified for item in attempts if item.verified is not None]
    evidence = tuple(_evidence(item) for item in attempts)
    chosen = min((item.answer for item in attempts), key=_rank)
    return Answer(chosen.outcome, chosen.code, chosen.params, evidence, state=chosen.state)


def _attempt(case: Case, proof: JsonObject) -> _Attempt:
    name = str(proof.get("cryptosuite") or proof.get("type"))[:80]
    try:
        verified = _vouched(case, suite_of(proof).verify(case.secured, proof, case.resolve))
    except _FAMILIES as error:
        return _Attempt(name, _refusal(name, error))
    if verified.expires is not None and case.instant > verified.expires:
        answer = Answer(Outcome.FAILED, "proof.expired", state=State.EXPIRED)
        return _Attempt(name, answer)
    code = "proof.valid" if verified.catalogue_edition == CURRENT_EDITION else "proof.valid_earlier"
    params = {"suite": verified.suite}
    return _Attempt(name, Answer(Outcome.PASSED, code, params), verified)


def _vouched(case: Case, verified: Verified) -> Verified:
    """A key that only the badge carries is the issuer's if the issuer lists it (JWT-08)."""
    if verified.method.controller or not case.issuer_id:
        return verified
    try:
        return replace(verified, method=case.own(verified.method, case.issuer_id))
    except (FetchError, ResolutionError):
        return verified


def _refusal(name: str, error: BadgeError) -> Answer:
    """What the error of one proof means: unsupported, out of reach, not vouched for, or wrong."""
    params = {"suite": name} | causes(error)
    if isinstance(error, UnsupportedSuite) or error.code == "did.method_unknown":
        return Answer(Outcome.UNKNOWN, "proof.unsupported", params)
    if isinstance(error, FetchError):
        return Answer(Outcome.UNKNOWN, "key.unreachable", params)
    listed_otherwise = isinstance(error, PurposeMismatch) and error.code == "proof.method_purpose"
    if isinstance(error, ResolutionError | KeyMaterialError) or listed_otherwise:
        return Answer(Outcome.FAILED, "key.unresolved", params, state=State.NOT_THE_ISSUER)
    is_content = isinstance(error, ProofError | LostTerm)
    state = State.ALTERED if is_content else State.UNREADABLE
    return Answer(Outcome.FAILED, "proof.invalid", params, state=state)


def _rank(answer: Answer) -> int:
    """One that holds before one that does not, before one that could not be checked."""
    if answer.outcome is Outcome.PASSED:
        return 0
    if answer.outcome is Outcome.FAILED:
        return 1 + _WORST_FIRST.index(answer.code)
    return 1 + len(_WORST_FIRST)


def _evidence(attempt: _Attempt) -> Evidence:
    verified = attempt.verified
    if verified is None:
        cause = attempt.answer.params.get("cause", "")
        return Evidence(attempt.name, f"{attempt.answer.code} {cause}".strip())
    return Evidence(attempt.name, verified.method.id, sha256=verified.document_sha256)


PROOF_SIGNATURE = Check(
    id="proof.signature",
    severity=Severity.FATAL,
    spec=f"{SPEC_OB}verify-openbadgecredential",
    ask=_ask,
    needs=("document.context",),
)
