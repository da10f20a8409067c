"""Forgetting a badge: its bytes and the name go for good; only the retired status index remains.

Files that are already in somebody's hands still exist, and verify as cancelled. The line of the
journal names nobody.
"""

from issuer.model import Award, BatchLine
from issuer.ports import Office, UnitOfWork
from issuer.services import status_lists
from issuer.services.finding import find_place
from issuer.services.holders.telling import renew_waiting
from issuer.services.identities import identity_of
from issuer.services.journal import note


def forget_award(office: Office, work: UnitOfWork, award: Award, *, actor: str) -> Award:
    """Erase one badge inside a unit of work, once its status says that it is cancelled.

    Evidence, the line of the group and the request that led to it go too; so do the holder, their
    card and the letters to them when no other badge is left. Nothing happens to what was forgotten.

    Raises:
        KeyUnavailable: the status list cannot be signed; nothing has changed.
    """
    if award.forgotten is not None:
        return award
    work.status_lists.lock(award.place)
    _retire(office, work, award)
    for file in work.evidence.of_award(award.id):
        work.evidence.forget(file.id)
    line = work.batches.line_of(award.id)
    if line is not None:
        work.batches.replace_line(without_person(line))
    now = office.clock.now()
    gone = award._replace(
        state="revoked", state_changed=now, forgotten=now, choice="none", public_reason=None
    )
    work.awards.forget(gone)
    work.journal.forget_reasons(award.id)
    _forget_holder(office, work, award)
    note(office, work, actor, "award.forget", place=award.place, subject=award.id)
    return gone


def _retire(office: Office, work: UnitOfWork, award: Award) -> None:
    """Set the bit, unless it is set; an index that was given out is never given out again."""
    if award.state == "active":
        place = find_place(work, award.place)
        identity = identity_of(office.settings, place, work.keys.of(award.place))
        status_lists.set_bit(office, work, identity, award.status, value=True)


def without_person(line: BatchLine) -> BatchLine:
    """The line of a group that names nobody any more; what became of it stays."""
    return line._replace(
        name="",
        email=None,
        level=None,
        narrative=None,
        evidence_url=None,
        reference=None,
        holder_id=None,
    )


def _forget_holder(office: Office, work: UnitOfWork, award: Award) -> None:
    holder = None if award.holder_id is None else work.holders.get(award.holder_id)
    if holder is None:
        return
    for application in work.applications.of_holder(holder.id):
        if application.award == award.id:
            work.applications.forget(application.id)
    if work.awards.of_holder(holder.id):
        renew_waiting(office, work, holder)
    else:
        work.letters.forget_concerning(holder.id)
        work.holders.forget(holder.id)
