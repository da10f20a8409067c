"""VC-JWT: the document as the payload of a compact JWS (Open Badges 3.0 section 8.2, RFC 7515).

The header chooses nothing: the key decides how the signature is checked, `alg` must agree with it,
and headers that point elsewhere (`jku`, `x5u`) are never followed. The claims beside the credential
must say the same as the credential (JWT-07).
"""

import hashlib
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from badges.documents import MEDIA_TYPE_JWT, JsonObject, Secured, serialize
from badges.encoding import decode_base64url, decode_instant
from badges.errors import KeyMaterialError, Malformed, MalformedProof, UnsupportedSuite
from badges.keys import ED25519, P256, P384, RSA, PublicKey
from badges.ports import KeyResolver, Signer, VerificationMethod
from badges.proofs.jwt_claims import begin_of, instant_of, require_same_claims
from badges.proofs.suite import (
    ACCEPTED,
    ASSERTION,
    CanonicalForms,
    Verified,
    as_malformed_proof,
    require_algorithm,
    resolve_for,
)

PROOF_TYPE = "vc-jwt"

_ALGORITHMS = {RSA: "RS256", P256: "ES256", ED25519: "EdDSA"}
# RFC 9864 gives EdDSA with Ed25519 its own name; both are read.
_KEYS_OF = {"RS256": RSA, "ES256": P256, "ES384": P384, "EdDSA": ED25519, "Ed25519": ED25519}
# Not signatures, or signatures that anyone holding the public key could make.
_REFUSED_ALGORITHMS = ("", "none", "hs256", "hs384", "hs512")
_JOSE_TYPES = ("vc+jwt", "vc+ld+jwt", "vp+jwt", "vp+ld+jwt")
_TYPES = (None, "jwt", *_JOSE_TYPES)
# What a header may hold (JWT-01), and what is left unread wherever it points (JWT-02).
_MEMBERS = frozenset({"alg", "kid", "jwk", "typ", "cty"})
_UNREAD = frozenset({"jku", "x5u", "x5c", "x5t", "x5t#S256", "iss", "iat"})

_HEADER_LIMIT = 16_384
_PAYLOAD_LIMIT = 1_400_000
_SIGNATURE_LIMIT = 2_048


@dataclass(frozen=True)
class VcJwt:
    """The suite whose proof is the JWS itself."""

    name: str = PROOF_TYPE
    standing: str = ACCEPTED

    def secure(self, document: JsonObject, signer: Signer, *, created: datetime) -> Secured:
        """`document`, with the proofs that it has, as a compact JWS by `signer` (JWT-03).

        Raises:
            ProofError: a claim has no source in the document (JWT-05), or the key does not suit.
        """
        del created  # a VC-JWT dates the credential (`nbf`), not its signature
        algorithm = _ALGORITHMS.get(signer.algorithm)
        if algorithm is None:
            raise UnsupportedSuite("jwt.algorithm", algorithm=signer.algorithm)
        payload = serialize({**document, **_claims(document)})
        header = _header(algorithm, signer.verification_method)
        signing_input = header + b"." + _segment(payload)
        return Secured(signing_input + b"." + _segment(signer.sign(signing_input)), MEDIA_TYPE_JWT)

    def verify(
        self,
        secured: Secured,
        proof: JsonObject,
        resolve: KeyResolver,
        *,
        purpose: str = ASSERTION,
    ) -> Verified:
        """What holds, when the signature and the claims of the JWS hold (JWT-07).

        Raises:
            ProofError, ResolutionError, FetchError: see `Suite.verify`.
        """
        if not secured.is_jwt or proof.get("type") != PROOF_TYPE:
            raise MalformedProof("proof.absent")
        jws = read_jws(secured)
        algorithm = _algorithm(jws.header)
        method = _method(jws.header, resolve, purpose)
        require_algorithm(str(jws.header["alg"]), method.key.algorithm, algorithm)
        method.key.verify(jws.signature, jws.signing_input)
        with as_malformed_proof():
            payload, document = secured.payload, secured.document
        kind = _type(jws.header)
        require_same_claims(payload, document, jose_type=kind if kind in _JOSE_TYPES else None)
        return Verified(
            suite=self.name,
            method=method,
            created=None,
            document_sha256=hashlib.sha256(secured.payload_bytes).hexdigest(),
            proof_sha256=None,
            expires=instant_of(payload, "exp"),
            begins=begin_of(payload, document),
        )

    def canonical(
        self, secured: Secured, proof: JsonObject, *, document_sha256: str = ""
    ) -> CanonicalForms:
        """The payload, the header, and the signing input of the JWS, as they are.

        Raises:
            ProofError: see `Suite.canonical`.
        """
        del proof, document_sha256  # a JWS has one signature over its very bytes
        jws = read_jws(secured)
        header, payload = (decode_base64url(part) for part in _texts(jws))
        return CanonicalForms(
            suite=self.name,
            document=payload,
            proof=header,
            signed=jws.signing_input,
            signature=jws.signature,
            is_linked=False,
        )


@dataclass(frozen=True)
class Jws:
    """A compact JWS taken apart, its header checked, its payload not yet read."""

    header: JsonObject
    signing_input: bytes
    signature: bytes


def read_jws(secured: Secured) -> Jws:
    """The parts of a compact JWS, of bounded length, with a header that we understand.

    Raises:
        MalformedProof: not three parts, a part too long, or a header that asks for more than a
            VC-JWT may ask for.
    """
    segments = secured.body.strip().split(b".")
    if len(segments) != len(_LIMITS):
        raise MalformedProof("jwt.segments", count=len(segments))
    for segment, limit in zip(segments, _LIMITS, strict=True):
        if len(segment) > limit:
            raise MalformedProof("jwt.too_large", length=len(segment), limit=limit)
    with as_malformed_proof():
        header = secured.header
        signature = decode_base64url(segments[2].decode("ascii", "replace"))
    _require_known_header(header)
    return Jws(header, segments[0] + b"." + segments[1], signature)


_LIMITS = (_HEADER_LIMIT, _PAYLOAD_LIMIT, _SIGNATURE_LIMIT)


def _texts(jws: Jws) -> list[str]:
    """Header and payload as they stand in the signing input."""
    return jws.signing_input.decode("ascii", "replace").split(".")


def _require_known_header(header: JsonObject) -> None:
    unknown = sorted(set(header) - _MEMBERS - _UNREAD)
    if unknown:  # among them `crit` and `b64`, which change what is signed
        raise MalformedProof("jwt.header_member", member=unknown[0][:80])
    if _type(header) not in _TYPES:
        raise MalformedProof("jwt.type", type=str(header["typ"])[:80])


def _type(header: JsonObject) -> str | None:
    """`typ` in lower case without `application/`, which RFC 7515 lets one leave out."""
    return str(header["typ"]).lower().removeprefix("application/") if "typ" in header else None


def _algorithm(header: JsonObject) -> str:
    name = header.get("alg")
    if not isinstance(name, str) or name.lower() in _REFUSED_ALGORITHMS:
        raise MalformedProof("jwt.algorithm_refused", algorithm=str(name)[:40])
    if name not in _KEYS_OF:
        raise UnsupportedSuite("jwt.algorithm", algorithm=name[:40])
    return _KEYS_OF[name]


def _method(header: JsonObject, resolve: KeyResolver, purpose: str) -> VerificationMethod:
    """The key named by `kid`; else the one in `jwk`, for which nobody vouches (JWT-08)."""
    key = _embedded_key(header)
    if "kid" not in header:
        if key is None:
            raise MalformedProof("jwt.no_key")
        name = f"urn:ietf:params:oauth:jwk-thumbprint:sha-256:{key.thumbprint()}"
        return VerificationMethod(name, "", key, frozenset({purpose}))
    method = resolve_for(purpose, resolve, header["kid"])
    if key is not None and key != method.key:
        raise MalformedProof("jwt.key_conflict")
    return method


def _embedded_key(header: JsonObject) -> PublicKey | None:
    if "jwk" not in header:
        return None
    if not isinstance(header["jwk"], dict):
        raise MalformedProof("jwt.no_key")
    try:
        return PublicKey.from_jwk(header["jwk"])
    except KeyMaterialError as error:
        raise MalformedProof(error.code, **error.params) from error


@lru_cache(maxsize=64)
def _header(algorithm: str, method: str) -> bytes:
    """The first segment of all that one key signs."""
    return _segment(serialize({"alg": algorithm, "kid": method, "typ": "JWT"}))


def _segment(content: bytes) -> bytes:
    """Base64url without padding, as bytes: a whole badge need not become text in between."""
    return urlsafe_b64encode(content).rstrip(b"=")


def _claims(document: JsonObject) -> JsonObject:
    """The registered claims, each said by the document itself (JWT-03)."""
    issuer, subject = document.get("issuer"), document.get("credentialSubject")
    claims: dict[str, Any] = {
        "iss": issuer.get("id") if isinstance(issuer, dict) else issuer,
        "jti": document.get("id"),
        "nbf": _seconds(document.get("validFrom")),
        "sub": subject.get("id") if isinstance(subject, dict) else None,
    }
    for claim, value in claims.items():
        if value is None:
            raise MalformedProof("jwt.no_source", claim=claim)
    if "validUntil" in document:
        claims["exp"] = _seconds(document["validUntil"])
    return claims


def _seconds(text: object) -> int | None:
    return _seconds_of(text) if isinstance(text, str) else None


@lru_cache(maxsize=64)
def _seconds_of(text: str) -> int | None:
    """The instant that badges of one group share, in seconds; None when it is none."""
    try:
        return int(decode_instant(text).timestamp())
    except Malformed:
        return None


VC_JWT = VcJwt()
