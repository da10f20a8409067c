"""From code and PIN to an access token: once, five wrong PIN at most, and no replay."""

import pytest

from issuer.errors import WalletRefused
from issuer.services.wallets import offers, tokens
from tests.issuer.services.wallets.wallet import Trip, Wallet, set_out
from tests.issuer.world import Town


def _refused(trip: Trip, code: str | None = None, pin: str | None = None) -> WalletRefused:
    office = trip.town.office
    with pytest.raises(WalletRefused) as refusal:
        tokens.redeem(
            office,
            offers.code_of(office, trip.offer) if code is None else code,
            offers.pin_of(office, trip.offer) if pin is None else pin,
        )
    assert refusal.value.error == "invalid_grant"
    return refusal.value


def _wrong(trip: Trip) -> str:
    right = offers.pin_of(trip.town.office, trip.offer)
    return f"{(int(right) + 1) % 1_000_000:06}"


@pytest.mark.requirement("VCI-03")
def test_code_and_pin_give_a_token_of_which_only_the_digest_is_kept(village: Town) -> None:
    """A copy of the database lets nobody fetch the badge."""
    trip = set_out(village)
    token = trip.token()
    assert offers.standing(village.office, trip.kept()) == "taken"
    assert token not in repr(vars(trip.kept()))


@pytest.mark.requirement("VCI-02")
def test_five_wrong_pins_end_the_offer(town: Town) -> None:
    """Each is counted and told; after the fifth even the right one is refused."""
    trip = set_out(town)
    told = [_refused(trip, pin=_wrong(trip)) for _ in range(5)]
    assert [one.params.get("left") for one in told] == [4, 3, 2, 1, None]
    assert told[-1].code == "wallet.offer.closed"
    assert _refused(trip).code == "wallet.offer.closed"


def test_the_right_pin_counts_after_four_wrong_ones(village: Town) -> None:
    """Somebody who mistypes still gets their badge."""
    trip = set_out(village)
    for _ in range(4):
        _refused(trip, pin=_wrong(trip))
    assert trip.receive(Wallet())


@pytest.mark.parametrize(
    "pin", ["", "1", "12345678901234567890", "abcdef", "\uff11\uff12\uff13", "é"]
)
def test_what_is_no_pin_is_a_wrong_pin(village: Town, pin: str) -> None:
    """Length and alphabet give no way around."""
    assert _refused(set_out(village), pin=pin).code == "wallet.token.pin"


def test_a_code_used_twice_ends_its_offer(town: Town) -> None:
    """Somebody else saw it: the token that was given for it works no more (RFC 6749, 4.1.2)."""
    trip = set_out(town)
    token = trip.token()
    assert _refused(trip).code == "wallet.offer.taken"
    assert offers.standing(town.office, trip.kept()) == "closed"
    with pytest.raises(WalletRefused) as refusal:
        trip.fetch(token, trip.proof(Wallet()))
    assert refusal.value.error == "invalid_token"


def test_a_code_used_again_after_the_badge_went_gives_nothing(village: Town) -> None:
    """The badge stays where it went, and its holder sees that it was received."""
    trip = set_out(village)
    trip.receive(Wallet())
    assert _refused(trip).code == "wallet.offer.received"
    assert offers.standing(village.office, trip.kept()) == "received"


def test_a_code_is_worth_nothing_after_ten_minutes(village: Town) -> None:
    """Expired for good, with the right PIN too."""
    trip = set_out(village)
    village.clock.advance(minutes=10)
    assert _refused(trip).code == "wallet.offer.expired"


def test_a_code_of_another_instance_is_refused(village: Town) -> None:
    """A code with the id of an offer and another secret changes nothing, not even the tries."""
    trip = set_out(village)
    other = set_out(village, trip.award)
    code = offers.code_of(village.office, other.offer)
    mixed = f"{trip.offer.id}.{code.partition('.')[2]}"
    assert _refused(trip, code=mixed).code == "wallet.token.code"
    assert trip.kept().tries == 0


def test_a_code_of_a_forgotten_offer_is_refused(village: Town) -> None:
    """It was ours once, and opens nothing."""
    trip = set_out(village)
    code, pin = (
        offers.code_of(village.office, trip.offer),
        offers.pin_of(village.office, trip.offer),
    )
    village.clock.advance(days=2)
    offers.forget_expired(village.office)
    with pytest.raises(WalletRefused) as refusal:
        tokens.redeem(village.office, code, pin)
    assert refusal.value.code == "wallet.token.code"
