"""People, roles, sign-in links and sessions, on SQLite and on PostgreSQL."""

from dataclasses import replace
from datetime import timedelta

import pytest

from issuer.errors import Conflict
from issuer.model import Membership, Person, Place, Session, SignInCode
from issuer.ports import Store
from tests.issuer.world import Town
from tests.world import NOON

LATER = NOON + timedelta(hours=1)
ZOE = Person("p-zoe", "Zoé Élan", NOON, "zoe@example.org")
ANA = Person("p-ana", "Ana", NOON)
CODE = SignInCode("c" * 64, "p-zoe", NOON, LATER)
SESSION = Session("s" * 64, "p-zoe", NOON, LATER, "jeton")


@pytest.fixture
def store(town: Town) -> Store:
    """A store with two places and two people in it."""
    with town.office.store.write() as work:
        for slug in ("ici", "ailleurs"):
            work.places.add(Place(slug, slug.title(), NOON))
        for person in (ZOE, ANA):
            work.people.add(person)
    return town.office.store


def test_people_are_found_by_name_or_address(store: Store) -> None:
    """Capitals do not count, those of accented letters included."""
    with store.read() as work:
        assert work.people.get("p-zoe") == ZOE
        assert work.people.find("ZOÉ ÉLAN") == (ZOE,)
        assert work.people.find("Zoe@Example.org") == (ZOE,)
        assert work.people.find("") == ()
        assert work.people.list() == (ANA, ZOE)


def test_an_address_belongs_to_one_person(store: Store) -> None:
    """The database refuses a second one; two people without address are welcome."""
    with pytest.raises(Conflict), store.write() as work:
        work.people.add(Person("p-autre", "Autre", NOON, "zoe@example.org"))
    with store.write() as work:
        work.people.add(Person("p-bob", "Bob", NOON))
        work.people.replace(replace(ZOE, disabled=True))
    with store.read() as work:
        assert [person.name for person in work.people.list()] == ["Ana", "Bob", "Zoé Élan"]
        assert work.people.find("Zoé Élan")[0].disabled


def test_a_person_has_one_role_in_each_place(store: Store) -> None:
    """A new role takes the place of the old one there, and of no other."""
    with store.write() as work:
        for place, role in (("ici", "author"), ("ailleurs", "partner")):
            work.people.join(Membership("p-zoe", place, role))  # type: ignore[arg-type]  # a role
        work.people.join(Membership("p-zoe", "ici", "manager"))
    with store.read() as work:
        assert work.people.memberships("p-zoe") == (
            Membership("p-zoe", "ailleurs", "partner"),
            Membership("p-zoe", "ici", "manager"),
        )
        assert work.people.list("ici") == (ZOE,)
        assert work.people.memberships("p-ana") == ()


def test_a_sign_in_link_works_once(store: Store) -> None:
    """Taking it is the end of it."""
    with store.write() as work:
        work.people.add_code(CODE)
    with store.write() as work:
        assert work.people.take_code(CODE.digest) == CODE
        assert work.people.take_code(CODE.digest) is None


def test_a_session_ends_when_it_is_told_to(store: Store) -> None:
    """Alone, or with everything that lets the person in."""
    other = replace(SESSION, digest="t" * 64)
    with store.write() as work:
        work.people.add_session(SESSION)
        work.people.add_session(other)
        work.people.add_code(CODE)
        work.people.end_session(SESSION.digest)
    with store.write() as work:
        assert work.people.session(SESSION.digest) is None
        assert work.people.session(other.digest) == other
        work.people.end_all("p-zoe")
        assert work.people.session(other.digest) is None
        assert work.people.take_code(CODE.digest) is None


def test_what_is_over_is_forgotten(store: Store) -> None:
    """Sessions and links whose last instant has come; the others stay."""
    lasting = replace(SESSION, digest="t" * 64, expires=LATER + timedelta(seconds=1))
    with store.write() as work:
        work.people.add_session(SESSION)
        work.people.add_session(lasting)
        work.people.add_code(CODE)
        work.people.forget_expired(LATER)
        assert work.people.session(SESSION.digest) is None
        assert work.people.session(lasting.digest) == lasting
        assert work.people.take_code(CODE.digest) is None
