"""Algorithms and curves: which keys there are here, and the prefixes that Multikey gives them."""

from dataclasses import dataclass

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa

from badges.encoding import decode_multibase
from badges.errors import KeyMaterialError, Malformed

ED25519 = "Ed25519"
P256 = "P-256"
P384 = "P-384"
RSA = "RSA"
ALGORITHMS = (ED25519, P256, RSA)

AnyPublic = ed25519.Ed25519PublicKey | ec.EllipticCurvePublicKey | rsa.RSAPublicKey
AnyPrivate = ed25519.Ed25519PrivateKey | ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey

# A short modulus can be factored; a giant one would make each verification cost seconds.
_RSA_BITS = range(2048, 8193)
_RSA_MAX_EXPONENT = 2**32


@dataclass(frozen=True)
class Curve:
    """What changes from one elliptic curve of ECDSA to the next; sizes in bytes."""

    parameters: ec.EllipticCurve
    hash: hashes.HashAlgorithm
    size: int


CURVES = {
    P256: Curve(ec.SECP256R1(), hashes.SHA256(), 32),
    P384: Curve(ec.SECP384R1(), hashes.SHA384(), 48),
}
# Multicodec prefixes, as the varints that the text carries (PRF-01).
PUBLIC_CODECS = {ED25519: b"\xed\x01", P256: b"\x80\x24", P384: b"\x81\x24"}
SECRET_CODECS = {ED25519: b"\x80\x26", P256: b"\x86\x26"}
ED_SIZE = 32


def algorithm_of(key: object) -> str:
    """The algorithm of a key of the library.

    Raises:
        KeyMaterialError: none that we read, or an RSA key of a size that we refuse.
    """
    if isinstance(key, ed25519.Ed25519PublicKey):
        return ED25519
    if isinstance(key, rsa.RSAPublicKey):
        if key.key_size not in _RSA_BITS or key.public_numbers().e > _RSA_MAX_EXPONENT:
            raise KeyMaterialError("key.rsa_size", bits=key.key_size)
        return RSA
    if isinstance(key, ec.EllipticCurvePublicKey):
        for name, curve in CURVES.items():
            if curve.parameters.name == key.curve.name:
                return name
    raise KeyMaterialError("key.algorithm", algorithm=type(key).__name__)


def split_codec(text: str, codecs: dict[str, bytes]) -> tuple[str, bytes]:
    """The algorithm that a Multikey text names, and the bytes of its key (PRF-01).

    Raises:
        KeyMaterialError: not base58btc multibase, or a prefix that is not among `codecs`.
    """
    try:
        decoded = decode_multibase(text if text.startswith("z") else "")
    except Malformed as error:
        raise KeyMaterialError("key.multibase") from error
    for algorithm, prefix in codecs.items():
        if decoded.startswith(prefix):
            return algorithm, decoded[len(prefix) :]
    raise KeyMaterialError("key.codec", prefix=decoded[:2].hex())
