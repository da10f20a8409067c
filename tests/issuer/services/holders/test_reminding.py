"""The one reminder to those who were written to and never came."""

from dataclasses import replace

from issuer.model import Award
from issuer.model.mail import LetterState
from issuer.services.holders import changing, choosing, keeping
from issuer.services.holders.reminding import remind
from issuer.services.people import operator
from tests.issuer.services.holders.cards import award_zoe, holder_of, open_badge, open_card
from tests.issuer.world import Town

LOCAL = operator("local")


def _written(town: Town) -> Award:
    """A badge whose holder was written to today."""
    award = award_zoe(town, email="zoe@exemple.fr")
    keeping.send_again(town.office, LOCAL, award.place, award.holder_id or "")
    _end(town, award, "sent")
    return award


def _end(town: Town, award: Award, state: LetterState) -> None:
    """What became, today, of the letters to the holder of a badge."""
    with town.office.store.write() as work:
        for letter in work.letters.concerning(award.holder_id or ""):
            work.letters.replace(replace(letter, state=state, ended=town.clock.now()))


def test_a_reminder_goes_out_once_after_a_fortnight(town: Town) -> None:
    """Not before fourteen days, and never a second time."""
    award = _written(town)
    town.clock.advance(days=13)
    assert remind(town.office) == 0
    town.clock.advance(days=1, seconds=1)
    assert remind(town.office) == 1
    town.clock.advance(days=60)
    assert remind(town.office) == 0
    with town.office.store.read() as work:
        letters = work.letters.concerning(award.holder_id or "")
        lines = work.journal.list(action="holder.remind")
    assert [letter.kind for letter in letters] == ["reminder", "claim"]
    assert [line.subject for line in lines] == [award.holder_id]


def test_who_came_is_left_in_peace(village: Town) -> None:
    """Whoever opened their card gets no reminder."""
    award = _written(village)
    open_card(village.office, award)
    village.clock.advance(days=20)
    assert remind(village.office) == 0


def test_who_has_nothing_left_is_not_reminded(village: Town) -> None:
    """Nobody is called back to a badge that they refused, or at an address that they erased."""
    refused, unreachable = _written(village), award_zoe(village, email="paul@exemple.fr")
    keeping.send_again(village.office, LOCAL, refused.place, unreachable.holder_id or "")
    choosing.refuse(village.office, open_badge(village.office, refused))
    changing.drop_address(village.office, open_card(village.office, unreachable))
    village.clock.advance(days=20)
    assert remind(village.office) == 0


def test_an_address_that_takes_no_letter_gets_no_second_one(village: Town) -> None:
    """When the letter came back the reminder would too: the team is told instead."""
    award = _written(village)
    _end(village, award, "bounced")
    village.clock.advance(days=20)
    assert remind(village.office) == 0
    listed, _ = keeping.search(village.office, LOCAL, award.place, group="back")
    assert [item.holder.id for item in listed] == [award.holder_id]
    assert holder_of(village.office, award).reminded is None


def test_a_letter_that_left_late_is_reminded_of_late(village: Town) -> None:
    """The fortnight runs from the day when the letter left the outbox, not from its writing."""
    award = award_zoe(village, email="zoe@exemple.fr")
    keeping.send_again(village.office, LOCAL, award.place, award.holder_id or "")
    village.clock.advance(days=20)
    assert remind(village.office) == 0
    _end(village, award, "handed")
    village.clock.advance(days=13)
    assert remind(village.office) == 0
    village.clock.advance(days=1, seconds=1)
    assert remind(village.office) == 1


def test_a_letter_that_came_back_is_not_forgotten_into_a_reminder(village: Town) -> None:
    """When the outbox has forgotten what became of a letter, nobody is written to again."""
    award = _written(village)
    _end(village, award, "failed")
    village.clock.advance(days=40)
    with village.office.store.write() as work:
        assert work.letters.forget_before(village.clock.now()) == 1
    assert remind(village.office) == 0
