"""JSON Web Keys, public ones only (RFC 7517, RFC 7518 section 6, RFC 8037)."""

from collections.abc import Callable
from functools import partial

from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa

from badges.documents import JsonObject
from badges.encoding import decode_base64url, encode_base64url
from badges.errors import KeyMaterialError, Malformed
from badges.keys.algorithms import CURVES, ED25519, ED_SIZE, P256, P384, RSA, AnyPublic, Curve

_PRIVATE_MEMBERS = frozenset({"d", "p", "q", "dp", "dq", "qi", "oth", "k"})
_SHOWN = 40
_OKP, _EC = "OKP", "EC"
_JWK_KINDS = {(_OKP, ED25519): ED25519, (_EC, P256): P256, (_EC, P384): P384, (RSA, ""): RSA}
_JWK_ALGORITHMS = {ED25519: ("EdDSA", ED25519), P256: ("ES256",), P384: ("ES384",), RSA: ("RS256",)}


def read_jwk(jwk: JsonObject) -> AnyPublic:
    """The key of a public JWK.

    Raises:
        KeyMaterialError: a private member, a member missing or in another form, a curve that is
            not of its key type, or a point that is on no curve.
    """
    algorithm = _jwk_algorithm(jwk)
    try:
        return _JWK_READERS[algorithm](jwk)
    except ValueError as error:
        raise KeyMaterialError("key.point", algorithm=algorithm) from error


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


def encode_uint(number: int) -> str:
    """A number as JWK writes it: as few octets as it needs (RFC 7518 section 2)."""
    return encode_base64url(number.to_bytes((number.bit_length() + 7) // 8))


def _read_ec(curve: Curve, jwk: JsonObject) -> AnyPublic:
    x, y = (int.from_bytes(_jwk_bytes(jwk, member, curve.size)) for member in ("x", "y"))
    return ec.EllipticCurvePublicNumbers(x, y, curve.parameters).public_key()


_JWK_READERS: dict[str, Callable[[JsonObject], AnyPublic]] = {
    ED25519: lambda jwk: ed25519.Ed25519PublicKey.from_public_bytes(_jwk_bytes(jwk, "x", ED_SIZE)),
    **{name: partial(_read_ec, curve) for name, curve in CURVES.items()},
    RSA: lambda jwk: rsa.RSAPublicNumbers(_jwk_uint(jwk, "e"), _jwk_uint(jwk, "n")).public_key(),
}
