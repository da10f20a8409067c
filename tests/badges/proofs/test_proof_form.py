"""The form of an embedded proof: one for each member, and every other one refused."""

import pytest

from badges.documents import MEDIA_TYPE_JWT, Secured
from badges.encoding import decode_multibase, encode_base64url, encode_multibase
from badges.errors import (
    MalformedProof,
    PurposeMismatch,
    ResolutionError,
    SignatureMismatch,
    UnsupportedSuite,
)
from badges.keys import PublicKey
from badges.proofs import presented, suite
from tests.badges.proofs.embedded import altered_proof, secured_with
from tests.badges.proofs.materials import (
    CREATED,
    badge,
    in_json,
    key,
    keyring,
    signer,
    verify,
)

VALUE = secured_with().document["proof"][0]["proofValue"]


@pytest.mark.requirement("PRF-04", "TRAP-07")
@pytest.mark.parametrize(
    ("value", "code"),
    [
        (None, "proof.value"),
        ("", "proof.value"),
        (7, "proof.value"),
        ([VALUE], "proof.value"),
        (VALUE[1:], "proof.value"),
        ("u" + encode_base64url(decode_multibase(VALUE)), "proof.value"),
        ("m" + VALUE[1:], "proof.value"),
        (VALUE[:-4], "proof.value_length"),
        (encode_multibase(decode_multibase(VALUE)[:-1]), "proof.value_length"),
        (encode_multibase(decode_multibase(VALUE) + b"\0"), "proof.value_length"),
        ("z1" + VALUE[1:], "proof.value_length"),
        ("z", "proof.value_length"),
        (VALUE + " ", "encoding.base58"),
        (VALUE.replace(VALUE[5], "0"), "encoding.base58"),
        ("z" + "2" * 500_000, "encoding.base58"),
    ],
)
def test_a_proof_value_has_one_form(value: object, code: str) -> None:
    """Base58btc with `z`, of 64 bytes exactly; anything else is malformed, not a mismatch."""
    with pytest.raises(MalformedProof) as caught:
        verify(altered_proof(proofValue=value), keyring(signer()))
    assert caught.value.code == code


@pytest.mark.requirement("PRF-04")
def test_a_changed_signature_is_a_mismatch() -> None:
    """A value of the right form which is not the signature does not hold."""
    other = bytearray(decode_multibase(VALUE))
    other[10] ^= 1
    with pytest.raises(SignatureMismatch):
        verify(altered_proof(proofValue=encode_multibase(bytes(other))), keyring(signer()))


@pytest.mark.requirement("PRF-04", "PRF-06")
@pytest.mark.parametrize("member", ["created", "expires"])
@pytest.mark.parametrize("value", ["yesterday", "2026-11-22", "2026-11-22T09:00:00", 1763802000])
def test_dates_of_a_proof_are_xsd_date_times(member: str, value: object) -> None:
    """A date without zone, in words, or as a number makes the proof malformed."""
    with pytest.raises(MalformedProof):
        verify(altered_proof(**{member: value}), keyring(signer()))


@pytest.mark.requirement("PRF-04")
@pytest.mark.parametrize(
    "purpose", ["authentication", "keyAgreement", "", None, ["assertionMethod"]]
)
def test_a_proof_for_another_purpose_is_refused(purpose: object) -> None:
    """A proof made to log in does not make a badge."""
    with pytest.raises(PurposeMismatch):
        verify(altered_proof(proofPurpose=purpose), keyring(signer()))


@pytest.mark.requirement("KEY-02")
def test_a_key_for_another_purpose_is_refused() -> None:
    """A key that its controller lists for authentication only cannot sign badges."""
    for purposes in (frozenset(), frozenset({"authentication", "keyAgreement"})):
        with pytest.raises(PurposeMismatch, match=r"proof\.method_purpose"):
            verify(secured_with(), keyring(signer(), purposes=purposes))


@pytest.mark.requirement("PRF-04")
def test_another_key_under_the_same_name_is_a_mismatch() -> None:
    """The key that the controller lists decides, whatever the proof claims."""
    with pytest.raises(SignatureMismatch):
        verify(secured_with(), keyring(signer(), key("Ed25519", 2).public))


@pytest.mark.parametrize("algorithm", ["P-256", "RSA"])
def test_a_key_of_another_algorithm_is_refused_on_both_sides(algorithm: str) -> None:
    """The suite decides the algorithm; a key of another one neither signs nor verifies."""
    with pytest.raises(MalformedProof, match=r"proof\.key_algorithm"):
        suite("eddsa-rdfc-2022").secure(badge(), signer(algorithm), created=CREATED)
    with pytest.raises(MalformedProof, match=r"proof\.key_algorithm"):
        verify(secured_with(), keyring(signer(), key(algorithm).public))


@pytest.mark.requirement("PRF-23")
def test_a_p384_key_is_unsupported_where_the_suite_has_no_room_for_it() -> None:
    """A curve that we read, with a suite that does not take it, says nothing of the signature."""
    multikey = "z82LkuBieyGShVBhvtE2zoiD6Kma4tJGFtkAhxR5pfkp5QPw4LutoYWhvQCnGjdVn14kujQ"
    public = PublicKey.from_multikey(multikey)
    with pytest.raises(UnsupportedSuite, match=r"proof\.key_unsupported"):
        verify(secured_with(), keyring(signer(), public))
    with pytest.raises(SignatureMismatch):
        verify(secured_with("ecdsa-rdfc-2019"), keyring(signer("P-256"), public))


@pytest.mark.parametrize("url", [None, "", 7, {"id": "did:key:x"}, "x" * 3000])
def test_a_proof_names_its_key_by_one_url(url: object) -> None:
    """No name, an embedded key, or an endless name is malformed, and nothing is resolved."""
    ring = keyring(signer())
    with pytest.raises(MalformedProof, match=r"proof\.verification_method"):
        verify(altered_proof(verificationMethod=url), ring)
    assert ring.asked == []


def test_a_key_that_cannot_be_had_is_no_mismatch() -> None:
    """Not knowing the key is told as such."""
    with pytest.raises(ResolutionError):
        verify(altered_proof(verificationMethod="did:web:elsewhere.example#1"), keyring(signer()))


@pytest.mark.requirement("PRF-07")
@pytest.mark.parametrize("previous", ["urn:uuid:none", ["urn:uuid:none"], 7, [None], {}])
def test_a_chain_to_nowhere_is_malformed(previous: object) -> None:
    """A proof that builds on a proof which is not there is refused."""
    with pytest.raises(MalformedProof, match=r"proof\.previous"):
        verify(altered_proof(previousProof=previous), keyring(signer()))


@pytest.mark.parametrize(
    "value", [None, "z5x9aCBY", 7, [], ["z5x9aCBY"], [None], True, [[{"type": "x"}]]]
)
def test_what_is_no_proof_is_malformed(value: object) -> None:
    """A text, null or an empty list in the place of the proof is not a proof."""
    secured = in_json({**badge(), "proof": value})
    with pytest.raises(MalformedProof, match=r"proof\.not_an_object"):
        presented(secured)


def test_proofs_are_counted() -> None:
    """A document cannot make us work on proofs without end."""
    proof = secured_with().document["proof"][0]
    with pytest.raises(MalformedProof, match=r"proof\.too_many"):
        presented(in_json({**badge(), "proof": [proof] * 17}))


def test_a_document_without_proof_presents_none() -> None:
    """No proof is an empty answer, not an error."""
    assert presented(in_json(badge())) == ()


def test_a_single_proof_may_stand_without_list() -> None:
    """Documents from elsewhere write one proof without brackets (DM-02)."""
    document = secured_with().document
    verify(in_json({**document, "proof": document["proof"][0]}), keyring(signer()))


def test_a_proof_from_elsewhere_is_not_verified_against_this_document() -> None:
    """Only the proofs that a document carries are verified for it, and only in JSON."""
    secured = secured_with()
    (proof,) = presented(secured)
    for other in (in_json(badge()), Secured(b"a.b.c", MEDIA_TYPE_JWT)):
        with pytest.raises(MalformedProof, match=r"proof\.absent"):
            suite("eddsa-rdfc-2022").verify(other, proof, keyring(signer()))
