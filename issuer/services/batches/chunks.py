"""Signing many lines of a group in one unit of work: a chunk is kept whole or not at all.

The database is asked once for all lines, and takes all rows at once. Each badge is made as a single
one would be (`shapes`); the first of each shape and a sample drawn by chance are read back as a
stranger would before anything is kept. What is rare goes alone, after the chunk.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from badges.errors import BadgeError
from issuer.errors import Conflict
from issuer.model import Batch, BatchLine
from issuer.ports import Office, UnitOfWork
from issuer.services import keyring
from issuer.services.applications.settling import is_of_application
from issuer.services.batches.bench import Bench, Handed, Ready
from issuer.services.batches.lines import reference_of, request_of
from issuer.services.batches.problems import STOPPING, Problem, problem_of
from issuer.services.batches.shapes import Shapes
from issuer.services.batches.telling import tell
from issuer.services.chance import uuids_alike
from issuer.services.journal import note, note_many
from issuer.services.orders import Order, OrderReader
from issuer.services.short_codes import new_short_codes

SIZE = 5_000
"""Lines of a chunk: under a second, so that whoever must stop is not kept waiting; and enough of
them that an index in random order, most of whose pages a chunk touches, is not written often."""

_TWICE = 2  # a clerk signs beside us: in the same time twice as many lines are kept

BLOCK = 500
"""Lines of a chunk that are signed and sent to the database together."""


@dataclass
class _Gathered:
    """What becomes of the lines of a chunk: signed, or kept with why they are not."""

    ready: list[Ready] = field(default_factory=list)
    others: list[BatchLine] = field(default_factory=list)

    @property
    def count(self) -> int:
        """How many lines are dealt with."""
        return len(self.ready) + len(self.others)


def size(office: Office) -> int:
    """How many lines go into a chunk of this office."""
    return SIZE if office.clerk is None else SIZE * _TWICE


def simple_lines(work: UnitOfWork, batch: Batch, lines: Sequence[BatchLine]) -> list[BatchLine]:
    """The lines before the first one that has files, a card or a request of its own."""
    first, last = lines[0].number, lines[-1].number
    with_files = work.evidence.lines_with(batch.id, first=first, last=last)
    simple: list[BatchLine] = []
    for line in lines:
        if line.holder_id or line.number in with_files or is_of_application(line.reference):
            break
        simple.append(line)
    return simple


class Chunk:
    """Lines of a group that are signed in one unit of work, block after block of them.

    While a block is signed, the next one is read and the database takes the one before: nothing is
    asked of it in between.
    """

    def __init__(self, office: Office, work: UnitOfWork, batch: Batch, shapes: Shapes) -> None:
        self._office = office
        self._work = work
        self._batch = batch
        self._shapes = shapes
        self._reader = OrderReader(office, work)
        self._now = office.clock.now()
        self._known: dict[str, tuple[str, str, str]] = {}
        self._opened: Bench | None = None

    def sign(self, lines: Sequence[BatchLine], *, until: Callable[[], bool]) -> int:
        """Sign lines, up to where `until()` says so; how many are dealt with.

        The database is asked first, about all of them; then it is only told.

        Raises:
            KeyUnavailable, ProofError: the place cannot sign.
            BadgeError: a badge cannot be signed; which one is found line by line.
        """
        batch, count = self._batch, 0
        handed: Handed | None = None
        references = [reference_of(batch, line) for line in lines]
        self._known.update(self._work.awards.by_references(batch.achievement, references))
        for start in range(0, len(lines), BLOCK):
            gathered = self._gather(lines[start : start + BLOCK], is_first=not count, until=until)
            if gathered.ready:
                bench = self._bench(gathered.ready[0].order, lines[start:])
                following = bench.hand_over(gathered.ready)
                self._keep(handed)
                handed = following
            for line in gathered.others:
                self._put_aside(line)
            count += gathered.count
            if count < min(start + BLOCK, len(lines)):
                break
        self._keep(handed)
        return count

    def _keep(self, handed: Handed | None) -> None:
        """Keep the badges of a block, with all that follows from them."""
        if handed is None:
            return
        office, work, batch = self._office, self._work, self._batch
        awards = handed.awards()
        work.awards.add_many(awards)
        issued = [award.id for award in awards]
        place = awards[0].place
        note_many(office, work, batch.author_name, "award.issue", place=place, subjects=issued)
        numbers = (item.line.number for item in handed.ready)
        work.batches.issue_lines(batch.id, dict(zip(numbers, issued, strict=True)))
        if batch.by_mail:
            for item, award in zip(handed.ready, awards, strict=True):
                if item.line.email:
                    tell(office, work, batch, award, item.line.email)

    def _bench(self, order: Order, lines: Sequence[BatchLine]) -> Bench:
        """Where the badges of these lines are signed, opened once for all blocks."""
        if self._opened is None:
            office, work, actor = self._office, self._work, self._batch.author_name
            identity = keyring.prepare_identity(office, work, order.place, actor=actor)
            self._opened = Bench(office, work, identity, self._shapes)
            self._opened.expect(order, lines)
        return self._opened

    def _put_aside(self, line: BatchLine) -> None:
        """Keep a line that became no badge."""
        batch = self._batch
        if line.state == "refused":
            note(
                self._office,
                self._work,
                batch.author_name,
                "batch.refuse",
                place=batch.place,
                subject=batch.id,
            )
        self._work.batches.replace_line(line)

    def _gather(
        self, lines: Sequence[BatchLine], *, is_first: bool, until: Callable[[], bool]
    ) -> _Gathered:
        """Read a block into orders; the first line of all is read whatever `until()` says."""
        office, batch, known = self._office, self._batch, self._known
        # Should an award have one of these, the database refuses the chunk, and lines go alone.
        codes = new_short_codes(office.identifiers, len(lines))
        identifiers = uuids_alike(office.identifiers, len(lines))
        gathered = _Gathered()
        named = zip(identifiers, codes, strict=True)
        for line, (award_id, code) in zip(lines, named, strict=True):
            if (gathered.count or not is_first) and until():
                break
            request = request_of(office, batch, line, (), now=self._now)
            reference = reference_of(batch, line)
            try:
                aside = set_aside(batch, line, known.get(reference))
                if aside is not None:
                    gathered.others.append(aside)
                    continue
                order = self._reader.read(request)
            except STOPPING:
                raise
            except BadgeError as error:
                problem = problem_of(error).as_record()
                gathered.others.append(line._replace(state="refused", problem=problem))
                continue
            gathered.ready.append(Ready(line, order, award_id, code))
            known[reference] = (award_id, code, batch.place)
        return gathered


def set_aside(
    batch: Batch, line: BatchLine, award: tuple[str, str, str] | None
) -> BatchLine | None:
    """The line put aside when the badge of its reference (id, code, place) was made before.

    Raises:
        Conflict: another place used the reference for the same achievement.
    """
    if award is None:
        return None
    award_id, code, place = award
    if place != batch.place:
        reference = line.reference or ""
        raise Conflict("batch.reference_taken", field="reference", reference=reference)
    problem = Problem("batch.line_already", {"award": award_id, "code": code})
    return line._replace(state="set_aside", email=None, problem=problem.as_record())
