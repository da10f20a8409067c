"""Key proofs: a wallet shows that it holds the key to which a badge is to be bound.

A JWT of type `openid4vci-proof+jwt`, signed by that key for this issuer, with a nonce of ours
(VCI-05, OpenID4VCI 1.0 appendix F.1). The key is in the header itself, or is a DID that is its own
key, so nothing is ever fetched for it.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from badges.did import Resolver, did_jwk
from badges.documents import MEDIA_TYPE_JWT, JsonObject, Secured
from badges.encoding import decode_base64url
from badges.errors import BadgeError, DocumentError
from badges.keys import ED25519, P256, PublicKey
from issuer.errors import WalletRefused

TYPE = "openid4vci-proof+jwt"
ALGORITHMS = ("EdDSA", "ES256")
"""What we say that we read; `Ed25519`, the younger name of the first (RFC 9864), is read too."""

LIFE = timedelta(minutes=5)
"""How old a proof may be."""

_AHEAD = timedelta(minutes=1)
"""How much faster than ours the clock of a telephone may go."""
_LENGTH = 8_192
_DID_LENGTH = 1_024
"""A DID stands in the badge that we sign: there is room for a key, and for nothing else."""
_KEYS_OF = {"EdDSA": ED25519, "Ed25519": ED25519, "ES256": P256}
# Keys that come otherwise, and members that change what a signature covers.
_REFUSED = frozenset({"crit", "b64", "x5c", "x5u", "jku", "trust_chain"})
_METHODS = ("did:key:", "did:jwk:")
_SHOWN = 60


@dataclass(frozen=True)
class KeyProof:
    """A proof as it was sent, taken apart and not believed yet."""

    header: JsonObject
    claims: JsonObject
    signing_input: bytes
    signature: bytes

    @property
    def nonce(self) -> str:
        """The nonce that it answers; nothing when it names none."""
        found = self.claims.get("nonce")
        return found if isinstance(found, str) else ""


@dataclass(frozen=True)
class ProvedKey:
    """A key whose private half the wallet holds, and the DID by which a badge names it."""

    did: str
    key: PublicKey


def read(jwt: str) -> KeyProof:
    """The parts of a key proof.

    Raises:
        WalletRefused: not a compact JWS of JSON objects, or too long (`invalid_proof`).
    """
    if len(jwt) > _LENGTH:
        raise _refused("form")
    secured = Secured(jwt.encode(errors="replace"), MEDIA_TYPE_JWT)
    try:
        header, claims = secured.header, secured.payload
        signing_input, _, signature = jwt.rpartition(".")
        return KeyProof(header, claims, signing_input.encode("ascii"), decode_base64url(signature))
    except (DocumentError, UnicodeEncodeError) as error:
        raise _refused("form") from error


def verify(proof: KeyProof, audience: str, now: datetime) -> ProvedKey:
    """The key of a proof that was made now for `audience`, our identifier.

    Raises:
        WalletRefused: another type, algorithm, key or audience, too old, or not signed by that key
            (`invalid_proof`).
    """
    if proof.header.get("typ") != TYPE:
        raise _refused("type")
    if not _REFUSED.isdisjoint(proof.header):
        raise _refused("header")
    algorithm = _KEYS_OF.get(str(proof.header.get("alg")))
    if algorithm is None:
        raise _refused("algorithm", algorithm=str(proof.header.get("alg"))[:_SHOWN])
    _require_current(proof.claims, audience, now)
    proved = _key_of(proof.header)
    if proved.key.algorithm != algorithm:
        raise _refused("key")
    try:
        proved.key.verify(proof.signature, proof.signing_input)
    except BadgeError as error:
        raise _refused("signature") from error
    return proved


def _require_current(claims: JsonObject, audience: str, now: datetime) -> None:
    if claims.get("aud") != audience:
        raise _refused("audience", audience=audience)
    made = claims.get("iat")
    if isinstance(made, bool) or not isinstance(made, int | float):
        raise _refused("time")
    age = now.timestamp() - made
    if not -_AHEAD.total_seconds() <= age <= LIFE.total_seconds():
        raise _refused("time")


def _key_of(header: JsonObject) -> ProvedKey:
    """The key that the header names: by exactly one of `kid` and `jwk`, so that it means one."""
    kid, jwk = header.get("kid"), header.get("jwk")
    if isinstance(kid, str) and "jwk" not in header:
        return _key_of_did(kid)
    if isinstance(jwk, dict) and "kid" not in header:
        try:
            key = PublicKey.from_jwk(jwk)
        except BadgeError as error:
            raise _refused("key") from error
        return ProvedKey(did_jwk(key), key)
    raise _refused("key")


def _key_of_did(kid: str) -> ProvedKey:
    did, _, fragment = kid.partition("#")
    if not did.startswith(_METHODS) or not fragment or len(did) > _DID_LENGTH:
        raise _refused("key")
    try:
        key = Resolver(None)(kid).key
    except BadgeError as error:
        raise _refused("key") from error
    if not isinstance(key, PublicKey):
        raise _refused("key")
    return ProvedKey(did, key)


def _refused(why: str, **params: object) -> WalletRefused:
    return WalletRefused(f"wallet.proof.{why}", error="invalid_proof", **params)
