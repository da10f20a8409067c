"""ecdsa-sd-2023: a badge shown in part holds, and no statement can be slipped in or changed."""

import copy
from typing import Any

import pytest

from badges.did import Resolver
from badges.documents import JsonObject
from badges.encoding import decode_multibase, encode_base64url
from badges.errors import (
    JsonLdError,
    MalformedProof,
    ProofError,
    PurposeMismatch,
    SignatureMismatch,
    UnsupportedSuite,
)
from badges.keys import PublicKey
from badges.ports import VerificationMethod
from badges.proofs import Verified, presented, suite, suite_of
from badges.proofs.cbor import decode_cbor
from badges.proofs.ecdsa_sd_2023 import read_disclosure
from tests.badges.proofs.materials import (
    ASSERTS,
    CREATED,
    Keyring,
    badge,
    in_json,
    key,
    signer,
)
from tests.vectors import vector

DERIVED = vector("w3c_vc_di_ecdsa_sd")["derived"]
PARTS = decode_cbor(decode_multibase(DERIVED["proof"]["proofValue"])[3:])
URL = DERIVED["proof"]["verificationMethod"]


def verify(document: JsonObject, resolve: Any = None) -> Verified:
    """The one proof of a document, verified."""
    secured = in_json(document)
    (proof,) = presented(secured)
    return suite_of(proof).verify(secured, proof, resolve or Resolver(None))


def cbor(value: Any) -> bytes:
    """CBOR of whole numbers, bytes, lists and maps."""
    if isinstance(value, int):
        return head(0, value)
    if isinstance(value, bytes):
        return head(2, len(value)) + value
    if isinstance(value, list):
        return head(4, len(value)) + b"".join(map(cbor, value))
    return head(5, len(value)) + b"".join(cbor(k) + cbor(v) for k, v in value.items())


def head(kind: int, count: int) -> bytes:
    """The first bytes of a value."""
    if count < 24:
        return bytes([kind << 5 | count])
    return bytes([kind << 5 | 25]) + count.to_bytes(2)


def with_value(encoded: bytes) -> JsonObject:
    """The published document with another proof value."""
    document: JsonObject = copy.deepcopy(DERIVED)
    document["proof"]["proofValue"] = "u" + encode_base64url(encoded)
    return document


def with_part(index: int, value: Any) -> JsonObject:
    """The published document with one of the five parts of its proof value replaced."""
    parts = copy.deepcopy(PARTS)
    parts[index] = value
    return with_value(b"\xd9\x5d\x01" + cbor(parts))


@pytest.mark.requirement("PRF-20", "PRF-08")
def test_the_derived_proof_of_the_w3c_is_verified() -> None:
    """The published document, shown in part, holds under its did:key."""
    verified = verify(DERIVED)
    assert verified.suite == "ecdsa-sd-2023"
    assert verified.method.id == URL
    assert verified.created is not None
    disclosure = read_disclosure(DERIVED["proof"]["proofValue"])
    assert len(disclosure.public_key) == 35
    assert len(disclosure.signatures) == 6
    assert verify(with_value(b"\xd9\x5d\x01" + cbor(PARTS))) == verified


CHANGES: dict[str, Any] = {
    "issuer": "https://vc.example/windsurf/other",
    "type": ["VerifiableCredential", "https://example.org/Other"],
    "id": "urn:uuid:8cc9022b-6b14-4cf3-8571-74972c5feb54",
    "credentialSubject": {**DERIVED["credentialSubject"], "sailNumber": "Earth102"},
}


@pytest.mark.requirement("PRF-20")
@pytest.mark.parametrize("member", CHANGES)
def test_what_is_always_shown_cannot_be_changed(member: str) -> None:
    """Another issuer, type, identifier or value breaks the proof."""
    with pytest.raises(ProofError):
        verify({**DERIVED, member: CHANGES[member]})


@pytest.mark.requirement("PRF-20")
def test_what_was_chosen_to_be_shown_cannot_be_changed_added_or_dropped() -> None:
    """Each statement that was revealed is signed alone; none can be altered, added or hidden."""
    changed, added, dropped = (copy.deepcopy(DERIVED) for _ in range(3))
    changed["credentialSubject"]["boards"][0]["brand"] = "Other"
    added["credentialSubject"]["boards"][0]["more"] = "Other"
    del dropped["credentialSubject"]["boards"][0]["brand"]
    for document in (changed, added, dropped):
        with pytest.raises((ProofError, JsonLdError)):
            verify(document)


@pytest.mark.requirement("PRF-20", "PRF-04")
def test_what_the_proof_says_of_itself_is_signed() -> None:
    """Another date is a mismatch; another purpose is refused."""
    for change, error in (
        ({"created": "2023-08-15T23:36:39Z"}, SignatureMismatch),
        ({"proofPurpose": "authentication"}, PurposeMismatch),
        ({"verificationMethod": ""}, MalformedProof),
    ):
        with pytest.raises(error):
            verify({**DERIVED, "proof": {**DERIVED["proof"], **change}})


@pytest.mark.requirement("PRF-20")
def test_another_key_does_not_verify() -> None:
    """The base signature is the issuer's: a stranger's key, or one of another kind, fails."""
    for public, error in (
        (key("P-256").public, SignatureMismatch),
        (key("Ed25519").public, MalformedProof),
    ):
        method = VerificationMethod(URL, URL.partition("#")[0], public, ASSERTS)
        with pytest.raises(error):
            verify(DERIVED, Keyring({URL: method}))


STRANGER = decode_multibase(key("P-256").public.multikey())
ED25519 = decode_multibase(key("Ed25519").public.multikey())


@pytest.mark.requirement("PRF-20")
@pytest.mark.parametrize(
    ("index", "value"),
    [
        (0, PARTS[0][:-1]),
        (0, 7),
        (0, bytes(64)),
        (1, PARTS[1][:-1]),
        (1, STRANGER),
        (1, ED25519),
        (1, b""),
        (2, PARTS[2][:-1]),
        (2, [*PARTS[2], PARTS[2][0]]),
        (2, list(reversed(PARTS[2]))),
        (2, [bytes(63)] * len(PARTS[2])),
        (2, [bytes(64)] * 2_001),
        (2, PARTS[2][0]),
        (3, {}),
        (3, []),
        (3, {**PARTS[3], 0: PARTS[3][1]}),
        (3, {**PARTS[3], 0: PARTS[3][0][:-1]}),
        (3, {**PARTS[3], 0: PARTS[3][1], 1: PARTS[3][0]}),
        (4, PARTS[4][:-1]),
        (4, [*PARTS[4], 999]),
        (4, [*PARTS[4], PARTS[4][0]]),
        (4, [bytes(1)]),
        (4, []),
    ],
    ids=str,
)
def test_no_part_of_the_value_can_be_replaced(index: int, value: Any) -> None:
    """Signatures, the key used once, labels and indexes belong together."""
    with pytest.raises(ProofError):
        verify(with_part(index, value))


@pytest.mark.requirement("PRF-20")
@pytest.mark.parametrize(
    ("encoded", "code"),
    [
        (b"", "proof.sd_not_derived"),
        (b"\xd9\x5d\x00" + cbor(PARTS), "proof.sd_not_derived"),
        (b"\xd9\x5d\x01", "proof.cbor"),
        (b"\xd9\x5d\x01" + cbor(PARTS)[:-1], "proof.cbor"),
        (b"\xd9\x5d\x01" + cbor(PARTS) + b"\0", "proof.cbor"),
        (b"\xd9\x5d\x01" + cbor(PARTS[:4]), "proof.sd_form"),
        (b"\xd9\x5d\x01" + cbor(5), "proof.sd_form"),
        (b"\xd9\x5d\x01" + b"\x81" * 5_000, "proof.cbor"),
        (b"\xd9\x5d\x01" + b"\x9b" + b"\xff" * 8, "proof.cbor"),
        (b"\xd9\x5d\x01" + b"\x5b" + b"\xff" * 8, "proof.cbor"),
        (b"\xd9\x5d\x01" + b"\x9f\xff", "proof.cbor"),
        (b"\xd9\x5d\x01" + b"\x63abc", "proof.cbor"),
        (b"\xd9\x5d\x01" + b"\xf5", "proof.cbor"),
        (b"\xd9\x5d\x01" + b"\xa2\x00\x01\x00\x02", "proof.cbor"),
        (b"\xd9\x5d\x01" + b"\xa1\x41\x00\x01", "proof.cbor"),
    ],
    ids=range(15),
)
def test_broken_and_giant_values_are_refused(encoded: bytes, code: str) -> None:
    """The base proof, cuts, tails, other types, doubled keys, and lengths without end."""
    with pytest.raises(MalformedProof) as caught:
        verify(with_value(encoded))
    assert caught.value.code == code


@pytest.mark.parametrize("value", [None, 7, "z2V0B", "", "u!!"])
def test_the_value_is_base64url_with_its_sign(value: object) -> None:
    """Base58 is for the other suites."""
    with pytest.raises(MalformedProof):
        verify({**DERIVED, "proof": {**DERIVED["proof"], "proofValue": value}})


def test_a_text_that_looks_like_a_blank_node_is_left_alone() -> None:
    """Only nodes are relabelled: what a person wrote is not touched."""
    document = copy.deepcopy(DERIVED)
    document["credentialSubject"]["sailNumber"] = 'x" _:c14n0 . _:c14n1'
    with pytest.raises(SignatureMismatch):
        verify(document)


@pytest.mark.requirement("PRF-20")
def test_the_suite_is_read_only() -> None:
    """We do not issue badges for partial disclosure."""
    with pytest.raises(UnsupportedSuite, match=r"proof\.read_only"):
        suite("ecdsa-sd-2023").secure(badge("P-256"), signer("P-256"), created=CREATED)


def test_cbor_numbers_of_every_size_are_read() -> None:
    """Whole numbers take one to nine bytes."""
    for text, number in (
        ("17", 23),
        ("1818", 24),
        ("190100", 256),
        ("1a00010000", 65_536),
        ("1b0000000100000000", 2**32),
    ):
        assert decode_cbor(bytes.fromhex(text)) == number
    assert PublicKey.from_multikey(URL.partition("#")[2]).algorithm == "P-256"
