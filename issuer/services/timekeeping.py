"""A clock that went back must not sign: a badge would begin before things that it follows.

The journal knows better than a clock that was reset: its latest lines say how late it is at least.
Some minutes are forgiven, since machines that share a database never quite agree. A clock that was
ahead for a while leaves lines in the future behind; whoever has set it right says so once
(`accept`), and only what comes after that counts.
"""

from datetime import datetime, timedelta

from badges.encoding import encode_instant
from issuer.errors import ClockBehind
from issuer.ports import Office, UnitOfWork
from issuer.services.journal import note

TOLERANCE = timedelta(minutes=5)
"""How far a clock may stand before what is in the journal."""

ACCEPTED = "clock.accept"

_AMONG = 100


def require_on_time(office: Office, work: UnitOfWork) -> None:
    """Return unless the clock stands before what has happened already.

    Raises:
        ClockBehind: it does (`clock.behind`); nothing may be signed until it is set.
    """
    latest, now = latest_instant(work), office.clock.now()
    if latest is not None and now < latest - TOLERANCE:
        raise ClockBehind("clock.behind", now=encode_instant(now), latest=encode_instant(latest))


def latest_instant(work: UnitOfWork) -> datetime | None:
    """The latest instant that the journal knows, among its last lines; None when it is empty."""
    return work.journal.latest(among=_AMONG, since=ACCEPTED)


def accept(office: Office, *, actor: str = "local") -> None:
    """Take the clock as it is now: what the journal says of later instants counts no more.

    Raises:
        StoreError: the database cannot be used.
    """
    with office.store.write() as work:
        note(office, work, actor, ACCEPTED, place=None, subject="instance")
