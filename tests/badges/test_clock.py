"""The real clock and the real source of identifiers."""

import uuid
from datetime import UTC, datetime, timedelta

import pytest

from badges.clock import FixedClock, RandomIdentifiers, SystemClock
from tests.world import NOON


@pytest.mark.requirement("DM-06")
def test_the_system_clock_tells_whole_seconds_in_utc() -> None:
    """What it says is now, aware of its zone, without a fraction."""
    before = datetime.now(UTC).replace(microsecond=0)
    now = SystemClock().now()
    assert now.utcoffset() == timedelta(0)
    assert now.microsecond == 0
    assert before <= now <= datetime.now(UTC)


def test_a_fixed_clock_stands_still() -> None:
    """It tells its instant again and again."""
    clock = FixedClock(NOON)
    assert clock.now() == clock.now() == NOON


def test_random_identifiers_are_fresh_and_well_formed() -> None:
    """UUIDs are of version 4, tokens have their size, and numbers stay below their limit."""
    identifiers = RandomIdentifiers()
    first, second = identifiers.uuid(), identifiers.uuid()
    assert first != second
    assert uuid.UUID(first).version == 4
    assert first == str(uuid.UUID(first))
    assert len(identifiers.token(24)) == 24
    assert identifiers.token(24) != identifiers.token(24)
    assert {identifiers.below(3) for _ in range(200)} == {0, 1, 2}
