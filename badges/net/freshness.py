"""How long an answer may be kept, as its site says it (RFC 9111), for a memory that many share."""

import re
from datetime import UTC, datetime
from email.message import Message
from email.utils import parsedate_to_datetime

_FORBIDDING = ("no-store", "no-cache", "private")
_MAX_AGE = re.compile(r"(?:^|[,\s])max-age=\"?(\d{1,9})")
_SECONDS = re.compile(r"\d{1,9}")


def max_age(headers: Message) -> int | None:
    """How many seconds an answer may be kept; 0 when the site forbids it, None when it is silent.

    `private` forbids as well: one memory serves everybody who asks this verifier. The time that the
    answer spent in caches on its way (`Age`) is taken off.
    """
    directives = _joined(headers, "Cache-Control")
    if any(word in directives for word in _FORBIDDING) or "*" in _joined(headers, "Vary"):
        return 0
    found = _MAX_AGE.search(directives)
    if found is not None:
        return max(0, int(found[1]) - _age(headers))
    if not directives and "no-cache" in _joined(headers, "Pragma"):
        return 0
    return _until_expiry(headers)


def _joined(headers: Message, name: str) -> str:
    return ", ".join(map(str, headers.get_all(name, []))).lower()


def _age(headers: Message) -> int:
    written = str(headers.get("Age", "0")).strip()
    return int(written) if _SECONDS.fullmatch(written) else 0


def _until_expiry(headers: Message) -> int | None:
    """Seconds from `Date` to `Expires`; 0 when `Expires` is no date (RFC 9111 section 5.3)."""
    expires = headers.get("Expires")
    if expires is None:
        return None
    begins, ends = _instant(headers.get("Date")), _instant(expires)
    if begins is None or ends is None:
        return 0
    return max(0, int((ends - begins).total_seconds()) - _age(headers))


def _instant(written: object) -> datetime | None:
    try:
        instant = parsedate_to_datetime(str(written)[:60])
        return instant.replace(tzinfo=UTC) if instant.tzinfo is None else instant.astimezone(UTC)
    except (ValueError, TypeError, OverflowError):
        return None
