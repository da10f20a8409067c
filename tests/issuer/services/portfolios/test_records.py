"""The signed record of a portfolio: its badges as they were signed, in one signed envelope."""

import json

import pytest

from badges import proofs
from badges.baking import bake
from badges.did import Resolver
from badges.documents import MEDIA_TYPE_JSON, Secured, parse
from badges.json_schema import problems
from issuer.errors import NotFound
from issuer.services import people
from issuer.services.life import revoking
from issuer.services.portfolios import arranging, records
from tests.issuer.services.portfolios.shelf import Shelf, bring, furnish, inner
from tests.issuer.world import Town

BY = people.operator("local")


@pytest.fixture
def shown(shelf: Shelf) -> Shelf:
    """The portfolio, for whoever has its address."""
    arranging.describe(shelf.office, shelf.card, "Mes badges", "Bonjour")
    arranging.show_to(shelf.office, shelf.card, "unlisted")
    return shelf


def _record(shelf: Shelf) -> bytes:
    return records.record(shelf.office, shelf.collection)


@pytest.mark.requirement("CLR-01", "CLR-02")
def test_a_record_holds_the_badges_untouched_and_is_signed_by_the_place(shown: Shelf) -> None:
    """Name, subject and badges as the standard says; each proof, outside and inside, holds."""
    body = _record(shown)
    document = parse(body)
    assert problems(document, "clrcredential") == ()
    assert document["name"] == "Mes badges"
    assert document["description"] == "Bonjour"
    assert document["partial"] is False
    assert "credentialStatus" not in document
    held = {award.json: award for award in shown.collection.awards}
    assert [json.dumps(one) for one in inner(body)] == [json.dumps(parse(one)) for one in held]
    for one in (body, *held):
        secured = Secured(one, MEDIA_TYPE_JSON)
        for proof in proofs.presented(secured):
            verified = proofs.suite_of(proof).verify(secured, proof, Resolver(None))
            assert verified.method.controller == document["issuer"]["id"]


def test_the_same_content_gives_the_same_bytes(shown: Shelf) -> None:
    """Whenever it is asked for, until something changes."""
    first = _record(shown)
    shown.town.clock.advance(hours=3)
    records._SIGNED._known.clear()  # noqa: SLF001 - what was signed before must not answer
    assert _record(shown) == first
    arranging.describe(shown.office, shown.card, "Autre titre", "")
    assert _record(shown) != first


def test_badges_that_hold_no_more_are_left_out(shown: Shelf) -> None:
    """A cancelled badge would spoil the whole; the record says that it is not all."""
    revoking.revoke(shown.office, shown.awards[0].id, BY, reason="Erreur")
    document = parse(_record(shown))
    assert document["partial"] is True
    assert len(inner(_record(shown))) == 2
    for award in shown.awards[1:]:
        revoking.revoke(shown.office, award.id, BY, reason="Erreur")
    with pytest.raises(NotFound, match=r"portfolio\.nothing_to_sign"):
        _record(shown)


def test_a_badge_kept_for_fewer_people_is_neither_in_it_nor_told(shown: Shelf) -> None:
    """`partial` does not betray what its holder shows to nobody."""
    shown.decide(0, "hidden")
    document = parse(_record(shown))
    assert document["partial"] is False
    assert len(inner(_record(shown))) == 2


def _of_another_town(town: Town) -> bytes:
    return town.issue(name="Zoé Martin", email=None).json


def test_a_badge_from_elsewhere_stands_in_it_as_it_came(shown: Shelf) -> None:
    """As JSON or taken out of its picture, byte for byte the same document."""
    foreign = _of_another_town(shown.town)
    square = shown.office.artwork.badge_png(shown.town.laser().artwork)
    baked = bake(square, Secured(foreign, MEDIA_TYPE_JSON))
    for body, media_type in ((foreign, "application/vc"), (baked, "image/png")):
        badge = bring(shown, body, media_type=media_type)
        arranging.choose(shown.office, shown.card, [badge.id])
        assert inner(_record(shown)) == [parse(foreign)]


@pytest.mark.parametrize(
    ("change", "verdict"),
    [
        (None, "rejected"),
        (None, "undetermined"),
        ({"proof": None}, "accepted"),
        ({"@context": ["https://www.w3.org/2018/credentials/v1"]}, "accepted"),
        ({"unheard": "of"}, "accepted"),
    ],
)
def test_what_cannot_stand_in_a_record_is_left_out(
    shown: Shelf, change: dict[str, object] | None, verdict: str
) -> None:
    """Not accepted, without embedded proof, of the older model, or with terms nobody defines."""
    document = {**parse(_of_another_town(shown.town)), **(change or {})}
    kept = {name: value for name, value in document.items() if value is not None}
    badge = bring(shown, json.dumps(kept).encode(), verdict=verdict)
    arranging.choose(shown.office, shown.card, [*shown.names(), badge.id])
    assert len(inner(_record(shown))) == 3
    assert parse(_record(shown))["partial"] is True


@pytest.mark.parametrize(
    "body", [b"", b"eyJhbGciOiJFZERTQSJ9.e30.AAAA", b"%PDF-1.7", b"\x89PNG\r\n\x1a\n"]
)
def test_what_is_no_json_is_left_out(shown: Shelf, body: bytes) -> None:
    """A JWT, a paper or a broken picture: shown on the page, not in the record."""
    badge = bring(shown, body)
    arranging.choose(shown.office, shown.card, [*shown.names(), badge.id])
    assert len(inner(_record(shown))) == 3


def test_a_record_takes_no_more_than_readers_look_at(village: Town) -> None:
    """Fifty badges and less than a megabyte; it says that there are more."""
    shelf = furnish(village, records.BADGES_IN_RECORD + 2)
    arranging.show_to(shelf.office, shelf.card, "unlisted")
    body = _record(shelf)
    assert len(inner(body)) == records.BADGES_IN_RECORD
    assert parse(body)["partial"] is True
    assert len(body) < 1_000_000


def test_a_place_with_a_domain_signs_as_itself(city: Town) -> None:
    """The envelope bears the did:web of the place, and the address of the page as its id."""
    shelf = furnish(city, 1)
    arranging.show_to(shelf.office, shelf.card, "unlisted")
    document = parse(_record(shelf))
    assert document["issuer"]["id"] == "did:web:badges.example.fr:places:fablab-rural"
    assert document["id"] == f"https://badges.example.fr/portfolio/{shelf.id}"
