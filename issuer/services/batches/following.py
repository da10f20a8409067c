"""What became of a group: its state, its lines, and how far the signing is."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from issuer.errors import NotFound
from issuer.model import Batch, BatchLine, BatchState, LineState
from issuer.ports import Office, Outcome, UnitOfWork
from issuer.services.batches.problems import read_problem
from issuer.services.finding import OPEN_CHOICES
from issuer.services.people import Action, Contributor, is_allowed, require

_SHOWN = 100
_PROBLEMS_SHOWN = 200
_UUID_LENGTH = 36
_PAGE = 500
_ALREADY = "batch.line_already"


@dataclass(frozen=True)
class Progress:
    """How far a group is; `refused` lines hold their problem.

    `moved` is when the last badge was signed, else when the group was confirmed: a page that sees
    it long past, while lines wait, tells that no worker is at work.
    """

    batch: Batch
    waiting: int
    issued: int
    refused: int
    set_aside: int
    problems: tuple[BatchLine, ...]
    moved: datetime | None

    @property
    def total(self) -> int:
        """How many lines there are, those set aside too."""
        return self.waiting + self.issued + self.refused + self.set_aside

    @property
    def remaining(self) -> int:
        """How many lines are still to be signed."""
        return self.waiting if self.batch.state in ("draft", "waiting") else 0


def get(office: Office, by: Contributor, batch_id: str) -> Batch:
    """A group of a place that `by` may award for.

    Raises:
        NotFound: no such group, or of a place that is not theirs (`batch.unknown`).
        NotAllowed: their role in that place does not allow it.
    """
    with office.store.read() as work:
        return find_batch(work, by, batch_id)


def listing(
    office: Office,
    by: Contributor,
    place: str,
    *,
    state: BatchState | None = None,
    limit: int = 100,
) -> tuple[Batch, ...]:
    """The latest groups of a place, newest first.

    Raises:
        NotAllowed: their role in that place does not allow it.
    """
    with office.store.read() as work:
        require(work, by, "award.issue", place)
        return work.batches.list(place=place, state=state, limit=limit)


def lines(
    office: Office,
    by: Contributor,
    batch_id: str,
    *,
    state: LineState | None = None,
    after: int = 0,
    limit: int = 10_000,
) -> tuple[BatchLine, ...]:
    """The lines of a group whose number is above `after`, in order.

    Raises:
        NotFound: no such group, or of a place that is not theirs.
        NotAllowed: their role in that place does not allow it.
    """
    with office.store.read() as work:
        find_batch(work, by, batch_id)
        return work.batches.lines(batch_id, state=state, after=after, limit=limit)


def outcomes(
    office: Office, by: Contributor, batch_id: str, *, after: int = 0, limit: int = 10_000
) -> Sequence[Outcome]:
    """What became of the lines of a group whose number is above `after`, in order.

    Of a line whose badge somebody else's line had made before, that badge is told.

    Raises:
        NotFound: no such group, or of a place that is not theirs.
        NotAllowed: their role in that place does not allow it.
    """
    with office.store.read() as work:
        find_batch(work, by, batch_id)
        found = work.batches.outcomes(batch_id, OPEN_CHOICES, after=after, limit=limit)
        before = {line.number: award for line in found if (award := _made_before(line))}
        if not before:
            return found
        known = work.awards.addresses(list(before.values()), OPEN_CHOICES)
    return [_of_award(line, before.get(line.number), known) for line in found]


def _made_before(line: Outcome) -> str | None:
    """The award that stood for a line before the line came."""
    problem = None if line.award is not None else read_problem(line.problem)
    if problem is None or problem.code != _ALREADY:
        return None
    return str(problem.params["award"])


def _of_award(line: Outcome, award: str | None, known: Mapping[str, tuple[str, str]]) -> Outcome:
    if award is None:
        return line
    url, code = known.get(award, (None, None))
    return line._replace(award=award, url=url, short_code=code)


def every_line(
    work: UnitOfWork, batch_id: str, *, state: LineState | None = None
) -> Iterator[BatchLine]:
    """The lines of a group in order, read by the page: a long group is never whole in memory."""
    after = 0
    while found := work.batches.lines(batch_id, state=state, after=after, limit=_PAGE):
        yield from found
        after = found[-1].number


def progress(office: Office, by: Contributor, batch_id: str) -> Progress:
    """How far a group is.

    Raises:
        NotFound: no such group, or of a place that is not theirs.
        NotAllowed: their role in that place does not allow it.
    """
    with office.store.read() as work:
        return progress_of(work, find_batch(work, by, batch_id))


def progress_of(work: UnitOfWork, batch: Batch) -> Progress:
    """As `progress`, inside a unit of work."""
    counts = work.batches.counts(batch.id)
    return Progress(
        batch=batch,
        waiting=counts.get("waiting", 0),
        issued=counts.get("issued", 0),
        refused=counts.get("refused", 0),
        set_aside=counts.get("set_aside", 0),
        problems=work.batches.lines(batch.id, state="refused", limit=_PROBLEMS_SHOWN),
        moved=_moved(work, batch),
    )


def find_batch(
    work: UnitOfWork, by: Contributor, batch_id: str, *, action: Action = "award.issue"
) -> Batch:
    """The group of that id, when `by` may do `action` in its place.

    Raises:
        NotFound: no such group, or of a place that is not theirs.
        NotAllowed: their role in that place does not allow it.
    """
    return _theirs(work, by, batch_id, work.batches.get(plain_id(batch_id)), action)


def lock_batch(work: UnitOfWork, by: Contributor, batch_id: str) -> Batch:
    """As `find_batch`, making others wait that would change the group too.

    Raises:
        NotFound: no such group, or of a place that is not theirs.
        NotAllowed: their role in that place does not allow it.
    """
    return _theirs(work, by, batch_id, work.batches.lock(plain_id(batch_id)), "award.issue")


def plain_id(text: str) -> str:
    """An id that every database can compare with: "" for what no id can be."""
    return text if text.isascii() and text.isprintable() and len(text) <= _UUID_LENGTH else ""


def _theirs(
    work: UnitOfWork, by: Contributor, batch_id: str, batch: Batch | None, action: Action
) -> Batch:
    if batch is None or not _knows(work, by, batch.place):
        raise NotFound("batch.unknown", batch=batch_id[:_SHOWN])
    if not is_allowed(work, by, action, batch.place):
        require(work, by, action, batch.place)
    return batch


def _knows(work: UnitOfWork, by: Contributor, place: str) -> bool:
    """Whether the place is one of theirs: what others have answers as if it did not exist."""
    if by.operator:
        return True
    roles = () if by.person is None else work.people.memberships(by.person)
    return any(item.place == place for item in roles)


def _moved(work: UnitOfWork, batch: Batch) -> datetime | None:
    """When something last happened in a group that waits or is done."""
    if batch.ended is not None:
        return batch.ended
    waiting = work.batches.lines(batch.id, state="waiting", limit=1)
    if not waiting or batch.confirmed is None:
        return batch.confirmed
    before = work.batches.line(batch.id, waiting[0].number - 1)
    award = work.awards.get(before.award) if before is not None and before.award else None
    return batch.confirmed if award is None else max(award.valid_from, batch.confirmed)
