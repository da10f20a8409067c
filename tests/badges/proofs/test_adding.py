"""One more proof on a document, as machine clients ask for it."""

from datetime import timedelta

import pytest

from badges.errors import MalformedProof, SignatureMismatch, UnsupportedSuite
from badges.proofs import presented, suite, suite_of
from badges.proofs.adding import WRITABLE, Addition, add_proof, writable_suite
from tests.badges.proofs.materials import CREATED, badge, in_json, keyring, signer

ALGORITHMS = {name: "P-256" if name.startswith("ecdsa") else "Ed25519" for name in WRITABLE}
FIRST = "urn:uuid:11111111-1111-4111-8111-111111111111"
LATER = Addition("eddsa-rdfc-2022", CREATED + timedelta(hours=1), identifier=FIRST)


@pytest.mark.requirement("PRF-03", "PRF-04", "PRF-10")
@pytest.mark.parametrize("name", WRITABLE)
def test_each_writable_suite_makes_a_proof_that_holds(name: str) -> None:
    """Also the one that badges are never issued with; one proof alone is an object."""
    algorithm = ALGORITHMS[name]
    secured = add_proof(badge(algorithm), signer(algorithm), Addition(name, CREATED))
    assert isinstance(secured.document["proof"], dict)
    (proof,) = presented(secured)
    assert suite_of(proof).verify(secured, proof, keyring(signer(algorithm))).suite == name


def test_canonical_json_says_its_contexts_in_the_proof() -> None:
    """As its verification compares them (vc-di-eddsa section 3.3.1)."""
    document = badge("Ed25519")
    secured = add_proof(document, signer("Ed25519"), Addition("eddsa-jcs-2022", CREATED))
    assert secured.document["proof"]["@context"] == document["@context"]


@pytest.mark.requirement("PRF-10")
def test_badges_are_still_not_issued_with_canonical_json() -> None:
    """What is written on request here stays read-only where badges are secured."""
    with pytest.raises(UnsupportedSuite, match=r"proof\.read_only"):
        suite("eddsa-jcs-2022").secure(badge("Ed25519"), signer("Ed25519"), created=CREATED)


@pytest.mark.requirement("PRF-07")
@pytest.mark.parametrize("name", WRITABLE)
def test_a_chain_covers_the_proof_that_it_follows(name: str) -> None:
    """The later proof holds with the earlier one, and not once that one was exchanged."""
    first = Addition("eddsa-rdfc-2022", CREATED, identifier=FIRST)
    once = add_proof(badge("Ed25519"), signer("Ed25519"), first)
    second = Addition(name, CREATED, previous=(FIRST,))
    chained = add_proof(once.document, signer(ALGORITHMS[name]), second)
    later = presented(chained)[1]
    assert later["previousProof"] == FIRST
    known = keyring(signer(ALGORITHMS[name]))
    assert suite_of(later).verify(chained, later, known).suite == name
    other = add_proof(badge("Ed25519"), signer("Ed25519"), LATER)
    exchanged = in_json({**chained.document, "proof": [other.document["proof"], later]})
    with pytest.raises(SignatureMismatch):
        suite_of(later).verify(exchanged, later, known)


def test_what_cannot_be_added_is_refused() -> None:
    """Another suite, another kind of key, a proof to follow that is not there."""
    with pytest.raises(UnsupportedSuite):
        writable_suite("ecdsa-sd-2023")
    with pytest.raises(MalformedProof, match=r"proof\.key_algorithm"):
        add_proof(badge("P-256"), signer("P-256"), Addition("eddsa-rdfc-2022", CREATED))
    nowhere = Addition("eddsa-rdfc-2022", CREATED, previous=(FIRST,))
    with pytest.raises(MalformedProof, match=r"proof\.previous"):
        add_proof(badge("Ed25519"), signer("Ed25519"), nowhere)
