"""VC-JWT: what we write, what others write, and every known trick of header and form."""

import copy
import json
from datetime import UTC, datetime
from typing import Any

import jwt as pyjwt
import pytest
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from badges.documents import MEDIA_TYPE_JWT, Secured, serialize
from badges.encoding import decode_base64url, encode_base64url
from badges.errors import (
    MalformedProof,
    ProofError,
    PurposeMismatch,
    ResolutionError,
    SignatureMismatch,
    UnsupportedSuite,
)
from badges.keys import KeySigner
from badges.proofs import presented, suite, suite_of
from tests.badges.proofs.jwts import ALGORITHMS, VC_JWT, claims, code_of, jws, secured_by
from tests.badges.proofs.materials import (
    CREATED,
    Keyring,
    badge,
    key,
    keyring,
    signer,
    verify,
)


@pytest.mark.requirement("JWT-01", "JWT-03", "JWT-05", "TRAP-11")
@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_a_badge_becomes_a_jwt_and_comes_back(algorithm: str) -> None:
    """Header of three members; payload of the badge and the claims that it says itself."""
    by = signer(algorithm)
    secured = secured_by(algorithm, validUntil="2027-11-22T09:00:00+01:00")
    (proof,) = presented(secured)

    payload = dict(secured.payload)
    registered = {name: payload.pop(name) for name in ("iss", "jti", "nbf", "sub", "exp")}
    assert payload == badge(algorithm, validUntil="2027-11-22T09:00:00+01:00")
    assert secured.header == {
        "alg": ALGORITHMS[algorithm],
        "kid": by.verification_method,
        "typ": "JWT",
    }
    assert registered == {
        "iss": payload["issuer"]["id"],
        "jti": payload["id"],
        "nbf": 1795338000,
        "sub": payload["credentialSubject"]["id"],
        "exp": 1826870400,
    }
    assert proof == {
        "type": "vc-jwt",
        "alg": ALGORITHMS[algorithm],
        "verificationMethod": by.verification_method,
    }
    verified = suite_of(proof).verify(secured, proof, keyring(by))
    assert verified.suite == "vc-jwt"
    assert verified.method.key == by.key.public
    assert (verified.proof_sha256, verified.created) == (None, None)
    assert verified.expires == datetime(2027, 11, 22, 8, tzinfo=UTC)


@pytest.mark.requirement("JWT-01")
@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_another_library_reads_our_jwt(algorithm: str) -> None:
    """PyJWT, which shares no code with ours, accepts the signature under the public key."""
    pem = key(algorithm).public._key.public_bytes(  # noqa: SLF001 - the other library wants a PEM
        Encoding.PEM, PublicFormat.SubjectPublicKeyInfo
    )
    secured = secured_by(algorithm)
    options: Any = {"verify_nbf": False}
    read = pyjwt.decode(secured.text, pem, algorithms=[ALGORITHMS[algorithm]], options=options)
    assert read == secured.payload


@pytest.mark.requirement("ISS-30")
def test_a_jwt_wraps_the_badge_with_its_proofs() -> None:
    """Embedded proofs come first and travel inside, unchanged."""
    inner = suite("eddsa-rdfc-2022").secure(badge("P-256"), signer(), created=CREATED)
    secured = VC_JWT.secure(inner.document, signer("P-256"), created=CREATED)
    assert secured.document["proof"] == inner.document["proof"]
    assert len(presented(secured)) == 1
    verify(secured, keyring(signer("P-256")))


def test_a_key_without_jose_name_is_refused() -> None:
    """Only algorithms with a JOSE name that we write can sign a JWT."""

    class Odd(KeySigner):
        algorithm = "P-384"

    with pytest.raises(UnsupportedSuite, match=r"jwt\.algorithm"):
        VC_JWT.secure(badge(), Odd(key("P-256"), "did:key:z#z"), created=CREATED)


@pytest.mark.requirement("JWT-07")
@pytest.mark.parametrize("part", [0, 1, 2])
def test_any_changed_part_is_refused(part: int) -> None:
    """One changed character of header, payload or signature, and the JWT does not hold."""
    segments = secured_by().text.split(".")
    middle = len(segments[part]) // 2
    sign = "A" if segments[part][middle] != "A" else "B"
    segments[part] = segments[part][:middle] + sign + segments[part][middle + 1 :]
    with pytest.raises((ProofError, ResolutionError)):
        verify(Secured(".".join(segments).encode(), MEDIA_TYPE_JWT), keyring(signer("P-256")))


@pytest.mark.requirement("JWT-07")
def test_another_key_is_a_mismatch() -> None:
    """The key at `kid` decides."""
    with pytest.raises(SignatureMismatch):
        verify(secured_by(), keyring(signer("P-256"), key("P-256", 2).public))


@pytest.mark.requirement("JWT-02")
@pytest.mark.parametrize(
    "name", ["none", "nONE", "NONE", "nOnE", "HS256", "HS384", "HS512", "", None, 7, ["ES256"]]
)
def test_what_is_no_signature_is_refused(name: object) -> None:
    """`none`, however written, and MACs that the public key would make, are never a proof."""
    assert code_of(jws(claims(), alg=name)) == "jwt.algorithm_refused"


@pytest.mark.requirement("JWT-02")
def test_an_unsigned_jwt_is_refused() -> None:
    """The classic: `alg` none and an empty signature."""
    head, body, _ = jws(claims(), alg="none").text.split(".")
    assert code_of(Secured(f"{head}.{body}.".encode(), MEDIA_TYPE_JWT)) == "jwt.algorithm_refused"


@pytest.mark.requirement("PRF-23", "JWT-02")
@pytest.mark.parametrize("name", ["RS384", "PS256", "ES512", "ES256K", "RS256 ", "rs256"])
def test_another_algorithm_is_unsupported(name: str) -> None:
    """A real algorithm that we lack says nothing about the signature."""
    with pytest.raises(UnsupportedSuite, match=r"jwt\.algorithm"):
        verify(jws(claims(), alg=name), keyring(signer("P-256")))


@pytest.mark.requirement("JWT-02")
@pytest.mark.parametrize("name", ["RS256", "EdDSA", "Ed25519"])
def test_the_algorithm_must_be_that_of_the_key(name: str) -> None:
    """A header cannot have a key used in a way that it was not made for."""
    assert code_of(jws(claims(), alg=name)) == "proof.key_algorithm"


def test_the_new_name_of_eddsa_is_read() -> None:
    """RFC 9864 calls it by the curve; both names are one algorithm."""
    verify(jws(claims("Ed25519"), signer(), alg="Ed25519"), keyring(signer()))


@pytest.mark.requirement("JWT-01")
@pytest.mark.parametrize(
    "header",
    [
        {"crit": ["exp"], "exp": 1},
        {"crit": []},
        {"b64": False},
        {"b64": False, "crit": ["b64"]},
        {"zip": "DEF"},
        {"enc": "A128GCM"},
        {"x": 1},
    ],
)
def test_headers_that_change_what_is_signed_are_refused(header: dict[str, Any]) -> None:
    """Critical extensions, unencoded or packed payloads, and unknown members have no place."""
    assert code_of(jws(claims(), **header)) == "jwt.header_member"


@pytest.mark.requirement("JWT-02", "TRAP-09")
def test_keys_that_a_header_points_to_are_never_followed() -> None:
    """`jku`, `x5u` and certificates are left unread: only `kid` is resolved."""
    ring = keyring(signer("P-256"))
    thief = KeySigner(key("P-256", 2), signer("P-256").verification_method)
    pointers: dict[str, Any] = {
        "jku": "https://evil.example/jwks",
        "x5u": "https://evil.example/x",
        "x5c": ["A"],
    }
    with pytest.raises(SignatureMismatch):
        verify(jws(claims(), thief, **pointers), ring)
    assert ring.asked == [signer("P-256").verification_method]
    verify(jws(claims(), **pointers), ring)


@pytest.mark.requirement("JWT-01", "JWT-09", "TRAP-13")
@pytest.mark.parametrize(
    ("kind", "is_read"),
    [
        (None, True),
        ("JWT", True),
        ("jwt", True),
        ("application/jwt", True),
        ("vc+jwt", True),
        ("application/vc+jwt", True),
        ("vc+ld+jwt", True),
        ("at+jwt", False),
        ("dpop+jwt", False),
        ("", False),
        (7, False),
    ],
)
def test_a_token_of_another_kind_is_no_badge(kind: object, *, is_read: bool) -> None:
    """An access token signed by the same key must not pass for a badge."""
    secured = jws(claims(), typ=kind)
    if is_read:
        verify(secured, keyring(signer("P-256")))
    else:
        assert code_of(secured) == "jwt.type"


@pytest.mark.requirement("JWT-08", "TRAP-09")
def test_a_key_in_the_header_proves_nothing_about_the_issuer() -> None:
    """With `jwk` alone the signature holds, but nobody vouches for the key."""
    public = key("P-256").public
    verified = verify(jws(claims(), kid=None, jwk=public.jwk()), Keyring({}))
    assert verified.method.controller == ""
    assert verified.method.controller != claims()["iss"]
    assert verified.method.id.endswith(public.thumbprint())


@pytest.mark.requirement("JWT-01", "JWT-08", "KEY-12")
@pytest.mark.parametrize(
    ("header", "code"),
    [
        ({"kid": None}, "jwt.no_key"),
        ({"kid": None, "jwk": "https://x.example"}, "jwt.no_key"),
        ({"kid": None, "jwk": {}}, "key.jwk_kind"),
        ({"kid": None, "jwk": {**key("P-256").public.jwk(), "d": "AQAB"}}, "key.jwk_private"),
        ({"jwk": key("P-256", 2).public.jwk()}, "jwt.key_conflict"),
        ({"kid": ""}, "proof.verification_method"),
        ({"kid": 7}, "proof.verification_method"),
        ({"kid": "x" * 3000}, "proof.verification_method"),
    ],
)
def test_a_header_names_one_public_key(header: dict[str, Any], code: str) -> None:
    """No key, a private one, or two different ones is malformed."""
    assert code_of(jws(claims(), **header)) == code


def test_both_names_of_one_key_agree() -> None:
    """`jwk` beside `kid` is allowed when it is the key that `kid` leads to."""
    verified = verify(jws(claims(), jwk=key("P-256").public.jwk()), keyring(signer("P-256")))
    assert verified.method.controller == claims()["iss"]


@pytest.mark.requirement("KEY-02")
def test_a_key_for_another_purpose_or_unknown_is_refused() -> None:
    """The key must be listed to assert, and must be found."""
    with pytest.raises(PurposeMismatch):
        verify(secured_by(), keyring(signer("P-256"), purposes=frozenset({"authentication"})))
    with pytest.raises(ResolutionError):
        verify(secured_by(), Keyring({}))


@pytest.mark.requirement("VER-02")
@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"", "jwt.segments"),
        (b"a.b", "jwt.segments"),
        (b"a.b.c.d", "jwt.segments"),
        (b"a" * 20_000 + b".b.c", "jwt.too_large"),
        (b"e30." + b"a" * 2_000_000 + b".c", "jwt.too_large"),
        (b"e30.e30." + b"a" * 5_000, "jwt.too_large"),
        (b"!!.e30.AA", "encoding.base64url"),
        (b"e30=.e30.AA", "encoding.base64url"),
        ("é.e30.AA".encode(), "encoding.base64url"),
        (b"e30.e30.A", "encoding.base64url"),
        (b"W10.e30.AA", "document.not_an_object"),
        (b"e30.e30.AA", "jwt.algorithm_refused"),
        (
            encode_base64url(b'{"alg":"none","alg":"ES256"}').encode() + b".e30.AA",
            "document.duplicate_key",
        ),
    ],
)
def test_broken_and_giant_jwts_are_refused_early(body: bytes, code: str) -> None:
    """Parts are counted and measured before anything is decoded; doubles are refused."""
    assert code_of(Secured(body, MEDIA_TYPE_JWT)) == code


@pytest.mark.requirement("VER-02")
def test_a_signed_payload_that_is_no_strict_document_is_refused() -> None:
    """Even under a good signature, a doubled claim could be read in two ways."""
    text = json.dumps(claims())
    assert code_of(jws((text[:-1] + ', "iss": "x"}').encode())) == "document.duplicate_key"
    assert code_of(jws(b"not json")) == "document.not_json"


def test_white_space_around_a_jwt_is_forgiven_inside_it_is_not() -> None:
    """A file that ends in a line break is the same JWT; a broken line is not."""
    secured = secured_by()
    verify(Secured(b" \n" + secured.body + b"\n", MEDIA_TYPE_JWT), keyring(signer("P-256")))
    split = secured.body[:-10] + b"\n" + secured.body[-10:]
    assert code_of(Secured(split, MEDIA_TYPE_JWT)) == "encoding.base64url"


def test_a_proof_of_the_other_form_is_refused() -> None:
    """A JSON document cannot claim to be proved by a JWT, nor the reverse."""
    document = {**badge("P-256"), "proof": {"type": "vc-jwt", "alg": "ES256"}}
    in_json = Secured(serialize(document), "application/vc")
    assert code_of(in_json) == "proof.absent"
    secured = secured_by()
    with pytest.raises(MalformedProof, match=r"proof\.absent"):
        VC_JWT.verify(secured, {"type": "DataIntegrityProof"}, keyring(signer("P-256")))


def test_the_payload_is_digested_as_it_was_signed() -> None:
    """The digest is over the very bytes of the payload, whatever their spacing."""
    spaced = json.dumps(claims(), indent=2).encode()
    first = verify(jws(claims()), keyring(signer("P-256")))
    second = verify(jws(spaced), keyring(signer("P-256")))
    assert first.document_sha256 != second.document_sha256
    assert decode_base64url(jws(spaced).text.split(".")[1]) == spaced


def test_the_document_is_not_changed_by_securing_it() -> None:
    """Claims are added to a copy."""
    document = badge("P-256")
    before = copy.deepcopy(document)
    VC_JWT.secure(document, signer("P-256"), created=CREATED)
    assert document == before
