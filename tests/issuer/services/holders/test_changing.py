"""What holders change of their card: the address, the words, two cards made one."""

import pytest

from issuer.errors import Conflict, InvalidRequest, NotFound
from issuer.model import AchievementRequest, CompetencyLevel, PlaceRequest
from issuer.services import achievements, places
from issuer.services.holders import changing, choosing, opening, taking
from issuer.services.word_codes import read_words
from tests.issuer.services.holders.cards import (
    HERE,
    award_zoe,
    holder_of,
    kept,
    open_badge,
    open_card,
    words_on_card,
)
from tests.issuer.world import Town


def test_a_paper_card_used_a_week_later_changes_no_byte(town: Town) -> None:
    """Card printed, opened a week later elsewhere, address added: the badge is the same."""
    award = award_zoe(town)
    words = words_on_card(town.office, award)
    printed = taking.card(town.office, open_card(town.office, award)).decode()
    assert all(word in printed for word in read_words(words))
    town.clock.advance(days=7)
    card = opening.open_card(town.office, words.upper(), "198.51.100.20")
    changing.set_address(town.office, card, "zoe@example.org", "zoe@example.org")
    after = kept(town.office, award)
    assert (after.json, after.jwt) == (award.json, award.jwt)
    assert after.status == award.status
    assert taking.file(town.office, open_badge(town.office, award), "json")[0] == award.json


def test_an_address_gets_the_card_by_letter(village: Town) -> None:
    """A letter with the words goes to the new address, and the card knows it was written."""
    award = award_zoe(village)
    changing.set_address(
        village.office, open_card(village.office, award), "zoe@exemple.fr", "ZOE@exemple.fr"
    )
    holder = holder_of(village.office, award)
    assert (holder.email, holder.sent) == ("zoe@exemple.fr", village.clock.now())
    with village.office.store.read() as work:
        (letter,) = work.letters.concerning(holder.id)
    assert (letter.kind, letter.recipient) == ("claim", "zoe@exemple.fr")
    assert words_on_card(village.office, award) in letter.text


def test_typing_the_address_of_somebody_else_gives_nobody_their_badges(town: Town) -> None:
    """A badge awarded later to an address that a holder typed is not behind their card."""
    stranger = award_zoe(town, name="Ulysse")
    address = "zoe@exemple.fr"
    changing.set_address(town.office, open_card(town.office, stranger), address, address)
    badge = award_zoe(town, email=address)
    assert badge.holder_id != stranger.holder_id
    assert [one.id for one in open_card(town.office, stranger).awards] == [stranger.id]
    assert award_zoe(town, email=address).holder_id == badge.holder_id


def test_joining_cards_makes_no_address_better_known(village: Town) -> None:
    """An address that was typed, and moved with its card, still brings no badge."""
    first, second = award_zoe(village), award_zoe(village)
    address = "zoe@exemple.fr"
    changing.set_address(village.office, open_card(village.office, second), address, address)
    changing.join_cards(
        village.office, open_card(village.office, first), open_card(village.office, second)
    )
    assert holder_of(village.office, first).email == address
    assert award_zoe(village, email=address).holder_id != first.holder_id


def test_typing_again_the_address_that_the_place_knows_changes_nothing(village: Town) -> None:
    """The next badge to that address stands behind the same card, capitals ignored."""
    award = award_zoe(village, email="zoe@exemple.fr")
    changing.set_address(
        village.office, open_card(village.office, award), "Zoe@exemple.fr", "zoe@exemple.fr"
    )
    assert award_zoe(village, email="zoe@exemple.fr").holder_id == award.holder_id


@pytest.mark.parametrize(
    ("typed", "again", "code"),
    [
        ("zoe@exemple.fr", "zoé@exemple.fr", "holder.addresses_differ"),
        ("zoe@exemple.fr", "", "holder.addresses_differ"),
        ("zoe", "zoe", "email.invalid"),
        ("zoe@exemple.fr\nBcc: x@y.fr", "zoe@exemple.fr\nBcc: x@y.fr", "email.invalid"),
    ],
)
def test_an_address_is_typed_twice(village: Town, typed: str, again: str, code: str) -> None:
    """What is no address, or differs, is refused and nothing is written."""
    award = award_zoe(village)
    card = open_card(village.office, award)
    with pytest.raises(InvalidRequest) as refused:
        changing.set_address(village.office, card, typed, again)
    assert refused.value.code == code
    assert holder_of(village.office, award).email is None
    with village.office.store.read() as work:
        assert work.letters.list() == ()


def test_an_address_is_forgotten_when_asked(village: Town) -> None:
    """Address, its digest and the letters to it go; the card still opens."""
    award = award_zoe(village, email="zoe@exemple.fr")
    changing.set_address(
        village.office, open_card(village.office, award), "zoe@exemple.fr", "zoe@exemple.fr"
    )
    changing.drop_address(village.office, open_card(village.office, award))
    holder = holder_of(village.office, award)
    assert (holder.email, holder.email_lookup) == (None, None)
    with village.office.store.read() as work:
        assert work.letters.concerning(holder.id) == ()


def test_new_words_void_the_paper(town: Town) -> None:
    """The old words open nothing more, the new ones everything, and no badge changes."""
    award = award_zoe(town)
    old = words_on_card(town.office, award)
    made = changing.change_card(town.office, open_card(town.office, award))
    assert " ".join(made) != old
    with pytest.raises(NotFound):
        opening.open_card(town.office, old, HERE)
    card = opening.open_card(town.office, "-".join(made), HERE)
    assert card.awards[0].json == award.json
    assert holder_of(town.office, award).generation == 2


def test_a_letter_that_waits_gets_the_new_words(village: Town) -> None:
    """Nobody receives words that open nothing: the waiting letter is written anew."""
    award = award_zoe(village)
    address = "zoe@exemple.fr"
    changing.set_address(village.office, open_card(village.office, award), address, address)
    old = words_on_card(village.office, award)
    made = changing.change_card(village.office, open_card(village.office, award))
    with village.office.store.read() as work:
        (letter,) = work.letters.concerning(award.holder_id or "")
    assert " ".join(made) in letter.text
    assert old not in letter.text


def test_a_change_begun_with_old_words_does_nothing(village: Town) -> None:
    """A page that was left open with the old words changes nothing once they are void."""
    award = award_zoe(village)
    card = open_card(village.office, award)
    changing.change_card(village.office, card)
    with pytest.raises(NotFound):
        changing.set_address(village.office, card, "zoe@exemple.fr", "zoe@exemple.fr")
    assert holder_of(village.office, award).email is None


def test_two_cards_of_a_place_become_one(town: Town) -> None:
    """Badges and address move behind the card that stays; the other opens nothing."""
    first, second = award_zoe(town), award_zoe(town, email="zoe@exemple.fr")
    other_words = words_on_card(town.office, second)
    moved = changing.join_cards(
        town.office, open_card(town.office, first), open_card(town.office, second)
    )
    assert moved == 1
    card = open_card(town.office, first)
    assert {award.id for award in card.awards} == {first.id, second.id}
    assert card.holder.email == "zoe@exemple.fr"
    assert kept(town.office, second).json == second.json
    with pytest.raises(NotFound):
        opening.open_card(town.office, other_words, HERE)


def test_a_card_is_not_joined_to_itself(village: Town) -> None:
    """Typing the words of the card that is open is told kindly."""
    card = open_card(village.office, award_zoe(village))
    with pytest.raises(Conflict) as refused:
        changing.join_cards(village.office, card, card)
    assert refused.value.code == "holder.same_card"


def test_cards_of_two_places_stay_apart(village: Town) -> None:
    """What two places know of somebody is never mixed."""
    award = award_zoe(village)
    place = places.add(village.office, PlaceRequest(name="Ailleurs"))
    made = achievements.add(
        village.office,
        AchievementRequest(
            place=place.slug,
            name="Accueil",
            description="Accueillir.",
            criteria="Dix permanences.",
            competencies=(CompetencyLevel("TL-ACC-01"),),
        ),
    )
    other = award_zoe(village, achievement=made.slug)
    with pytest.raises(Conflict) as refused:
        changing.join_cards(
            village.office, open_card(village.office, award), open_card(village.office, other)
        )
    assert refused.value.code == "holder.other_place"
    assert kept(village.office, other).holder_id == other.holder_id


def test_a_passport_holds_what_the_person_shows(village: Town) -> None:
    """Hidden badges are on no paper; without any other there is no passport."""
    first = award_zoe(village)
    second = award_zoe(village, holder_id=first.holder_id, awarded="2026-11-20")
    choosing.choose(village.office, open_badge(village.office, second), "hidden")
    printed = taking.passport(village.office, open_card(village.office, first)).decode()
    assert first.short_code in printed
    assert second.short_code not in printed
    choosing.choose(village.office, open_badge(village.office, first), "hidden")
    with pytest.raises(NotFound) as refused:
        taking.passport(village.office, open_card(village.office, first))
    assert refused.value.code == "claim.nothing_to_print"
