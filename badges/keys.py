"""Keys: Ed25519, P-256 and RSA; Multikey and JWK; signing, verifying, sealing.

The only room that speaks `cryptography`. A public key knows one algorithm and accepts one form of
signature, so a proof can never choose how it is checked. P-384 keys can be read and verify, but are
never made. RSA exists for RS256 alone, since that is what every Open Badges reader must know.
"""

import hashlib
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Self

from cryptography.exceptions import InvalidSignature, InvalidTag, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa, utils
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from badges.documents import JsonObject, serialize
from badges.encoding import decode_base64url, decode_multibase, encode_base64url, encode_multibase
from badges.errors import KeyMaterialError, Malformed, SignatureMismatch

ED25519 = "Ed25519"
P256 = "P-256"
P384 = "P-384"
RSA = "RSA"
ALGORITHMS = (ED25519, P256, RSA)

_Public = ed25519.Ed25519PublicKey | ec.EllipticCurvePublicKey | rsa.RSAPublicKey
_Private = ed25519.Ed25519PrivateKey | ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey

# A short modulus can be factored; a giant one would make each verification cost seconds.
_RSA_BITS = range(2048, 8193)
_RSA_NEW_BITS = 3072
_RSA_EXPONENT = 65537
_RSA_MAX_EXPONENT = 2**32


@dataclass(frozen=True)
class _Curve:
    """What changes from one elliptic curve of ECDSA to the next; sizes in bytes."""

    parameters: ec.EllipticCurve
    hash: hashes.HashAlgorithm
    size: int


_CURVES = {
    P256: _Curve(ec.SECP256R1(), hashes.SHA256(), 32),
    P384: _Curve(ec.SECP384R1(), hashes.SHA384(), 48),
}
# Multicodec prefixes, as the varints that the text carries (PRF-01).
_PUBLIC_CODECS = {ED25519: b"\xed\x01", P256: b"\x80\x24", P384: b"\x81\x24"}
_SECRET_CODECS = {ED25519: b"\x80\x26", P256: b"\x86\x26"}
_ED_SIZE = 32

_PRIVATE_MEMBERS = frozenset({"d", "p", "q", "dp", "dq", "qi", "oth", "k"})
_SHOWN = 40
_OKP, _EC = "OKP", "EC"
_JWK_KINDS = {(_OKP, ED25519): ED25519, (_EC, P256): P256, (_EC, P384): P384, (RSA, ""): RSA}
_JWK_ALGORITHMS = {ED25519: ("EdDSA", ED25519), P256: ("ES256",), P384: ("ES384",), RSA: ("RS256",)}


class PublicKey:
    """A public key: verifies; is written as Multikey, JWK, or `spki` (RFC 5280, for PEM)."""

    def __init__(self, key: _Public) -> None:
        self.algorithm = _algorithm_of(key)
        self._key = key
        self.spki = key.public_bytes(
            serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
        )

    @classmethod
    def from_multikey(cls, text: str) -> Self:
        """The key of a `publicKeyMultibase` (W3C Controlled Identifiers 1.0 section 2.2.2).

        Raises:
            KeyMaterialError: not base58btc multibase, or not a kind of key that we read.
        """
        algorithm, body = _split_codec(text, _PUBLIC_CODECS)
        try:
            if algorithm == ED25519:
                return cls(ed25519.Ed25519PublicKey.from_public_bytes(body))
            curve = _CURVES[algorithm]
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
        algorithm = _jwk_algorithm(jwk)
        try:
            return cls(_JWK_READERS[algorithm](jwk))
        except ValueError as error:
            raise KeyMaterialError("key.point", algorithm=algorithm) from error

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
        if not isinstance(key, _Public):
            raise KeyMaterialError("key.algorithm", algorithm=type(key).__name__)
        return cls(key)

    def verify(self, signature: bytes, data: bytes) -> None:
        """Return when `signature` is this key's over `data`; ECDSA signatures are r || s.

        Raises:
            SignatureMismatch: it is not.
        """
        try:
            if isinstance(self._key, ed25519.Ed25519PublicKey):
                self._key.verify(signature, data)
            elif isinstance(self._key, ec.EllipticCurvePublicKey):
                curve = _CURVES[self.algorithm]
                self._key.verify(_der_signature(signature, curve.size), data, ec.ECDSA(curve.hash))
            else:
                self._key.verify(signature, data, padding.PKCS1v15(), hashes.SHA256())
        except InvalidSignature as error:
            raise SignatureMismatch("proof.signature", algorithm=self.algorithm) from error

    def multikey(self) -> str:
        """The key as Multikey text, `z` and base58btc (PRF-01).

        Raises:
            KeyMaterialError: an RSA key, which has no Multikey form here.
        """
        if isinstance(self._key, rsa.RSAPublicKey):
            raise KeyMaterialError("key.no_multikey", algorithm=self.algorithm)
        return encode_multibase(_PUBLIC_CODECS[self.algorithm] + self._raw(compressed=True))

    def jwk(self) -> JsonObject:
        """The key as a public JWK with its required members only."""
        if isinstance(self._key, rsa.RSAPublicKey):
            numbers = self._key.public_numbers()
            return {"kty": "RSA", "n": _encode_uint(numbers.n), "e": _encode_uint(numbers.e)}
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


class PrivateKey:
    """A private key: signs, and is written only as bytes to seal (KEY-12)."""

    def __init__(self, key: _Private) -> None:
        self.public = PublicKey(key.public_key())
        self._key = key

    @classmethod
    def generate(cls, algorithm: str) -> Self:
        """A fresh key of one of `ALGORITHMS`.

        Raises:
            KeyMaterialError: another algorithm.
        """
        if algorithm == ED25519:
            return cls(ed25519.Ed25519PrivateKey.generate())
        if algorithm == P256:
            return cls(ec.generate_private_key(_CURVES[P256].parameters))
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
        if not isinstance(key, _Private) or _algorithm_of(key.public_key()) not in ALGORITHMS:
            raise KeyMaterialError("key.secret")
        return cls(key)

    @classmethod
    def from_multikey(cls, text: str) -> Self:
        """The key of a `secretKeyMultibase`, the form in which vectors are published (PRF-01).

        Raises:
            KeyMaterialError: not such a text, or not a scalar of its curve.
        """
        algorithm, body = _split_codec(text, _SECRET_CODECS)
        if len(body) != _ED_SIZE:
            raise KeyMaterialError("key.length", algorithm=algorithm, length=len(body))
        if algorithm == ED25519:
            return cls(ed25519.Ed25519PrivateKey.from_private_bytes(body))
        try:
            return cls(ec.derive_private_key(int.from_bytes(body), _CURVES[algorithm].parameters))
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
        if isinstance(self._key, ed25519.Ed25519PrivateKey):
            return self._key.sign(data)
        if isinstance(self._key, ec.EllipticCurvePrivateKey):
            curve = _CURVES[self.algorithm]
            r, s = utils.decode_dss_signature(self._key.sign(data, _ecdsa_for_signing(curve.hash)))
            return r.to_bytes(curve.size) + s.to_bytes(curve.size)
        return self._key.sign(data, padding.PKCS1v15(), hashes.SHA256())


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


_SEAL_VERSION = b"\x01"
_SEAL_KEY_SIZE = 32
_NONCE_SIZE = 12


def seal(key: bytes, secret: bytes, context: bytes) -> bytes:
    """`secret` encrypted and authenticated with AES-256-GCM, for `context` only (KEY-12).

    The context (which key, of which place) is not stored in the result: a sealed secret moved to
    another name does not open.

    Raises:
        KeyMaterialError: `key` is not 32 bytes.
    """
    nonce = secrets.token_bytes(_NONCE_SIZE)
    return _SEAL_VERSION + nonce + _aes(key).encrypt(nonce, secret, _SEAL_VERSION + context)


def unseal(key: bytes, sealed: bytes, context: bytes) -> bytes:
    """The secret of `seal(key, secret, context)`.

    Raises:
        KeyMaterialError: another key, another context, or altered bytes.
    """
    cipher = _aes(key)
    nonce, body = sealed[1 : 1 + _NONCE_SIZE], sealed[1 + _NONCE_SIZE :]
    if not sealed.startswith(_SEAL_VERSION) or len(nonce) != _NONCE_SIZE:
        raise KeyMaterialError("key.sealed")
    try:
        return cipher.decrypt(nonce, body, _SEAL_VERSION + context)
    except InvalidTag as error:
        raise KeyMaterialError("key.sealed") from error


def _aes(key: bytes) -> AESGCM:
    if len(key) != _SEAL_KEY_SIZE:
        raise KeyMaterialError("key.seal_key", length=len(key), expected=_SEAL_KEY_SIZE)
    return AESGCM(key)


def _algorithm_of(key: object) -> str:
    if isinstance(key, ed25519.Ed25519PublicKey):
        return ED25519
    if isinstance(key, rsa.RSAPublicKey):
        if key.key_size not in _RSA_BITS or key.public_numbers().e > _RSA_MAX_EXPONENT:
            raise KeyMaterialError("key.rsa_size", bits=key.key_size)
        return RSA
    if isinstance(key, ec.EllipticCurvePublicKey):
        for name, curve in _CURVES.items():
            if curve.parameters.name == key.curve.name:
                return name
    raise KeyMaterialError("key.algorithm", algorithm=type(key).__name__)


def _ecdsa_for_signing(algorithm: hashes.HashAlgorithm) -> ec.ECDSA:
    """RFC 6979 where the library has it: a weak random source then cannot betray the key."""
    try:
        return ec.ECDSA(algorithm, deterministic_signing=True)
    except UnsupportedAlgorithm:  # OpenSSL before 3.2
        return ec.ECDSA(algorithm)


def _der_signature(signature: bytes, size: int) -> bytes:
    if len(signature) != 2 * size:
        raise InvalidSignature
    halves = (signature[:size], signature[size:])
    return utils.encode_dss_signature(*(int.from_bytes(half) for half in halves))


def _split_codec(text: str, codecs: dict[str, bytes]) -> tuple[str, bytes]:
    try:
        decoded = decode_multibase(text if text.startswith("z") else "")
    except Malformed as error:
        raise KeyMaterialError("key.multibase") from error
    for algorithm, prefix in codecs.items():
        if decoded.startswith(prefix):
            return algorithm, decoded[len(prefix) :]
    raise KeyMaterialError("key.codec", prefix=decoded[:2].hex())


def _jwk_algorithm(jwk: JsonObject) -> str:
    if not _PRIVATE_MEMBERS.isdisjoint(jwk):
        raise KeyMaterialError("key.jwk_private")
    kty, crv = str(jwk.get("kty"))[:_SHOWN], str(jwk.get("crv", ""))[:_SHOWN]
    algorithm = _JWK_KINDS.get((kty, crv))
    if algorithm is None:
        raise KeyMaterialError("key.jwk_kind", kty=kty, crv=crv)
    names = _JWK_ALGORITHMS[algorithm]
    for member, allowed in (("alg", names), ("use", ("sig",))):
        if jwk.get(member, allowed[0]) not in allowed:
            raise KeyMaterialError("key.jwk_member", member=member)
    return algorithm


def _jwk_bytes(jwk: JsonObject, member: str, size: int | None = None) -> bytes:
    text = jwk.get(member)
    try:
        value = decode_base64url(text) if isinstance(text, str) else b""
    except Malformed as error:
        raise KeyMaterialError("key.jwk_member", member=member) from error
    if not value or (size is not None and len(value) != size):
        raise KeyMaterialError("key.jwk_member", member=member)
    return value


def _jwk_uint(jwk: JsonObject, member: str) -> int:
    value = _jwk_bytes(jwk, member)
    if value[0] == 0:  # RFC 7518 section 2: as few octets as the value needs
        raise KeyMaterialError("key.jwk_member", member=member)
    return int.from_bytes(value)


def _encode_uint(number: int) -> str:
    return encode_base64url(number.to_bytes((number.bit_length() + 7) // 8))


def _read_ec(curve: _Curve, jwk: JsonObject) -> _Public:
    x, y = (int.from_bytes(_jwk_bytes(jwk, member, curve.size)) for member in ("x", "y"))
    return ec.EllipticCurvePublicNumbers(x, y, curve.parameters).public_key()


_JWK_READERS: dict[str, Callable[[JsonObject], _Public]] = {
    ED25519: lambda jwk: ed25519.Ed25519PublicKey.from_public_bytes(_jwk_bytes(jwk, "x", _ED_SIZE)),
    **{name: partial(_read_ec, curve) for name, curve in _CURVES.items()},
    RSA: lambda jwk: rsa.RSAPublicNumbers(_jwk_uint(jwk, "e"), _jwk_uint(jwk, "n")).public_key(),
}
