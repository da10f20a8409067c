"""Words on a screen: French typography, dates written out, names that cannot disturb a page."""

import re
import unicodedata
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

_MONTHS = {
    "fr": (
        *("janvier", "février", "mars", "avril", "mai", "juin"),
        *("juillet", "août", "septembre", "octobre", "novembre", "décembre"),
    ),
    "en": (
        *("January", "February", "March", "April", "May", "June"),
        *("July", "August", "September", "October", "November", "December"),
    ),
}

_NARROW = "\u202f"
_WIDE = "\u00a0"
_BEFORE_WIDE = re.compile(r" (?=[:»])")
_AFTER_WIDE = re.compile(r"(?<=«) ")
_BEFORE_NARROW = re.compile(r" (?=[;?!])")
_APOSTROPHE = re.compile(r"(?<=[^\W\d_])'(?=[^\W\d_])")


def _paris() -> tzinfo:
    """Paris time; winter time all year on a machine that has no time zone database."""
    try:
        return ZoneInfo("Europe/Paris")
    except ZoneInfoNotFoundError:
        return timezone(timedelta(hours=1))


PARIS = _paris()


def typography(text: str, language: str) -> str:
    """`text` with French apostrophes, and the spaces that stay together with their sign."""
    if language != "fr":
        return text
    text = _APOSTROPHE.sub("\u2019", text)
    text = _AFTER_WIDE.sub(_WIDE, _BEFORE_WIDE.sub(_WIDE, text))
    return _BEFORE_NARROW.sub(_NARROW, text)


def local(moment: datetime | str) -> datetime | None:
    """The Paris time of an instant or of an RFC 3339 text; None when the text is no date."""
    if isinstance(moment, str):
        try:
            moment = datetime.fromisoformat(moment)
        except ValueError:
            return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    try:
        return moment.astimezone(PARIS)
    except (OverflowError, ValueError):
        return None


def day(moment: datetime | str | None, language: str) -> str:
    """A date written out, `22 novembre 2026`; what was written when it is no date, else nothing."""
    instant = local(moment) if moment else None
    if instant is None:
        return moment[:40] if isinstance(moment, str) else ""
    number = "1er" if language == "fr" and instant.day == 1 else str(instant.day)
    return f"{number}{_WIDE}{_MONTHS[language][instant.month - 1]} {instant.year}"


def minute(moment: datetime | str | None, language: str) -> str:
    """A date with its hour in Paris: `22 novembre 2026 à 10:00`."""
    instant = local(moment) if moment else None
    if instant is None:
        return day(moment, language)
    joint = " à " if language == "fr" else " at "
    return f"{day(instant, language)}{joint}{instant:%H:%M}"


# Marks that change the direction of what follows, and separators that break a line.
_DISTURBING = frozenset("\u061c\u200e\u200f\u2028\u2029\ufeff") | {
    chr(code) for code in (*range(0x202A, 0x202F), *range(0x2066, 0x206A))
}
# Latin, Greek and Cyrillic letters and common signs, of which most texts consist: below U+0590 no
# letter runs right to left, and the signs left out are those above and the control characters.
_HARMLESS = re.compile("[\n\x20-\x7e\xa0-\u058f\u2010-\u2027\u202f-\u205f\u20ac]*")
_STRONG_RIGHT = frozenset({"R", "AL", "AN"})
_FIRST_STRONG_ISOLATE = "\u2068"
_POP_ISOLATE = "\u2069"


def name(text: str) -> str:
    """`text` from a stranger, without control characters, and isolated when it runs right to left.

    A name with direction marks could otherwise reverse the words of ours that stand beside it.
    """
    if _HARMLESS.fullmatch(text):
        return text
    kept = "".join(
        character
        for character in text
        if character not in _DISTURBING
        and (character == "\n" or unicodedata.category(character) not in ("Cc", "Cs"))
    )
    if any(unicodedata.bidirectional(character) in _STRONG_RIGHT for character in kept):
        return f"{_FIRST_STRONG_ISOLATE}{kept}{_POP_ISOLATE}"
    return kept
