"""Somebody who holds credentials and presents them, with a key of their own."""

from dataclasses import dataclass, field
from typing import Any

from badges.documents import JsonObject, serialize
from badges.encoding import encode_base64url, encode_multibase
from badges.keys import KeySigner, PrivateKey
from badges.proofs.eddsa_rdfc_2022 import EDDSA_RDFC_2022
from tests.issuer.web.vc import VC_2

DATA_MODEL = "https://www.w3.org/TR/vc-data-model#"
SECURITY = "https://w3id.org/security#"


@dataclass(frozen=True)
class Holder:
    """A person known by a did:key."""

    key: PrivateKey = field(default_factory=lambda: PrivateKey.generate("Ed25519"))

    @property
    def did(self) -> str:
        """The identifier of this person."""
        return f"did:key:{self.key.public.multikey()}"

    @property
    def signer(self) -> KeySigner:
        """The person's key at work."""
        return KeySigner(self.key, f"{self.did}#{self.key.public.multikey()}")

    def sign(self, document: JsonObject, **members: Any) -> JsonObject:
        """`document` with a proof to authenticate, unless `members` say otherwise."""
        options = {
            "type": "DataIntegrityProof",
            "cryptosuite": "eddsa-rdfc-2022",
            "created": "2026-11-22T11:00:00Z",
            "verificationMethod": self.signer.verification_method,
            "proofPurpose": "authentication",
        } | members
        options = {name: value for name, value in options.items() if value is not None}
        value = self.signer.sign(EDDSA_RDFC_2022.transform(document, options).signed)
        return {**document, "proof": {**options, "proofValue": encode_multibase(value)}}

    def present(self, *credentials: Any, **members: Any) -> JsonObject:
        """A signed presentation of these credentials; `members` go to its proof."""
        return self.sign(presentation(*credentials, holder=self.did), **members)

    def jwt(self, payload: JsonObject, kind: str) -> str:
        """`payload` as a compact JWS of that type."""
        header = {"alg": "EdDSA", "typ": kind, "kid": self.signer.verification_method}
        parts = [_segment(header), _segment(payload)]
        signature = self.signer.sign(".".join(parts).encode())
        return ".".join([*parts, encode_base64url(signature)])


def _segment(part: JsonObject) -> str:
    return encode_base64url(serialize(part))


def presentation(*credentials: Any, **members: Any) -> JsonObject:
    """An unsigned presentation; None takes a member away."""
    document: JsonObject = {
        "@context": [VC_2],
        "type": ["VerifiablePresentation"],
        "verifiableCredential": list(credentials),
    } | members
    if not credentials and "verifiableCredential" not in members:
        del document["verifiableCredential"]
    return {name: value for name, value in document.items() if value is not None}


def envelope(token: str, **members: Any) -> JsonObject:
    """A credential or presentation secured from outside, in its envelope."""
    document = {
        "@context": VC_2,
        "type": "EnvelopedVerifiableCredential",
        "id": f"data:application/vc+jwt,{token}",
    } | members
    return {name: value for name, value in document.items() if value is not None}


def held(response: Any) -> JsonObject:
    """The answer to what holds."""
    assert response.status_code == 200, response.text
    body: JsonObject = response.json
    assert body["verified"] is True
    assert body["errors"] == body["problemDetails"] == []
    return body


def failed(response: Any) -> JsonObject:
    """The answer to what does not hold: 400, with the reasons."""
    assert response.status_code == 400, response.text
    assert response.mimetype == "application/json"
    body: JsonObject = response.json
    assert body["verified"] is False
    assert body["errors"]
    for problem in body["problemDetails"]:
        assert problem["detail"] != problem["code"], problem
        assert problem["type"].startswith("https://")
    return body


def problem_types(body: JsonObject) -> set[str]:
    """The types of the problems that an answer tells."""
    return {problem["type"] for problem in body["problemDetails"]}
