"""JWTs as an attacker, or another issuer's software, would make them."""

from typing import Any

from badges.documents import MEDIA_TYPE_JWT, JsonObject, Secured, serialize
from badges.encoding import encode_base64url
from tests.verifier.badges_to_read import Place

_ALGORITHMS = {"Ed25519": "EdDSA", "P-256": "ES256", "RSA": "RS256"}


def with_embedded_key(place: Place, document: JsonObject) -> Secured:
    """A JWT whose header carries the key itself and names nobody."""
    header = {"alg": _ALGORITHMS[place.key.algorithm], "jwk": place.key.public.jwk()}
    return sign(place, header, with_claims(document))


def with_header(place: Place, document: JsonObject, **header: Any) -> Secured:
    """A JWT with these header members beside the usual ones; None removes one."""
    usual = {"alg": _ALGORITHMS[place.key.algorithm], "kid": place.method, "typ": "JWT"}
    chosen = {name: value for name, value in (usual | header).items() if value is not None}
    return sign(place, chosen, with_claims(document))


def with_payload(place: Place, document: JsonObject, **claims: Any) -> Secured:
    """A well-signed JWT with these claims in place of the true ones; None removes one."""
    payload = with_claims(document) | claims
    payload = {name: value for name, value in payload.items() if value is not None}
    header = {"alg": _ALGORITHMS[place.key.algorithm], "kid": place.method}
    return sign(place, header, payload)


def with_claims(document: JsonObject) -> JsonObject:
    """The payload of a VC-JWT: the credential and the claims that repeat it."""
    return document | {
        "iss": document["issuer"]["id"],
        "jti": document["id"],
        "sub": document["credentialSubject"]["id"],
        "nbf": 1_795_165_200,
    }


def sign(place: Place, header: JsonObject, payload: JsonObject) -> Secured:
    """The compact JWS of `payload` under `header`, by the place's key."""
    parts = [encode_base64url(serialize(part)) for part in (header, payload)]
    signing_input = ".".join(parts).encode("ascii")
    signature = encode_base64url(place.key.sign(signing_input)).encode("ascii")
    return Secured(signing_input + b"." + signature, MEDIA_TYPE_JWT)
