"""Private keys: they sign, and are written only as bytes to seal (KEY-12)."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Self

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa, utils

from badges.errors import KeyMaterialError
from badges.keys.algorithms import (
    ALGORITHMS,
    CURVES,
    ED25519,
    ED_SIZE,
    P256,
    RSA,
    SECRET_CODECS,
    AnyPrivate,
    algorithm_of,
    split_codec,
)
from badges.keys.public import PublicKey

_RSA_NEW_BITS = 3072
_RSA_EXPONENT = 65537


class PrivateKey:
    """A private key: signs, and is written only as bytes to seal (KEY-12)."""

    def __init__(self, key: AnyPrivate) -> None:
        self.public = PublicKey(key.public_key())
        self._key = key
        self._sign = _signing(key)

    @classmethod
    def generate(cls, algorithm: str) -> Self:
        """A fresh key of one of `ALGORITHMS`.

        Raises:
            KeyMaterialError: another algorithm.
        """
        if algorithm == ED25519:
            return cls(ed25519.Ed25519PrivateKey.generate())
        if algorithm == P256:
            return cls(ec.generate_private_key(CURVES[P256].parameters))
        if algorithm == RSA:
            return cls(rsa.generate_private_key(_RSA_EXPONENT, _RSA_NEW_BITS))
        raise KeyMaterialError("key.algorithm", algorithm=algorithm)

    @classmethod
    def from_secret(cls, secret: bytes) -> Self:
        """The key written by `secret()`.

        Raises:
            KeyMaterialError: not a PKCS#8 key of an algorithm that we sign with.
        """
        try:
            key = serialization.load_der_private_key(secret, password=None)
        except (ValueError, TypeError, UnsupportedAlgorithm) as error:
            raise KeyMaterialError("key.secret") from error
        if not isinstance(key, AnyPrivate) or algorithm_of(key.public_key()) not in ALGORITHMS:
            raise KeyMaterialError("key.secret")
        return cls(key)

    @classmethod
    def from_multikey(cls, text: str) -> Self:
        """The key of a `secretKeyMultibase`, the form in which vectors are published (PRF-01).

        Raises:
            KeyMaterialError: not such a text, or not a scalar of its curve.
        """
        algorithm, body = split_codec(text, SECRET_CODECS)
        if len(body) != ED_SIZE:
            raise KeyMaterialError("key.length", algorithm=algorithm, length=len(body))
        if algorithm == ED25519:
            return cls(ed25519.Ed25519PrivateKey.from_private_bytes(body))
        try:
            return cls(ec.derive_private_key(int.from_bytes(body), CURVES[algorithm].parameters))
        except ValueError as error:
            raise KeyMaterialError("key.point", algorithm=algorithm) from error

    @property
    def algorithm(self) -> str:
        """One of `ALGORITHMS`."""
        return self.public.algorithm

    def secret(self) -> bytes:
        """The key in clear, PKCS#8 DER: to be sealed, never logged or shown (KEY-12)."""
        return self._key.private_bytes(
            serialization.Encoding.DER,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )

    def sign(self, data: bytes) -> bytes:
        """The signature over `data`; P-256 as r || s, 64 bytes (RFC 7518 section 3.4)."""
        return self._sign(data)


@dataclass(frozen=True)
class KeySigner:
    """A private key that signs under the name of its verification method (`ports.Signer`)."""

    key: PrivateKey = field(repr=False)
    verification_method: str

    @property
    def algorithm(self) -> str:
        """The algorithm of the key."""
        return self.key.algorithm

    def sign(self, data: bytes) -> bytes:
        """The signature of the key over `data`."""
        return self.key.sign(data)


def _signing(key: AnyPrivate) -> Callable[[bytes], bytes]:
    """How the key signs, found once: asking a key of the library for its class takes long."""
    if isinstance(key, ed25519.Ed25519PrivateKey):
        return key.sign
    if isinstance(key, ec.EllipticCurvePrivateKey):
        curve = CURVES[algorithm_of(key.public_key())]
        return lambda data: _joined(key.sign(data, _ecdsa_for_signing(curve.hash)), curve.size)
    return lambda data: key.sign(data, padding.PKCS1v15(), hashes.SHA256())


def _joined(signature: bytes, size: int) -> bytes:
    r, s = utils.decode_dss_signature(signature)
    return r.to_bytes(size) + s.to_bytes(size)


def _ecdsa_for_signing(algorithm: hashes.HashAlgorithm) -> ec.ECDSA:
    """RFC 6979 where the library has it: a weak random source then cannot betray the key."""
    try:
        return ec.ECDSA(algorithm, deterministic_signing=True)
    except UnsupportedAlgorithm:  # OpenSSL before 3.2
        return ec.ECDSA(algorithm)
