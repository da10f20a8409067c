"""A whole CSV file at once, for programs: confirmed as it is read, and repeatable without doubles.

The same file for the same achievement and place is the same group, so whoever was stopped begins
again where they were. A line without a reference is known by its content: it is signed once, even
when the file around it has changed.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from hashlib import sha256

from issuer.errors import InvalidRequest
from issuer.model import Achievement, Batch, BatchLine
from issuer.ports import Office, UnitOfWork
from issuer.services.batches.confirming import require_agreed, start
from issuer.services.batches.drafting import require_awardable
from issuer.services.batches.lines import VALUES, Scale, make_line, scale_of
from issuer.services.batches.looking import problem_in
from issuer.services.batches.tables import Row, read_table
from issuer.services.finding import find_achievement, find_place
from issuer.services.people import Contributor, require

_LINES_AT_ONCE = 500


@dataclass(frozen=True)
class Bulk:
    """A file as a group: `rows` are the lines of the file by number, `before` the signed ones."""

    batch: Batch
    rows: dict[int, int]
    before: frozenset[int]
    ignored: tuple[str, ...] = ()


def begin(
    office: Office,
    by: Contributor,
    achievement: str,
    content: bytes,
    *,
    place: str | None = None,
    by_mail: bool = False,
) -> Bulk:
    """Keep the group that a file describes, confirmed; run it next (`running.run`).

    Lines that cannot be read are kept as refused, with the column and why.

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
        table = read_table(content)
        key = _key(slug, achievement, content)
        known = work.batches.by_key(slug, key)
        rows: dict[int, int] = {}
        if known is None:
            batch = _new(office, by, slug, definition, key=key, by_mail=by_mail)
            require_agreed(work, by, batch, ())
            work.batches.add(batch)
            _keep(work, _lines(batch, table.rows, scale_of(office, work, definition), rows))
            batch = start(office, work, batch, by.name)
        else:
            rows.update((number, row.number) for number, row in enumerate(table.rows, 1))
            batch = _again(office, work, known)
        if not rows:
            raise InvalidRequest("batch.csv.empty", field="file")
        signed = work.batches.lines(batch.id, state="issued")
    return Bulk(batch, rows, frozenset(line.number for line in signed), table.ignored)


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
    batch: Batch, rows: Iterator[Row], scale: Scale, numbers: dict[int, int]
) -> Iterator[BatchLine]:
    for number, row in enumerate(rows, 1):
        numbers[number] = row.number
        line = make_line(batch.id, number, row.cells, scale, problem=row.problem)
        if line.problem is not None:
            yield replace(line, state="refused")
        else:
            yield replace(line, reference=line.reference or _content(batch.place, line))


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
            replace(line, problem=None)
            for line in work.batches.lines(batch.id, state="refused")
            if line.reference is not None
        )
        if problem_in(office, work, batch, line)[0] is None
    ]
    for line in mended:
        work.batches.replace_line(replace(line, state="waiting"))
    if not mended:
        return batch
    waiting = replace(batch, state="waiting", confirmed=office.clock.now(), ended=None)
    work.batches.replace(waiting)
    return waiting


def _key(place: str, achievement: str, content: bytes) -> str:
    return sha256(f"{place}\0{achievement}\0".encode() + content).hexdigest()


def _content(place: str, line: BatchLine) -> str:
    """A reference made of all that a line says, for a line that has none."""
    said = [place, *(getattr(line, name) for name in VALUES if name != "reference")]
    return f"content:{sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()}"
