"""Links by mail that tell nothing to strangers, and the browsers of somebody who is signed in."""

from dataclasses import replace

import pytest

from issuer.errors import InvalidRequest, NotAllowed, TooManyAttempts
from issuer.services import people
from issuer.services.people import links, sessions
from tests.issuer.services.people.crew import Crew, secret_of
from tests.world import CountedIdentifiers

HERE = "192.0.2.7"


def _link(crew: Crew) -> str:
    (line,) = (line for line in crew.letters()[0].text.splitlines() if "/enter/" in line)
    return line


def test_a_link_by_mail_lets_in_once_for_half_an_hour(both: Crew) -> None:
    """It goes to the person's own address, in no place's outbox, and opens one session."""
    people.ask_link(both.office, " AWA@example.org ", HERE)
    (letter,) = both.letters()
    assert (letter.kind, letter.recipient, letter.place) == ("sign_in", "awa@example.org", None)
    assert "30 minutes" in letter.text
    assert both.queue.letters == 1
    assert people.enter(both.office, secret_of(_link(both))).person.name == "Awa Diop"
    with pytest.raises(NotAllowed, match=r"person\.link_over"):
        people.enter(both.office, secret_of(_link(both)))


def test_a_link_by_mail_is_over_after_half_an_hour(crew: Crew) -> None:
    """The mailbox that is read a day later opens nothing."""
    people.ask_link(crew.office, "awa@example.org", HERE)
    secret = secret_of(_link(crew))
    crew.town.clock.advance(minutes=30)
    with pytest.raises(NotAllowed, match=r"person\.link_over"):
        people.enter(crew.office, secret)


@pytest.mark.parametrize("email", ["stranger@example.org", "bruno@example.org"])
def test_nothing_tells_whether_an_address_is_known(crew: Crew, email: str) -> None:
    """The same silence, the same word to the workers, the same pause; and no letter."""
    people.ask_link(crew.office, email, HERE)
    assert crew.letters() == ()
    assert crew.queue.letters == 1
    for _ in range(links.ASKED_LIMIT - 1):
        people.ask_link(crew.office, email, HERE)
    with pytest.raises(TooManyAttempts, match=r"entrance\.too_many"):
        people.ask_link(crew.office, email, HERE)


def test_an_address_that_is_nobodys_takes_the_same_work(both: Crew) -> None:
    """As much is drawn and written for nobody as for somebody, and nothing of it is kept."""
    for_somebody = _drawn(both, "awa@example.org")
    people.disable(both.office, "Awa Diop")
    before = (people.list_all(both.office), both.letters(), _asked(both))
    for email in ("stranger@example.org", "awa@example.org"):
        assert _drawn(both, email) >= for_somebody, email
    assert (people.list_all(both.office), both.letters(), _asked(both)) == before


def _drawn(crew: Crew, email: str) -> int:
    """How many identifiers and secrets asking for that address takes."""
    identifiers = CountedIdentifiers(email)
    people.ask_link(replace(crew.office, identifiers=identifiers), email, HERE)
    return identifiers.count


def _asked(crew: Crew) -> int:
    with crew.office.store.read() as work:
        return len(work.journal.list(action="person.ask_link"))


def test_nobody_fills_a_mailbox_from_here(crew: Crew) -> None:
    """Three letters in ten minutes, wherever they are asked from; then again."""
    for number in range(links.ASKED_LIMIT):
        people.ask_link(crew.office, "awa@example.org", f"192.0.2.{number}")
    with pytest.raises(TooManyAttempts) as refusal:
        people.ask_link(crew.office, "Awa@Example.org", "198.51.100.1")
    assert refusal.value.params["seconds"] == 600
    assert len(crew.letters()) == links.ASKED_LIMIT
    crew.town.clock.advance(minutes=10)
    people.ask_link(crew.office, "awa@example.org", HERE)
    assert len(crew.letters()) == links.ASKED_LIMIT + 1


def test_a_closed_door_sends_no_link(crew: Crew) -> None:
    """Who comes here no more is a stranger."""
    people.disable(crew.office, "Awa Diop")
    people.ask_link(crew.office, "awa@example.org", HERE)
    assert crew.letters() == ()


@pytest.mark.parametrize("email", ["", "no", "a@b", "a@b.c\nBcc: x@y.z", "\x00@a.b", "x" * 9_000])
def test_what_is_no_address_is_told(crew: Crew, email: str) -> None:
    """A refusal, before anything is counted or written."""
    with pytest.raises(InvalidRequest, match=r"email\.invalid"):
        people.ask_link(crew.office, email, HERE)
    assert crew.queue.letters == 0


def test_a_link_says_in_the_journal_how_somebody_came_in(crew: Crew) -> None:
    """The journal has the way in, and neither address nor secret."""
    people.ask_link(crew.office, "awa@example.org", HERE)
    people.enter(crew.office, secret_of(_link(crew)))
    with crew.office.store.read() as work:
        lines = work.journal.list(subject=crew.id("Awa Diop"))
    assert [(line.action, line.reason) for line in lines[:2]] == [
        ("person.enter", "link"),
        ("person.ask_link", None),
    ]
    assert "example.org" not in repr(lines)


def test_somebody_sees_and_ends_their_other_browsers(both: Crew) -> None:
    """This one is marked and stays; one of the others, or all of them, end."""
    phone, tablet, desk = (both.signed_in("Awa Diop").token for _ in range(3))
    stranger = both.signed_in("Bruno").token
    by = both.by("Awa Diop")
    seen = sessions.list_sessions(both.office, desk)
    assert [item.is_this for item in seen].count(True) == 1
    assert len(seen) == 3
    (first, _) = (item.id for item in seen if not item.is_this)
    assert sessions.end_others(both.office, by, desk, only=first) == 1
    assert len(sessions.list_sessions(both.office, desk)) == 2
    assert sessions.end_others(both.office, by, desk) == 1
    assert people.who(both.office, phone) is None
    assert people.who(both.office, tablet) is None
    assert people.who(both.office, desk) is not None
    assert people.who(both.office, stranger) is not None


def test_nobody_ends_the_browsers_of_others(crew: Crew) -> None:
    """Neither by another name over one's own session, nor by an id of somebody else's."""
    own, other = crew.signed_in("Bruno").token, crew.signed_in("Awa Diop").token
    with pytest.raises(NotAllowed, match=r"person\.session_over"):
        sessions.end_others(crew.office, crew.by("Awa Diop"), own)
    (foreign,) = (item.id for item in sessions.list_sessions(crew.office, other))
    assert sessions.end_others(crew.office, crew.by("Bruno"), own, only=foreign) == 0
    assert people.who(crew.office, other) is not None
    assert sessions.list_sessions(crew.office, "never-given") == ()


def test_what_is_shown_of_a_session_opens_nothing(crew: Crew) -> None:
    """Its id is no token, and no part of one."""
    token = crew.signed_in("Bruno").token
    (item,) = sessions.list_sessions(crew.office, token)
    assert item.id not in token
    assert people.who(crew.office, item.id) is None
    assert token not in repr(people.who(crew.office, token))
