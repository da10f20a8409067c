"""openbadgeslib, the Python library that issues and verifies Open Badges, at its fastest.

It gets its key parsed or pinned, documents ready made instead of its own model (which cannot tell
all that RICH tells), and no question about status.
"""

from copy import deepcopy
from dataclasses import dataclass
from functools import cached_property
from typing import Any, cast

from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_der_private_key,
)
from openbadgeslib.ob3 import OB3LdpSigner, OB3LdpVerifier, OB3Signer, OB3VerificationError
from openbadgeslib.ob3.ldp import add_data_integrity_proof, verify_data_integrity_proof
from openbadgeslib.ob3.verifier import OB3Verifier

from badges.documents import JsonObject, parse
from badges.encoding import decode_instant
from benchmarks.house import CREATED, House


@dataclass(frozen=True)
class ReadyCredential:
    """A document in the place of openbadgeslib's model: it asks for nothing but these forms."""

    document: JsonObject

    def to_vc(self) -> JsonObject:
        """What gets a proof; the library writes into it."""
        return deepcopy(self.document)

    def to_jwt_payload(self) -> JsonObject:
        """The claims of a VC-JWT, which VCDM 2.0 puts beside the credential."""
        vc = self.document
        claims = {"iss": vc["issuer"]["id"], "jti": vc["id"], "sub": vc["credentialSubject"]["id"]}
        begin = int(decode_instant(vc["validFrom"]).timestamp())
        end = (
            {"exp": int(decode_instant(vc["validUntil"]).timestamp())} if "validUntil" in vc else {}
        )
        return {**vc, **claims, "nbf": begin, **end}


@dataclass(frozen=True)
class OpenBadgesLibrary:
    """The library with the key of a house."""

    house: House

    def issue(self, document: JsonObject) -> bytes:
        """The badge as JSON, by the whole path of the library: validation, proof, text."""
        credential = cast("Any", ReadyCredential(document))
        return self._signer.sign_to_json(credential, created=CREATED).encode()

    def add_proof(self, document: JsonObject) -> JsonObject:
        """The proof alone, without validation."""
        method = self.house.signer.verification_method
        signed: JsonObject = add_data_integrity_proof(
            document, self._secret, method, created=CREATED
        )
        return signed

    def verify(self, body: bytes) -> object:
        """The credential, when the badge holds.

        Raises:
            OB3VerificationError: it does not.
        """
        return self._verifier.verify(body)

    def verify_proof(self, body: bytes) -> None:
        """The proof alone."""
        verify_data_integrity_proof(parse(body), self._public)

    def issue_jwt(self, document: JsonObject) -> bytes:
        """The badge as a VC-JWT."""
        credential = cast("Any", ReadyCredential(document))
        return self._jwt_signer.sign(credential).encode()

    def verify_jwt(self, body: bytes) -> object:
        """The credential, when the VC-JWT holds.

        Raises:
            OB3VerificationError: it does not.
        """
        return self._jwt_verifier.verify(body.decode())

    def accepts(self, body: bytes) -> bool:
        """Whether the library accepts a badge in either form."""
        verify = self.verify if body.startswith(b"{") else self.verify_jwt
        try:
            verify(body)
        except OB3VerificationError:
            return False
        return True

    @cached_property
    def _secret(self) -> bytes:
        key = load_der_private_key(self.house.key.secret(), None)
        return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())

    @cached_property
    def _public(self) -> bytes:
        key = load_der_private_key(self.house.key.secret(), None).public_key()
        return key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)

    @cached_property
    def _signer(self) -> OB3LdpSigner:
        return OB3LdpSigner(self._secret, self.house.signer.verification_method)

    @cached_property
    def _verifier(self) -> OB3LdpVerifier:
        return OB3LdpVerifier(self._public)

    @cached_property
    def _jwt_signer(self) -> OB3Signer:
        return OB3Signer(self._secret, algorithm="EdDSA")

    @cached_property
    def _jwt_verifier(self) -> OB3Verifier:
        return OB3Verifier(self._public)
