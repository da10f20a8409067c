"""What the checks of proofs share: every proof of a document is tried, each on its own.

A suite that we do not know is not a wrong signature (PRF-23), and a key out of reach is neither. A
proof of a chain holds only if those that it builds on hold too (PRF-07).
"""

import time
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from badges.did.unconfirmed import OwnWord
from badges.documents import JsonObject
from badges.errors import (
    BadgeError,
    DocumentError,
    FetchError,
    JsonLdError,
    KeyMaterialError,
    LostTerm,
    MalformedProof,
    ProofError,
    PurposeMismatch,
    ResolutionError,
    UnsupportedSuite,
)
from badges.ports import KeyResolver, PublicKey, VerificationMethod
from badges.proofs import (
    CURRENT_EDITION,
    Verified,
    foundations,
    name_of,
    presented,
    require_made_for,
    suite_of,
)
from badges.proofs.problems import problem_type
from verifier.case import ASSERTION_METHOD, Answer, Attempt, Case, a_text, causes
from verifier.report import Outcome, State

_DISOWNED = "did.key_not_listed"
_FAMILIES = (
    *(DocumentError, FetchError, JsonLdError, KeyMaterialError, ProofError, ResolutionError),
)
_ANSWERS = ("proof.challenge", "proof.domain")
_SHOWN = 200


def try_all(case: Case) -> tuple[Attempt, ...]:
    """What became of each proof of the document, in their order; empty when it has none.

    Raises:
        ProofError: what stands in the place of proofs cannot be read as proofs.
    """
    proofs = presented(case.secured)
    if len(proofs) == 1 and case.bounds.proofs:  # which builds on no other
        return (_attempt(case, proofs[0], is_circular=False),)
    bases = foundations(proofs)
    tried = tuple(_each(case, proofs, bases))
    return tuple(
        _resting_on(attempt, [tried[place] for place in sorted(bases[place_of])])
        for place_of, attempt in enumerate(tried)
    )


def _each(
    case: Case, proofs: tuple[JsonObject, ...], bases: Sequence[Collection[int]]
) -> Iterator[Attempt]:
    """Each proof on its own: the first always, the others while bytes and time allow.

    For every proof the document is brought to canonical form anew, which its maker can make long.
    """
    affordable = max(1, case.bounds.repeated_bytes // len(case.secured.body))
    limit = min(affordable, case.bounds.proofs)
    begun = time.thread_time()
    for place, proof in enumerate(proofs):
        is_late = place > 0 and time.thread_time() - begun > case.bounds.proofs_seconds
        if place >= limit or is_late:
            yield Attempt(name_of(proof), _method(proof), _answer(proof, "proof.not_tried"))
        else:
            yield _attempt(case, proof, is_circular=place in bases[place])


def _resting_on(attempt: Attempt, bases: list[Attempt]) -> Attempt:
    """`attempt`, or its fall with one of the proofs that it builds on."""
    if attempt.answer.outcome is not Outcome.PASSED:
        return attempt
    for outcome, code in (
        (Outcome.FAILED, "proof.previous_invalid"),
        (Outcome.UNKNOWN, "proof.previous_unknown"),
    ):
        fallen = [base.answer for base in bases if base.answer.outcome is outcome]
        if fallen:
            params = {"suite": attempt.name, "problem": problem_type(code)}
            answer = Answer(outcome, code, params, state=fallen[0].state)
            return attempt._replace(answer=answer, verified=None)
    return attempt


def _attempt(case: Case, proof: JsonObject, *, is_circular: bool) -> Attempt:
    noting = _Noting(case.resolve)
    name, address = name_of(proof), _method(proof)
    try:
        if is_circular:
            raise MalformedProof("proof.previous_circle")
        _require_admitted(case, proof)
        verified = _verified(case, proof, noting)
        asked = case.expected
        require_made_for(case.secured, proof, challenge=asked.challenge, domain=asked.domain)
    except _FAMILIES as error:
        return Attempt(name, address, _refusal(name, error), key=noting.key)
    return Attempt(name, address, _judged(case, verified), verified, verified.method.key)


def _verified(case: Case, proof: JsonObject, resolve: "_Noting") -> Verified:
    """What holds; where nobody could be asked whose key it is, by the badge's own word (JWT-08)."""
    suite = suite_of(proof)
    try:
        return _vouched(case, suite.verify(case.secured, proof, resolve, purpose=case.purpose))
    except (FetchError, ResolutionError) as error:
        header = case.secured.header if case.secured.is_jwt else {}
        word = OwnWord(header.get("jwk"))
        if not word.helps_after(error):
            raise
        try:
            resolve.following = word
            return _vouched(case, suite.verify(case.secured, proof, resolve, purpose=case.purpose))
        except ResolutionError:
            raise error from None


def _vouched(case: Case, verified: Verified) -> Verified:
    """A key that only the badge carries is the issuer's if the issuer lists it (JWT-08).

    An issuer whose document was read and lists other keys disowns it: `ResolutionError`.

    An address with a fragment already names a controller: nobody else can vouch for it.
    """
    is_named = bool(verified.method.controller) or "#" in verified.method.id
    if is_named or not case.issuer_id or case.purpose != ASSERTION_METHOD:
        return verified
    try:
        return verified._replace(method=case.own(verified.method, case.issuer_id))
    except (FetchError, ResolutionError) as error:
        if error.code == _DISOWNED:
            raise
        return verified


@dataclass(slots=True)
class _Noting:
    """A resolver that notes the last key that it gave, for those who check by hand."""

    following: KeyResolver
    key: PublicKey | None = None

    def __call__(self, url: str) -> VerificationMethod:
        method = self.following(url)
        self.key = method.key
        return method


def _require_admitted(case: Case, proof: JsonObject) -> None:
    """Return when the policy admits the suite of `proof`; a JWT is named by its algorithm."""
    name = str(proof.get("alg") or name_of(proof))
    if not case.policy.admits(name, is_vcdm_1=case.is_vcdm_1):
        raise UnsupportedSuite("proof.not_admitted", suite=name[:80])


def _judged(case: Case, verified: Verified) -> Answer:
    """A signature that holds, unless the time that it sets to itself is over, or not begun."""
    params = {"suite": verified.suite}
    if verified.begins is not None and case.instant + case.policy.skew < verified.begins:
        code = "proof.not_yet_valid"
        return Answer(Outcome.FAILED, code, params, state=State.NOT_YET_VALID)
    if verified.expires is not None and case.instant > verified.expires:
        return Answer(Outcome.FAILED, "proof.expired", params, state=State.EXPIRED)
    code = "proof.valid" if verified.catalogue_edition == CURRENT_EDITION else "proof.valid_earlier"
    return Answer(Outcome.PASSED, code, params)


def _refusal(name: str, error: BadgeError) -> Answer:
    """What the error of one proof means: unsupported, out of reach, not vouched for, or wrong."""
    params = {"suite": name} | causes(error) | {"problem": problem_type(error.code)}
    if error.code == "proof.not_admitted":
        return Answer(Outcome.FAILED, error.code, params, state=State.UNREADABLE)
    if isinstance(error, UnsupportedSuite) or error.code == "did.method_unknown":
        return Answer(Outcome.UNKNOWN, "proof.unsupported", params)
    if isinstance(error, FetchError):
        return Answer(Outcome.UNKNOWN, "key.unreachable", params)
    if error.code in _ANSWERS:
        return Answer(Outcome.FAILED, error.code, params, state=State.UNREADABLE)
    listed_otherwise = isinstance(error, PurposeMismatch) and error.code == "proof.method_purpose"
    if isinstance(error, ResolutionError | KeyMaterialError) or listed_otherwise:
        return Answer(Outcome.FAILED, "key.unresolved", params, state=State.NOT_THE_ISSUER)
    is_content = isinstance(error, ProofError | LostTerm)
    state = State.ALTERED if is_content else State.UNREADABLE
    return Answer(Outcome.FAILED, "proof.invalid", params, state=state)


def _answer(proof: JsonObject, code: str) -> Answer:
    return Answer(Outcome.UNKNOWN, code, {"suite": name_of(proof)})


def _method(proof: JsonObject) -> str:
    return (a_text(proof.get("verificationMethod")) or "")[:_SHOWN]
