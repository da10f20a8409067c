"""Sending: tried again later, never twice at once, never lost."""

import threading
from dataclasses import dataclass, field, replace
from datetime import timedelta

import pytest

from issuer.errors import IssuerError, MailDelayed, MailRefused
from issuer.model import Letter
from issuer.ports import Office
from issuer.services.mail import sending
from issuer.services.mail.outbox import hand_over
from issuer.services.mail.sending import SendReport, send_due
from issuer.services.people import operator
from tests.issuer.fakes import Postbox
from tests.issuer.services.mail.letters import (
    SECRET,
    Stubborn,
    kept,
    open_place,
    posted_by,
    zoe,
)
from tests.issuer.world import Town

DELAYED = MailDelayed("mail.delayed", answer="451 4.7.1 later")
REFUSED = MailRefused("mail.refused", answer="550 5.1.1 unknown")
UNREACHABLE = MailDelayed("mail.unreachable", answer="TimeoutError")


def _later(town: Town, by: timedelta) -> None:
    town.clock.instant += by


def _failing(town: Town, problem: IssuerError, *readers: str) -> tuple[Office, Stubborn]:
    postman = Stubborn(dict.fromkeys(readers or ("zoe@example.org",), problem), [])
    return posted_by(town, postman), postman


def test_a_letter_goes_out_once_and_its_words_are_forgotten(town: Town) -> None:
    """The postman gets the words; the store keeps the reader, to show a letter that came back."""
    box = Postbox()
    office = posted_by(open_place(town), box)
    letter = zoe(office)
    assert send_due(office) == SendReport(sent=1)
    assert send_due(office) == SendReport()
    assert SECRET in box.letters[0].text
    assert box.senders == ["Fablab rural <bonjour@fablab.example.org>"]
    out = kept(office, letter)
    assert (out.state, out.text, out.ended) == ("sent", "", town.clock.now())
    assert out.recipient == "zoe@example.org"


def test_without_a_postman_letters_wait(village: Town) -> None:
    """Nothing is tried and nothing is forgotten."""
    letter = zoe(open_place(village).office)
    assert send_due(village.office) == SendReport()
    assert kept(village.office, letter) == letter


def test_a_delayed_letter_is_tried_again_less_and_less_often(village: Town) -> None:
    """One minute, ten, an hour, six, a day; then it has failed, its words kept to hand over."""
    office, _ = _failing(open_place(village), DELAYED)
    letter = zoe(office)
    for wait in sending.BACK_OFF:
        assert send_due(office) == SendReport(delayed=1)
        waiting = kept(office, letter)
        assert waiting.state == "waiting"
        assert waiting.next_try == village.clock.now() + wait
        assert send_due(office) == SendReport()
        _later(village, wait)
    assert send_due(office) == SendReport(failed=1)
    failed = kept(office, letter)
    assert (failed.state, failed.problem) == ("failed", "451 4.7.1 later")
    assert SECRET in failed.text


def test_a_refused_letter_is_not_tried_again(village: Town) -> None:
    """A permanent answer ends it at once."""
    office, _ = _failing(open_place(village), REFUSED)
    letter = zoe(office)
    assert send_due(office) == SendReport(failed=1)
    assert send_due(office) == SendReport()
    assert kept(office, letter).problem == "550 5.1.1 unknown"


def test_one_letter_stops_no_other(village: Town) -> None:
    """A refused reader and a slow one stand first; the others get theirs."""
    town = open_place(village)
    postman = Stubborn({"a@example.org": REFUSED, "b@example.org": DELAYED}, [])
    office = posted_by(town, postman)
    for name in ("a", "b", "c", "d"):
        zoe(office, recipient=f"{name}@example.org")
        _later(town, timedelta(seconds=1))
    assert send_due(office) == SendReport(sent=2, delayed=1, failed=1)
    assert len(postman.delivered) == 2


def test_a_server_that_is_away_is_left_alone(village: Town) -> None:
    """After two letters in a row the round ends; the others were not tried and lose nothing."""
    readers = [f"r{number}@example.org" for number in range(5)]
    office, _ = _failing(open_place(village), UNREACHABLE, *readers)
    letters = [zoe(office, recipient=reader) for reader in readers]
    assert send_due(office) == SendReport(delayed=2)
    assert sorted(kept(office, letter).attempts for letter in letters) == [0, 0, 0, 1, 1]


class KilledError(Exception):
    """What stands for a kill -9 in the middle of a delivery."""


@dataclass
class Killed:
    """`ports.Postman` of a process that dies after the server took the letter."""

    delivered: list[str] = field(default_factory=list)

    def deliver(self, letter: Letter, sender: str) -> None:
        """Deliver, then die."""
        self.delivered.append(f"{letter.id} {sender}")
        raise KilledError


def test_a_killed_worker_loses_no_letter(town: Town) -> None:
    """It is tried again after ten minutes: perhaps twice, never not at all."""
    killed, box = Killed(), Postbox()
    office = posted_by(open_place(town), killed)
    letter = zoe(office)
    with pytest.raises(KilledError):
        send_due(office)
    other = replace(office, postman=box)
    assert send_due(other) == SendReport()
    assert kept(office, letter).state == "waiting"
    _later(town, timedelta(minutes=10))
    assert send_due(other) == SendReport(sent=1)
    assert len(killed.delivered) == len(box.letters) == 1


def test_two_workers_send_no_letter_twice(town: Town) -> None:
    """Both work at once over one outbox; each letter goes out exactly once."""
    office = open_place(town).office
    letters = [zoe(office, recipient=f"r{number}@example.org") for number in range(12)]
    boxes = [Postbox(), Postbox()]
    together = threading.Barrier(len(boxes))
    failures: list[BaseException] = []

    def work(box: Postbox) -> None:
        together.wait()
        try:
            send_due(replace(office, postman=box))
        except Exception as error:  # noqa: BLE001 - told to the test below
            failures.append(error)

    workers = [threading.Thread(target=work, args=(box,)) for box in boxes]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert failures == []
    sent = [letter.id for box in boxes for letter in box.letters]
    assert sorted(sent) == sorted(letter.id for letter in letters)
    assert {kept(office, letter).state for letter in letters} == {"sent"}


@dataclass
class Meanwhile:
    """`ports.Postman` during whose delivery somebody hands the letter over."""

    office: Office

    def deliver(self, letter: Letter, sender: str) -> None:
        """Hand it over at the counter, then deliver."""
        assert sender
        hand_over(self.office, operator("op"), letter.id)


def test_what_people_said_meanwhile_stands(village: Town) -> None:
    """A letter handed over during its delivery stays handed over."""
    office = open_place(village).office
    letter = zoe(office)
    send_due(replace(office, postman=Meanwhile(office)))
    assert kept(office, letter).state == "handed"


@pytest.mark.parametrize(("kind", "hours"), [("sign_in", 2), ("invitation", 24 * 8)])
def test_a_letter_that_is_worth_nothing_any_more_stays_here(
    village: Town, kind: str, hours: int
) -> None:
    """Its link is over: it fails, and its words are forgotten."""
    box = Postbox()
    office = posted_by(open_place(village), box)
    letter = zoe(office, kind)
    _later(village, timedelta(hours=hours))
    assert send_due(office) == SendReport()
    over = kept(office, letter)
    assert (over.state, over.text, over.problem) == ("failed", "", "mail.over")
    assert box.letters == []


def test_letters_are_forgotten_after_thirty_days(town: Town) -> None:
    """Then nothing of the reader is left."""
    office = posted_by(open_place(town), Postbox())
    zoe(office)
    send_due(office)
    _later(town, sending.KEPT)
    assert sending.tidy(office) == 0
    _later(town, timedelta(seconds=1))
    assert sending.tidy(office) == 1
    with office.store.read() as work:
        assert work.letters.list() == ()
