"""PyPI openbadgeslib reads our badges in their four containers, by its own unbaking."""

import pytest

from tests.interop.instance import BADGES, Instance
from tests.interop.openbadges_library import Loopback, OpenBadgesLibrary
from tests.interop.tampering import (
    CHANGES,
    PROOF_DATE,
    UNSIGNED_TERM,
    tampered_documents,
    tampered_tokens,
)

pytestmark = pytest.mark.interop

DOCUMENT_POINTERS = [pointer for pointer, _ in (*CHANGES, PROOF_DATE, UNSIGNED_TERM)]
TOKEN_POINTERS = [pointer for pointer, _ in CHANGES]


@pytest.fixture
def library(instance: Instance) -> OpenBadgesLibrary:
    """The library, with downloads that find our instance on loopback."""
    return OpenBadgesLibrary(Loopback(instance.origins))


@pytest.mark.requirement("PRF-03", "DM-07", "SAFE-01", "STAT-12", "TRAP-04", "TRAP-07")
@pytest.mark.parametrize("name", BADGES)
def test_json_is_accepted(library: OpenBadgesLibrary, instance: Instance, name: str) -> None:
    """It accepts our JSON: proof, strict JSON-LD form, dates and status list."""
    assert library.refusal_of_json(instance.badges[name].files["json"]) is None


@pytest.mark.requirement("JWT-01", "JWT-03", "JWT-05", "IDH-07", "TRAP-12")
@pytest.mark.parametrize("name", BADGES)
def test_jwt_is_accepted(library: OpenBadgesLibrary, instance: Instance, name: str) -> None:
    """It accepts our JWT: key found by `kid`, registered claims, dates and status list."""
    assert library.refusal_of_jwt(instance.badges[name].files["jwt"]) is None


@pytest.mark.requirement("BAKE-01", "BAKE-05", "BAKE-06", "TRAP-22")
@pytest.mark.parametrize("kind", ["png", "svg"])
@pytest.mark.parametrize("name", BADGES)
def test_images_are_accepted(
    library: OpenBadgesLibrary, instance: Instance, name: str, kind: str
) -> None:
    """It finds the badge in our images and accepts it."""
    assert library.refusal_of_image(instance.badges[name].files[kind]) is None


def test_it_read_our_status_list(library: OpenBadgesLibrary, instance: Instance) -> None:
    """Accepting a badge, it did fetch the status list that we serve."""
    badge = instance.badges["without e-mail"]
    assert library.refusal_of_json(badge.files["json"]) is None
    assert badge.document["credentialStatus"]["statusListCredential"] in library.download.visited


@pytest.mark.requirement("PRF-04", "TRAP-03")
@pytest.mark.parametrize("pointer", DOCUMENT_POINTERS)
def test_one_changed_field_of_the_json_is_refused(
    library: OpenBadgesLibrary, instance: Instance, pointer: str
) -> None:
    """It refuses our JSON with one changed field."""
    changed = dict(tampered_documents(instance.badges["corrected"].document))[pointer]
    assert library.refusal_of_json(changed) is not None


@pytest.mark.requirement("JWT-07")
@pytest.mark.parametrize("pointer", TOKEN_POINTERS)
def test_one_changed_field_of_the_jwt_is_refused(
    library: OpenBadgesLibrary, instance: Instance, pointer: str
) -> None:
    """It refuses our JWT with one changed field, because of its signature."""
    changed = dict(tampered_tokens(instance.badges["corrected"].token))[pointer]
    assert library.refusal_of_jwt(changed) == "Invalid signature"


@pytest.mark.requirement("STAT-03", "STAT-16", "STAT-25", "TRAP-16")
def test_badges_taken_back_are_refused_in_each_container(
    library: OpenBadgesLibrary, instance: Instance
) -> None:
    """It accepts each file before we take the badge back; after, it refuses and says why."""
    badges = instance.award_to_take_back()
    for badge in badges.values():
        assert [refusal for _, refusal in library.refusals(badge.files)] == [None] * 4

    instance.take_back(badges)

    for purpose, badge in badges.items():
        for kind, refusal in library.refusals(badge.files):
            assert f"'{purpose}' is set" in (refusal or ""), kind
