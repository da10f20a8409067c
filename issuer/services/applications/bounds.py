"""How much strangers may send: so many requests, so many files, so often."""

from issuer.errors import Conflict, TooManyAttempts
from issuer.model import Application
from issuer.ports import Office, UnitOfWork
from issuer.services.evidence import Accepted
from issuer.services.people import lockout

TEXT_LENGTH = 2_000
FILES_LIMIT = 3
REQUESTS_LIMIT = 200
"""Requests that one poster takes, and requests without a poster that wait for one achievement."""
BYTES_LIMIT = 400_000_000
"""Bytes of files that the requests of one poster, or of one achievement, may hold together."""
SENDS_LIMIT = 50
"""Requests from one network address in ten minutes: five a minute, and a whole group at once."""

_UNDECIDED = ("open", "more")
_LISTED = 5_000


def guard_sending(office: Office, address: str | None) -> lockout.Guard:
    """Let a request come in from a network address, or say how long to wait.

    Raises:
        TooManyAttempts: too many came from there (`application.too_often`).
    """
    network = None if address is None else lockout.network_of(address)
    try:
        return lockout.guard(office, "application", network, None, account_limit=SENDS_LIMIT)
    except TooManyAttempts as error:
        raise TooManyAttempts("application.too_often", **error.params) from error


def require_room(work: UnitOfWork, place: str, achievement: str, poster: str | None) -> None:
    """Return when one more person may ask.

    Raises:
        Conflict: so many ask already that the place must answer first (`application.full`).
    """
    found = _asked(work, place, achievement, poster)
    counted = found if poster else [one for one in found if one.state in _UNDECIDED]
    if len(counted) >= REQUESTS_LIMIT:
        raise Conflict("application.full", limit=REQUESTS_LIMIT)


def require_room_for(
    work: UnitOfWork,
    place: str,
    achievement: str,
    poster: str | None,
    files: tuple[Accepted, ...],
) -> None:
    """Return when there is room for these files beside those that came by the same door.

    Raises:
        Conflict: there is none (`application.no_room`).
    """
    if not files:
        return
    found = _asked(work, place, achievement, poster)
    kept = sum(file.size for one in found for file in work.evidence.of_application(one.id))
    if kept + sum(len(file.body) for file in files) > BYTES_LIMIT:
        raise Conflict("application.no_room", field="evidence")


def _asked(work: UnitOfWork, place: str, achievement: str, poster: str | None) -> list[Application]:
    return [
        one
        for one in work.applications.list(place, poster=poster, limit=_LISTED)
        if one.achievement == achievement and one.poster == poster
    ]
