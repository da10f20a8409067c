"""Failures are counted where every process sees them, and what is kept of them tells nothing."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from issuer.errors import TooManyAttempts
from issuer.services.people import lockout
from issuer.store import open_store
from tests.issuer.services.people.crew import Crew

HERE = "192.0.2.7"


def _fail(crew: Crew, times: int, name: str | None, address: str | None) -> None:
    for _ in range(times):
        lockout.guard(crew.office, "password", name, address).failed()


def _is_shut(crew: Crew, name: str | None, address: str | None, kind: str = "password") -> bool:
    try:
        lockout.guard(crew.office, kind, name, address)
    except TooManyAttempts:
        return True
    return False


def test_ten_failures_close_an_account(both: Crew) -> None:
    """From wherever they come, whatever capitals; other accounts stay open."""
    for number in range(lockout.ACCOUNT_LIMIT):
        assert not _is_shut(both, "awa", f"192.0.2.{number}")
        _fail(both, 1, "awa", f"192.0.2.{number}")
    assert _is_shut(both, "AWA", "198.51.100.1")
    assert not _is_shut(both, "bruno", "198.51.100.1")


def test_thirty_failures_close_a_network_address(both: Crew) -> None:
    """Whatever account was tried; other addresses stay open."""
    for number in range(lockout.ADDRESS_LIMIT):
        _fail(both, 1, f"somebody {number}", HERE)
    assert _is_shut(both, "awa", HERE)
    assert _is_shut(both, None, HERE)
    assert not _is_shut(both, "awa", "192.0.2.8")


def test_another_door_counts_for_itself(crew: Crew) -> None:
    """Who mistypes words on a card is not kept from signing in."""
    _fail(crew, lockout.ADDRESS_LIMIT, None, HERE)
    assert _is_shut(crew, None, HERE)
    assert not _is_shut(crew, None, HERE, kind="words")


def test_the_pause_is_told_to_the_second(crew: Crew) -> None:
    """When the oldest failure that counts leaves the window of ten minutes, and not before."""
    _fail(crew, 3, "awa", HERE)
    crew.town.clock.advance(seconds=100)
    _fail(crew, lockout.ACCOUNT_LIMIT - 3, "awa", HERE)
    crew.town.clock.advance(seconds=50)
    with pytest.raises(TooManyAttempts) as refusal:
        lockout.guard(crew.office, "password", "awa", HERE)
    seconds = refusal.value.params["seconds"]
    assert (seconds, refusal.value.params["minutes"]) == (450, 8)
    crew.town.clock.advance(seconds=449)
    assert _is_shut(crew, "awa", HERE)
    crew.town.clock.advance(seconds=1)
    assert not _is_shut(crew, "awa", HERE)


def test_success_forgives_the_account_and_not_the_address(both: Crew) -> None:
    """Whoever guesses at others from an address of their own gains nothing by signing in."""
    _fail(both, lockout.ACCOUNT_LIMIT - 1, "awa", HERE)
    lockout.guard(both.office, "password", "awa", HERE).succeeded()
    _fail(both, lockout.ACCOUNT_LIMIT - 1, "awa", HERE)
    assert not _is_shut(both, "awa", HERE)
    _fail(both, lockout.ADDRESS_LIMIT - 2 * (lockout.ACCOUNT_LIMIT - 1), None, HERE)
    lockout.guard(both.office, "password", "awa", "192.0.2.8").succeeded()
    assert _is_shut(both, "awa", HERE)


def test_several_processes_share_one_count(both: Crew) -> None:
    """A second connection to the same database sees every failure of the first."""
    _fail(both, lockout.ACCOUNT_LIMIT, "awa", HERE)
    other = open_store(both.office.settings.effective_database_url)
    try:
        with pytest.raises(TooManyAttempts):
            lockout.guard(replace(both.office, store=other), "password", "awa", None)
    finally:
        other.close()


def test_what_is_kept_names_nobody(crew: Crew) -> None:
    """Neither the account nor the address is in the database, nor a digest that others can make."""
    _fail(crew, 1, "awa.diop@example.org", HERE)
    kept = b"".join(_files(crew.office.settings.data_dir))
    assert b"awa.diop" not in kept
    assert HERE.encode() not in kept


def test_old_failures_are_forgotten(crew: Crew) -> None:
    """Nothing older than the window stays in the store."""
    _fail(crew, 5, "awa", HERE)
    crew.town.clock.advance(minutes=11)
    _fail(crew, 1, "bruno", None)
    made = lockout.guard(crew.office, "password", "awa", HERE)
    with crew.office.store.read() as work:
        assert made.account is not None
        crew.town.clock.advance(days=-1)
        assert work.entrance.attempts(made.account, crew.office.clock.now()) == 0


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        ("192.0.2.1", "192.0.2.2", False),
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
        ("::ffff:192.0.2.1", "192.0.2.1", True),
        ("fe80::1%eth0", "fe80::2%eth1", True),
        ("unix:", "unix:", True),
    ],
)
def test_an_address_speaks_for_its_network(first: str, second: str, *, same: bool) -> None:
    """One IPv6 customer has a /64: changing the last half escapes nothing."""
    assert (lockout.network_of(first) == lockout.network_of(second)) is same


@pytest.mark.parametrize("name", ["", "\x00", "\ud800", "x" * 100_000, "é" * 400])
def test_strange_names_are_counted_like_others(crew: Crew, name: str) -> None:
    """Whatever is typed breaks nothing."""
    _fail(crew, lockout.ACCOUNT_LIMIT, name, "\x00" * 1_000)
    assert _is_shut(crew, name, None)


def _files(directory: Path) -> Iterator[bytes]:
    return (path.read_bytes() for path in directory.rglob("*.sqlite3*"))
