"""Does the signature of a signed badge hold over this very assertion? (OB2-09).

The assertion is the payload of a compact JWS. The key decides how it is checked, and `alg` must
agree with it: the standard requires RS256, and ES256 is as good.
"""

import hashlib

from badges.documents import JsonObject, Secured
from badges.encoding import decode_base64url
from badges.errors import (
    BadgeError,
    DocumentError,
    FetchError,
    KeyMaterialError,
    MalformedProof,
    ProofError,
    ResolutionError,
    SignatureMismatch,
    UnsupportedSuite,
)
from badges.keys import P256, RSA
from badges.ob2 import Award, Way
from badges.ports import VerificationMethod
from badges.proofs import Verified
from verifier.case import Answer, Case, Check, causes, not_applicable, passed
from verifier.checks.open_badges_2.standing import ASSERTIONS, SIGNATURE, SPEC_OB_2, award_of
from verifier.errors import InputError
from verifier.open_badges_2.signing_keys import signing_keys
from verifier.report import Evidence, Outcome, Severity, State

_KEYS_OF = {"RS256": RSA, "ES256": P256}
# Not signatures, or signatures that anyone holding the public key could make.
_REFUSED = ("none", "hs256", "hs384", "hs512")
_CHANGING = ("crit", "b64")
_FAMILIES = (
    *(DocumentError, FetchError, InputError, KeyMaterialError, ProofError, ResolutionError),
)


def _ask(case: Case) -> Answer:
    award = award_of(case)
    if award.way is Way.HOSTED:
        return not_applicable("ob2.not_signed")
    if award.signature is None:
        return Answer(Outcome.FAILED, "proof.missing", state=State.UNREADABLE)
    try:
        verified = _verified(case, award, award.signature)
    except _FAMILIES as error:
        return _refusal(error)
    case.verified.append(verified)
    evidence = Evidence(verified.suite, verified.method.id, sha256=verified.document_sha256)
    return passed("proof.valid", evidence, suite=verified.suite)


def _verified(case: Case, award: Award, secured: Secured) -> Verified:
    """The proof that holds.

    Raises:
        ProofError: none does.
        FetchError, ResolutionError, KeyMaterialError, DocumentError, InputError: no key was had.
    """
    algorithm = _algorithm(secured)
    keys = signing_keys(award, case.fetcher, case.bounds)
    method = _holding(secured, keys, _KEYS_OF[algorithm])
    return Verified(algorithm, method, None, hashlib.sha256(secured.body).hexdigest(), None)


def _refusal(error: BadgeError) -> Answer:
    """What the error of a proof means: unsupported, out of reach, not vouched for, or wrong."""
    params = causes(error)
    if isinstance(error, UnsupportedSuite):
        params |= {"suite": str(error.params.get("algorithm"))}
        return Answer(Outcome.UNKNOWN, "proof.unsupported", params)
    if isinstance(error, FetchError):
        return Answer(Outcome.UNKNOWN, "key.unreachable", params)
    if isinstance(error, ProofError):
        return Answer(Outcome.FAILED, "proof.invalid", params, state=State.ALTERED)
    return Answer(Outcome.FAILED, "key.unresolved", params, state=State.NOT_THE_ISSUER)


def _algorithm(secured: Secured) -> str:
    """The algorithm that the header names.

    Raises:
        MalformedProof: no header, or one that asks for what would change the signature.
        UnsupportedSuite: an algorithm that we do not know.
    """
    header = _header(secured)
    for member in _CHANGING:
        if member in header:
            raise MalformedProof("jwt.header_member", member=member)
    name = header.get("alg")
    if not isinstance(name, str) or name.lower() in _REFUSED:
        raise MalformedProof("jwt.algorithm_refused", algorithm=str(name)[:40])
    if name not in _KEYS_OF:
        raise UnsupportedSuite("jwt.algorithm", algorithm=name[:40])
    return name


def _header(secured: Secured) -> JsonObject:
    try:
        return secured.header
    except DocumentError as error:
        raise MalformedProof(error.code, **error.params) from error


def _holding(
    secured: Secured, keys: list[VerificationMethod], algorithm: str
) -> VerificationMethod:
    """The key whose signature this is.

    Raises:
        ProofError: it is nobody's.
    """
    signed, _, signature = secured.body.strip().rpartition(b".")
    try:
        content = decode_base64url(signature.decode("ascii", "replace"))
    except DocumentError as error:
        raise MalformedProof(error.code, **error.params) from error
    for method in keys:
        if method.key.algorithm == algorithm and _holds(method, content, signed):
            return method
    raise SignatureMismatch("proof.signature", algorithm=algorithm)


def _holds(method: VerificationMethod, signature: bytes, signed: bytes) -> bool:
    try:
        method.key.verify(signature, signed)
    except SignatureMismatch:
        return False
    return True


PROOF_SIGNATURE_2 = Check(
    id=SIGNATURE,
    severity=Severity.FATAL,
    spec=f"{SPEC_OB_2}SignedBadge",
    ask=_ask,
    needs=("input.readable",),
    kinds=ASSERTIONS,
)
