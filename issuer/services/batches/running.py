"""Signing the lines of a group, one unit of work each: killed at any moment, nothing is lost.

The award, the line that became it, its evidence, its letter and its line in the journal are kept
together or not at all; who comes next finds the next line that waits.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

from badges.errors import BadgeError, KeyMaterialError, ProofError
from issuer.errors import Conflict, KeyUnavailable, NotFound, StoreError
from issuer.model import Award, Batch, BatchLine
from issuer.ports import Office, UnitOfWork
from issuer.services import issuing
from issuer.services.applications.settling import settle
from issuer.services.batches.following import Progress, plain_id, progress_of
from issuer.services.batches.lines import request_of
from issuer.services.batches.problems import Problem, problem_of
from issuer.services.batches.telling import tell
from issuer.services.evidence import bind
from issuer.services.journal import note

# The house cannot sign at all, whoever is next: nobody's line is to blame.
_STOPPING = (KeyUnavailable, StoreError, ProofError, KeyMaterialError)
_TRIES = 3
_BATCHES = 1_000
_SHOWN = 100


@dataclass(frozen=True)
class Swept:
    """What a look at everything that waits came to; `stopped` are groups with the code of why."""

    progress: tuple[Progress, ...]
    stopped: tuple[tuple[str, str], ...] = ()


def run(
    office: Office,
    batch_id: str,
    *,
    until: Callable[[], bool] | None = None,
    at_most: int | None = None,
) -> Progress:
    """Sign what waits in a group, until nothing does, `until()` says so, or `at_most` lines are.

    Raises:
        NotFound: no such group.
        KeyUnavailable, ProofError: the place cannot sign; the lines wait.
        StoreError: the database cannot be used; the lines wait.
    """
    after: int | None = 0
    done = 0
    while after is not None and not (until and until()) and (at_most is None or done < at_most):
        after = _next(office, plain_id(batch_id), after)
        done += 1
    with office.store.read() as work:
        batch = work.batches.get(plain_id(batch_id))
        if batch is None:
            raise NotFound("batch.unknown", batch=batch_id[:_SHOWN])
        progress = progress_of(work, batch)
    if done and batch.by_mail:
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


def _next(office: Office, batch_id: str, after: int) -> int | None:
    """Sign the next line and answer its number; None when nothing waits any more."""
    for attempt in range(_TRIES):
        number = after
        try:
            with office.store.write() as work:
                batch = work.batches.lock(batch_id)
                line = None if batch is None else _waiting(office, work, batch, after)
                if batch is None or line is None:
                    return None
                number = line.number
                _sign(office, work, batch, line)
        except _STOPPING:
            raise
        except BadgeError as error:
            if _is_race(error) and attempt + 1 < _TRIES:
                continue
            _refuse(office, batch_id, number, problem_of(error))
        return number
    return None


def _waiting(office: Office, work: UnitOfWork, batch: Batch, after: int) -> BatchLine | None:
    """The next line to sign, looked for from `after` on and then from the start.

    A group where none waits is done.
    """
    if batch.state != "waiting":
        return None
    for start in dict.fromkeys((after, 0)):
        for line in work.batches.lines(batch.id, state="waiting", after=start, limit=1):
            return line
    _end(office, work, batch)
    return None


def _end(office: Office, work: UnitOfWork, batch: Batch) -> None:
    work.batches.replace(replace(batch, state="done", ended=office.clock.now()))
    note(office, work, batch.author_name, "batch.done", place=batch.place, subject=batch.id)


def _put(office: Office, work: UnitOfWork, batch: Batch, line: BatchLine) -> None:
    """Keep a line that is dealt with; after the last one the group is done."""
    work.batches.replace_line(line)
    for start in (line.number, 0):
        if work.batches.lines(batch.id, state="waiting", after=start, limit=1):
            return
    _end(office, work, batch)


def _sign(office: Office, work: UnitOfWork, batch: Batch, line: BatchLine) -> None:
    """Award the badge of one line, and keep with it all that follows from it."""
    files = work.evidence.of_line(batch.id, line.number)
    request = request_of(office, batch, line, files)
    already = _already(work, batch, request.reference)
    if already is not None:
        problem = Problem("batch.line_already", {"award": already.id, "code": already.short_code})
        aside = replace(line, state="set_aside", email=None, problem=problem.as_record())
        _put(office, work, batch, aside)
        return
    award = issuing.award(office, work, request, actor=batch.author_name)
    bind(work, files, award.id)
    settle(office, work, award)
    if line.email and batch.by_mail:
        tell(office, work, batch, award, line.email)
    done = replace(line, state="issued", award=award.id, email=None, problem=None)
    _put(office, work, batch, done)


def _already(work: UnitOfWork, batch: Batch, reference: str | None) -> Award | None:
    """The badge that was made for this reference before this line came.

    Raises:
        Conflict: another place used the reference for the same achievement.
    """
    found = None if reference is None else work.awards.by_reference(batch.achievement, reference)
    if found is not None and found.place != batch.place:
        raise Conflict("batch.reference_taken", field="reference", reference=reference)
    return found


def _refuse(office: Office, batch_id: str, number: int, problem: Problem) -> None:
    """Keep why a line was refused, unless somebody has dealt with it meanwhile."""
    with office.store.write() as work:
        batch = work.batches.lock(batch_id)
        line = work.batches.line(batch_id, number)
        if batch is None or line is None or batch.state != "waiting" or line.state != "waiting":
            return
        note(office, work, batch.author_name, "batch.refuse", place=batch.place, subject=batch.id)
        _put(office, work, batch, replace(line, state="refused", problem=problem.as_record()))


def _is_race(error: BadgeError) -> bool:
    """Whether somebody else kept the same unique value at the same moment: worth another try."""
    return isinstance(error, Conflict) and error.code == "store.duplicate"
