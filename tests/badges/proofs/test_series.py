"""A series of badges: what it refuses, and that its badges hold like any other."""

from datetime import timedelta
from typing import Any

import pytest

from badges.errors import LostTerm, Malformed, MalformedProof
from badges.keys import KeySigner, PrivateKey
from badges.proofs.eddsa_rdfc_2022 import EDDSA_RDFC_2022
from badges.proofs.series import Series
from tests.badges.proofs.materials import CREATED, badge, keyring, signer, verify

SLOTS = {
    "id": "/id",
    "holder": "/credentialSubject/id",
    "tag": "/credentialSubject/achievement/tag/0",
}


def values(number: int) -> dict[str, str]:
    """The texts of one badge."""
    return {
        "id": f"https://badges.example.fr/credentials/{number}",
        "holder": f"urn:uuid:{number}",
        "tag": f"« {number} »",
    }


@pytest.mark.requirement("PRF-03", "ISS-30")
def test_badges_of_a_series_hold_and_are_what_the_suite_makes() -> None:
    """Each is verified by its own key and equal to the badge made alone, at any moment."""
    series = Series(badge(), SLOTS)
    for number in range(20):
        created = CREATED + timedelta(seconds=number // 2)
        secured = series.secure(values(number), signer(), created=created)
        document = series.document(values(number))
        assert secured == EDDSA_RDFC_2022.secure(document, signer(), created=created)
        assert verify(secured, keyring(signer())).created == created


def test_each_signer_signs_under_its_own_name() -> None:
    """What one key says of itself is not said by the next."""
    series = Series(badge(), SLOTS)
    other = KeySigner(PrivateKey.generate("Ed25519"), "did:web:autre.example.fr#cle")
    for by in (signer(), other, signer()):
        secured = series.secure(values(1), by, created=CREATED)
        assert verify(secured, keyring(by)).method.id == by.verification_method


@pytest.mark.parametrize(
    "pointer", ["", "/absent", "/credentialSubject", "/type/9", "/id/0", "/type/x"]
)
def test_a_place_without_text_is_refused(pointer: str) -> None:
    """A slot is the place of a text."""
    with pytest.raises(Malformed) as caught:
        Series(badge(), {"slot": pointer})
    assert caught.value.code == "series.slot"
    assert caught.value.params == {"pointer": pointer}


def test_a_pointer_may_name_odd_members() -> None:
    """Slashes and tildes in names are escaped as RFC 6901 says."""
    sample = {"a/b": {"c~d": "x"}}
    assert Series(sample, {"odd": "/a~1b/c~0d"}).document({"odd": "y"}) == {"a/b": {"c~d": "y"}}


def test_the_sample_stays_as_it_was() -> None:
    """Neither filling a document nor changing one reaches the sample or the series."""
    sample = badge()
    series = Series(sample, SLOTS)
    filled = series.document(values(1))
    filled["credentialSubject"]["achievement"]["name"] = "autre"
    sample["name"] = "autre"
    assert series.document({**values(1), "id": "urn:x"}) == badge(
        id="urn:x", credentialSubject=series.document(values(1))["credentialSubject"]
    )


@pytest.mark.requirement("ISS-17", "SAFE-01", "SAFE-03")
@pytest.mark.parametrize(
    ("slot", "text", "code"),
    [
        ("tag", "cloche\x07", "jsonld.character"),
        ("tag", "\ud800", "jsonld.character"),
        ("id", "relatif", "jsonld.relative_iri"),
        ("holder", "_:b0", "jsonld.blank_identifier"),
    ],
)
def test_what_a_badge_may_not_say_is_refused(slot: str, text: str, code: str) -> None:
    """The rules for single badges are those of a series."""
    with pytest.raises(LostTerm) as caught:
        Series(badge(), SLOTS).secure({**values(1), slot: text}, signer(), created=CREATED)
    assert caught.value.code == code


def test_a_key_of_another_kind_is_refused() -> None:
    """The suite is for Ed25519."""
    with pytest.raises(MalformedProof) as caught:
        Series(badge(), SLOTS).secure(values(1), signer("P-256"), created=CREATED)
    assert caught.value.code == "proof.key_algorithm"


def test_a_sample_with_a_proof_keeps_it() -> None:
    """A further proof stands after those that are there, as everywhere."""
    first: dict[str, Any] = EDDSA_RDFC_2022.secure(badge(), signer(), created=CREATED).document
    secured = Series(first, {"tag": SLOTS["tag"]}).secure(
        {"tag": "atelier"}, signer(), created=CREATED
    )
    assert secured.document["proof"][0] == first["proof"][0]
    assert len(secured.document["proof"]) == 2
