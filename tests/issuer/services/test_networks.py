"""Networks: who is in them, who says so, and what their members may award."""

import json

import pytest

from issuer.errors import Conflict, InvalidRequest, NotAllowed, NotFound
from issuer.model import PlaceRequest
from issuer.services import achievements, issuing, journal, networks, people, places
from issuer.services.people import Contributor
from tests.issuer.world import CAMILLE, Town

OPERATOR = people.operator("local")
NET, CAFE, FAB = "consortium", "cafe", "fablab-rural"


def _places(town: Town) -> Town:
    town.laser()
    for name, slug in (("Consortium", NET), ("Café", CAFE)):
        places.add(town.office, PlaceRequest(name=name, slug=slug))
    return town


def _person(town: Town, role: str, place: str) -> Contributor:
    made = people.add(town.office, f"{role} {place}", place=place, role=role)
    return people.contributor(town.office, made.name, place, operator=False)


def test_a_place_joins_and_leaves(town: Town) -> None:
    """Both sides see it, both journals tell it, and joining twice is joining once."""
    office = _places(town).office
    steward = _person(town, "steward", NET)
    for _ in range(2):
        networks.add(office, steward, NET, CAFE)
    assert [place.slug for place in networks.members(office, NET)] == [CAFE]
    assert [place.slug for place in networks.networks_of(office, CAFE)] == [NET]
    manager = _person(town, "manager", CAFE)
    networks.remove(office, manager, NET, CAFE)
    assert networks.members(office, NET) == ()
    with office.store.read() as work:
        told = [(line.place, line.action, line.subject) for line in work.journal.list(limit=4)]
    assert set(told) >= {(CAFE, "network.leave", NET), (NET, "network.remove", CAFE)}
    assert next(line.actor for line in journal.read(office, subject=NET)) == "manager cafe"


def test_what_a_member_may_award(town: Town) -> None:
    """Its own badges and those of its networks, published only; others are none of its own."""
    office = _places(town).office
    with pytest.raises(NotAllowed, match=r"achievement\.not_of_place"):
        issuing.issue(office, CAMILLE._replace(place=CAFE))
    networks.add(office, OPERATOR, FAB, CAFE)
    laser = achievements.get(office, CAMILLE.achievement)
    assert achievements.awardable(office, CAFE) == (laser,)
    assert achievements.awardable(office, NET) == ()
    award = issuing.issue(office, CAMILLE._replace(place=CAFE))
    creator = json.loads(award.json)["credentialSubject"]["achievement"]["creator"]
    assert (award.place, creator["name"]) == (CAFE, "Fablab rural")
    achievements.archive(office, OPERATOR, FAB, laser.slug)
    assert achievements.awardable(office, CAFE) == ()
    networks.remove(office, OPERATOR, FAB, CAFE)
    achievements.reopen(office, OPERATOR, FAB, laser.slug)
    assert achievements.awardable(office, CAFE) == ()


@pytest.mark.parametrize(
    ("role", "place", "adds", "removes"),
    [
        ("steward", NET, True, True),
        ("manager", NET, False, False),
        ("author", NET, False, False),
        ("facilitator", NET, False, False),
        ("partner", NET, False, False),
        ("manager", CAFE, False, True),
        ("steward", CAFE, False, True),
        ("author", CAFE, False, False),
        ("partner", CAFE, False, False),
        ("steward", FAB, False, False),
    ],
)
def test_who_adds_and_who_takes_away(
    village: Town, role: str, place: str, *, adds: bool, removes: bool
) -> None:
    """The steward of the network adds; that steward, or whoever runs the member, takes away."""
    office = _places(village).office
    by = _person(village, role, place)
    if adds:
        networks.add(office, by, NET, CAFE)
    else:
        with pytest.raises(NotAllowed):
            networks.add(office, by, NET, CAFE)
        networks.add(office, OPERATOR, NET, CAFE)
    if removes:
        networks.remove(office, by, NET, CAFE)
    else:
        with pytest.raises(NotAllowed):
            networks.remove(office, by, NET, CAFE)
    assert bool(networks.members(office, NET)) == (not removes)


def test_a_network_holds_neither_itself_nor_another(village: Town) -> None:
    """A member has no members, and a network is a member of nothing."""
    office = _places(village).office
    with pytest.raises(InvalidRequest, match=r"network\.itself"):
        networks.add(office, OPERATOR, NET, NET)
    networks.add(office, OPERATOR, NET, CAFE)
    with pytest.raises(Conflict, match=r"network\.nested"):
        networks.add(office, OPERATOR, FAB, NET)
    with pytest.raises(Conflict, match=r"network\.nested"):
        networks.add(office, OPERATOR, CAFE, FAB)
    assert [place.slug for place in networks.joinable(office, NET)] == [FAB]
    assert networks.joinable(office, CAFE) == ()


def test_names_of_nobody_are_not_found(village: Town) -> None:
    """Neither a network nor a place nor a membership is made up."""
    office = _places(village).office
    for network, place in ((NET, "nowhere"), ("nowhere", CAFE)):
        with pytest.raises(NotFound, match=r"place\.unknown"):
            networks.add(office, OPERATOR, network, place)
    with pytest.raises(NotFound, match=r"network\.not_member"):
        networks.remove(office, OPERATOR, NET, CAFE)


def test_a_network_has_so_many_members(village: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    """Beyond that, one leaves before another joins."""
    monkeypatch.setattr(networks, "MEMBERS_LIMIT", 1)
    office = _places(village).office
    networks.add(office, OPERATOR, NET, CAFE)
    with pytest.raises(Conflict, match=r"network\.full"):
        networks.add(office, OPERATOR, NET, FAB)
