"""Signing many lines of a group in one unit of work: a chunk is kept whole or not at all.

The database is asked once for all lines, and takes all rows at once. Each badge is made as a single
one would be (`shapes`); the first of each shape and a sample drawn by chance are read back as a
stranger would before anything is kept. What is rare goes alone, after the chunk.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import NamedTuple

from badges import jsonld
from badges.errors import BadgeError
from badges.model.identity import SALT_SIZE
from badges.proofs.series import Series
from issuer.errors import Conflict
from issuer.model import Award, Batch, BatchLine, StatusPosition
from issuer.ports import Office, UnitOfWork
from issuer.services import issuing, keyring, status_lists
from issuer.services.addresses import credential_url
from issuer.services.applications.settling import is_of_application
from issuer.services.batches.lines import reference_of, request_of
from issuer.services.batches.problems import STOPPING, Problem, problem_of
from issuer.services.batches.shapes import (
    Drawn,
    Shape,
    Shapes,
    composed,
    shape_of,
    texts_of,
)
from issuer.services.batches.telling import tell
from issuer.services.chance import tokens, uuids, uuids_alike
from issuer.services.holders.holding import Cards
from issuer.services.identities import Identity
from issuer.services.journal import note, note_many
from issuer.services.orders import Order, OrderReader
from issuer.services.securing import SeriesSigner
from issuer.services.short_codes import new_short_codes

SIZE = 5_000
"""Lines of a chunk: under a second, so that whoever must stop is not kept waiting; and enough of
them that an index in random order, most of whose pages a chunk touches, is not written often."""

BLOCK = 500
"""Lines of a chunk that are signed and sent to the database together."""

_SAMPLE = 100  # one badge of so many is read back


class _Ready(NamedTuple):
    """A line that can be signed: its order, and what its award will be called."""

    line: BatchLine
    order: Order
    award_id: str
    short_code: str


@dataclass
class _Gathered:
    """What becomes of the lines of a chunk: signed, or kept with why they are not."""

    ready: list[_Ready] = field(default_factory=list)
    others: list[BatchLine] = field(default_factory=list)

    @property
    def count(self) -> int:
        """How many lines are dealt with."""
        return len(self.ready) + len(self.others)


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

    While a block is signed, the database takes the one before: nothing is asked of it in between.
    """

    def __init__(self, office: Office, work: UnitOfWork, batch: Batch, shapes: Shapes) -> None:
        self._office = office
        self._work = work
        self._batch = batch
        self._shapes = shapes
        self._reader = OrderReader(office, work)
        self._now = office.clock.now()
        self._known: dict[str, tuple[str, str, str]] = {}
        self._opened: _Bench | None = None

    def sign(self, lines: Sequence[BatchLine], *, until: Callable[[], bool]) -> int:
        """Sign lines, up to where `until()` says so; how many are dealt with.

        The database is asked first, about all of them; then it is only told.

        Raises:
            KeyUnavailable, ProofError: the place cannot sign.
            BadgeError: a badge cannot be signed; which one is found line by line.
        """
        batch, count = self._batch, 0
        references = [reference_of(batch, line) for line in lines]
        self._known.update(self._work.awards.by_references(batch.achievement, references))
        for start in range(0, len(lines), BLOCK):
            gathered = self._gather(lines[start : start + BLOCK], is_first=not count, until=until)
            if gathered.ready:
                bench = self._bench(gathered.ready[0].order, lines[start:])
                _sign(self._office, self._work, batch, gathered.ready, bench)
            for line in gathered.others:
                self._put_aside(line)
            count += gathered.count
            if count < min(start + BLOCK, len(lines)):
                break
        return count

    def _bench(self, order: Order, lines: Sequence[BatchLine]) -> "_Bench":
        """Where the badges of these lines are signed, opened once for all blocks."""
        if self._opened is None:
            office, work, actor = self._office, self._work, self._batch.author_name
            identity = keyring.prepare_identity(office, work, order.place, actor=actor)
            self._opened = _Bench(office, work, identity, self._shapes)
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
                gathered.others.append(replace(line, state="refused", problem=problem))
                continue
            gathered.ready.append(_Ready(line, order, award_id, code))
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
    return replace(line, state="set_aside", email=None, problem=problem.as_record())


def _sign(
    office: Office, work: UnitOfWork, batch: Batch, ready: Sequence[_Ready], bench: "_Bench"
) -> None:
    """Sign and keep the badges of a block, with all that follows from them."""
    place, identity = ready[0].order.place, bench.identity
    drawn = bench.draw(ready)
    recipients = [item.order.recipient for item in ready]
    holders = bench.cards.of([(who.name, who.email) for who in recipients])
    sample = {office.identifiers.below(len(ready)) for _ in range(-(-len(ready) // _SAMPLE))}
    awards: list[Award] = []
    for number, (item, its, holder) in enumerate(zip(ready, drawn, holders, strict=True)):
        body = bench.sign(item.order, its, is_sample=number in sample)
        signed = issuing.Signed(its.award_id, its.url, identity.issuer, its.position, body)
        awards.append(issuing.record(item.order, signed, holder, item.short_code))
    work.awards.add_many(awards)
    issued = [award.id for award in awards]
    note_many(office, work, batch.author_name, "award.issue", place=place.slug, subjects=issued)
    numbers = (item.line.number for item in ready)
    work.batches.issue_lines(batch.id, dict(zip(numbers, issued, strict=True)))
    if batch.by_mail:
        for item, award in zip(ready, awards, strict=True):
            if item.line.email:
                tell(office, work, batch, award, item.line.email)


class _Bench:
    """Where the badges of one chunk are signed, one series for each shape.

    The key is opened first: where it is lost, no secret of cards is made instead of the lost one.
    """

    def __init__(
        self, office: Office, work: UnitOfWork, identity: Identity, shapes: Shapes
    ) -> None:
        self._office = office
        self._work = work
        self.identity = identity
        self._shapes = shapes
        self._signer = SeriesSigner(office.keys, identity)
        self._series: dict[Shape, Series] = {}
        self._places: Iterator[tuple[status_lists.Allotment, int]] = iter(())
        self.cards = Cards(office, work, identity.place)

    def expect(self, order: Order, lines: Sequence[BatchLine]) -> None:
        """Look up at once what the badges of these lines need: cards, and places in lists."""
        purpose = order.definition.status_purpose
        found = status_lists.reserve_many(
            self._office, self._work, self.identity, purpose, len(lines)
        )
        self._places = ((part, index) for part in found for index in part.indices)
        self.cards.expect([line.email for line in lines])

    def draw(self, ready: Sequence[_Ready]) -> list[Drawn]:
        """What is drawn by chance for each badge; its place in a status list is given out here."""
        base, identifiers, count = (
            self._office.settings.base_url,
            self._office.identifiers,
            len(ready),
        )
        places = list(islice(self._places, count))
        status_lists.take_reserved(self._work, places)
        chance = zip(uuids(identifiers, count), tokens(identifiers, count, SALT_SIZE), strict=True)
        return [
            Drawn(
                award_id=item.award_id,
                url=credential_url(base, item.award_id),
                subject=subject,
                salt=salt,
                position=StatusPosition(part.list_id, index),
                list_url=part.url,
            )
            for item, (part, index), (subject, salt) in zip(ready, places, chance, strict=True)
        ]

    def sign(self, order: Order, drawn: Drawn, *, is_sample: bool) -> bytes:
        """The signed bytes of one badge; the first of its shape and a sample are read back."""
        texts, shape = texts_of(order, drawn), shape_of(order, drawn)
        series = self._series.get(shape)
        is_first = series is None
        if series is None:
            series = self._series[shape] = self._begin(shape, order, drawn, texts)
        secured = self._signer.secure(series, texts, order.period.valid_from)
        if is_first or is_sample:
            self._signer.read_back(secured)
        return secured.body

    def _begin(self, shape: Shape, order: Order, drawn: Drawn, texts: dict[str, str]) -> Series:
        document = composed(self._office, self._work, order, self.identity, drawn)
        jsonld.require_portable(document)
        return self._shapes.series(shape, document, texts)
