"""Nonces: ours, fresh, for one purpose, and nothing kept."""

import pytest

from badges.encoding import decode_base64url, encode_base64url
from issuer.services.wallets import nonces
from tests.issuer.world import Town


def test_a_nonce_is_fresh_for_five_minutes(village: Town) -> None:
    """And not a second longer; no two are the same."""
    nonce, other = nonces.new_nonce(village.office), nonces.new_nonce(village.office)
    assert nonce != other
    village.clock.advance(minutes=5, seconds=-1)
    assert nonces.is_fresh(village.office, nonce)
    village.clock.advance(seconds=1)
    assert not nonces.is_fresh(village.office, nonce)


def test_a_nonce_from_the_future_is_not_fresh(village: Town) -> None:
    """A clock that was set back makes no nonce last longer."""
    nonce = nonces.new_nonce(village.office)
    village.clock.advance(seconds=-1)
    assert not nonces.is_fresh(village.office, nonce)


def test_a_nonce_serves_one_purpose(village: Town) -> None:
    """What was given out for something else is refused."""
    assert not nonces.is_fresh(village.office, nonces.new_nonce(village.office, "other"))


@pytest.mark.parametrize("place", [0, 7, 8, 23, 24, 39])
def test_a_changed_nonce_is_not_ours(village: Town, place: int) -> None:
    """Time, chance and seal: none can be changed."""
    content = bytearray(decode_base64url(nonces.new_nonce(village.office)))
    content[place] ^= 1
    assert not nonces.is_fresh(village.office, encode_base64url(bytes(content)))


@pytest.mark.parametrize("text", ["", "A", "AAAA", "é", "A" * 10_000, "=" * 40])
def test_what_is_no_nonce_is_not_fresh(village: Town, text: str) -> None:
    """Anything else is simply not one of ours."""
    assert not nonces.is_fresh(village.office, text)
