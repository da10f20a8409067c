"""A whole CSV file at once, for programs: confirmed as it is read, and repeatable without doubles.

The same file for the same achievement and place is the same group, so whoever was stopped begins
again where they were. A line without a reference is known by its content: it is signed once, even
when the file around it has changed.
"""

import io
import json
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import BinaryIO

from issuer.errors import InvalidRequest
from issuer.model import Achievement, Batch, BatchLine
from issuer.ports import Office, UnitOfWork
from issuer.services.batches.confirming import require_agreed, start
from issuer.services.batches.drafting import require_awardable
from issuer.services.batches.following import every_line
from issuer.services.batches.lines import VALUES, Scale, make_line, scale_of
from issuer.services.batches.looking import problem_in
from issuer.services.batches.tables import Row, digest_of, read_stream
from issuer.services.finding import find_achievement, find_place
from issuer.services.people import Contributor, require

_LINES_AT_ONCE = 500


@dataclass(frozen=True)
class Bulk:
    """A file as a group: `rows` are where its lines stand in the file, the first one first.

    `before` are the numbers of the lines that were signed before.
    """

    batch: Batch
    rows: Sequence[int]
    before: frozenset[int]
    ignored: tuple[str, ...] = ()

    def row(self, number: int) -> int:
        """The line of the file, as editors count, of the line of that number."""
        return self.rows[number - 1] if 0 < number <= len(self.rows) else number


def begin(
    office: Office,
    by: Contributor,
    achievement: str,
    content: bytes | BinaryIO,
    *,
    place: str | None = None,
    by_mail: bool = False,
) -> Bulk:
    """Keep the group that a file describes, confirmed; run it next (`running.run`).

    Lines that cannot be read are kept as refused, with the column and why. An open file is read
    twice by blocks, and its lines are kept as they come: all of them, or none.

    Raises:
        InvalidRequest: no table with a column of names, nobody in it, or too large.
        NotFound: no such achievement or place.
        NotAllowed: `by` may not award there, or the place may not award that achievement.
        Conflict: the achievement is archived, or several people decide on it.
    """
    with office.store.write() as work:
        slug = find_place(work, place or find_achievement(work, achievement).place).slug
        require(work, by, "award.issue", slug)
        definition = require_awardable(work, slug, achievement)
        file = io.BytesIO(content) if isinstance(content, bytes) else content
        key = digest_of(file, f"{slug}\0{achievement}\0".encode())
        table = read_stream(file)
        known = work.batches.by_key(slug, key)
        rows = array("l")
        if known is None:
            batch = _new(office, by, slug, definition, key=key, by_mail=by_mail)
            require_agreed(work, by, batch, ())
            work.batches.add(batch)
            _keep(work, _lines(batch, table.rows, scale_of(office, work, definition), rows))
            batch = start(office, work, batch, by.name)
        else:
            rows.extend(row.number for row in table.rows)
            batch = _again(office, work, known)
        if not rows:
            raise InvalidRequest("batch.csv.empty", field="file")
        before = frozenset(work.batches.numbers(batch.id, state="issued"))
    return Bulk(batch, rows, before, table.ignored)


def _new(
    office: Office,
    by: Contributor,
    place: str,
    definition: Achievement,
    *,
    key: str,
    by_mail: bool,
) -> Batch:
    return Batch(
        id=office.identifiers.uuid(),
        place=place,
        achievement=definition.slug,
        title=definition.name,
        created=office.clock.now(),
        author=by.person,
        author_name=by.name,
        by_mail=by_mail,
        key=key,
    )


def _lines(
    batch: Batch, rows: Iterator[Row], scale: Scale, numbers: "array[int]"
) -> Iterator[BatchLine]:
    for number, row in enumerate(rows, 1):
        numbers.append(row.number)
        line = make_line(batch.id, number, row.cells, scale, problem=row.problem)
        if line.problem is not None:
            yield line._replace(state="refused")
        elif line.reference is None:
            yield line._replace(reference=_content(batch.place, line))
        else:
            yield line


def _keep(work: UnitOfWork, lines: Iterator[BatchLine]) -> None:
    """Keep lines as they come, so that a long file is never whole in memory twice."""
    waiting: list[BatchLine] = []
    for line in lines:
        waiting.append(line)
        if len(waiting) == _LINES_AT_ONCE:
            work.batches.put_lines(waiting)
            waiting.clear()
    work.batches.put_lines(waiting)


def _again(office: Office, work: UnitOfWork, batch: Batch) -> Batch:
    """The group of a file that came before; lines whose hindrance is gone wait again."""
    mended = [
        line
        for line in (
            line._replace(problem=None)
            for line in every_line(work, batch.id, state="refused")
            if line.reference is not None
        )
        if problem_in(office, work, batch, line)[0] is None
    ]
    for line in mended:
        work.batches.replace_line(line._replace(state="waiting"))
    if not mended:
        return batch
    waiting = replace(batch, state="waiting", confirmed=office.clock.now(), ended=None)
    work.batches.replace(waiting)
    return waiting


def _content(place: str, line: BatchLine) -> str:
    """A reference made of all that a line says, for a line that has none."""
    said = [place, *(getattr(line, name) for name in VALUES if name != "reference")]
    return f"content:{sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()}"
