"""Who may touch a badge that was given, and the badge itself, held still while it changes.

A badge of another place answers as one that does not exist. Whoever confirmed a batch may take one
of its badges back within a day, as one undoes a slip; anything more is for managers.
"""

from datetime import timedelta
from typing import Literal

from issuer.errors import Conflict, NotAllowed, NotFound
from issuer.model import Award
from issuer.ports import Office, UnitOfWork
from issuer.services import people
from issuer.services.finding import find_award
from issuer.services.people import Contributor

LifeAction = Literal[
    "award.revoke", "award.suspend", "award.reinstate", "award.renew", "award.correct"
]

UNDO = timedelta(hours=24)
"""How long whoever confirmed a batch may take back one of its badges."""

_SHOWN = 100


def find_readable(work: UnitOfWork, name: str, by: Contributor) -> Award:
    """The award of that UUID, URL or short code, when it is of a place whose badges they see.

    Raises:
        NotFound: no such award, or one of another place (`award.unknown`).
    """
    found = find_award(work, name)
    if not people.is_allowed(work, by, "award.read", found.place):
        raise NotFound("award.unknown", award=name[:_SHOWN])
    return found


def hold(office: Office, work: UnitOfWork, name: str, by: Contributor, action: LifeAction) -> Award:
    """The award as it stands once nobody else can change it, when `by` may do this to it.

    Raises:
        NotFound: no such award, or one of another place.
        NotAllowed: their role does not allow it.
        Conflict: nothing is left of it (`life.forgotten`).
    """
    work.status_lists.lock(find_readable(work, name, by).place)
    return find_open(office, work, name, by, action)


def find_open(
    office: Office, work: UnitOfWork, name: str, by: Contributor, action: LifeAction
) -> Award:
    """As `hold`, for looking only: others may change it meanwhile.

    Raises:
        NotFound, NotAllowed, Conflict: as `hold`.
    """
    found = find_readable(work, name, by)
    if not may(office, work, by, action, found):
        raise NotAllowed("person.not_allowed", person=by.name, action=action, place=found.place)
    if found.forgotten is not None:
        raise Conflict("life.forgotten", award=found.short_code)
    return found


def may(
    office: Office, work: UnitOfWork, by: Contributor, action: LifeAction, award: Award
) -> bool:
    """Whether they may do this to that award now."""
    if people.is_allowed(work, by, action, award.place):
        return True
    return action == "award.revoke" and may_undo(office, work, by, award)


def may_undo(office: Office, work: UnitOfWork, by: Contributor, award: Award) -> bool:
    """Whether they confirmed the batch of this award less than a day ago and still work there."""
    line = work.batches.line_of(award.id)
    batch = None if line is None else work.batches.get(line.batch)
    if batch is None or batch.confirmed is None or by.person is None:
        return False
    is_theirs = batch.author == by.person and batch.place == award.place
    is_recent = office.clock.now() - batch.confirmed <= UNDO
    return is_theirs and is_recent and people.is_allowed(work, by, "award.issue", award.place)
