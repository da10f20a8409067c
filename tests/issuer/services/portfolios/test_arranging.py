"""A learner makes a portfolio, orders, shows and withdraws it; the place is told nothing."""

from uuid import uuid4

import pytest

from issuer.errors import InvalidRequest, NotFound, Withdrawn
from issuer.model import VISIBILITIES
from issuer.services import private_links
from issuer.services.holders import changing, choosing
from issuer.services.portfolios import arranging, reading
from tests.issuer.services.holders.cards import award_zoe, open_badge, open_card
from tests.issuer.services.portfolios.shelf import Shelf, bring, furnish
from tests.issuer.world import Town

NOBODY = "00000000-0000-4000-8000-000000000000"


def _journal(shelf: Shelf) -> int:
    with shelf.office.store.read() as work:
        return len(work.journal.list(limit=500))


def test_a_new_portfolio_holds_the_badges_that_are_shown_and_nobody_sees_it(village: Town) -> None:
    """Named after its holder, oldest badge first, a hidden one left out."""
    first = award_zoe(village)
    second = village.issue(name="Zoé Martin", email=None, holder_id=first.holder_id)
    choosing.choose(village.office, open_badge(village.office, second), "hidden")
    made = arranging.make(village.office, open_card(village.office, first))
    found = reading.of_card(village.office, open_card(village.office, first))
    assert found is not None
    assert [entry.name for entry in found.entries] == [first.id]
    assert (made.title, made.visibility) == ("Mes badges – Zoé Martin", "hidden")
    with pytest.raises(Withdrawn):
        reading.open_shown(village.office, made.id)


def test_a_card_has_one_portfolio(shelf: Shelf) -> None:
    """Making it twice leaves the first as it was."""
    arranging.describe(shelf.office, shelf.card, "À moi", "")
    assert arranging.make(shelf.office, shelf.card).title == "À moi"


def test_badges_are_chosen_and_ordered(shelf: Shelf) -> None:
    """Those that stay keep their order, new ones come after; up and down move by one."""
    a, b, c = (award.id for award in shelf.awards)
    arranging.choose(shelf.office, shelf.card, [c, b])
    assert sorted(shelf.names()) == sorted([b, c])
    elsewhere = bring(shelf, b"{}").id
    arranging.choose(shelf.office, shelf.card, [b, c, elsewhere, a, a])
    assert shelf.names()[2:] == [elsewhere, a]
    arranging.move(shelf.office, shelf.card, a, -1)
    assert shelf.names()[2:] == [a, elsewhere]
    arranging.move(shelf.office, shelf.card, a, 1)
    arranging.move(shelf.office, shelf.card, a, 1)
    assert shelf.names()[2:] == [elsewhere, a]


def test_what_may_be_chosen_is_what_stands_behind_the_card(shelf: Shelf) -> None:
    """Those that stand in it first; what is nobody's, or of another card, is refused."""
    kept = [shelf.awards[1].id]
    arranging.choose(shelf.office, shelf.card, kept)
    told = arranging.choices(shelf.office, shelf.card, shelf.collection)
    assert [one.entry.name for one in told if one.is_chosen] == kept
    assert len(told) == 3
    stranger = shelf.town.issue(name="Ali", email=None)
    for name in (stranger.id, str(uuid4()), "x" * 50_000, "\0"):
        with pytest.raises(NotFound):
            arranging.choose(shelf.office, shelf.card, [name])
        with pytest.raises(NotFound):
            arranging.move(shelf.office, shelf.card, name, 1)
    assert shelf.names() == kept


def test_a_portfolio_is_bounded(shelf: Shelf) -> None:
    """Too many badges, too long a title, words that deceive: refused with a reason."""
    many = [str(uuid4()) for _ in range(arranging.BADGES_LIMIT + 1)]
    with pytest.raises(InvalidRequest, match=r"portfolio\.too_many"):
        arranging.choose(shelf.office, shelf.card, many)
    for title, introduction in (("x" * 121, ""), ("", "y" * 801), ("a\u202eb", "")):
        with pytest.raises(InvalidRequest):
            arranging.describe(shelf.office, shelf.card, title, introduction)
    with pytest.raises(InvalidRequest, match=r"portfolio\.no_circle"):
        arranging.show_to(shelf.office, shelf.card, "everybody")


def test_words_are_kept_and_an_empty_title_is_the_usual_one(shelf: Shelf) -> None:
    """A title and some lines; without them, the name again and nothing."""
    arranging.describe(shelf.office, shelf.card, " Mes  badges à moi ", "Bonjour\r\nà vous")
    told = shelf.collection.portfolio
    assert (told.title, told.introduction) == ("Mes badges à moi", "Bonjour\nà vous")
    arranging.describe(shelf.office, shelf.card, " ", "")
    told = shelf.collection.portfolio
    assert (told.title, told.introduction) == ("Mes badges – Zoé Martin", None)


@pytest.mark.parametrize("circle", VISIBILITIES)
def test_each_circle_opens_the_doors_it_says(shelf: Shelf, circle: str) -> None:
    """The address for unlisted and public, the private link for all but hidden."""
    arranging.show_to(shelf.office, shelf.card, circle)
    key = private_links.portfolio_key_of(shelf.office, shelf.collection.portfolio)
    opened = set()
    try:
        reading.open_shown(shelf.office, shelf.id)
        opened.add("address")
    except Withdrawn:
        pass
    try:
        reading.open_by_link(shelf.office, shelf.id, key)
        opened.add("link")
    except Withdrawn:
        pass
    told = {"hidden": set[str](), "private": {"link"}}
    assert opened == told.get(circle, {"address", "link"})
    with pytest.raises(Withdrawn):
        reading.open_by_link(shelf.office, shelf.id, key[:-1] + "_")


def test_another_link_closes_the_former(shelf: Shelf) -> None:
    """Whoever had the link reads nothing any more."""
    arranging.show_to(shelf.office, shelf.card, "private")
    before = reading.shared_path(shelf.office, shelf.collection.portfolio)
    arranging.another_link(shelf.office, shelf.card)
    after = reading.shared_path(shelf.office, shelf.collection.portfolio)
    assert before is not None
    assert after is not None
    assert before != after
    with pytest.raises(Withdrawn):
        reading.open_by_link(shelf.office, shelf.id, before.rpartition("/")[2])
    opened = reading.open_by_link(shelf.office, shelf.id, after.rpartition("/")[2])
    assert opened.path == after


def test_a_badge_is_seen_by_no_more_people_than_its_holder_said(shelf: Shelf) -> None:
    """Standing in a portfolio widens nothing: hidden, private and unlisted badges wait."""
    for number, decision in enumerate(("hidden", "private", "kept")):
        shelf.decide(number, decision)  # type: ignore[arg-type]  # a decision
    expected = {"private": [1, 2], "unlisted": [2], "public": list[int]()}
    for circle, numbers in expected.items():
        arranging.show_to(shelf.office, shelf.card, circle)
        seen = {entry.name for entry in shelf.collection.seen}
        assert seen == {shelf.awards[number].id for number in numbers}, circle


@pytest.mark.parametrize(
    ("circle", "decision"), [("private", "private"), ("unlisted", "kept"), ("public", "public")]
)
def test_showing_them_too_is_one_choice(shelf: Shelf, circle: str, decision: str) -> None:
    """What was unseen gets the circle of the portfolio, and nothing else changes."""
    shelf.decide(0, "hidden")
    shelf.decide(1, "public")
    arranging.show_to(shelf.office, shelf.card, circle)
    arranging.show_also(shelf.office, shelf.card)
    assert shelf.collection.unseen == ()
    assert (shelf.choice(0), shelf.choice(1)) == (decision, "public")


def test_hiding_a_badge_takes_it_out_of_sight_at_once(shelf: Shelf) -> None:
    """The portfolio stays, without it."""
    arranging.show_to(shelf.office, shelf.card, "unlisted")
    shelf.decide(0, "hidden")
    opened = reading.open_shown(shelf.office, shelf.id)
    assert len(opened.collection.awards) == 2


def test_the_journal_of_the_place_tells_nothing_of_it(shelf: Shelf) -> None:
    """Whatever the holder does with a portfolio, its manager reads nothing."""
    before = _journal(shelf)
    arranging.describe(shelf.office, shelf.card, "À moi", "")
    arranging.show_to(shelf.office, shelf.card, "public")
    arranging.show_also(shelf.office, shelf.card)
    arranging.another_link(shelf.office, shelf.card)
    arranging.choose(shelf.office, shelf.card, [])
    arranging.forget(shelf.office, shelf.card)
    assert _journal(shelf) == before


def test_an_erased_portfolio_is_as_if_it_had_never_been(shelf: Shelf) -> None:
    """Its address is unknown; the badges stay."""
    name = shelf.id
    arranging.forget(shelf.office, shelf.card)
    with pytest.raises(NotFound, match=r"portfolio\.unknown"):
        reading.open_shown(shelf.office, name)
    assert len(shelf.card.awards) == 3
    with pytest.raises(NotFound, match=r"portfolio\.none"):
        arranging.show_to(shelf.office, shelf.card, "public")


@pytest.mark.parametrize(
    "name", ["", "x", "\0", "é" * 600, NOBODY], ids=["none", "letter", "nul", "long", "uuid"]
)
def test_what_never_was_is_unknown(shelf: Shelf, name: str) -> None:
    """Any other text in the address is no portfolio, and no accident."""
    with pytest.raises(NotFound, match=r"portfolio\.unknown"):
        reading.open_shown(shelf.office, name)
    with pytest.raises(NotFound, match=r"portfolio\.unknown"):
        reading.open_by_link(shelf.office, name, "x")


@pytest.mark.parametrize("has_own", [True, False])
def test_joining_cards_keeps_one_portfolio_and_every_badge_from_elsewhere(
    village: Town, *, has_own: bool
) -> None:
    """The portfolio of the kept card, else that of the other; a copy of a badge stays once."""
    shelf = furnish(village, 1)
    other = Shelf(village, [award_zoe(village)])
    if has_own:
        arranging.make(village.office, other.card)
    here, there = bring(other, b"{}"), bring(shelf, b"{}")
    more = bring(shelf, b"[]1")
    arranging.choose(village.office, shelf.card, [shelf.awards[0].id, there.id, more.id])
    moved = shelf.collection.portfolio
    changing.join_cards(village.office, other.card, shelf.card)
    found = reading.of_card(village.office, other.card)
    assert found is not None
    assert (found.portfolio.id == moved.id) is not has_own
    if not has_own:
        assert [entry.name for entry in found.entries][1:] == [here.id, more.id]
    with village.office.store.read() as work:
        held = work.imported_badges.of_holder(other.card.holder.id)
        assert {badge.id for badge in held} == {here.id, more.id}
