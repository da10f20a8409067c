"""Data Integrity proofs: a badge comes back whole, and nothing else passes for it."""

import copy
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from badges.did import Resolver
from badges.documents import JsonObject
from badges.encoding import encode_multibase
from badges.errors import (
    JsonLdError,
    LostTerm,
    MalformedProof,
    ProofError,
    SignatureMismatch,
)
from badges.proofs import presented, suite
from badges.proofs.eddsa_rdfc_2022 import EDDSA_RDFC_2022
from tests.badges.proofs.embedded import NAMES, altered_proof, secured_with
from tests.badges.proofs.materials import (
    CREATED,
    badge,
    in_json,
    keyring,
    signer,
    verify,
)


@pytest.mark.requirement("PRF-02", "PRF-03", "PRF-04", "ISS-30")
@pytest.mark.parametrize("name", NAMES)
def test_a_secured_badge_is_verified(name: str) -> None:
    """The proof has its six members, and says by which key and over what it holds."""
    by = signer(NAMES[name])
    secured = secured_with(name)
    (proof,) = presented(secured)

    assert secured.document == {**badge(NAMES[name]), "proof": [proof]}
    assert proof == {
        "type": "DataIntegrityProof",
        "cryptosuite": name,
        "created": "2026-11-22T09:00:00Z",
        "verificationMethod": by.verification_method,
        "proofPurpose": "assertionMethod",
        "proofValue": proof["proofValue"],
    }
    assert proof["proofValue"].startswith("z")
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


@pytest.mark.requirement("KEY-06", "TRAP-09")
def test_a_stranger_cannot_sign_under_the_name_of_the_issuer() -> None:
    """A valid signature by somebody else tells so: its controller is not the issuer."""
    document = badge(issuer={"id": "did:web:badges.example.fr", "type": ["Profile"]})
    secured = suite("eddsa-rdfc-2022").secure(document, signer(), created=CREATED)
    verified = verify(secured, keyring(signer()))
    assert verified.method.controller != secured.document["issuer"]["id"]


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


@pytest.mark.requirement("PRF-04")
def test_the_end_that_a_proof_sets_to_itself_is_told() -> None:
    """`expires` is signed, and handed to the caller, who holds the clock."""
    by = signer()
    expiring: JsonObject = {
        "type": "DataIntegrityProof",
        "cryptosuite": "eddsa-rdfc-2022",
        "created": "2026-11-22T09:00:00Z",
        "expires": "2027-11-22T09:00:00Z",
        "verificationMethod": by.verification_method,
        "proofPurpose": "assertionMethod",
    }
    signature = by.sign(EDDSA_RDFC_2022.transform(badge(), expiring).signed)
    expiring["proofValue"] = encode_multibase(signature)
    verified = verify(in_json({**badge(), "proof": expiring}), keyring(by))
    assert verified.expires == datetime(2027, 11, 22, 9, tzinfo=UTC)


@pytest.mark.requirement("SAFE-01", "ISS-16")
def test_nothing_that_would_be_lost_is_ever_signed() -> None:
    """A badge with a term that no context defines is refused before it is signed."""
    with pytest.raises(LostTerm):
        suite("eddsa-rdfc-2022").secure(badge(unknownTerm="x"), signer(), created=CREATED)
