"""On which day something happened where the place is: the calendar of its own time zone.

A day that was given without an hour is kept as an instant (`issuer.services.dates`): noon in UTC
when it is past, the last second of the day in Paris when it is an end. Wherever the place is, such
a day stays the day that somebody wrote.
"""

from datetime import UTC, date, datetime, time, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from badges.web import wording
from issuer.model import Award, Place

_NOON = time(12)
_LAST_SECOND = time(23, 59, 59)


def zone_of(place: Place) -> tzinfo:
    """The time zone of a place; that of Paris on a machine that does not know the other."""
    try:
        return ZoneInfo(place.time_zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return wording.PARIS


def day_of(moment: datetime, place: Place) -> date:
    """The day of something past, such as an award."""
    if moment.astimezone(UTC).time() == _NOON:
        return moment.astimezone(UTC).date()
    return _there(moment, place)


def last_day_of(moment: datetime, place: Place) -> date:
    """The last day of something that ends at that instant."""
    in_paris = wording.local(moment)
    if in_paris is not None and in_paris.time() == _LAST_SECOND:
        return in_paris.date()
    return _there(moment, place)


def awarded_on(award: Award, place: Place) -> datetime:
    """The day of an award as an instant that is written as that day, here and in Paris."""
    return _at_noon(day_of(award.awarded, place))


def valid_until(award: Award, place: Place) -> datetime | None:
    """The last day of an award, as `awarded_on`; None when it has no end."""
    return None if award.valid_until is None else _at_noon(last_day_of(award.valid_until, place))


def turned_on(award: Award, place: Place, state: str) -> datetime | None:
    """The day on which an award came, or will come, into `state`; None when nobody knows it."""
    if state == "expired":
        return valid_until(award, place)
    moment = award.valid_from if state == "not_yet_valid" else award.state_changed
    return None if moment is None else _at_noon(day_of(moment, place))


def written(day: date, language: str) -> str:
    """A day written out: `22 novembre 2026`."""
    return wording.day(_at_noon(day), language)


def month_written(day: date, language: str) -> str:
    """A month written out: `novembre 2026`."""
    return written(day, language).partition("\u00a0")[2]


def _at_noon(day: date) -> datetime:
    """The instant by which a day is kept: wherever it is written, it stays that day."""
    return datetime.combine(day, _NOON, tzinfo=UTC)


def _there(moment: datetime, place: Place) -> date:
    try:
        return moment.astimezone(zone_of(place)).date()
    except OverflowError:
        return moment.date()
