"""Signing the lines of a group, a chunk or a line in one unit of work: killed, nothing is lost.

The award, the line that became it, its evidence, its letter and its line in the journal are kept
together or not at all; who comes next finds the next line that waits. Most lines go by the chunk
(`chunks`); a line with files, a card or a request of its own goes alone, and so do all lines of a
chunk in which one could not be signed: then it is known which one, and why.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from badges.errors import BadgeError
from issuer.errors import Conflict, NotFound, StoreError
from issuer.model import Batch, BatchLine
from issuer.ports import Office, UnitOfWork
from issuer.services import issuing
from issuer.services.applications.settling import settle
from issuer.services.batches import chunks
from issuer.services.batches.following import Progress, plain_id, progress_of
from issuer.services.batches.lines import request_of
from issuer.services.batches.problems import STOPPING, Problem, problem_of
from issuer.services.batches.shapes import Shapes
from issuer.services.batches.telling import tell
from issuer.services.evidence import bind
from issuer.services.journal import note
from issuer.services.repeating import repeated

_RACES = ("store.duplicate", "store.collided")
_TRIES = 3
_BATCHES = 1_000
_SHOWN = 100


@dataclass(frozen=True)
class Swept:
    """What a look at everything that waits came to; `stopped` are groups with the code of why."""

    progress: tuple[Progress, ...]
    stopped: tuple[tuple[str, str], ...] = ()


@dataclass
class _Turn:
    """One run over a group: what is known from one unit of work to the next.

    `alone` is how many of the next lines go one by one.
    """

    office: Office
    batch_id: str
    until: Callable[[], bool] | None
    shapes: Shapes = field(default_factory=Shapes)
    alone: int = 0
    stopped: bool = False

    def is_over(self) -> bool:
        """Whether somebody said to stop; who said it is not asked again."""
        self.stopped = self.stopped or (self.until is not None and self.until())
        return self.stopped


def run(
    office: Office,
    batch_id: str,
    *,
    until: Callable[[], bool] | None = None,
    at_most: int | None = None,
    done: Callable[[int], None] | None = None,
) -> Progress:
    """Sign what waits in a group, until nothing does, `until()` says so, or `at_most` lines are.

    `done` hears now and then how many lines are dealt with.

    Raises:
        NotFound: no such group.
        KeyUnavailable, ProofError: the place cannot sign; the lines wait.
        StoreError: the database cannot be used; the lines wait.
    """
    turn = _Turn(office, plain_id(batch_id), until)
    after: int | None = 0
    count, most = 0, chunks.size(office)
    while after is not None and not turn.is_over() and (at_most is None or count < at_most):
        room = most if at_most is None else min(most, at_most - count)
        after, dealt = _step(turn, after, room)
        count += dealt
        if done is not None:
            done(count)
    with office.store.read() as work:
        batch = work.batches.get(turn.batch_id)
        if batch is None:
            raise NotFound("batch.unknown", batch=batch_id[:_SHOWN])
        progress = progress_of(work, batch)
    if count and batch.by_mail:
        office.queue.letters_wait()
    return progress


def sweep(office: Office, *, until: Callable[[], bool] | None = None) -> Swept:
    """Sign everything that waits, whatever word of it was lost; a place that cannot sign is passed.

    Raises:
        StoreError: the database cannot be used.
    """
    with office.store.read() as work:
        waiting = work.batches.list(state="waiting", limit=_BATCHES)
    progress: list[Progress] = []
    stopped: list[tuple[str, str]] = []
    for batch in reversed(waiting):  # the oldest first
        if until and until():
            break
        try:
            progress.append(run(office, batch.id, until=until))
        except StoreError:
            raise
        except BadgeError as error:
            stopped.append((batch.id, error.code))
    return Swept(tuple(progress), tuple(stopped))


def _step(turn: _Turn, after: int, room: int) -> tuple[int | None, int]:
    """Sign the next lines: the number of the last one, None when none waits; how many they were."""
    if not turn.alone:
        try:
            found = _chunk(turn, after, room)
        except STOPPING as error:
            if not _is_race(error):
                raise
            found = None
        except BadgeError:
            found = None
        if found is not None and (found[0] is None or found[1]):
            return found
        turn.alone = room if found is None else 1
    turn.alone -= 1
    number = _next(turn.office, turn.batch_id, after)
    return number, 0 if number is None else 1


@repeated
def _chunk(turn: _Turn, after: int, room: int) -> tuple[int | None, int]:
    """Sign the next lines in one unit of work; none of them when the first has to go alone."""
    office = turn.office
    with office.store.write() as work:
        batch = work.batches.lock(turn.batch_id)
        lines = () if batch is None else _waiting(office, work, batch, after, room)
        if batch is None or not lines:
            return None, 0
        simple = chunks.simple_lines(work, batch, lines)
        if not simple:
            return after, 0
        count = chunks.Chunk(office, work, batch, turn.shapes).sign(simple, until=turn.is_over)
        after = simple[count - 1].number
        _end_after(office, work, batch, after)
    return after, count


def _next(office: Office, batch_id: str, after: int) -> int | None:
    """Sign the next line alone and answer its number; None when nothing waits any more."""
    for attempt in range(_TRIES):
        number = after
        try:
            with office.store.write() as work:
                batch = work.batches.lock(batch_id)
                lines = () if batch is None else _waiting(office, work, batch, after, 1)
                if batch is None or not lines:
                    return None
                number = lines[0].number
                _sign(office, work, batch, lines[0])
        except BadgeError as error:
            if _is_race(error) and attempt + 1 < _TRIES:
                continue
            if isinstance(error, STOPPING):
                raise
            _refuse(office, batch_id, number, problem_of(error))
        return number
    return None


def _waiting(
    office: Office, work: UnitOfWork, batch: Batch, after: int, limit: int
) -> tuple[BatchLine, ...]:
    """The next lines to sign, looked for from `after` on and then from the start.

    A group where none waits is done.
    """
    if batch.state != "waiting":
        return ()
    for start in dict.fromkeys((after, 0)):
        lines = work.batches.lines(batch.id, state="waiting", after=start, limit=limit)
        if lines:
            return lines
    _end(office, work, batch)
    return ()


def _end(office: Office, work: UnitOfWork, batch: Batch) -> None:
    work.batches.replace(replace(batch, state="done", ended=office.clock.now()))
    note(office, work, batch.author_name, "batch.done", place=batch.place, subject=batch.id)


def _put(office: Office, work: UnitOfWork, batch: Batch, line: BatchLine) -> None:
    """Keep a line that is dealt with; after the last one the group is done."""
    work.batches.replace_line(line)
    _end_after(office, work, batch, line.number)


def _end_after(office: Office, work: UnitOfWork, batch: Batch, number: int) -> None:
    """Make the group done when no line waits any more; one above `number` is the likeliest."""
    for start in (number, 0):
        if work.batches.lines(batch.id, state="waiting", after=start, limit=1):
            return
    _end(office, work, batch)


def _sign(office: Office, work: UnitOfWork, batch: Batch, line: BatchLine) -> None:
    """Award the badge of one line, and keep with it all that follows from it."""
    files = work.evidence.of_line(batch.id, line.number)
    request = request_of(office, batch, line, files)
    references = [] if request.reference is None else [request.reference]
    made = work.awards.by_references(batch.achievement, references)
    aside = chunks.set_aside(batch, line, made.get(request.reference or ""))
    if aside is not None:
        _put(office, work, batch, aside)
        return
    award = issuing.award(office, work, request, actor=batch.author_name)
    bind(work, files, award.id)
    settle(office, work, award)
    if line.email and batch.by_mail:
        tell(office, work, batch, award, line.email)
    done = line._replace(state="issued", award=award.id, email=None, problem=None)
    _put(office, work, batch, done)


def _refuse(office: Office, batch_id: str, number: int, problem: Problem) -> None:
    """Keep why a line was refused, unless somebody has dealt with it meanwhile."""
    with office.store.write() as work:
        batch = work.batches.lock(batch_id)
        line = work.batches.line(batch_id, number)
        if batch is None or line is None or batch.state != "waiting" or line.state != "waiting":
            return
        note(office, work, batch.author_name, "batch.refuse", place=batch.place, subject=batch.id)
        _put(office, work, batch, line._replace(state="refused", problem=problem.as_record()))


def _is_race(error: BadgeError) -> bool:
    """Whether somebody else kept the same unique value at the same moment: worth another try."""
    return isinstance(error, Conflict | StoreError) and error.code in _RACES
