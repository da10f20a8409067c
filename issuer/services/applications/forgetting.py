"""Removing requests: at once when their author withdraws them, in time when they are over."""

from datetime import datetime

from issuer.model import Application
from issuer.ports import Office, UnitOfWork
from issuer.services.journal import note

_AT_ONCE = 5_000
# Those the place still owes an answer or a badge stay until it gives one.
_OVER = ("refused", "more", "issued")


def forget_old(office: Office, before: datetime) -> int:
    """Erase the requests that are over since an instant; answer how many.

    Over is what was refused, what was issued (the badge and its evidence stay), and what its author
    was asked to complete and never did.
    """
    with office.store.write() as work:
        old = [one for one in work.applications.stale(before, limit=_AT_ONCE) if is_over(one)]
        for application in old:
            forget(work, application)
            note(
                office,
                work,
                "retention",
                "application.forget",
                place=application.place,
                subject=application.id,
            )
    return len(old)


def is_over(application: Application) -> bool:
    """Whether nobody waits for anything from the place."""
    return application.state in _OVER


def forget(work: UnitOfWork, application: Application) -> None:
    """Remove a request for good: what was said, shown and written about it."""
    work.letters.forget_concerning(application.id)
    work.applications.forget(application.id)
