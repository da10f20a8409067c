"""Compact JWSs for tests: as we write them, and as others, or nobody honest, would."""

from typing import Any

import pytest

from badges.documents import MEDIA_TYPE_JWT, JsonObject, Secured, serialize
from badges.encoding import encode_base64url
from badges.errors import ProofError
from badges.keys import KeySigner
from badges.proofs import suite
from tests.badges.proofs.materials import (
    CREATED,
    Keyring,
    badge,
    keyring,
    signer,
    verify,
)

ALGORITHMS = {"RSA": "RS256", "P-256": "ES256", "Ed25519": "EdDSA"}


VC_JWT = suite("vc-jwt")


def secured_by(algorithm: str = "P-256", **members: Any) -> Secured:
    """A badge as JWT."""
    return VC_JWT.secure(badge(algorithm, **members), signer(algorithm), created=CREATED)


def claims(algorithm: str = "P-256", **members: Any) -> JsonObject:
    """The payload of that JWT, with members replaced; None takes one away."""
    payload = {**secured_by(algorithm).payload, **members}
    return {name: value for name, value in payload.items() if value is not None}


def jws(payload: JsonObject | bytes, by: KeySigner | None = None, **header: Any) -> Secured:
    """A compact JWS made by hand; a header member None is left out."""
    by = by or signer("P-256")
    members = {"alg": ALGORITHMS[by.algorithm], "kid": by.verification_method, **header}
    head = {name: value for name, value in members.items() if value is not None}
    body = payload if isinstance(payload, bytes) else serialize(payload)
    signing_input = f"{encode_base64url(serialize(head))}.{encode_base64url(body)}"
    signature = encode_base64url(by.sign(signing_input.encode()))
    return Secured(f"{signing_input}.{signature}".encode(), MEDIA_TYPE_JWT)


def code_of(secured: Secured, resolve: Keyring | None = None) -> str:
    """The code with which a JWT is refused, by reading or by verifying it."""
    with pytest.raises(ProofError) as caught:
        verify(secured, resolve or keyring(signer("P-256")))
    return caught.value.code
