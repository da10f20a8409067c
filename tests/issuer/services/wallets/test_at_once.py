"""Two wallets at the same instant: one token, one badge."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TypeVar

import pytest

from issuer.errors import WalletRefused
from issuer.services.wallets import offers
from tests.issuer.services.wallets.wallet import Wallet, set_out
from tests.issuer.world import Town

T = TypeVar("T")


def _together(*acts: Callable[[], T]) -> tuple[list[T], list[str]]:
    """Do all at once; what those that could be done answered, and the codes of the refusals."""
    start, done, refused = Barrier(len(acts)), list[T](), list[str]()

    def do(act: Callable[[], T]) -> None:
        start.wait()
        try:
            done.append(act())
        except WalletRefused as refusal:
            refused.append(refusal.code)

    with ThreadPoolExecutor(len(acts)) as hands:
        for hand in [hands.submit(do, act) for act in acts]:
            hand.result(60)
    return done, refused


@pytest.mark.parametrize("turn", range(3))
def test_two_wallets_with_one_code_get_one_token(town: Town, turn: int) -> None:
    """The second is refused and ends the offer: two had the code, so nobody should be trusted."""
    del turn
    trip = set_out(town)
    tokens, refused = _together(trip.token, trip.token)
    assert (len(tokens), refused) == (1, ["wallet.offer.taken"])
    assert offers.standing(town.office, trip.kept()) == "closed"


@pytest.mark.parametrize("turn", range(3))
def test_two_requests_with_one_token_get_one_badge(town: Town, turn: int) -> None:
    """Whoever is second finds the token spent; nothing is handed over twice."""
    del turn
    trip = set_out(town)
    token = trip.token()
    first, second = trip.proof(Wallet()), trip.proof(Wallet())
    badges, refused = _together(lambda: trip.fetch(token, first), lambda: trip.fetch(token, second))
    assert (len(badges), refused) == (1, ["wallet.token.invalid"])
    assert offers.standing(town.office, trip.kept()) == "received"
