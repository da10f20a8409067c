"""Only a badge that names its holder may stand before others."""

import pytest

from issuer.services.imports.people_named import is_same_name
from issuer.services.imports.reading import Said, showable
from tests.corpus import ours
from tests.corpus.specimen import World
from tests.issuer.services.imports.elsewhere import Desk
from tests.verifier.badges_to_read import Place

EMAIL = "zoe@example.org"


def _bring_named(desk: Desk, identity: dict[str, object]) -> Said:
    world = World(web=desk.web, instant=desk.clock.now())
    place = Place.by_key()
    document = ours.badge(world, place)
    document["credentialSubject"]["identifier"] = [{"type": "IdentityObject", **identity}]
    badge = desk.bring_bytes(place.sign(document).body).badge
    assert badge is not None
    return Said(badge)


def _name(name: str) -> dict[str, object]:
    return {"hashed": False, "identityType": "name", "identityHash": name}


def _email(address: str) -> dict[str, object]:
    return {"hashed": False, "identityType": "emailAddress", "identityHash": address}


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Zoé Martin", "MARTIN Zoe", True),
        ("Amélie Le Goff-Nguyễn", "amelie le goff nguyen", True),
        ("Zoé Martin", "Zoé Martinez", False),
        ("Zoé", "Zoé Martin", False),
        ("", "", False),
        ("!!!", "???", False),
    ],
)
def test_names_are_compared_as_people_write_them(one: str, other: str, same: bool) -> None:  # noqa: FBT001 - a row of the table
    """Capitals, accents, dashes and order are forgiven; another name is another person."""
    assert is_same_name(one, other) is same


def test_a_badge_in_the_holders_name_may_be_shown(desk: Desk) -> None:
    """By name, in whatever order it is written."""
    said = _bring_named(desk, _name("martin, zoé"))
    assert said.person == "same"
    assert said.may_be_shown


def test_a_badge_of_somebody_else_stays_behind_the_card(desk: Desk) -> None:
    """It is kept, the name that it gives is told, and it goes on no public page."""
    said = _bring_named(desk, _name("Ada Autre"))
    assert (said.person, said.named) == ("other", "Ada Autre")
    assert said.is_genuine
    assert not said.may_be_shown


def test_an_address_counts_only_when_the_place_knows_it(desk: Desk) -> None:
    """Whoever types the address of somebody else does not become that person."""
    desk.know_address(EMAIL, typed=True)
    assert _bring_named(desk, _email(EMAIL)).person == "unsaid"
    desk.know_address(EMAIL, typed=False)
    said = _bring_named(desk, _email(EMAIL))
    assert said.person == "same"
    assert EMAIL not in str(said.badge)


def test_a_badge_that_names_nobody_is_not_shown(desk: Desk) -> None:
    """Nothing in it says that it is theirs."""
    said = _bring_named(desk, _email("quelqu.un@example.org"))
    assert said.person == "unsaid"
    assert not said.may_be_shown


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("ours/eddsa-rdfc-2022-ed25519-by-key.json", True),
        ("ours/revoked.json", True),
        ("ours/expired.json", True),
        ("ours/fragment-gone-changed.json", False),
        ("ours/signed-by-another.json", False),
        ("ours/bare-key.jwt", False),
        ("ours/site-gone.json", False),
    ],
)
def test_what_was_never_its_issuers_word_is_never_shown(
    desk: Desk,
    name: str,
    shown: bool,  # noqa: FBT001 - a row of the table
) -> None:
    """A cancelled badge may stand with its state; an altered one could say anything."""
    badge = desk.kept(name)
    named = {**badge.report, "person": "same"}
    assert Said(type(badge)(**{**vars(badge), "report": named})).may_be_shown is shown


def test_others_see_only_what_names_the_holder(desk: Desk) -> None:
    """Of a card with two badges, the one of somebody else is no choice for a page."""
    mine = _bring_named(desk, _name("Zoé Martin")).badge
    _bring_named(desk, _name("Ada Autre"))
    with desk.office.store.read() as work:
        assert showable(work, desk.card.holder.id) == (mine,)
    assert len(desk.shelf()) == 2
