"""Dates as people give them, turned into instants by one rule, the place's own calendar.

A day without an hour is a day in France: a badge "until 30 June" ends with that day in Paris, and
one "awarded on 1 January" says noon UTC, so that no reader's time zone shows another day.
"""

from datetime import UTC, date, datetime, time, timedelta

from badges.encoding import decode_instant
from badges.errors import Malformed
from issuer.errors import InvalidRequest

Given = str | date | datetime

_MARCH, _OCTOBER = 3, 10
_DATE_LENGTH = 10
_SHOWN = 40


def read_end(given: Given | None, field: str, now: datetime) -> datetime | None:
    """When a validity ends; None when it does not (ISS-11).

    Raises:
        InvalidRequest: not a date, or not in the future.
    """
    if given is None or given == "":
        return None
    value = _read(given, field)
    end = value if isinstance(value, datetime) else _end_of_day(value, field)
    if end <= now:
        raise InvalidRequest("date.past", field=field, value=str(given)[:_SHOWN])
    return end


def read_award(given: Given | None, field: str, now: datetime) -> datetime:
    """When a badge was awarded: now, or a day or instant before (ISS-10).

    Raises:
        InvalidRequest: not a date, or in the future.
    """
    if given is None or given == "":
        return now
    value = _read(given, field)
    if isinstance(value, datetime):
        instant = value
    else:
        instant = datetime.combine(value, time(12), tzinfo=UTC)
        if value == _day_in_paris(now):
            instant = min(instant, now)
    if instant > now:
        raise InvalidRequest("date.future", field=field, value=str(given)[:_SHOWN])
    return instant


def months_after(instant: datetime, months: int) -> datetime:
    """The end of the day in Paris that many months after an instant, 31 January giving 28 February.

    Raises:
        InvalidRequest: beyond the calendar.
    """
    day = _day_in_paris(instant)
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    try:
        last = (date(year + month // 11, (month + 1) % 12 + 1, 1) - timedelta(days=1)).day
        return _end_of_day(date(year, month + 1, min(day.day, last)), "valid_until")
    except (ValueError, OverflowError) as error:
        raise InvalidRequest("date.invalid", field="valid_until", value=str(months)) from error


def _read(given: Given, field: str) -> date | datetime:
    """A day, or an instant in UTC and whole seconds."""
    try:
        value = _parse(given.strip()) if isinstance(given, str) else given
        if not isinstance(value, datetime):
            return value
        if value.tzinfo is None:
            raise InvalidRequest("date.without_zone", field=field, value=str(given)[:_SHOWN])
        return value.astimezone(UTC).replace(microsecond=0)
    except (Malformed, ValueError, OverflowError) as error:
        raise InvalidRequest("date.invalid", field=field, value=str(given)[:_SHOWN]) from error


def _parse(text: str) -> date | datetime:
    if len(text) == _DATE_LENGTH:
        return datetime.strptime(text, "%Y-%m-%d").replace(tzinfo=UTC).date()
    return decode_instant(text)


def _end_of_day(day: date, field: str) -> datetime:
    try:
        return datetime.combine(day, time(23, 59, 59), tzinfo=UTC) - _offset(day)
    except OverflowError as error:
        raise InvalidRequest("date.invalid", field=field, value=day.isoformat()) from error


def _day_in_paris(instant: datetime) -> date:
    return (instant + _offset(instant.date())).date()


def _offset(day: date) -> timedelta:
    """What Paris is ahead of UTC at the end of `day` (directive 2000/84/CE).

    Summer time goes from the last Sunday of March to the last Sunday of October. The rule is said
    here because a small machine may have no time-zone database.
    """
    summer = _last_sunday(day.year, _MARCH) <= day < _last_sunday(day.year, _OCTOBER)
    return timedelta(hours=2 if summer else 1)


def _last_sunday(year: int, month: int) -> date:
    last = date(year, month, 31)  # both months have 31 days
    return last - timedelta(days=last.isoweekday() % 7)
