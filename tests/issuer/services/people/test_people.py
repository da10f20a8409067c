"""People come in by a link, are known for a month, and may do what their role allows."""

import logging

import pytest

from issuer.errors import Conflict, InvalidRequest, NotAllowed, NotFound
from issuer.model import PlaceRequest
from issuer.services import journal, people, places
from tests.issuer.world import Town


@pytest.fixture
def house(town: Town) -> Town:
    """Two places, with Zoé the author in the first one."""
    for name in ("Atelier", "Jardin"):
        places.add(town.office, PlaceRequest(name))
    people.add(town.office, "Zoé Œuvrard", place="atelier", role="author", email="Zoe@Example.org")
    return town


def _secret(house: Town, name: str = "Zoé Œuvrard") -> str:
    return people.sign_in_link(house.office, name).rpartition("/")[2]


def test_a_link_lets_in_once(house: Town) -> None:
    """The link opens a session that knows the person; a second time it opens nothing."""
    secret = _secret(house)
    signed = people.enter(house.office, secret)
    visitor = people.who(house.office, signed.token)
    assert visitor is not None
    assert visitor.person.name == "Zoé Œuvrard"
    assert visitor.csrf == signed.csrf
    assert visitor.places == ("atelier",)
    with pytest.raises(NotAllowed, match=r"person\.link_over"):
        people.enter(house.office, secret)


def test_a_link_is_over_after_seven_days(house: Town) -> None:
    """On the seventh day at the same second it lets nobody in."""
    secret = _secret(house)
    house.clock.advance(days=7)
    with pytest.raises(NotAllowed, match=r"person\.link_over"):
        people.enter(house.office, secret)


def test_a_session_lasts_thirty_days_however_much_it_is_used(house: Town) -> None:
    """Coming back does not prolong it: a forgotten tablet is out within a month."""
    token = people.enter(house.office, _secret(house)).token
    house.clock.advance(days=29)
    assert people.who(house.office, token) is not None
    house.clock.advance(days=1)
    assert people.who(house.office, token) is None


def test_leaving_ends_the_session(house: Town) -> None:
    """The same token is nobody after that; leaving twice is fine."""
    token = people.enter(house.office, _secret(house)).token
    people.leave(house.office, token)
    people.leave(house.office, token)
    assert people.who(house.office, token) is None


@pytest.mark.parametrize("token", [None, "", "never-given", "x" * 10_000, "\0", "\ud800"])
def test_a_token_that_was_never_given_is_nobody(house: Town, token: str | None) -> None:
    """Whatever a browser sends, it is not somebody."""
    assert people.who(house.office, token) is None


def test_disabling_ends_everything_at_once(house: Town) -> None:
    """Open browsers and unused links work no more; enabling does not bring them back."""
    token, unused = people.enter(house.office, _secret(house)).token, _secret(house)
    people.disable(house.office, "zoé œuvrard")
    assert people.who(house.office, token) is None
    with pytest.raises(NotAllowed, match=r"person\.link_over"):
        people.enter(house.office, unused)
    with pytest.raises(NotAllowed, match=r"person\.disabled"):
        people.sign_in_link(house.office, "Zoé Œuvrard")
    people.enable(house.office, "Zoé Œuvrard")
    assert people.who(house.office, token) is None
    assert people.enter(house.office, _secret(house)).person.name == "Zoé Œuvrard"


def test_secrets_are_not_kept(house: Town, caplog: pytest.LogCaptureFixture) -> None:
    """Neither the database nor the journal nor a log holds the secret, the token or an address."""
    caplog.set_level(logging.DEBUG)
    secret = _secret(house)
    token = people.enter(house.office, secret).token
    with house.office.store.read() as work:
        session = work.people.session(people.digest_of(token))
    assert session is not None
    told = repr(session) + repr(journal.read(house.office)) + caplog.text
    assert secret not in told
    assert token not in told
    assert "example.org" not in told.lower()


def test_a_link_holds_thirty_two_random_bytes(house: Town) -> None:
    """In base64url without padding that is 43 characters; two links differ."""
    first, second = _secret(house), _secret(house)
    assert len(first) == 43
    assert first != second


def test_people_are_found_by_name_address_or_id(house: Town) -> None:
    """Capitals do not count."""
    person = people.find(house.office, "ZOÉ ŒUVRARD")
    assert people.find(house.office, "zoe@example.org") == person
    assert people.find(house.office, person.id) == person


@pytest.mark.parametrize("name", ["", " ", "Zo", "\0", "x" * 5_000])
def test_somebody_unknown_is_told(house: Town, name: str) -> None:
    """No name finds somebody by accident."""
    with pytest.raises(NotFound, match=r"person\.unknown"):
        people.find(house.office, name)


def test_one_person_works_for_two_places(house: Town) -> None:
    """The same name joins a second place with a role of its own."""
    people.add(house.office, "Zoé Œuvrard", place="jardin", role="facilitator")
    ((person, memberships),) = people.list_all(house.office)
    assert person.name == "Zoé Œuvrard"
    assert [(item.place, item.role) for item in memberships] == [
        ("atelier", "author"),
        ("jardin", "facilitator"),
    ]
    assert len(people.list_all(house.office, "jardin")) == 1


def test_a_name_or_address_belongs_to_one_person(house: Town) -> None:
    """What people write bears their name, so two of them cannot share it."""
    with pytest.raises(Conflict, match=r"person\.exists"):
        people.add(house.office, "Zoé Œuvrard", place="jardin", role="author", email="b@c.org")
    with pytest.raises(Conflict, match=r"person\.email_taken"):
        people.add(house.office, "Léa", place="jardin", role="author", email="zoe@example.org")
    assert len(people.list_all(house.office)) == 1


def test_a_role_is_one_of_five(house: Town) -> None:
    """Another word is refused, and nobody is added."""
    with pytest.raises(InvalidRequest, match=r"person\.role_unknown"):
        people.add(house.office, "Léa", place="jardin", role="chef")
    with pytest.raises(NotFound, match=r"place\.unknown"):
        people.add(house.office, "Léa", place="nowhere", role="author")
    assert len(people.list_all(house.office)) == 1


def test_a_disabled_person_may_nothing(house: Town) -> None:
    """Their roles are kept, and allow nothing."""
    gone = people.disable(house.office, "Zoé Œuvrard")
    assert not people.may(house.office, gone, "atelier", "framework.edit")
    with pytest.raises(NotAllowed, match=r"person\.disabled"):
        people.contributor(house.office, "Zoé Œuvrard", None, operator=True)


def test_nobody_speaks_for_a_place_of_others(house: Town) -> None:
    """A visitor chooses among their own places."""
    visitor = people.who(house.office, people.enter(house.office, _secret(house)).token)
    assert visitor is not None
    assert visitor.speaking().place == "atelier"
    assert visitor.places_for("framework.edit") == ("atelier",)
    with pytest.raises(NotAllowed, match=r"person\.not_of_place"):
        visitor.speaking("jardin")
