"""On which day something happened where the place is, around midnight and New Year."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from issuer.model import Place
from issuer.services.dates import read_award, read_end
from issuer.services.sharing.days import day_of, last_day_of, month_written, written, zone_of

NOW = datetime(2027, 6, 1, tzinfo=UTC)
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
PLACE = Place(slug="x", name="X", created=LONG_AGO)
PARIS, REUNION, MARTINIQUE = "Europe/Paris", "Indian/Reunion", "America/Martinique"
WALLIS = "Pacific/Wallis"
ZONES = (PARIS, REUNION, MARTINIQUE, WALLIS)


def _in(zone: str) -> Place:
    return replace(PLACE, time_zone=zone)


@pytest.mark.parametrize(
    ("instant", "zone", "day"),
    [
        ("2026-12-31T22:59:59Z", PARIS, date(2026, 12, 31)),
        ("2026-12-31T23:00:00Z", PARIS, date(2027, 1, 1)),
        ("2026-12-31T19:59:59Z", REUNION, date(2026, 12, 31)),
        ("2026-12-31T20:00:00Z", REUNION, date(2027, 1, 1)),
        ("2027-01-01T03:59:59Z", MARTINIQUE, date(2026, 12, 31)),
        ("2027-01-01T04:00:00Z", MARTINIQUE, date(2027, 1, 1)),
    ],
)
def test_a_day_begins_at_midnight_of_the_place(instant: str, zone: str, day: date) -> None:
    """One second divides 31 December from 1 January, another one in each time zone."""
    assert day_of(datetime.fromisoformat(instant), _in(zone)) == day


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("typed", ["2026-12-31", "2027-01-01"])
def test_a_day_that_was_typed_stays_that_day(typed: str, zone: str) -> None:
    """Who typed 31 December as the day of the award reads 31 December, wherever the place is."""
    assert day_of(read_award(typed, "awarded", NOW), _in(zone)).isoformat() == typed


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("typed", ["2026-12-31", "2027-01-01", "2026-06-30"])
def test_an_end_that_was_typed_stays_that_day(typed: str, zone: str) -> None:
    """A badge until 31 December ends in December, also where Paris is behind or ahead."""
    end = read_end(typed, "valid_until", LONG_AGO)
    assert end is not None
    assert last_day_of(end, _in(zone)).isoformat() == typed


def test_an_end_at_an_hour_is_told_in_the_time_of_the_place() -> None:
    """An instant that no day gave is converted as any other."""
    end = datetime(2027, 1, 1, 2, 0, tzinfo=UTC)
    assert last_day_of(end, _in(MARTINIQUE)) == date(2026, 12, 31)
    assert last_day_of(end, _in(REUNION)) == date(2027, 1, 1)


def test_an_unknown_zone_is_taken_as_paris() -> None:
    """A machine without that zone still tells a day."""
    place = _in("Nowhere/Land")
    assert str(zone_of(place)) == PARIS
    assert day_of(datetime(2026, 12, 31, 23, 30, tzinfo=UTC), place) == date(2027, 1, 1)


def test_the_last_day_of_the_calendar_is_told() -> None:
    """No conversion goes beyond the calendar."""
    end = datetime(9999, 12, 31, 23, 0, tzinfo=UTC)
    assert day_of(end, _in(REUNION)) == date(9999, 12, 31)
    assert last_day_of(end, _in(REUNION)) == date(9999, 12, 31)


def test_days_and_months_are_written_out() -> None:
    """French and English, the first of a month too."""
    assert written(date(2027, 1, 1), "fr") == "1er\u00a0janvier 2027"
    assert month_written(date(2027, 1, 1), "fr") == "janvier 2027"
    assert month_written(date(2026, 12, 31), "en") == "December 2026"
