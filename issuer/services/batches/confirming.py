"""From a draft to badges being signed: one decision of one person, kept in the journal."""

from collections.abc import Sequence
from dataclasses import replace

from issuer.errors import Conflict
from issuer.model import Batch, BatchLine
from issuer.ports import Office, UnitOfWork
from issuer.services.applications.settling import is_accepted
from issuer.services.batches.following import find_batch, lock_batch
from issuer.services.batches.looking import problem_in
from issuer.services.finding import find_achievement
from issuer.services.journal import note
from issuer.services.people import Contributor

_SEVERAL = 2


def confirm(office: Office, by: Contributor, batch_id: str) -> Batch:
    """Have every line of a draft signed that is not set aside; confirming again changes nothing.

    Raises:
        NotFound: no such group, or of a place that is not theirs.
        NotAllowed: their role in that place does not allow it.
        Conflict: a line has a problem (`batch.problems`), nobody is left (`batch.empty`), the
            group was stopped (`batch.over`), or several people decide on this badge
            (`batch.reviews_needed`).
    """
    with office.store.read() as work:
        # A large group takes seconds to check: nobody else waits meanwhile.
        seen = find_batch(work, by, batch_id)
        checked = _ready(office, work, by, seen) if seen.state == "draft" else ()
    with office.store.write() as work:
        batch = lock_batch(work, by, batch_id)
        if batch.state == "cancelled":
            raise Conflict("batch.over", batch=batch.id)
        if batch.state != "draft":
            return batch
        if batch != seen or work.batches.lines(batch.id, state="waiting") != checked:
            _ready(office, work, by, batch)
        # Whoever decides signs in their own name, and may undo it, whoever began the draft.
        theirs = replace(batch, author=by.person, author_name=by.name)
        confirmed = start(office, work, theirs, by.name)
    office.queue.batch_waits(batch_id)
    return confirmed


def agreement_lacking(office: Office, by: Contributor, batch_id: str) -> int:
    """How many people must agree first, where `by` alone cannot confirm; 0 where they can.

    Raises:
        NotFound: no such group, or of a place that is not theirs.
        NotAllowed: their role in that place does not allow it.
    """
    with office.store.read() as work:
        batch = find_batch(work, by, batch_id)
        return _lacking(work, by, batch, work.batches.lines(batch.id, state="waiting"))


def require_agreed(
    work: UnitOfWork, by: Contributor, batch: Batch, lines: Sequence[BatchLine]
) -> None:
    """Stop here when several people decide on the badge, and were not asked.

    Requests gather what each of them says; a group gathers nothing, so it is no way around them.

    Raises:
        Conflict: it is so (`batch.reviews_needed`).
    """
    count = _lacking(work, by, batch, lines)
    if count:
        raise Conflict("batch.reviews_needed", batch=batch.id, count=count)


def start(office: Office, work: UnitOfWork, batch: Batch, actor: str) -> Batch:
    """Have a draft signed, in the caller's unit of work, which has dealt with problems."""
    confirmed = replace(batch, state="waiting", confirmed=office.clock.now())
    work.batches.replace(confirmed)
    note(office, work, actor, "batch.confirm", place=batch.place, subject=batch.id)
    return confirmed


def _lacking(work: UnitOfWork, by: Contributor, batch: Batch, lines: Sequence[BatchLine]) -> int:
    needed = find_achievement(work, batch.achievement).reviews_needed
    if by.operator or needed < _SEVERAL:
        return 0
    place, badge = batch.place, batch.achievement
    agreed = [line for line in lines if is_accepted(work, place, badge, line.reference)]
    return 0 if agreed and len(agreed) == len(lines) else needed


def _ready(
    office: Office, work: UnitOfWork, by: Contributor, batch: Batch
) -> tuple[BatchLine, ...]:
    """The lines that will be signed, when there is somebody, agreed upon, and nothing to mend.

    Raises:
        Conflict: nobody is there, others must agree, or a line has a problem.
    """
    lines = work.batches.lines(batch.id, state="waiting")
    if not lines:
        raise Conflict("batch.empty", batch=batch.id)
    require_agreed(work, by, batch, lines)
    wrong = [line.number for line in lines if problem_in(office, work, batch, line)[0] is not None]
    if wrong:
        raise Conflict("batch.problems", batch=batch.id, count=len(wrong), number=wrong[0])
    return lines
