"""What every suite of the family promises, and the value that a proof which holds gives."""

from dataclasses import dataclass
from datetime import datetime
from types import TracebackType
from typing import NamedTuple, Protocol

from badges.documents import JsonObject, Secured
from badges.errors import (
    DocumentError,
    KeyMaterialError,
    MalformedProof,
    PurposeMismatch,
    UnsupportedSuite,
)
from badges.keys import P384
from badges.ports import KeyResolver, Signer, VerificationMethod

ASSERTION = "assertionMethod"
CURRENT_EDITION = "current"
RECOMMENDED, ACCEPTED, READ_ONLY = "recommended", "accepted", "read-only"
SHA256, SHA384 = "sha256", "sha384"

_URL_LENGTH = 2048


class Verified(NamedTuple):
    """A proof that holds: by which suite and key, and over which bytes.

    Whether the controller of `method` is the issuer is for the caller to judge (KEY-06): it is
    empty when the key came without anybody who vouches for it (JWT-08). `begins` and `expires` are
    the limits that the proof sets to itself, when it sets any; the caller holds the clock.
    `catalogue_edition` is not "current" when the signature holds only over an earlier context
    (ISS-06).
    """

    suite: str
    method: VerificationMethod
    created: datetime | None
    document_sha256: str
    proof_sha256: str | None
    catalogue_edition: str = CURRENT_EDITION
    expires: datetime | None = None
    begins: datetime | None = None


@dataclass(frozen=True)
class CanonicalForms:
    """What one proof covers, as an expert needs it to check the signature by hand.

    `document` and `proof` are the canonical texts (N-Quads, canonical JSON, or the payload and the
    header of a JWS); `signed` is the very message under `signature`. `pieces` are further texts by
    their file names, for suites that sign more than two.
    """

    suite: str
    document: bytes
    proof: bytes
    signed: bytes
    signature: bytes
    hash_algorithm: str = SHA256
    is_linked: bool = True
    pieces: tuple[tuple[str, bytes], ...] = ()


class Suite(Protocol):
    """One way to secure a document, and to verify it."""

    @property
    def name(self) -> str:
        """The identifier that the standard gives, such as `eddsa-rdfc-2022`."""
        ...

    @property
    def standing(self) -> str:
        """`recommended`, `accepted` or `read-only`: how far we advise to issue with it."""
        ...

    def secure(self, document: JsonObject, signer: Signer, *, created: datetime) -> Secured:
        """`document` with a proof by `signer`.

        Raises:
            ProofError: the document or the key does not suit, or the suite is read-only.
            JsonLdError: the document would lose terms.
        """
        ...

    def verify(
        self,
        secured: Secured,
        proof: JsonObject,
        resolve: KeyResolver,
        *,
        purpose: str = ASSERTION,
    ) -> Verified:
        """What holds, when `proof` (one of `presented(secured)`) holds for `purpose`.

        Raises:
            ProofError: it does not, or cannot be read.
            JsonLdError: the document would lose terms, so its signature covers less than it shows.
            ResolutionError, FetchError: the key could not be had.
        """
        ...

    def canonical(
        self, secured: Secured, proof: JsonObject, *, document_sha256: str = ""
    ) -> CanonicalForms:
        """What `proof` covers; of several editions, the one whose document has that digest.

        Raises:
            ProofError, JsonLdError: as `verify`; the signature itself is not checked.
        """
        ...


class _AsMalformedProof:
    """A context without any state, so that one serves all: entering a generator takes long."""

    def __enter__(self) -> None:
        """Nothing to prepare."""

    def __exit__(
        self, kind: object, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """Put the error into the words of proofs.

        Raises:
            MalformedProof: in the place of what could not be decoded.
        """
        if error is not None and isinstance(error, DocumentError | KeyMaterialError):
            raise MalformedProof(error.code, **error.params) from error


_AS_MALFORMED_PROOF = _AsMalformedProof()


def as_malformed_proof() -> _AsMalformedProof:
    """Say of text or keys inside a proof that cannot be decoded that the proof is malformed."""
    return _AS_MALFORMED_PROOF


def resolve_for(purpose: str, resolve: KeyResolver, url: object) -> VerificationMethod:
    """The method at `url`, when its controller lists it for `purpose` (KEY-02).

    Raises:
        MalformedProof: `url` is not the URL of a verification method.
        PurposeMismatch: the key is listed for other purposes only.
    """
    if not isinstance(url, str) or not 0 < len(url) <= _URL_LENGTH:
        raise MalformedProof("proof.verification_method")
    with as_malformed_proof():
        method = resolve(url)
    if purpose not in method.purposes:
        raise PurposeMismatch("proof.method_purpose", method=url, expected=purpose)
    return method


def require_algorithm(suite: str, found: str, *expected: str) -> None:
    """Return when a key of algorithm `found` can work for `suite`.

    Raises:
        UnsupportedSuite: a curve whose keys we read, but not in this suite.
        MalformedProof: the suite needs another algorithm.
    """
    if found in expected:
        return
    if found == P384:
        raise UnsupportedSuite("proof.key_unsupported", suite=suite, found=found)
    raise MalformedProof("proof.key_algorithm", suite=suite, found=found, expected=expected[0])
