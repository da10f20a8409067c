"""Awards to groups and their lines, in SQL."""

from collections.abc import Collection, Mapping
from dataclasses import asdict
from datetime import datetime

from sqlalchemy import Connection, and_, delete, func, insert, select, update

from issuer.model import Batch, BatchLine, BatchState, LineState
from issuer.ports import Outcome
from issuer.store import tables
from issuer.store.bulk import insert_rows, issue_lines
from issuer.store.queries import every, first, matching

_LINES = select(*(tables.batch_lines.c[name] for name in BatchLine._fields))
_OUTCOME = ("number", "name", "award", "problem")


class SqlBatches:
    """`ports.Batches` in SQL."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, batch: Batch) -> None:
        """Keep a new batch."""
        self._connection.execute(insert(tables.batches).values(asdict(batch)))

    def get(self, batch_id: str) -> Batch | None:
        """The batch of that id, or None."""
        row = first(self._connection, select(tables.batches).filter_by(id=batch_id))
        return None if row is None else Batch(**row)

    def lock(self, batch_id: str) -> Batch | None:
        """As `get`, making every other unit of work wait that would lock it too.

        PostgreSQL locks the row; SQLite lets one unit of work write at a time already.
        """
        query = select(tables.batches).filter_by(id=batch_id).with_for_update()
        row = first(self._connection, query)
        return None if row is None else Batch(**row)

    def by_key(self, place: str, key: str) -> Batch | None:
        """The batch that was made for that key, or None."""
        row = first(self._connection, select(tables.batches).filter_by(place=place, key=key))
        return None if row is None else Batch(**row)

    def list(
        self, *, place: str | None = None, state: BatchState | None = None, limit: int = 100
    ) -> tuple[Batch, ...]:
        """The latest batches, newest first."""
        query = matching(select(tables.batches), tables.batches, place=place, state=state)
        ordered = query.order_by(tables.batches.c.created.desc(), "id").limit(limit)
        return tuple(Batch(**row) for row in every(self._connection, ordered))

    def replace(self, batch: Batch) -> None:
        """Keep the new state of the batch of the same id."""
        self._connection.execute(
            update(tables.batches).filter_by(id=batch.id).values(asdict(batch))
        )

    def remove(self, batch_id: str) -> None:
        """Remove a batch that was never confirmed, with its lines and evidence."""
        for table in (tables.evidence_files, tables.batch_lines):
            self._connection.execute(delete(table).filter_by(batch=batch_id))
        self._connection.execute(delete(tables.batches).filter_by(id=batch_id))

    def put_lines(self, lines: Collection[BatchLine]) -> None:
        """Keep new lines."""
        insert_rows(self._connection, tables.batch_lines, lines)

    def lines(
        self, batch_id: str, *, state: LineState | None = None, limit: int = 10_000, after: int = 0
    ) -> tuple[BatchLine, ...]:
        """The lines whose number is above `after`, in order."""
        table = tables.batch_lines
        query = matching(_LINES, table, batch=batch_id, state=state)
        ordered = query.where(table.c.number > after).order_by("number").limit(limit)
        return tuple([BatchLine._make(row) for row in self._connection.execute(ordered).all()])

    def outcomes(
        self, batch_id: str, choices: Collection[str], *, limit: int, after: int = 0
    ) -> tuple[Outcome, ...]:
        """What became of the lines whose number is above `after`, in order."""
        lines, awards = tables.batch_lines.c, tables.awards.c
        is_shown = and_(awards.forgotten.is_(None), awards.choice.in_(choices))
        query = (
            select(*(lines[name] for name in _OUTCOME), awards.url, awards.short_code)
            .join_from(
                tables.batch_lines,
                tables.awards,
                and_(awards.id == lines.award, is_shown),
                isouter=True,
            )
            .where(lines.batch == batch_id, lines.number > after)
            .order_by(lines.number)
            .limit(limit)
        )
        return tuple(map(Outcome._make, self._connection.execute(query).all()))

    def named(self, before: datetime, *, limit: int = 500) -> tuple[BatchLine, ...]:
        """Lines that still name somebody, of groups that ended before that instant."""
        lines, batches = tables.batch_lines.c, tables.batches.c
        over = select(batches.id).where(batches.ended < before)
        query = _LINES.where(lines.batch.in_(over), lines.name != "").limit(limit)
        return tuple([BatchLine._make(row) for row in self._connection.execute(query).all()])

    def numbers(self, batch_id: str, *, state: LineState) -> tuple[int, ...]:
        """The numbers of the lines in that state, in order."""
        number = tables.batch_lines.c.number
        query = select(number).filter_by(batch=batch_id, state=state).order_by(number)
        return tuple(self._connection.scalars(query))

    def line(self, batch_id: str, number: int) -> BatchLine | None:
        """One line, or None."""
        query = select(tables.batch_lines).filter_by(batch=batch_id, number=number)
        row = first(self._connection, query)
        return None if row is None else BatchLine(**row)

    def line_of(self, award: str) -> BatchLine | None:
        """The line that became this award, or None."""
        row = first(self._connection, select(tables.batch_lines).filter_by(award=award))
        return None if row is None else BatchLine(**row)

    def replace_line(self, line: BatchLine) -> None:
        """Keep the new state of the line of the same batch and number."""
        self._connection.execute(
            update(tables.batch_lines)
            .filter_by(batch=line.batch, number=line.number)
            .values(line._asdict())
        )

    def issue_lines(self, batch_id: str, awards: Mapping[int, str]) -> None:
        """Make lines issued: the award of each by number; address and problem leave the line."""
        issue_lines(self._connection, batch_id, awards)

    def remove_line(self, batch_id: str, number: int) -> None:
        """Remove a line and its evidence."""
        for table in (tables.evidence_files, tables.batch_lines):
            self._connection.execute(delete(table).filter_by(batch=batch_id, number=number))

    def counts(self, batch_id: str) -> dict[LineState, int]:
        """How many lines are in each state; states without a line are absent."""
        state = tables.batch_lines.c.state
        query = (
            select(state, func.count())
            .where(tables.batch_lines.c.batch == batch_id)
            .group_by(state)
        )
        return {name: int(count) for name, count in self._connection.execute(query)}
