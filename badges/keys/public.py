"""Public keys: one algorithm each, and one form of signature that it accepts."""

import hashlib
from collections.abc import Callable
from typing import Self

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa, utils

from badges.documents import JsonObject, serialize
from badges.encoding import encode_base64url, encode_multibase
from badges.errors import KeyMaterialError, SignatureMismatch
from badges.keys.algorithms import (
    CURVES,
    ED25519,
    PUBLIC_CODECS,
    AnyPublic,
    algorithm_of,
    split_codec,
)
from badges.keys.jwk import encode_uint, read_jwk


class PublicKey:
    """A public key: verifies; is written as Multikey, JWK, or `spki` (RFC 5280, for PEM)."""

    def __init__(self, key: AnyPublic) -> None:
        self.algorithm = algorithm_of(key)
        self._key = key
        self._verify = _verifying(key)
        self.spki = key.public_bytes(
            serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
        )

    @classmethod
    def from_multikey(cls, text: str) -> Self:
        """The key of a `publicKeyMultibase` (W3C Controlled Identifiers 1.0 section 2.2.2).

        Raises:
            KeyMaterialError: not base58btc multibase, or not a kind of key that we read.
        """
        algorithm, body = split_codec(text, PUBLIC_CODECS)
        try:
            if algorithm == ED25519:
                return cls(ed25519.Ed25519PublicKey.from_public_bytes(body))
            curve = CURVES[algorithm]
            if len(body) != curve.size + 1:
                raise KeyMaterialError("key.length", algorithm=algorithm, length=len(body))
            return cls(ec.EllipticCurvePublicKey.from_encoded_point(curve.parameters, body))
        except ValueError as error:
            raise KeyMaterialError("key.point", algorithm=algorithm) from error

    @classmethod
    def from_jwk(cls, jwk: JsonObject) -> Self:
        """The key of a public JWK (RFC 7517, RFC 7518 section 6, RFC 8037).

        Raises:
            KeyMaterialError: a private member, a member missing or in another form, a curve that
                is not of its key type, or an RSA key under 2,048 bits.
        """
        return cls(read_jwk(jwk))

    @classmethod
    def from_pem(cls, text: str) -> Self:
        """The key of a `publicKeyPem` (RFC 7468), the form of Open Badges 2.0 (OB2-09).

        Raises:
            KeyMaterialError: not one public key, or of a kind that we do not read.
        """
        try:
            key = serialization.load_pem_public_key(text.encode())
        except (ValueError, UnsupportedAlgorithm) as error:
            raise KeyMaterialError("key.pem") from error
        if not isinstance(key, AnyPublic):
            raise KeyMaterialError("key.algorithm", algorithm=type(key).__name__)
        return cls(key)

    def verify(self, signature: bytes, data: bytes) -> None:
        """Return when `signature` is this key's over `data`; ECDSA signatures are r || s.

        Raises:
            SignatureMismatch: it is not.
        """
        try:
            self._verify(signature, data)
        except InvalidSignature as error:
            raise SignatureMismatch("proof.signature", algorithm=self.algorithm) from error

    def multikey(self) -> str:
        """The key as Multikey text, `z` and base58btc (PRF-01).

        Raises:
            KeyMaterialError: an RSA key, which has no Multikey form here.
        """
        if isinstance(self._key, rsa.RSAPublicKey):
            raise KeyMaterialError("key.no_multikey", algorithm=self.algorithm)
        return encode_multibase(PUBLIC_CODECS[self.algorithm] + self._raw(compressed=True))

    def jwk(self) -> JsonObject:
        """The key as a public JWK with its required members only."""
        if isinstance(self._key, rsa.RSAPublicKey):
            numbers = self._key.public_numbers()
            return {"kty": "RSA", "n": encode_uint(numbers.n), "e": encode_uint(numbers.e)}
        raw = self._raw(compressed=False)
        if self.algorithm == ED25519:
            return {"kty": "OKP", "crv": ED25519, "x": encode_base64url(raw)}
        half = len(raw) // 2  # one byte says "uncompressed", then come x and y
        x, y = encode_base64url(raw[1 : half + 1]), encode_base64url(raw[half + 1 :])
        return {"kty": "EC", "crv": self.algorithm, "x": x, "y": y}

    def thumbprint(self) -> str:
        """SHA-256 of the JWK's required members in order, base64url (RFC 7638)."""
        members = dict(sorted(self.jwk().items()))
        return encode_base64url(hashlib.sha256(serialize(members)).digest())

    def _raw(self, *, compressed: bool) -> bytes:
        if isinstance(self._key, ed25519.Ed25519PublicKey):
            return self._key.public_bytes_raw()
        forms = serialization.PublicFormat
        form = forms.CompressedPoint if compressed else forms.UncompressedPoint
        return self._key.public_bytes(serialization.Encoding.X962, form)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, PublicKey) and self.spki == other.spki

    def __hash__(self) -> int:
        return hash(self.spki)


def _verifying(key: AnyPublic) -> Callable[[bytes, bytes], None]:
    """How the key verifies, found once: asking a key of the library for its class takes long."""
    if isinstance(key, ed25519.Ed25519PublicKey):
        return key.verify
    if isinstance(key, ec.EllipticCurvePublicKey):
        curve = CURVES[algorithm_of(key)]
        return lambda signature, data: key.verify(
            _der_signature(signature, curve.size), data, ec.ECDSA(curve.hash)
        )
    return lambda signature, data: key.verify(signature, data, padding.PKCS1v15(), hashes.SHA256())


def _der_signature(signature: bytes, size: int) -> bytes:
    if len(signature) != 2 * size:
        raise InvalidSignature
    halves = (signature[:size], signature[size:])
    return utils.encode_dss_signature(*(int.from_bytes(half) for half in halves))
