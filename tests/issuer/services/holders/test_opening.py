"""Opening a card by its words."""

import pytest

from issuer.errors import NotFound, TooManyAttempts
from issuer.services.holders import opening
from issuer.services.plain_words import WORDS
from tests.issuer.services.holders.cards import HERE, award_zoe, holder_of, open_card, words_on_card
from tests.issuer.world import Town

WRONG = "abricot guitare jardin pelouse sirop"


def test_a_card_opens_every_badge_of_its_holder(town: Town) -> None:
    """The words open all that the place awarded to that person, the oldest first."""
    first = award_zoe(town)
    town.clock.advance(days=1)
    second = award_zoe(town, holder_id=first.holder_id)
    card = open_card(town.office, first)
    assert [award.id for award in card.awards] == [first.id, second.id]
    assert card.holder.name == "Zoé Martin"


def test_the_place_knows_that_the_card_was_used_once(town: Town) -> None:
    """The first opening is kept with its instant; later ones leave no trace."""
    award = award_zoe(town)
    assert holder_of(town.office, award).claimed is None
    open_card(town.office, award)
    then = town.clock.now()
    town.clock.advance(days=3)
    open_card(town.office, award)
    assert holder_of(town.office, award).claimed == then
    with town.office.store.read() as work:
        lines = work.journal.list(action="holder.claim")
    assert [(line.actor, line.subject) for line in lines] == [("holder", award.holder_id)]


@pytest.mark.parametrize("typed", ["", "abricot", WRONG, "x" * 5_000, "abricot " * 30])
def test_words_that_open_nothing_are_refused_alike(village: Town, typed: str) -> None:
    """Too few, too many or unknown words: one answer for all."""
    award_zoe(village)
    with pytest.raises(NotFound) as refused:
        opening.open_card(village.office, typed, HERE)
    assert refused.value.code == "claim.unknown"
    assert refused.value.params == {}


def test_one_slip_still_opens(village: Town) -> None:
    """A card read out, or typed with a slip, opens all the same."""
    award = award_zoe(village)
    first, *others = words_on_card(village.office, award).split()
    typed = " ".join([first[:-1], *(word.upper() for word in others)])
    assert opening.open_card(village.office, typed, HERE).awards[0].id == award.id


def test_guessing_is_stopped(village: Town) -> None:
    """After thirty failures from one network address nothing opens there, elsewhere it does."""
    award = award_zoe(village)
    for number in range(30):
        with pytest.raises(NotFound):
            opening.open_card(village.office, " ".join(WORDS[number : number + 5]), HERE)
    with pytest.raises(TooManyAttempts):
        opening.open_card(village.office, words_on_card(village.office, award), HERE)
    typed = words_on_card(village.office, award)
    elsewhere = opening.open_card(village.office, typed, "192.0.2.1")
    assert elsewhere.awards[0].id == award.id


@pytest.mark.parametrize("name", ["", "x", "00000000-0000-4000-8000-000000000000", "\0"])
def test_a_card_opens_no_other_badge(village: Town, name: str) -> None:
    """A badge that is not behind the card is not found with it."""
    award = award_zoe(village)
    other = award_zoe(village)
    card = open_card(village.office, award)
    for wanted in (name, other.id):
        with pytest.raises(NotFound) as refused:
            opening.award_in(card, wanted)
        assert refused.value.code == "claim.no_badge"
