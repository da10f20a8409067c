"""Dates as people give them."""

from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import pytest

from issuer.errors import InvalidRequest
from issuer.services.dates import read_award, read_end
from tests.world import NOON


@pytest.mark.requirement("ISS-11")
@pytest.mark.parametrize(
    ("given", "end"),
    [
        ("2027-06-30", datetime(2027, 6, 30, 21, 59, 59, tzinfo=UTC)),
        ("2026-12-31", datetime(2026, 12, 31, 22, 59, 59, tzinfo=UTC)),
        (date(2027, 3, 28), datetime(2027, 3, 28, 21, 59, 59, tzinfo=UTC)),
        ("2027-06-30T18:00:00.5+02:00", datetime(2027, 6, 30, 16, tzinfo=UTC)),
        (
            datetime(2027, 1, 1, tzinfo=timezone(timedelta(hours=1))),
            datetime(2026, 12, 31, 23, tzinfo=UTC),
        ),
        (None, None),
        ("", None),
    ],
)
def test_a_day_ends_in_paris(given: str | date | None, end: datetime | None) -> None:
    """A day without an hour ends at its last second in France, summer and winter."""
    assert read_end(given, "valid_until", NOON) == end


def test_the_rule_of_paris_is_that_of_the_time_zone_database() -> None:
    """Every day of forty years, where the machine has the database."""
    try:
        paris = ZoneInfo("Europe/Paris")
    except ZoneInfoNotFoundError:
        pytest.skip("this machine has no time-zone database")
    day = date(2027, 1, 1)
    while day.year < 2037:
        midnight = datetime(day.year, day.month, day.day, 23, 59, 59, tzinfo=paris)
        assert read_end(day, "valid_until", NOON) == midnight.astimezone(UTC)
        day += timedelta(days=1)


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ("2026-11-21", "date.past"),
        (NOON, "date.past"),
        ("0001-01-01", "date.past"),
        ("2027-02-30", "date.invalid"),
        ("30/06/2027", "date.invalid"),
        ("2027-06-30T18:00:00", "date.invalid"),
        ("tomorrow", "date.invalid"),
        ("x" * 100_000, "date.invalid"),
        (datetime(2027, 1, 1), "date.without_zone"),  # noqa: DTZ001 - the lack of a zone is the subject
    ],
)
def test_wrong_ends_are_refused(given: str | date, code: str) -> None:
    """Past, impossible, ambiguous or without a zone, each with its own code."""
    with pytest.raises(InvalidRequest) as caught:
        read_end(given, "valid_until", NOON)
    assert caught.value.code == code
    assert caught.value.params["field"] == "valid_until"
    assert len(caught.value.params["value"]) <= 40


def test_the_last_day_of_all_is_a_day() -> None:
    """9999-12-31 is the far end of the calendar, not an accident."""
    assert read_end("9999-12-31", "valid_until", NOON) == datetime(
        9999, 12, 31, 22, 59, 59, tzinfo=UTC
    )


@pytest.mark.requirement("ISS-10")
@pytest.mark.parametrize(
    ("given", "instant"),
    [
        (None, NOON),
        ("2026-01-01", datetime(2026, 1, 1, 12, tzinfo=UTC)),
        ("2025-12-31", datetime(2025, 12, 31, 12, tzinfo=UTC)),
        ("2026-11-22", NOON),
        ("2026-11-22T09:00:00Z", datetime(2026, 11, 22, 9, tzinfo=UTC)),
    ],
)
def test_an_award_is_of_its_day_everywhere(given: str | None, instant: datetime) -> None:
    """A day is kept as noon UTC, so that no time zone shows another one."""
    assert read_award(given, "awarded", NOON) == instant


def test_today_is_today_in_the_morning() -> None:
    """Awarding today, before noon, dates the badge from now and not from the future."""
    morning = datetime(2026, 11, 22, 7, tzinfo=UTC)
    assert read_award("2026-11-22", "awarded", morning) == morning
    night = datetime(2026, 11, 21, 23, 30, tzinfo=UTC)  # half past midnight in Paris
    assert read_award("2026-11-22", "awarded", night) == night


@pytest.mark.parametrize("given", ["2026-11-23", "2026-11-22T12:00:01Z", date(9999, 12, 31)])
def test_awards_of_the_future_are_refused(given: str | date) -> None:
    """Nobody has earned it yet."""
    with pytest.raises(InvalidRequest, match=r"date\.future"):
        read_award(given, "awarded", NOON)
