"""Keys: known answers of the RFCs, both written forms, and everything that must be refused."""

import pickle
from functools import cache

import pytest
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa, x25519

from badges.encoding import decode_base64url, encode_base64url, encode_multibase
from badges.errors import KeyMaterialError, SignatureMismatch
from badges.keys import ALGORITHMS, KeySigner, PrivateKey, PublicKey, seal, unseal
from tests.vectors import vector

RFC = vector("rfc_keys")
P256_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551


@cache
def key(algorithm: str) -> PrivateKey:
    """One key of each algorithm, made once: RSA keys take time."""
    return PrivateKey.generate(algorithm)


def from_seed(seed: bytes) -> PrivateKey:
    """The Ed25519 key of a published seed."""
    return PrivateKey.from_multikey(encode_multibase(b"\x80\x26" + seed))


def in_pkcs8(private: ec.EllipticCurvePrivateKey | x25519.X25519PrivateKey) -> bytes:
    """A key made by other means than ours, in the form in which we store keys."""
    return private.private_bytes(
        serialization.Encoding.DER,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )


@pytest.mark.requirement("PRF-01")
@pytest.mark.parametrize("case", RFC["rfc8032"]["cases"])
def test_ed25519_gives_the_signatures_of_rfc_8032(case: dict[str, str]) -> None:
    """The published seeds give the published public keys and signatures."""
    private = from_seed(bytes.fromhex(case["secret"]))
    message = bytes.fromhex(case["message"])

    assert private.public.jwk()["x"] == encode_base64url(bytes.fromhex(case["public"]))
    assert private.sign(message).hex() == case["signature"]
    private.public.verify(bytes.fromhex(case["signature"]), message)


def test_p256_gives_the_signature_of_rfc_6979() -> None:
    """P-256 signatures are r || s and follow from key and message: no random number can leak."""
    case = RFC["rfc6979"]
    private = PrivateKey.from_multikey(
        encode_multibase(b"\x86\x26" + bytes.fromhex(case["secret"]))
    )

    signature = private.sign(case["message"].encode())

    assert signature.hex().upper() == case["signature"]
    private.public.verify(signature, case["message"].encode())


@pytest.mark.requirement("JWT-01")
def test_es256_of_rfc_7515_is_verified() -> None:
    """The example of the JWS standard holds under its published key."""
    case = RFC["rfc7515_es256"]
    PublicKey.from_jwk(case["jwk"]).verify(
        decode_base64url(case["signature"]), case["signing_input"].encode()
    )


@pytest.mark.parametrize("name", ["rfc7638", "rfc8037"])
def test_thumbprints_are_those_of_the_standards(name: str) -> None:
    """The thumbprint covers the required members only, in their order."""
    assert PublicKey.from_jwk(RFC[name]["jwk"]).thumbprint() == RFC[name]["thumbprint"]


@pytest.mark.requirement("PRF-01")
def test_multikeys_are_those_of_the_vectors() -> None:
    """Published pairs of Multikeys belong together, for Ed25519 and P-256."""
    for name, start in (("w3c_vc_di_eddsa", "z6Mk"), ("w3c_vc_di_ecdsa", "zDna")):
        pair = vector(name)
        public = PrivateKey.from_multikey(pair["secret"]).public
        assert public.multikey() == pair["public"]
        assert public.multikey().startswith(start)
        assert PublicKey.from_multikey(pair["public"]) == public


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_each_algorithm_signs_and_is_read_back(algorithm: str) -> None:
    """A key made here survives storage and JWK, signs, and verifies under its public half."""
    private = key(algorithm)
    again = PrivateKey.from_secret(private.secret())
    public = PublicKey.from_jwk(private.public.jwk())

    assert private.algorithm == again.algorithm == public.algorithm == algorithm
    assert public == again.public
    assert hash(public) == hash(again.public)
    public.verify(again.sign(b"words"), b"words")


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_another_message_key_or_length_does_not_verify(algorithm: str) -> None:
    """One changed bit, a cut signature or another key is a mismatch, never an exception."""
    private = key(algorithm)
    signature = private.sign(b"words")
    changed = bytes([signature[0] ^ 1]) + signature[1:]
    stranger = PrivateKey.generate(algorithm).public if algorithm != "RSA" else key("P-256").public

    for public, text, attempt in (
        (private.public, b"other words", signature),
        (private.public, b"words", changed),
        (private.public, b"words", signature[:-1]),
        (private.public, b"words", signature + b"\0"),
        (private.public, b"words", b""),
        (stranger, b"words", signature),
    ):
        with pytest.raises(SignatureMismatch):
            public.verify(attempt, text)


@pytest.mark.parametrize(
    ("r", "s"), [(0, 1), (1, 0), (0, 0), (P256_ORDER, 1), (1, P256_ORDER), (2**256 - 1, 1)]
)
def test_ecdsa_refuses_numbers_out_of_range(r: int, s: int) -> None:
    """A signature of zeros, or of numbers beyond the order of the curve, never verifies."""
    with pytest.raises(SignatureMismatch):
        key("P-256").public.verify(r.to_bytes(32) + s.to_bytes(32), b"words")


def test_ecdsa_refuses_the_der_form() -> None:
    """Only r || s is a signature of a proof: the same numbers in DER are another text."""
    private = ec.generate_private_key(ec.SECP256R1())
    public = PublicKey(private.public_key())
    with pytest.raises(SignatureMismatch):
        public.verify(private.sign(b"words", ec.ECDSA(hashes.SHA256())), b"words")


def test_p384_is_read_and_verifies_but_is_never_made() -> None:
    """Others sign with P-384: its keys are read in both forms, and none is generated."""
    theirs = ec.generate_private_key(ec.SECP384R1())
    public = PublicKey(theirs.public_key())

    assert public.algorithm == "P-384"
    assert PublicKey.from_multikey(public.multikey()) == public
    assert PublicKey.from_jwk(public.jwk()) == public
    with pytest.raises(KeyMaterialError):
        PrivateKey.generate("P-384")
    with pytest.raises(KeyMaterialError):
        PrivateKey.from_secret(in_pkcs8(theirs))


MULTIKEY = "z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2"


@pytest.mark.requirement("PRF-01")
@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "key.multibase"),
        (MULTIKEY[1:], "key.multibase"),
        ("u" + encode_base64url(b"\xed\x01" + bytes(32)), "key.multibase"),
        (MULTIKEY + " ", "key.multibase"),
        (MULTIKEY.replace("V", "0"), "key.multibase"),
        ("z" + "1" * 5000, "key.multibase"),
        (encode_multibase(b"\xec\x01" + bytes(32)), "key.codec"),
        (encode_multibase(b"\x80\x26" + bytes(32)), "key.codec"),
        (encode_multibase(b"\xed\x01" + bytes(31)), "key.point"),
        (encode_multibase(b"\x80\x24" + bytes(32)), "key.length"),
        (encode_multibase(b"\x80\x24" + b"\x04" + bytes(64)), "key.length"),
        (encode_multibase(b"\x80\x24" + b"\x02" + b"\xff" * 32), "key.point"),
    ],
)
def test_what_is_no_multikey_is_refused(text: str, code: str) -> None:
    """Another base, codec, length or a point off the curve is refused by its own code."""
    with pytest.raises(KeyMaterialError) as caught:
        PublicKey.from_multikey(text)
    assert caught.value.code == code


@pytest.mark.parametrize(
    "text",
    [
        encode_multibase(b"\x80\x26" + bytes(31)),
        encode_multibase(b"\x86\x26" + bytes(32)),
        encode_multibase(b"\x86\x26" + b"\xff" * 32),
        MULTIKEY,
    ],
)
def test_what_is_no_secret_multikey_is_refused(text: str) -> None:
    """A cut secret, a scalar out of range, or a public key in its place is refused."""
    with pytest.raises(KeyMaterialError):
        PrivateKey.from_multikey(text)


def changed(**members: object) -> dict[str, object]:
    """The P-256 key of RFC 7515 with some members changed; None takes one away."""
    jwk = {**RFC["rfc7515_es256"]["jwk"], **members}
    return {name: value for name, value in jwk.items() if value is not None}


@pytest.mark.requirement("KEY-12", "JWT-02")
@pytest.mark.parametrize(
    ("jwk", "code"),
    [
        (changed(d="AQAB"), "key.jwk_private"),
        ({"kty": "oct", "k": "AQAB"}, "key.jwk_private"),
        ({**RFC["rfc8037"]["jwk"], "d": "AQAB"}, "key.jwk_private"),
        ({}, "key.jwk_kind"),
        (changed(kty="OKP"), "key.jwk_kind"),
        (changed(crv="Ed25519"), "key.jwk_kind"),
        (changed(crv="secp256k1"), "key.jwk_kind"),
        (changed(crv=None), "key.jwk_kind"),
        (changed(kty=["EC"]), "key.jwk_kind"),
        ({"kty": "RSA", "crv": "P-256", "n": "AQ", "e": "AQAB"}, "key.jwk_kind"),
        (changed(alg="RS256"), "key.jwk_member"),
        (changed(alg="none"), "key.jwk_member"),
        (changed(use="enc"), "key.jwk_member"),
        (changed(y=None), "key.jwk_member"),
        (changed(x=7), "key.jwk_member"),
        (changed(x="AQAB"), "key.jwk_member"),
        (changed(x=RFC["rfc7515_es256"]["jwk"]["x"] + "="), "key.jwk_member"),
        (changed(x=RFC["rfc7515_es256"]["jwk"]["y"]), "key.point"),
        ({**RFC["rfc7638"]["jwk"], "n": "AAEC"}, "key.jwk_member"),
        ({**RFC["rfc7638"]["jwk"], "e": ""}, "key.jwk_member"),
        ({**RFC["rfc7638"]["jwk"], "e": "Ag"}, "key.point"),
    ],
)
def test_what_is_no_public_jwk_is_refused(jwk: dict[str, object], code: str) -> None:
    """A private member, a curve of another type, or a member in another form is refused."""
    with pytest.raises(KeyMaterialError) as caught:
        PublicKey.from_jwk(jwk)
    assert caught.value.code == code


def rsa_jwk(bits: int, exponent: int = 65537) -> dict[str, object]:
    """The members of an RSA key of that many bits; nobody knows its factors, nor needs to."""
    modulus, size = (1 << bits - 1) + 1, (exponent.bit_length() + 7) // 8
    return {
        "kty": "RSA",
        "n": encode_base64url(modulus.to_bytes(bits // 8)),
        "e": encode_base64url(exponent.to_bytes(size)),
    }


@pytest.mark.requirement("JWT-02")
@pytest.mark.parametrize(
    ("bits", "exponent"), [(1024, 65537), (2040, 65537), (16384, 65537), (2048, 2**64 + 1)]
)
def test_rsa_keys_too_short_or_too_slow_are_refused(bits: int, exponent: int) -> None:
    """Under 2,048 bits a key can be broken; giant ones would make each check cost seconds."""
    with pytest.raises(KeyMaterialError) as caught:
        PublicKey.from_jwk(rsa_jwk(bits, exponent))
    assert caught.value.code == "key.rsa_size"


def test_an_rsa_key_of_2048_bits_is_read() -> None:
    """The shortest RSA key that the standard allows is accepted, and has no Multikey."""
    public = PublicKey(rsa.generate_private_key(65537, 2048).public_key())
    assert PublicKey.from_jwk(public.jwk()).algorithm == "RSA"
    with pytest.raises(KeyMaterialError, match=r"key\.no_multikey"):
        public.multikey()


@pytest.mark.parametrize(
    "secret", [b"", b"\0" * 48, key("Ed25519").secret()[:-1]], ids=["none", "zeros", "cut"]
)
def test_a_stored_secret_that_is_broken_is_refused(secret: bytes) -> None:
    """Bytes that are not PKCS#8 are refused without a word about their content."""
    with pytest.raises(KeyMaterialError, match=r"key\.secret"):
        PrivateKey.from_secret(secret)


def test_a_key_of_another_kind_is_refused() -> None:
    """A key for agreement cannot sign, and is not read as one that can."""
    with pytest.raises(KeyMaterialError):
        PrivateKey.from_secret(in_pkcs8(x25519.X25519PrivateKey.generate()))


@pytest.mark.requirement("KEY-12")
def test_a_signer_signs_and_never_shows_its_key() -> None:
    """Printing a signer or a key shows no secret, and a key cannot be pickled away."""
    private = key("Ed25519")
    signer = KeySigner(private, "did:key:z6Mk#z6Mk")

    private.public.verify(signer.sign(b"words"), b"words")
    assert signer.algorithm == "Ed25519"
    for shown in (repr(signer), str(private), repr(private)):
        assert private.secret().hex() not in shown
        assert encode_base64url(private.secret()) not in shown
    with pytest.raises(TypeError):
        pickle.dumps(private)


SEAL_KEY = bytes(range(32))


@pytest.mark.requirement("KEY-12")
def test_a_sealed_secret_opens_only_for_its_key_and_context() -> None:
    """Another key, another context, or one changed byte, and the secret stays shut."""
    sealed = seal(SEAL_KEY, b"secret", b"place/key-1")

    assert unseal(SEAL_KEY, sealed, b"place/key-1") == b"secret"
    assert b"secret" not in sealed
    assert seal(SEAL_KEY, b"secret", b"place/key-1") != sealed
    attempts = [
        (bytes(32), sealed, b"place/key-1"),
        (SEAL_KEY, sealed, b"place/key-2"),
        (SEAL_KEY, sealed[:-1], b"place/key-1"),
        (SEAL_KEY, sealed[:5], b"place/key-1"),
        (SEAL_KEY, b"", b"place/key-1"),
        (b"short", sealed, b"place/key-1"),
    ]
    for at in range(len(sealed)):
        altered = sealed[:at] + bytes([sealed[at] ^ 1]) + sealed[at + 1 :]
        attempts.append((SEAL_KEY, altered, b"place/key-1"))
    for seal_key, secret, context in attempts:
        with pytest.raises(KeyMaterialError):
            unseal(seal_key, secret, context)


def test_keys_compare_by_value() -> None:
    """A public key equals itself in any form, and nothing else."""
    public = PublicKey.from_multikey(MULTIKEY)
    assert public == PublicKey.from_jwk(public.jwk())
    assert public != key("Ed25519").public
    assert public != MULTIKEY


@pytest.mark.requirement("OB2-09")
@pytest.mark.parametrize("algorithm", ["RSA", "P-256", "Ed25519"])
def test_a_public_key_in_pem_is_read(algorithm: str) -> None:
    """The text that Open Badges 2.0 publishes gives the key back."""
    private = key(algorithm)
    loaded = serialization.load_der_private_key(private.secret(), password=None)
    form = serialization.PublicFormat.SubjectPublicKeyInfo
    text = loaded.public_key().public_bytes(serialization.Encoding.PEM, form).decode()
    assert PublicKey.from_pem(text) == private.public


@pytest.mark.requirement("OB2-09")
@pytest.mark.parametrize(
    "text", ["", "PEM", "-----BEGIN PUBLIC KEY-----\nAA\n-----END PUBLIC KEY-----"]
)
def test_what_is_no_public_key_in_pem_is_refused(text: str) -> None:
    """Other text, a private key and a kind that we do not read have their codes."""
    with pytest.raises(KeyMaterialError, match=r"key\.pem"):
        PublicKey.from_pem(text)


@pytest.mark.requirement("OB2-09")
def test_other_kinds_of_public_keys_are_refused() -> None:
    """A key for agreement, and an RSA key that can be factored, check no signature."""
    pem, form = serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    agreement = x25519.X25519PrivateKey.generate().public_key().public_bytes(pem, form)
    with pytest.raises(KeyMaterialError, match=r"key\.algorithm"):
        PublicKey.from_pem(agreement.decode())
    weak = rsa.generate_private_key(65537, 1024)  # noqa: S505 - it must be refused
    short = weak.public_key().public_bytes(pem, form)
    with pytest.raises(KeyMaterialError, match=r"key\.rsa_size"):
        PublicKey.from_pem(short.decode())
