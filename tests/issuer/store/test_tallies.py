"""Numbers for whoever watches over the service, from each kind of database."""

from datetime import timedelta

from issuer.model import Letter
from issuer.model.mail import LetterState
from issuer.ports.tallies import Waiting
from issuer.services.life import revoking
from issuer.services.people import operator
from tests.issuer.services.holders.cards import award_zoe
from tests.issuer.world import Town

LETTERS: tuple[tuple[int, LetterState], ...] = ((5, "waiting"), (9, "waiting"), (60, "sent"))


def test_what_was_given_and_what_was_set_is_counted(town: Town) -> None:
    """Each badge takes one position; one that is revoked is set; nothing waits here."""
    award = award_zoe(town)
    with town.office.store.read() as work:
        before = {found.purpose: found for found in work.tallies.positions()}
        assert work.tallies.lines() == Waiting()
    assert before["revocation"].taken == 1
    assert before["revocation"].marked == 0
    assert before["revocation"].capacity == before["revocation"].lists * 131_072
    revoking.revoke(town.office, award.id, operator("test"), reason="vérification")
    with town.office.store.read() as work:
        after = {found.purpose: found for found in work.tallies.positions()}
    assert after["revocation"].marked == 1


def test_the_oldest_letter_that_waits_is_told(town: Town) -> None:
    """How many letters wait, and since when the first of them does."""
    now = town.office.clock.now()
    with town.office.store.write() as work:
        for minutes, state in LETTERS:
            created = now - timedelta(minutes=minutes)
            letter = Letter(
                id=f"00000000-0000-4000-8000-{minutes:012}",
                place=None,
                kind="card",
                language="fr",
                recipient="zoe@example.org",
                subject="",
                text="",
                created=created,
                next_try=now,
                state=state,
            )
            work.letters.add(letter)
    with town.office.store.read() as work:
        assert work.tallies.letters() == Waiting(2, now - timedelta(minutes=9))
