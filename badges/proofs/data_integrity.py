"""The mechanics that all Data Integrity suites share (W3C vc-data-integrity 1.0).

A suite says how it turns a document into a hash; all else is said once here: which members a proof
has, what exactly is hashed, in which order, and how proofs of one document relate.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from badges.documents import MEDIA_TYPE_JSON, JsonObject, Secured, serialize
from badges.encoding import decode_instant, decode_multibase, encode_instant, encode_multibase
from badges.errors import MalformedProof, PurposeMismatch, SignatureMismatch, UnsupportedSuite
from badges.ports import KeyResolver, Signer, VerificationMethod
from badges.proofs.suite import (
    ASSERTION,
    CURRENT_EDITION,
    READ_ONLY,
    Verified,
    as_malformed_proof,
    require_algorithm,
    resolve_for_assertion,
)

PROOF_TYPE = "DataIntegrityProof"

_SIGNATURE_SIZE = 64
_PROOFS = 16


@dataclass(frozen=True)
class Hashed:
    """The two hashes that a signature covers, and against which edition of the contexts."""

    proof: bytes
    document: bytes
    edition: str = CURRENT_EDITION

    @property
    def signed(self) -> bytes:
        """What is signed: the proof's configuration first, the document second (TRAP-07)."""
        return self.proof + self.document


Transform = Callable[[JsonObject, JsonObject], Hashed]


@dataclass(frozen=True)
class DataIntegritySuite:
    """A cryptosuite: `transform` takes the unsecured document and the proof without its value.

    Proofs older than Data Integrity have the suite as their `proof_type` and no `cryptosuite`.
    `earlier` are transformations to try when the signature does not hold under the first.
    """

    name: str
    standing: str
    algorithm: str
    transform: Transform
    earlier: tuple[Callable[[JsonObject, JsonObject], Hashed | None], ...] = ()
    proof_type: str = PROOF_TYPE

    def secure(self, document: JsonObject, signer: Signer, *, created: datetime) -> Secured:
        """`document` with one more proof, after those that it has (PRF-03, ISS-30).

        Raises:
            ProofError: the key does not suit, or the suite is read-only.
            JsonLdError: the document would lose terms.
        """
        if self.standing == READ_ONLY:
            raise UnsupportedSuite("proof.read_only", suite=self.name)
        require_algorithm(self.name, signer.algorithm, self.algorithm)
        options: JsonObject = {
            "type": PROOF_TYPE,
            "cryptosuite": self.name,
            "created": encode_instant(created),
            "verificationMethod": signer.verification_method,
            "proofPurpose": ASSERTION,
        }
        hashed = self.transform(without_proof(document), options)
        value = encode_multibase(signer.sign(hashed.signed))
        proofs = [*embedded_proofs(document), {**options, "proofValue": value}]
        return Secured(serialize({**document, "proof": proofs}), MEDIA_TYPE_JSON)

    def verify(self, secured: Secured, proof: JsonObject, resolve: KeyResolver) -> Verified:
        """What holds, when `proof` holds (PRF-04).

        Raises:
            ProofError, JsonLdError, ResolutionError, FetchError: see `Suite.verify`.
        """
        opened = open_proof(secured, proof, self.name, self.proof_type)
        signature = _signature(proof)
        method = resolve_for_assertion(resolve, proof.get("verificationMethod"))
        require_algorithm(self.name, method.key.algorithm, self.algorithm)
        hashed = self._matching(method, signature, opened)
        return Verified(
            suite=self.name,
            method=method,
            created=opened.created,
            document_sha256=hashed.document.hex(),
            proof_sha256=hashed.proof.hex(),
            catalogue_edition=hashed.edition,
            expires=opened.expires,
        )

    def _matching(self, method: VerificationMethod, signature: bytes, opened: "Opened") -> Hashed:
        hashed = self.transform(opened.unsecured, opened.options)
        try:
            method.key.verify(signature, hashed.signed)
        except SignatureMismatch:
            for transform in self.earlier:
                former = transform(opened.unsecured, opened.options)
                if former is not None:
                    method.key.verify(signature, former.signed)
                    return former
            raise
        return hashed


@dataclass(frozen=True)
class Opened:
    """A proof and its document taken apart, their form checked, the value not yet read."""

    unsecured: JsonObject
    options: JsonObject
    created: datetime | None
    expires: datetime | None


def open_proof(
    secured: Secured, proof: JsonObject, suite: str, proof_type: str = PROOF_TYPE
) -> Opened:
    """What `proof` covers, and what it says of itself, when it is one of `suite` to assert.

    Raises:
        PurposeMismatch: the proof has another purpose.
        MalformedProof: it is not in the document, of another suite, or a member is ill-formed.
    """
    document = _document_of(secured, proof)
    cryptosuite = suite if proof_type == PROOF_TYPE else None
    if proof.get("type") != proof_type or proof.get("cryptosuite") != cryptosuite:
        raise MalformedProof("proof.suite_mismatch", suite=suite)
    purpose = proof.get("proofPurpose")
    if purpose != ASSERTION:
        raise PurposeMismatch("proof.purpose", purpose=str(purpose)[:80], expected=ASSERTION)
    return Opened(
        unsecured=_with_previous(document, proof),
        options={name: value for name, value in proof.items() if name != "proofValue"},
        created=_instant(proof, "created"),
        expires=_instant(proof, "expires"),
    )


def _signature(proof: JsonObject) -> bytes:
    """The 64 bytes of a `proofValue` in base58btc."""
    value = proof.get("proofValue")
    if not isinstance(value, str) or not value.startswith("z"):
        raise MalformedProof("proof.value")
    with as_malformed_proof():
        signature = decode_multibase(value)
    if len(signature) != _SIGNATURE_SIZE:
        raise MalformedProof("proof.value_length", length=len(signature), expected=_SIGNATURE_SIZE)
    return signature


def embedded_proofs(document: JsonObject) -> tuple[JsonObject, ...]:
    """The proofs inside `document`, in their order; none when it has no `proof`.

    Raises:
        MalformedProof: `proof` holds something else than objects, or too many.
    """
    if "proof" not in document:
        return ()
    value = document["proof"]
    proofs = value if isinstance(value, list) else [value]
    if not proofs or not all(isinstance(proof, dict) for proof in proofs):
        raise MalformedProof("proof.not_an_object")
    if len(proofs) > _PROOFS:
        raise MalformedProof("proof.too_many", count=len(proofs), limit=_PROOFS)
    return tuple(proofs)


def without_proof(document: JsonObject) -> JsonObject:
    """`document` without its `proof`: what a proof of a set covers (PRF-07)."""
    return {name: value for name, value in document.items() if name != "proof"}


def sha256(text: bytes) -> bytes:
    """SHA-256 of canonical bytes."""
    return hashlib.sha256(text).digest()


def _document_of(secured: Secured, proof: JsonObject) -> JsonObject:
    if secured.is_jwt:
        raise MalformedProof("proof.absent")
    with as_malformed_proof():
        document = secured.document
    if proof not in embedded_proofs(document):
        raise MalformedProof("proof.absent")
    return document


def _with_previous(document: JsonObject, proof: JsonObject) -> JsonObject:
    """The document as it was when `proof` was made: the proofs that it names are back (PRF-07)."""
    unsecured = without_proof(document)
    if "previousProof" not in proof:
        return unsecured
    named: Any = proof["previousProof"]
    ids = named if isinstance(named, list) else [named]
    proofs = embedded_proofs(document)
    previous = []
    for identifier in ids:
        found = [other for other in proofs if other.get("id") == identifier and other != proof]
        if not isinstance(identifier, str) or len(found) != 1:
            raise MalformedProof("proof.previous", id=str(identifier)[:80])
        previous += found
    return {**unsecured, "proof": previous}


def _instant(proof: JsonObject, member: str) -> datetime | None:
    if member not in proof:
        return None
    text = proof[member]
    if not isinstance(text, str):
        raise MalformedProof("proof.instant", member=member)
    with as_malformed_proof():
        return decode_instant(text)
