"""From a draft to badges being signed: one decision of one person, kept in the journal."""

from dataclasses import replace

from issuer.errors import Conflict
from issuer.model import Batch, BatchLine
from issuer.ports import Office, UnitOfWork
from issuer.services.batches.following import find_batch, lock_batch
from issuer.services.batches.looking import problem_in
from issuer.services.journal import note
from issuer.services.people import Contributor


def confirm(office: Office, by: Contributor, batch_id: str) -> Batch:
    """Have every line of a draft signed that is not set aside; confirming again changes nothing.

    Raises:
        NotFound: no such group, or of a place that is not theirs.
        NotAllowed: their role in that place does not allow it.
        Conflict: a line has a problem (`batch.problems`), nobody is left (`batch.empty`), or the
            group was stopped (`batch.over`).
    """
    with office.store.read() as work:
        # A large group takes seconds to check: nobody else waits meanwhile.
        seen = find_batch(work, by, batch_id)
        checked = _ready(office, work, seen) if seen.state == "draft" else ()
    with office.store.write() as work:
        batch = lock_batch(work, by, batch_id)
        if batch.state == "cancelled":
            raise Conflict("batch.over", batch=batch.id)
        if batch.state != "draft":
            return batch
        if batch != seen or work.batches.lines(batch.id, state="waiting") != checked:
            _ready(office, work, batch)
        # Whoever decides signs in their own name, and may undo it, whoever began the draft.
        theirs = replace(batch, author=by.person, author_name=by.name)
        confirmed = start(office, work, theirs, by.name)
    office.queue.batch_waits(batch_id)
    return confirmed


def start(office: Office, work: UnitOfWork, batch: Batch, actor: str) -> Batch:
    """Have a draft signed, in the caller's unit of work, which has dealt with problems."""
    confirmed = replace(batch, state="waiting", confirmed=office.clock.now())
    work.batches.replace(confirmed)
    note(office, work, actor, "batch.confirm", place=batch.place, subject=batch.id)
    return confirmed


def _ready(office: Office, work: UnitOfWork, batch: Batch) -> tuple[BatchLine, ...]:
    """The lines that will be signed, when there is somebody and nothing to mend.

    Raises:
        Conflict: nobody is there, or a line has a problem.
    """
    lines = work.batches.lines(batch.id, state="waiting")
    if not lines:
        raise Conflict("batch.empty", batch=batch.id)
    wrong = [line.number for line in lines if problem_in(office, work, batch, line)[0] is not None]
    if wrong:
        raise Conflict("batch.problems", batch=batch.id, count=len(wrong), number=wrong[0])
    return lines
