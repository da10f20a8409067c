"""Offers: made behind a card, once, for ten minutes; a copy of the database opens none."""

import re

import pytest

from issuer.errors import Conflict, NotFound, TooManyAttempts, WalletRefused
from issuer.jobs.tasks import CHORES
from issuer.services import people
from issuer.services.holders import choosing
from issuer.services.life import revoking
from issuer.services.wallets import metadata, offers
from tests.issuer.services.holders.cards import award_zoe, open_badge
from tests.issuer.services.wallets.wallet import set_out
from tests.issuer.world import Town

BY = people.operator("zoe")


def test_an_offer_waits_ten_minutes_and_no_longer(village: Town) -> None:
    """It is open until the last second, then expired; nothing has to run for that."""
    trip = set_out(village)
    village.clock.advance(minutes=10, seconds=-1)
    assert offers.standing(village.office, trip.kept()) == "open"
    village.clock.advance(seconds=1)
    assert offers.standing(village.office, trip.kept()) == "expired"
    with pytest.raises(WalletRefused) as refusal:
        metadata.offer_document(village.office, trip.offer.id)
    assert refusal.value.code == "wallet.offer.expired"


def test_code_and_pin_belong_to_one_offer_and_are_kept_nowhere(village: Town) -> None:
    """They are the same each time, differ from offer to offer, and no row holds them."""
    first = set_out(village)
    second = set_out(village, first.award)
    office = village.office
    code, pin = offers.code_of(office, first.offer), offers.pin_of(office, first.offer)
    assert (code, pin) == (offers.code_of(office, first.kept()), offers.pin_of(office, first.offer))
    assert code != offers.code_of(office, second.offer)
    assert re.fullmatch(r"\d{6}", pin)
    assert pin not in repr(first.kept())
    assert code.partition(".")[2] not in repr(first.kept())


@pytest.mark.parametrize("made", ["", "x", ".", "{offer}", "{offer}.", "{offer}.AAAA", "{code}A"])
def test_a_made_up_code_names_no_offer(village: Town, made: str) -> None:
    """Whoever knows the address of an offer still has to know the code itself."""
    trip = set_out(village)
    code = offers.code_of(village.office, trip.offer)
    text = made.format(offer=trip.offer.id, code=code)
    assert offers.offer_id_of(village.office, text) is None
    assert offers.offer_id_of(village.office, code) == trip.offer.id


def test_another_offer_ends_the_one_before(town: Town) -> None:
    """Starting again leaves one open offer: the square that was shown before opens nothing."""
    first = set_out(town)
    second = set_out(town, first.award)
    assert offers.standing(town.office, first.kept()) == "closed"
    assert offers.standing(town.office, second.kept()) == "open"


def test_a_badge_is_not_offered_without_end(village: Town) -> None:
    """After thirty offers in a day the holder is asked to wait, and told how long."""
    trip = set_out(village)
    for _ in range(offers.OFFERS_A_DAY - 1):
        set_out(village, trip.award)
    with pytest.raises(TooManyAttempts) as refusal:
        set_out(village, trip.award)
    assert refusal.value.params["seconds"] == 86_400
    village.clock.advance(days=1)
    assert offers.standing(village.office, set_out(village, trip.award).kept()) == "open"


@pytest.mark.parametrize(
    ("act", "code"),
    [
        ("revoke", "wallet.badge.revoked"),
        ("suspend", "wallet.badge.suspended"),
        ("end", "wallet.badge.over"),
    ],
)
def test_a_badge_that_holds_no_more_is_not_offered(village: Town, act: str, code: str) -> None:
    """Cancelled, suspended or over: no wallet should keep it."""
    village.laser("suspension" if act == "suspend" else "revocation")
    end = {"valid_until": "2026-11-23"} if act == "end" else {}
    award = village.issue(name="Zoé Martin", email=None, **end)
    if act == "end":
        village.clock.advance(days=2)
    else:
        getattr(revoking, act)(village.office, award.id, BY, reason="Erreur")
    with pytest.raises(Conflict) as refusal:
        offers.open_offer(village.office, open_badge(village.office, award))
    assert refusal.value.code == code


def test_a_hidden_badge_may_go_into_a_wallet(village: Town) -> None:
    """It is its holder's: hiding it from others does not keep it from them."""
    award = award_zoe(village)
    choosing.choose(village.office, open_badge(village.office, award), "hidden")
    assert offers.standing(village.office, set_out(village, award).kept()) == "open"


def test_a_badge_that_was_refused_meanwhile_is_not_offered(village: Town) -> None:
    """A page that was open when the badge was erased makes no offer."""
    award = award_zoe(village)
    opened = open_badge(village.office, award)
    choosing.refuse(village.office, opened)
    with pytest.raises(NotFound) as refusal:
        offers.open_offer(village.office, opened)
    assert refusal.value.code == "claim.no_badge"


def test_refusing_a_badge_takes_its_offers_along(town: Town) -> None:
    """What is erased leaves nothing on its way."""
    trip = set_out(town)
    choosing.refuse(town.office, open_badge(town.office, trip.award))
    with town.office.store.read() as work, pytest.raises(NotFound):
        offers.find_offer(work, trip.offer.id)


def test_offers_are_forgotten_a_day_after_their_end(town: Town) -> None:
    """The daily chore removes them; before that the holder still sees what became of them."""
    trip = set_out(town)
    (chore,) = [chore for chore in CHORES if chore.name == "wallets"]
    town.clock.advance(days=1, minutes=9)
    assert chore.run(town.office) == 0
    town.clock.advance(minutes=2)
    assert chore.run(town.office) == 1
    with pytest.raises(NotFound):
        trip.kept()


def test_making_an_offer_writes_no_line_in_the_journal(village: Town) -> None:
    """What a holder does with a badge is nobody's business at the place."""
    award = award_zoe(village)
    set_out(village, award)
    with village.office.store.read() as work:
        actions = {line.action for line in work.journal.list(subject=award.id, limit=50)}
    assert actions == {"award.issue"}


@pytest.mark.parametrize("name", ["", "x", "../../etc", "A" * 36, "é" * 36, "\0"])
def test_a_name_that_is_no_offer_is_simply_unknown(village: Town, name: str) -> None:
    """Nothing odd reaches the database."""
    with village.office.store.read() as work, pytest.raises(NotFound) as refusal:
        offers.find_offer(work, name)
    assert refusal.value.code == "wallet.unknown"
