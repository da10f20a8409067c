"""Data Integrity proofs: a badge comes back whole, and nothing else passes for it."""

import copy
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from badges.did import Resolver
from badges.documents import MEDIA_TYPE_JWT, JsonObject, Secured
from badges.encoding import decode_multibase, encode_base64url, encode_multibase
from badges.errors import (
    JsonLdError,
    LostTerm,
    MalformedProof,
    ProofError,
    PurposeMismatch,
    ResolutionError,
    SignatureMismatch,
    UnsupportedSuite,
)
from badges.keys import PublicKey
from badges.proofs import presented, suite
from tests.badges.proofs.materials import (
    CREATED,
    badge,
    in_json,
    key,
    keyring,
    signer,
    verify,
)

NAMES = {"eddsa-rdfc-2022": "Ed25519", "ecdsa-rdfc-2019": "P-256"}


def secured_with(name: str = "eddsa-rdfc-2022") -> Secured:
    """The badge with one proof of that suite."""
    algorithm = NAMES[name]
    return suite(name).secure(badge(algorithm), signer(algorithm), created=CREATED)


def altered_proof(**members: Any) -> Secured:
    """The signed badge with members of its proof replaced; None takes one away."""
    document = copy.deepcopy(secured_with().document)
    proof = {**document["proof"][0], **members}
    document["proof"] = [{n: v for n, v in proof.items() if v is not None}]
    return in_json(document)


@pytest.mark.requirement("PRF-02", "PRF-03", "PRF-04", "ISS-30")
@pytest.mark.parametrize("name", NAMES)
def test_a_secured_badge_is_verified(name: str) -> None:
    """The proof has its six members, and says by which key and over what it holds."""
    by = signer(NAMES[name])
    secured = secured_with(name)
    (proof,) = presented(secured)

    assert {n: v for n, v in secured.document.items() if n != "proof"} == badge(NAMES[name])
    assert list(proof) == [
        "type",
        "cryptosuite",
        "created",
        "verificationMethod",
        "proofPurpose",
        "proofValue",
    ]
    assert proof["type"] == "DataIntegrityProof"
    assert proof["cryptosuite"] == name
    assert proof["created"] == "2026-11-22T09:00:00Z"
    assert proof["proofPurpose"] == "assertionMethod"
    verified = verify(secured, keyring(by))
    assert verified.suite == name
    assert verified.method.id == by.verification_method
    assert verified.created == CREATED
    assert verified.expires is None
    assert verified.catalogue_edition == "current"
    assert len(bytes.fromhex(verified.document_sha256)) == 32


@pytest.mark.requirement("PRF-03", "KEY-03")
def test_the_key_can_be_the_did_itself() -> None:
    """A did:key issuer is verified without any network."""
    secured = secured_with()
    (proof,) = presented(secured)
    verified = suite("eddsa-rdfc-2022").verify(secured, proof, Resolver(None))
    assert verified.method.controller == secured.document["issuer"]["id"]


def leaves(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The path of each single value inside `value`."""
    children = value.items() if isinstance(value, dict) else enumerate(value)
    for name, child in children:
        if isinstance(child, dict | list):
            yield from leaves(child, (*path, name))
        else:
            yield (*path, name)


def with_leaf_changed(document: JsonObject, path: tuple[Any, ...]) -> JsonObject:
    """A copy in which one value is another one of its kind."""
    copied: Any = copy.deepcopy(document)
    place = copied
    for name in path[:-1]:
        place = place[name]
    value = place[path[-1]]
    place[path[-1]] = value + 1 if isinstance(value, int) else _another(value)
    result: JsonObject = copied
    return result


def _another(text: str) -> str:
    return text.replace("2026", "2027") if text[:4] == "2026" else text + "x"


@pytest.mark.requirement("PRF-04", "TRAP-03")
@pytest.mark.parametrize("path", list(leaves(badge())), ids=lambda p: "/".join(map(str, p)))
def test_any_changed_value_breaks_the_proof(path: tuple[Any, ...]) -> None:
    """Every single value of the badge is under the signature: none can be changed unseen."""
    tampered = with_leaf_changed(secured_with().document, path)
    with pytest.raises((ProofError, JsonLdError)):
        verify(in_json(tampered), keyring(signer()))


@pytest.mark.requirement("PRF-04", "SAFE-01", "TRAP-03")
@pytest.mark.parametrize("path", [(), ("credentialSubject",), ("issuer",)])
def test_an_added_value_breaks_the_proof(path: tuple[str, ...]) -> None:
    """A known term is a mismatch; an unknown one would be unsigned, so it is refused as lost."""
    for member, error in (("description", SignatureMismatch), ("madeUp", LostTerm)):
        document = copy.deepcopy(secured_with().document)
        place = document
        for name in path:
            place = place[name]
        place[member] = "new"
        if path == ("credentialSubject",) and member == "description":
            continue  # this class has no description: it would be a lost term too
        with pytest.raises(error):
            verify(in_json(document), keyring(signer()))


@pytest.mark.requirement("PRF-04")
@pytest.mark.parametrize("member", list(badge()))
def test_a_member_taken_away_breaks_the_proof(member: str) -> None:
    """A badge from which something was cut is not the badge that was signed."""
    document = dict(secured_with().document)
    del document[member]
    with pytest.raises((ProofError, JsonLdError)):
        verify(in_json(document), keyring(signer()))


@pytest.mark.requirement("PRF-04")
def test_the_order_of_members_and_sets_does_not_matter() -> None:
    """What is signed is the graph: a badge written in another order is the same badge."""
    document = secured_with().document
    reordered = dict(reversed(document.items()))
    subject = copy.deepcopy(document["credentialSubject"])
    subject["achievement"]["tag"].reverse()
    verify(in_json({**reordered, "credentialSubject": subject}), keyring(signer()))


@pytest.mark.requirement("PRF-04")
@pytest.mark.parametrize(
    "members",
    [
        {"created": "2026-11-22T09:00:01Z"},
        {"created": None},
        {"expires": "2027-01-01T00:00:00Z"},
        {"nonce": "x"},
        {"challenge": "x"},
        {"domain": "example.org"},
        {"id": "urn:uuid:8cc9022b-6b14-4cf3-8571-74972c5feb54"},
    ],
)
def test_what_the_proof_says_of_itself_is_signed_too(members: dict[str, Any]) -> None:
    """Date, end, nonce, challenge and domain cannot be changed, added or taken away."""
    with pytest.raises(SignatureMismatch):
        verify(altered_proof(**members), keyring(signer()))


@pytest.mark.requirement("PRF-05")
def test_a_context_inside_the_proof_is_never_trusted() -> None:
    """The document's context is used for the proof, whatever the proof brings along."""
    own = {"@context": {"cryptosuite": "https://example.org/other", "@vocab": "https://x.example/"}}
    verify(altered_proof(**own), keyring(signer()))


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


@pytest.mark.requirement("KEY-06", "TRAP-09")
def test_a_stranger_cannot_sign_under_the_name_of_the_issuer() -> None:
    """A valid signature by somebody else tells so: its controller is not the issuer."""
    document = badge(issuer={"id": "did:web:badges.example.fr", "type": ["Profile"]})
    secured = suite("eddsa-rdfc-2022").secure(document, signer(), created=CREATED)
    verified = verify(secured, keyring(signer()))
    assert verified.method.controller != secured.document["issuer"]["id"]


@pytest.mark.parametrize("algorithm", ["P-256", "RSA"])
def test_a_key_of_another_algorithm_is_refused_on_both_sides(algorithm: str) -> None:
    """The suite decides the algorithm; a key of another one neither signs nor verifies."""
    with pytest.raises(MalformedProof, match=r"proof\.key_algorithm"):
        suite("eddsa-rdfc-2022").secure(badge(), signer(algorithm), created=CREATED)
    with pytest.raises(MalformedProof, match=r"proof\.key_algorithm"):
        verify(secured_with(), keyring(signer(), key(algorithm).public))


@pytest.mark.requirement("PRF-23")
def test_a_p384_key_is_unsupported_rather_than_wrong() -> None:
    """The standard allows that key with ecdsa-rdfc-2019, we do not: that is no mismatch."""
    multikey = "z82LkuBieyGShVBhvtE2zoiD6Kma4tJGFtkAhxR5pfkp5QPw4LutoYWhvQCnGjdVn14kujQ"
    public = PublicKey.from_multikey(multikey)
    with pytest.raises(UnsupportedSuite, match=r"proof\.key_unsupported"):
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


@pytest.mark.requirement("PRF-07", "ISS-30", "ISS-31")
def test_proofs_of_a_set_are_independent() -> None:
    """A second proof does not touch the first; each holds, and each can fail alone."""
    once = suite("eddsa-rdfc-2022").secure(badge(), signer(), created=CREATED)
    twice = suite("ecdsa-rdfc-2019").secure(once.document, signer("P-256"), created=CREATED)
    first, second = presented(twice)

    assert [first] == once.document["proof"]
    suite("eddsa-rdfc-2022").verify(twice, first, keyring(signer()))
    suite("ecdsa-rdfc-2019").verify(twice, second, keyring(signer("P-256")))
    with pytest.raises(MalformedProof, match=r"proof\.suite_mismatch"):
        suite("ecdsa-rdfc-2019").verify(twice, first, keyring(signer()))


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


@pytest.mark.requirement("PRF-04")
def test_the_end_that_a_proof_sets_to_itself_is_told() -> None:
    """`expires` is signed, and handed to the caller, who holds the clock."""
    eddsa = suite("eddsa-rdfc-2022")
    by = signer()
    expiring: JsonObject = {
        "type": "DataIntegrityProof",
        "cryptosuite": "eddsa-rdfc-2022",
        "created": "2026-11-22T09:00:00Z",
        "expires": "2027-11-22T09:00:00Z",
        "verificationMethod": by.verification_method,
        "proofPurpose": "assertionMethod",
    }
    signature = by.sign(eddsa.transform(badge(), expiring).signed)  # type: ignore[attr-defined]  # the protocol hides how a suite hashes
    expiring["proofValue"] = encode_multibase(signature)
    verified = verify(in_json({**badge(), "proof": expiring}), keyring(by))
    assert verified.expires == datetime(2027, 11, 22, 9, tzinfo=UTC)


@pytest.mark.requirement("SAFE-01", "ISS-16")
def test_nothing_that_would_be_lost_is_ever_signed() -> None:
    """A badge with a term that no context defines is refused before it is signed."""
    with pytest.raises(LostTerm):
        suite("eddsa-rdfc-2022").secure(badge(unknownTerm="x"), signer(), created=CREATED)
