"""Signing once, and reading it back as a stranger would before anything is kept (ISS-16).

Our own output is verified with the public functions of `badges.proofs`, with a resolver that knows
one thing only: the document that the place publishes. A key that is not in it fails here, not at a
reader's.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from badges import jsonld, proofs
from badges.did import Resolver
from badges.did.web import DID_WEB
from badges.documents import MEDIA_TYPE_JSON, JsonObject, Secured, serialize
from badges.errors import ControllerMismatch, Refused
from badges.json_schema import require_valid
from badges.keys import ED25519, P256
from badges.ports import Fetched, KeyResolver, Signer
from badges.proofs.adding import Addition, add_proof, writable_suite
from badges.proofs.series import secure_all
from issuer.errors import KeyUnavailable
from issuer.ports import Asked, Clerk, KeyStore
from issuer.services.identities import Identity, verification_method

EMBEDDED = "eddsa-rdfc-2022"
ENVELOPE = "vc-jwt"
# A place known by its P-256 key alone (did:key) has no other key to sign its lists with.
_EMBEDDED_BY = {ED25519: EMBEDDED, P256: "ecdsa-rdfc-2019"}
_FEW = 100
"""Badges that are signed sooner than a clerk has heard of them."""


@dataclass(frozen=True)
class SecuredTwice:
    """One credential with its embedded proof, and the JWT that wraps that same JSON (ISS-30)."""

    json: Secured
    jwt: Secured


@dataclass(frozen=True)
class _OwnPage:
    """A fetcher that answers for the place's own document and for nothing else."""

    url: str
    document: JsonObject

    def fetch(self, url: str, *, accept: str = "*/*", limit: int | None = None) -> Fetched:
        """The place's DID document.

        Raises:
            Refused: another address.
        """
        del accept, limit
        if url != self.url:
            raise Refused("securing.not_our_document", url=url)
        return Fetched(url, "application/did+json", serialize(self.document))


def secure_credential(
    keys: KeyStore, identity: Identity, document: JsonObject, created: datetime
) -> SecuredTwice:
    """Sign an achievement credential once in each form, and verify both.

    Raises:
        SchemaError, JsonLdError: the document is not what it should be; nothing is signed twice.
        KeyUnavailable: a private key cannot be opened.
        ProofError: what was signed does not verify with what the place publishes.
    """
    jsonld.require_portable(document)
    embedded = secure_document(keys, identity, document, created)
    require_valid(embedded.document)
    return SecuredTwice(embedded, secure_jwt(keys, identity, embedded, created))


def secure_document(
    keys: KeyStore, identity: Identity, document: JsonObject, created: datetime
) -> Secured:
    """Sign any credential of the place with an embedded proof, and verify it.

    Raises:
        JsonLdError: the document would lose terms.
        KeyUnavailable: the private key cannot be opened.
        ProofError: what was signed does not verify with what the place publishes.
    """
    signer = _signer(keys, identity, ED25519)
    suite = proofs.suite(_EMBEDDED_BY[signer.algorithm])
    secured = suite.secure(document, signer, created=created)
    _require_verifies(secured, identity, _own_resolver(identity))
    return secured


class SeriesSigner:
    """Signs the badges of series as one place, opening its key once; for one unit of work.

    What comes out is as `secure_credential` makes it, without the form of a JWT, which is signed
    when somebody asks for it. The caller says which badges are read back.

    Args:
        keys: where the private key is opened.
        identity: who signs.
        clerk: who signs many badges while the caller goes on; without one they are signed here.

    Raises:
        KeyUnavailable: the private key cannot be opened.
    """

    def __init__(self, keys: KeyStore, identity: Identity, clerk: Clerk | None = None) -> None:
        self._identity = identity
        self._clerk = clerk
        self._signer = _signer(keys, identity, ED25519)
        self._resolver = _own_resolver(identity)

    def hand_over(
        self, badges: Sequence[Asked], created: datetime
    ) -> Callable[[], Sequence[bytes]]:
        """Have badges signed; what is answered waits for them, and is asked in the same order.

        Raises:
            JsonLdError: a document would lose terms (told by what is answered).
            KeyUnavailable: the clerk is gone.
        """
        clerk = self._clerk
        if clerk is None or len(badges) < _FEW:
            return lambda: self._secured(badges, created)
        key = self._identity.key(ED25519)
        number = clerk.put(key, self._signer.verification_method, badges, created)

        def wait() -> Sequence[bytes]:
            bodies = clerk.take(number)
            if bodies is None:
                return self._secured(badges, created)
            if len(bodies) != len(badges):
                raise KeyUnavailable("clerk.wrong", block=number)
            return bodies

        return wait

    def _secured(self, badges: Sequence[Asked], created: datetime) -> Sequence[bytes]:
        rows = [(series, [texts[slot] for slot in series.slots]) for series, texts in badges]
        return secure_all(rows, self._signer, created=created)

    def read_back(self, body: bytes) -> None:
        """Return when a badge is what a stranger would accept.

        Raises:
            SchemaError, JsonLdError: the document is not what it should be.
            ProofError: it does not verify with what the place publishes.
        """
        secured = Secured(body, MEDIA_TYPE_JSON)
        require_valid(secured.document)
        _require_verifies(secured, self._identity, self._resolver)


def secure_jwt(keys: KeyStore, identity: Identity, embedded: Secured, created: datetime) -> Secured:
    """The JWT that wraps a badge with its embedded proof (ISS-30), verified.

    Raises:
        KeyUnavailable: the private key cannot be opened.
        ProofError: what was signed does not verify with what the place publishes.
    """
    jwt = proofs.suite(ENVELOPE).secure(
        embedded.document, _signer(keys, identity, identity.algorithm_of_jwt), created=created
    )
    jsonld.require_nothing_lost(jwt.document)
    _require_verifies(jwt, identity, _own_resolver(identity))
    return jwt


def secure_on_request(
    keys: KeyStore, identity: Identity, document: JsonObject, addition: Addition
) -> Secured:
    """Add the proof that a machine client asked for, and verify that one proof.

    Proofs of others, which the document may carry already, are theirs to answer for.

    Raises:
        ProofError, JsonLdError: the document cannot bear that proof, or it does not verify.
        KeyUnavailable: the private key cannot be opened.
    """
    signer = _signer(keys, identity, writable_suite(addition.suite).algorithm)
    secured = add_proof(document, signer, addition)
    _require_holds(secured, proofs.presented(secured)[-1], identity, _own_resolver(identity))
    return secured


def require_own(identity: Identity, secured: Secured) -> None:
    """Return when a stranger who reads what the place publishes now believes this credential.

    Raises:
        ProofError, ResolutionError: a proof does not hold, or its key is not vouched for any more.
    """
    _require_verifies(secured, identity, _own_resolver(identity))


def _signer(keys: KeyStore, identity: Identity, algorithm: str) -> Signer:
    key = identity.key(algorithm)
    return keys.signer(key, verification_method(identity.issuer, key))


def _own_resolver(identity: Identity) -> KeyResolver:
    if identity.is_did_key:
        return Resolver(None)
    return Resolver(_OwnPage(DID_WEB.address(identity.issuer), identity.document()))


def _require_verifies(secured: Secured, identity: Identity, resolve: KeyResolver) -> None:
    """Every proof holds, with a key that the issuer vouches for (KEY-06)."""
    for proof in proofs.presented(secured):
        _require_holds(secured, proof, identity, resolve)


def _require_holds(
    secured: Secured, proof: JsonObject, identity: Identity, resolve: KeyResolver
) -> None:
    verified = proofs.suite_of(proof).verify(secured, proof, resolve)
    if verified.method.controller != identity.issuer:
        raise ControllerMismatch(
            "securing.controller", method=verified.method.id, issuer=identity.issuer
        )
