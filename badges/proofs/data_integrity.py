"""The mechanics that all Data Integrity suites share (W3C vc-data-integrity 1.0).

A suite says how it turns a document into a hash; all else is said once here: which members a proof
has, what exactly is hashed, in which order, and how proofs of one document relate.
"""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any, NamedTuple, Protocol, Self

from badges.documents import MEDIA_TYPE_JSON, Alike, JsonObject, Secured, serialize
from badges.encoding import decode_instant, decode_multibase, encode_instant, encode_multibase
from badges.errors import MalformedProof, PurposeMismatch, SignatureMismatch, UnsupportedSuite
from badges.keys import ED25519, P256, P384
from badges.ports import KeyResolver, Signer, VerificationMethod
from badges.proofs.suite import (
    ASSERTION,
    CURRENT_EDITION,
    READ_ONLY,
    SHA256,
    SHA384,
    CanonicalForms,
    Verified,
    as_malformed_proof,
    require_algorithm,
    resolve_for,
)

PROOF_TYPE = "DataIntegrityProof"

_PROOFS = 16
# What follows from the key: the size of its signatures, and the hash that the suites take with it.
_SIGNATURE_SIZES = {ED25519: 64, P256: 64, P384: 96}
_HASHES = {ED25519: SHA256, P256: SHA256, P384: SHA384}


class Hashed(NamedTuple):
    """The hashes that a signature covers, and the two canonical texts under them.

    `write` gives the texts, of the proof's configuration and of the document: only experts ask.
    """

    proof: bytes
    document: bytes
    write: Callable[[], tuple[bytes, bytes]]
    edition: str = CURRENT_EDITION
    hash_algorithm: str = SHA256
    is_linked: bool = True

    @classmethod
    def of(
        cls,
        proof: bytes,
        document: bytes,
        *,
        edition: str = CURRENT_EDITION,
        hash_algorithm: str = SHA256,
        is_linked: bool = True,
    ) -> Self:
        """The hashes of these canonical texts."""
        return cls(
            hashlib.new(hash_algorithm, proof).digest(),
            hashlib.new(hash_algorithm, document).digest(),
            lambda: (proof, document),
            edition,
            hash_algorithm,
            is_linked,
        )

    @property
    def signed(self) -> bytes:
        """What is signed: the proof's configuration first, the document second (TRAP-07)."""
        return self.proof + self.document

    @property
    def document_sha256(self) -> str:
        """SHA-256 of the canonical document, by which people name it whatever the suite hashes."""
        is_same = self.hash_algorithm == SHA256
        return (self.document if is_same else sha256(self.write()[1])).hex()

    @property
    def proof_sha256(self) -> str:
        """SHA-256 of the canonical configuration."""
        is_same = self.hash_algorithm == SHA256
        return (self.proof if is_same else sha256(self.write()[0])).hex()


class Transform(Protocol):
    """How a suite turns a document and the proof without its value into hashes."""

    def __call__(
        self,
        document: JsonObject,
        options: JsonObject,
        /,
        *,
        hash_algorithm: str = SHA256,
        alike: Alike | None = None,
    ) -> Hashed:
        """The hashes of `document` and of the configuration `options`.

        With `alike`, the document is what is alike without its proofs.

        Raises:
            ProofError, JsonLdError: they have no canonical form.
        """
        ...


class EarlierTransform(Protocol):
    """The same under contexts as they were; None where that changes nothing."""

    def __call__(
        self, document: JsonObject, options: JsonObject, /, *, hash_algorithm: str = SHA256
    ) -> Hashed | None:
        """The hashes of `document` and of the configuration `options`, or None."""
        ...


@dataclass(frozen=True)
class DataIntegritySuite:
    """A cryptosuite: `transform` takes the unsecured document and the proof without its value.

    Proofs older than Data Integrity have the suite as their `proof_type` and no `cryptosuite`.
    `earlier` are transformations to try when the signature does not hold under the first. Keys of
    the algorithms `also_read` are verified, never signed with; the key decides the hash.
    """

    name: str
    standing: str
    algorithm: str
    transform: Transform
    earlier: tuple[EarlierTransform, ...] = ()
    proof_type: str = PROOF_TYPE
    also_read: tuple[str, ...] = ()

    def secure(self, document: JsonObject, signer: Signer, *, created: datetime) -> Secured:
        """`document` with one more proof, after those that it has (PRF-03, ISS-30).

        Raises:
            ProofError: the key does not suit, or the suite is read-only.
            JsonLdError: the document would lose terms.
        """
        if self.standing == READ_ONLY:
            raise UnsupportedSuite("proof.read_only", suite=self.name)
        require_algorithm(self.name, signer.algorithm, self.algorithm)
        options = options_of(self.name, signer.verification_method, created)
        hashed = self.transform(without_proof(document), options)
        value = encode_multibase(signer.sign(hashed.signed))
        proofs = [*embedded_proofs(document), {**options, "proofValue": value}]
        return Secured(serialize({**document, "proof": proofs}), MEDIA_TYPE_JSON)

    def verify(
        self,
        secured: Secured,
        proof: JsonObject,
        resolve: KeyResolver,
        *,
        purpose: str = ASSERTION,
    ) -> Verified:
        """What holds, when `proof` holds (PRF-04).

        Raises:
            ProofError, JsonLdError, ResolutionError, FetchError: see `Suite.verify`.
        """
        opened = open_proof(secured, proof, self.name, self.proof_type, purpose)
        signature = self._signature(proof)
        method = resolve_for(purpose, resolve, proof.get("verificationMethod"))
        require_algorithm(self.name, method.key.algorithm, *self._algorithms)
        hashed = self._matching(method, signature, opened)
        return Verified(
            suite=self.name,
            method=method,
            created=opened.created,
            document_sha256=hashed.document_sha256,
            proof_sha256=hashed.proof_sha256,
            catalogue_edition=hashed.edition,
            expires=opened.expires,
        )

    def canonical(
        self, secured: Secured, proof: JsonObject, *, document_sha256: str = ""
    ) -> CanonicalForms:
        """What `proof` covers; of several editions, the one whose document has that digest.

        Raises:
            ProofError, JsonLdError: see `Suite.canonical`.
        """
        opened = open_proof(secured, proof, self.name, self.proof_type, None)
        signature = self._signature(proof)
        sizes = {_SIGNATURE_SIZES[name]: name for name in reversed(self._algorithms)}
        hash_algorithm = _HASHES[sizes[len(signature)]]
        editions = list(self._editions(opened, hash_algorithm))
        named = [item for item in editions if item.document_sha256 == document_sha256]
        hashed = (named or editions)[0]
        proof_text, document_text = hashed.write()
        return CanonicalForms(
            suite=self.name,
            document=document_text,
            proof=proof_text,
            signed=hashed.signed,
            signature=signature,
            hash_algorithm=hash_algorithm,
            is_linked=hashed.is_linked,
        )

    @cached_property
    def _algorithms(self) -> tuple[str, ...]:
        return (self.algorithm, *self.also_read)

    @cached_property
    def _sizes(self) -> frozenset[int]:
        return frozenset([_SIGNATURE_SIZES[name] for name in self._algorithms])

    def _editions(self, opened: "Opened", hash_algorithm: str) -> Iterator[Hashed]:
        """The hashes under the contexts of today, then under those of earlier days."""
        document, options = opened.unsecured, opened.options
        yield self.transform(document, options, hash_algorithm=hash_algorithm, alike=opened.alike)
        for transform in self.earlier:
            former = transform(document, options, hash_algorithm=hash_algorithm)
            if former is not None:
                yield former

    def _matching(self, method: VerificationMethod, signature: bytes, opened: "Opened") -> Hashed:
        """The first of the editions over which the signature holds."""
        mismatch: SignatureMismatch | None = None
        for hashed in self._editions(opened, _HASHES[method.key.algorithm]):
            try:
                method.key.verify(signature, hashed.signed)
            except SignatureMismatch as error:
                mismatch = mismatch or error
            else:
                return hashed
        raise mismatch or SignatureMismatch("proof.signature", algorithm=method.key.algorithm)

    def _signature(self, proof: JsonObject) -> bytes:
        """The bytes of a `proofValue` in base58btc, of a size that one of the keys can make."""
        value = proof.get("proofValue")
        if not isinstance(value, str) or not value.startswith("z"):
            raise MalformedProof("proof.value")
        with as_malformed_proof():
            signature = decode_multibase(value)
        if len(signature) not in self._sizes:
            expected = _SIGNATURE_SIZES[self.algorithm]
            raise MalformedProof("proof.value_length", length=len(signature), expected=expected)
        return signature


def options_of(suite: str, method: str, created: datetime) -> JsonObject:
    """What a proof by `suite` says of itself before it has its value."""
    return {
        "type": PROOF_TYPE,
        "cryptosuite": suite,
        "created": encode_instant(created),
        "verificationMethod": method,
        "proofPurpose": ASSERTION,
    }


class Opened(NamedTuple):
    """A proof and its document taken apart, their form checked, the value not yet read.

    `alike` says how the document is like others, when it is, and is covered without any proof.
    """

    unsecured: JsonObject
    options: JsonObject
    created: datetime | None
    expires: datetime | None
    alike: Alike | None


def open_proof(
    secured: Secured,
    proof: JsonObject,
    suite: str,
    proof_type: str = PROOF_TYPE,
    purpose: str | None = ASSERTION,
) -> Opened:
    """What `proof` covers, and what it says of itself, when it is one of `suite` for `purpose`.

    Raises:
        PurposeMismatch: the proof has another purpose; None asks for none.
        MalformedProof: it is not in the document, of another suite, or a member is ill-formed.
    """
    document = _document_of(secured, proof)
    cryptosuite = suite if proof_type == PROOF_TYPE else None
    if proof.get("type") != proof_type or proof.get("cryptosuite") != cryptosuite:
        raise MalformedProof("proof.suite_mismatch", suite=suite)
    found = proof.get("proofPurpose")
    if purpose is not None and found != purpose:
        raise PurposeMismatch("proof.purpose", purpose=str(found)[:80], expected=purpose)
    options = proof.copy()
    options.pop("proofValue", None)
    return Opened(
        unsecured=_with_previous(document, proof),
        options=options,
        created=_instant(proof, "created"),
        expires=_instant(proof, "expires"),
        alike=None if "previousProof" in proof else secured.alike,
    )


def embedded_proofs(document: JsonObject) -> tuple[JsonObject, ...]:
    """The proofs inside `document`, in their order; none when it has no `proof`.

    Raises:
        MalformedProof: `proof` holds something else than objects, or too many.
    """
    if "proof" not in document:
        return ()
    value = document["proof"]
    proofs = value if isinstance(value, list) else [value]
    if not proofs or [1 for proof in proofs if not isinstance(proof, dict)]:
        raise MalformedProof("proof.not_an_object")
    if len(proofs) > _PROOFS:
        raise MalformedProof("proof.too_many", count=len(proofs), limit=_PROOFS)
    return tuple(proofs)


def without_proof(document: JsonObject) -> JsonObject:
    """`document` without its `proof`: what a proof of a set covers (PRF-07)."""
    unsecured = document.copy()
    unsecured.pop("proof", None)
    return unsecured


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
    proofs = embedded_proofs(document)
    return {**unsecured, "proof": [proofs[place] for place in previous_of(proof, proofs)]}


def previous_of(proof: JsonObject, proofs: tuple[JsonObject, ...]) -> tuple[int, ...]:
    """The places in `proofs` of those that `proof` builds on; none for a proof of a set (PRF-07).

    Raises:
        MalformedProof: it names something else than other proofs of the document, each once.
    """
    if "previousProof" not in proof:
        return ()
    named: Any = proof["previousProof"]
    ids = named if isinstance(named, list) else [named]
    if not ids or len(ids) > len(proofs):
        raise MalformedProof("proof.previous", id="")
    return tuple(_place(identifier, proof, proofs) for identifier in ids)


def _place(identifier: object, proof: JsonObject, proofs: tuple[JsonObject, ...]) -> int:
    found = [
        place
        for place, other in enumerate(proofs)
        if other.get("id") == identifier and other != proof
    ]
    if not isinstance(identifier, str) or len(found) != 1:
        raise MalformedProof("proof.previous", id=str(identifier)[:80])
    return found[0]


def _instant(proof: JsonObject, member: str) -> datetime | None:
    if member not in proof:
        return None
    text = proof[member]
    if not isinstance(text, str):
        raise MalformedProof("proof.instant", member=member)
    with as_malformed_proof():
        return decode_instant(text)
