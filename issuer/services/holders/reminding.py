"""One kind reminder, to those who were written to and never came."""

from datetime import datetime, timedelta

from issuer.model import Holder, Letter
from issuer.ports import Office, UnitOfWork
from issuer.services.holders.telling import write_card
from issuer.services.journal import note

AFTER = timedelta(days=14)
"""How long after the letter the reminder goes out; there is never a second one."""

WORKER = "jobs"
"""Who reminds, in the journal."""

_CAME_BACK = ("failed", "bounced")
_ARRIVED = ("sent", "handed")


def remind(office: Office) -> int:
    """Write to everybody whose card waits for a fortnight; how many were written to.

    Each in a unit of work of its own: one that fails keeps nobody else waiting for long.
    """
    before = office.clock.now() - AFTER
    with office.store.read() as work:
        waiting = work.holders.unclaimed(before)
    written = sum(_remind(office, holder) for holder in waiting)
    if written:
        office.queue.letters_wait()
    return written


def _remind(office: Office, listed: Holder) -> bool:
    with office.store.write() as work:
        work.status_lists.lock(listed.place)
        holder = work.holders.get(listed.id)
        if holder is None or not _waits(work, holder, office.clock.now() - AFTER):
            return False
        write_card(office, work, holder, "reminder")
        note(office, work, WORKER, "holder.remind", place=holder.place, subject=holder.id)
        return True


def _waits(work: UnitOfWork, holder: Holder, before: datetime) -> bool:
    """Whether they never came, have something to see, and their letter left before an instant.

    A letter that still waits in the outbox told them nothing yet. One that is forgotten tells us
    nothing any more, not even that it came back.
    """
    if holder.claimed or holder.reminded or holder.email is None:
        return False
    letters = work.letters.concerning(holder.id)
    latest = letters[0] if letters else None
    if latest is None or latest.state not in _ARRIVED:
        return False
    left = latest.ended or latest.created
    return left <= before and bool(work.awards.of_holder(holder.id))


def came_back(letters: tuple[Letter, ...]) -> bool:
    """Whether the latest of these letters, newest first, did not reach its address."""
    return bool(letters) and letters[0].state in _CAME_BACK
