"""Places and their identities."""

from dataclasses import replace
from typing import Any

import pytest

from issuer.errors import Conflict, InvalidRequest, NotFound
from issuer.model import PlaceRequest
from issuer.services import keyring, places, publishing
from tests.issuer.world import FABLAB, Town
from wsgi import create_app


def test_a_place_is_kept_as_it_is_described(town: Town) -> None:
    """Added, it is found again, listed, and has a key."""
    added = places.add(town.office, FABLAB)
    assert added.slug == "fablab-rural"
    assert places.get(town.office, "fablab-rural") == added
    assert places.list_all(town.office) == (added,)
    assert [key.name for key in keyring.list_all(town.office, added.slug)] == ["key-1"]


def test_a_slug_serves_once(town: Town) -> None:
    """A second place of the same short name is refused, and changes nothing."""
    added = places.add(town.office, FABLAB)
    with pytest.raises(Conflict, match=r"place\.exists"):
        places.add(town.office, replace(FABLAB, name="Fablab  RURAL"))
    assert places.list_all(town.office) == (added,)
    assert len(keyring.list_all(town.office, added.slug)) == 1


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"name": ""}, "text.empty", "name"),
        ({"name": "Lieu\u202e"}, "text.direction", "name"),
        ({"slug": "A b"}, "slug.invalid", "slug"),
        ({"language": "de"}, "language.unknown", "language"),
        ({"url": "example.org"}, "url.invalid", "url"),
        ({"email": "nobody"}, "email.invalid", "email"),
        ({"linkedin_id": "x"}, "linkedin.invalid", "linkedin_id"),
        ({"description": "d" * 2001}, "text.too_long", "description"),
    ],
)
def test_wrong_descriptions_are_refused(
    village: Town, changes: dict[str, Any], code: str, field: str
) -> None:
    """Each with its code and its field, and no place is made."""
    with pytest.raises(InvalidRequest) as caught:
        places.add(village.office, replace(FABLAB, **changes))
    assert (caught.value.code, caught.value.params["field"]) == (code, field)
    assert places.list_all(village.office) == ()


def test_a_place_is_edited_field_by_field(village: Town) -> None:
    """What is named changes, what is emptied goes, the rest stays."""
    added = places.add(village.office, FABLAB)
    edited = places.edit(village.office, added.slug, name="Fablab des champs", email="")
    assert edited == replace(added, name="Fablab des champs", email=None)
    assert places.get(village.office, added.slug) == edited


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"slug": "other"}, "place.field_unknown"),
        ({"name": ""}, "text.empty"),
        ({"language": None}, "language.unknown"),
    ],
)
def test_wrong_edits_are_refused(village: Town, changes: dict[str, Any], code: str) -> None:
    """The short name never changes, and a name is always needed."""
    places.add(village.office, FABLAB)
    with pytest.raises(InvalidRequest) as caught:
        places.edit(village.office, "fablab-rural", **changes)
    assert caught.value.code == code


@pytest.mark.parametrize("slug", ["nowhere", "", "\x00", "é", "x" * 10_000])
def test_unknown_places_are_not_found(town: Town, slug: str) -> None:
    """Whatever is asked for, and whatever the database."""
    for ask in (places.get, places.issuer_id, publishing.place_profile, keyring.list_all):
        with pytest.raises(NotFound, match=r"place\.unknown"):
            ask(town.office, slug)


@pytest.mark.requirement("ISS-09")
def test_the_issuer_is_a_did(village: Town, city: Town) -> None:
    """did:key of the place's key on a laptop; did:web of its address online."""
    for town in (village, city):
        places.add(town.office, PlaceRequest("Fablab rural"))
    (key,) = keyring.list_all(village.office, "fablab-rural")
    assert places.issuer_id(village.office, "fablab-rural") == f"did:key:{key.public}"
    online = places.issuer_id(city.office, "fablab-rural")
    assert online == "did:web:badges.example.fr:places:fablab-rural"


@pytest.mark.requirement("ISS-12", "ISS-13")
def test_the_profile_says_how_to_reach_the_place(village: Town) -> None:
    """Name, address, mail and LinkedIn number; without an address, its page here."""
    places.add(village.office, FABLAB)
    profile = publishing.place_profile(village.office, "fablab-rural")
    assert profile["type"] == ["Profile"]
    assert profile["url"] == "https://fablab.example.org"
    assert profile["email"] == "bonjour@fablab.example.org"
    assert profile["otherIdentifier"] == [
        {
            "type": "IdentifierEntry",
            "identifier": "1234567",
            "identifierType": "ext:LinkedIn.organizationId",
        }
    ]
    places.add(village.office, PlaceRequest("Atelier"))
    bare = publishing.place_profile(village.office, "atelier")
    assert bare["url"] == "http://127.0.0.1:8000/places/atelier"
    assert "otherIdentifier" not in bare


def test_every_word_of_the_workshop_is_reserved(village: Town) -> None:
    """No place takes an address of the workshop, whatever is added there one day."""
    app = create_app({"BADGES_DATA_DIR": str(village.office.settings.data_dir / "app")})
    words = {
        rule.rule.split("/")[2]
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith("/workshop/")
    }
    fixed = {word for word in words if not word.startswith("<")}
    assert fixed <= places.RESERVED
    for word in fixed:
        with pytest.raises(InvalidRequest, match=r"place\.slug_reserved"):
            places.add(village.office, PlaceRequest(name="Lieu", slug=word))
