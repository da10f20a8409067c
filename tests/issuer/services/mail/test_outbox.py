"""The outbox: what people see of it, and what they do about it."""

import pytest

from issuer.errors import Conflict, MailRefused, NotAllowed, NotFound
from issuer.model import PlaceRequest
from issuer.services import journal, places
from issuer.services.mail import outbox
from issuer.services.mail.sending import send_due
from issuer.services.people import Contributor, operator
from tests.issuer.fakes import Postbox
from tests.issuer.services.mail.letters import (
    SECRET,
    Stubborn,
    kept,
    open_place,
    posted_by,
    somebody,
    zoe,
)
from tests.issuer.world import Town

PLACE = "fablab-rural"


@pytest.fixture
def place(village: Town) -> Town:
    """A town with a fablab."""
    return open_place(village)


@pytest.fixture
def awa(place: Town) -> Contributor:
    """A facilitator of the fablab."""
    return somebody(place.office, "Awa", "facilitator")


def test_letters_stand_by_what_they_need(place: Town, awa: Contributor) -> None:
    """What came back first, then what waits, then what is out; each with whom it is about."""
    postman = Stubborn({"lost@example.org": MailRefused("mail.refused", answer="550")}, [])
    office = posted_by(place, postman)
    lost = zoe(office, recipient="lost@example.org")
    gone = zoe(office)
    send_due(office)
    person = awa.person or ""
    waiting = zoe(office, concerns=person)
    found = outbox.look(office, awa, PLACE)
    assert [item.id for item in found.back] == [lost.id]
    assert [item.id for item in found.waiting] == [waiting.id]
    assert [item.id for item in found.gone] == [gone.id]
    assert found.names[waiting.id] == "Awa"


def test_handing_over_forgets_the_words(place: Town, awa: Contributor) -> None:
    """The journal names who and which letter, never whom it was for."""
    letter = zoe(place.office)
    assert SECRET in outbox.read(place.office, awa, letter.id, place=PLACE).text
    outbox.hand_over(place.office, awa, letter.id, place=PLACE)
    handed = kept(place.office, letter)
    assert (handed.state, handed.text) == ("handed", "")
    line = journal.read(place.office, subject=letter.id)[0]
    assert (line.action, line.actor, line.place) == ("letter.hand", "Awa", PLACE)
    assert "zoe" not in repr(line).lower()
    with pytest.raises(Conflict, match=r"mail\.is_out"):
        outbox.hand_over(place.office, awa, letter.id, place=PLACE)


def test_a_failed_letter_is_sent_again(place: Town, awa: Contributor) -> None:
    """At once, with all its tries; one that is out, or forgotten, is not."""
    office = posted_by(place, Stubborn({"zoe@example.org": MailRefused("mail.refused")}, []))
    letter = zoe(office)
    send_due(office)
    again = outbox.retry(office, awa, letter.id, place=PLACE)
    assert (again.state, again.attempts, again.ended) == ("waiting", 0, None)
    calm = posted_by(place, Postbox())
    assert send_due(calm).sent == 1
    with pytest.raises(Conflict, match=r"mail\.is_out"):
        outbox.retry(calm, awa, letter.id, place=PLACE)


def test_a_letter_that_opens_an_account_is_shown_to_the_operator_only(
    place: Town, awa: Contributor
) -> None:
    """Who reads the outbox of a place does not become its manager by it."""
    letter = zoe(place.office, "invitation")
    assert outbox.read(place.office, awa, letter.id, place=PLACE).text == ""
    assert "/claim/" in outbox.read(place.office, operator("op"), letter.id).text


def test_a_partner_sees_nothing(place: Town) -> None:
    """Neither the list nor a letter; nothing is done in their name."""
    emma = somebody(place.office, "Emma", "partner")
    letter = zoe(place.office)
    for act in (outbox.read, outbox.hand_over, outbox.retry):
        with pytest.raises(NotAllowed):
            act(place.office, emma, letter.id, place=PLACE)
    with pytest.raises(NotAllowed):
        outbox.look(place.office, emma, PLACE)
    with pytest.raises(NotAllowed):
        outbox.read(place.office, emma, letter.id)
    assert kept(place.office, letter) == letter


def test_the_letters_of_another_place_are_not_there(place: Town) -> None:
    """A manager next door finds no such letter, by any of the doors."""
    places.add(place.office, PlaceRequest(name="Café", slug="cafe"))
    denis = somebody(place.office, "Denis", "manager", "cafe")
    letter = zoe(place.office)
    for act in (outbox.read, outbox.hand_over, outbox.retry):
        with pytest.raises(NotFound):
            act(place.office, denis, letter.id, place="cafe")
        with pytest.raises(NotAllowed):
            act(place.office, denis, letter.id, place=PLACE)
    assert outbox.look(place.office, denis, "cafe").waiting == ()


@pytest.mark.parametrize("name", ["", "x", "é" * 36, "\x00" * 36, "a" * 5_000])
def test_a_strange_id_is_of_no_letter(place: Town, name: str) -> None:
    """Whatever an address bar holds."""
    with pytest.raises(NotFound):
        outbox.read(place.office, operator("op"), name)
