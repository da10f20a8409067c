"""An authenticator made of software: what a telephone does when it makes or uses a passkey."""

import hashlib
import json
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from webauthn.helpers import bytes_to_base64url as text_of
from webauthn.helpers import encode_cbor

from badges.documents import JsonObject

PRESENT, VERIFIED, NEW_KEY = 0x01, 0x04, 0x40


@dataclass
class Authenticator:
    """One passkey in a pocket, for one host; `flags` say what its owner did."""

    host: str
    origin: str
    id: bytes = b"a passkey of thirty-two bytes..."
    flags: int = PRESENT | VERIFIED
    count: int = 0
    key: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )

    def create(self, options: JsonObject, **changes: Any) -> JsonObject:
        """The answer to a request to make a passkey (WebAuthn level 3, 5.1.3)."""
        client = self._client("webauthn.create", options, **changes)
        about = b"\0" * 16 + len(self.id).to_bytes(2, "big") + self.id + self._public()
        authenticator = self._authenticator(self.flags | NEW_KEY) + about
        attestation = {"fmt": "none", "attStmt": {}, "authData": authenticator}
        return self._answer(
            clientDataJSON=text_of(client), attestationObject=text_of(encode_cbor(attestation))
        )

    def get(self, options: JsonObject, **changes: Any) -> JsonObject:
        """The answer to a request to use the passkey (WebAuthn level 3, 5.1.4)."""
        self.count += 1
        client = self._client("webauthn.get", options, **changes)
        authenticator = self._authenticator(self.flags)
        signed = authenticator + hashlib.sha256(client).digest()
        signature = self.key.sign(signed, ec.ECDSA(hashes.SHA256()))
        return self._answer(
            clientDataJSON=text_of(client),
            authenticatorData=text_of(authenticator),
            signature=text_of(signature),
        )

    def _client(self, kind: str, options: JsonObject, **changes: Any) -> bytes:
        told = {"type": kind, "challenge": options["challenge"], "origin": self.origin}
        return json.dumps({**told, **changes}).encode()

    def _authenticator(self, flags: int) -> bytes:
        host = hashlib.sha256(self.host.encode()).digest()
        return host + bytes([flags]) + self.count.to_bytes(4, "big")

    def _public(self) -> bytes:
        """The public key as COSE (RFC 9053 section 7.1)."""
        numbers = self.key.public_key().public_numbers()
        x, y = numbers.x.to_bytes(32, "big"), numbers.y.to_bytes(32, "big")
        return encode_cbor({1: 2, 3: -7, -1: 1, -2: x, -3: y})

    def _answer(self, **response: str) -> JsonObject:
        name = text_of(self.id)
        return {"id": name, "rawId": name, "type": "public-key", "response": response}
