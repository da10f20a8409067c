"""Numbers for whoever watches over the service, in SQL that reads indexes and narrow rows only."""

from datetime import UTC, datetime

from sqlalchemy import Connection, case, func, select

from issuer.ports.tallies import Positions, Waiting
from issuer.store import tables

_WAITING = "waiting"


class SqlTallies:
    """`ports.Tallies` in SQL."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def lines(self) -> Waiting:
        """The lines of confirmed groups that are not signed yet."""
        batches, lines = tables.batches, tables.batch_lines
        waiting = batches.c.state == _WAITING
        query = (
            select(func.count())
            .select_from(lines.join(batches, lines.c.batch == batches.c.id))
            .where(waiting, lines.c.state == _WAITING)
        )
        count = int(self._connection.scalar(query) or 0)
        since = self._connection.scalar(select(func.min(batches.c.confirmed)).where(waiting))
        return Waiting(count, _aware(since) if count else None)

    def letters(self) -> Waiting:
        """The letters that are not sent yet."""
        letters = tables.letters
        query = select(func.count(), func.min(letters.c.created)).where(letters.c.state == _WAITING)
        count, since = self._connection.execute(query).one()
        return Waiting(int(count), _aware(since))

    def positions(self) -> tuple[Positions, ...]:
        """The status lists, by purpose."""
        lists, entries = tables.status_lists, tables.status_entries
        given = (
            select(
                entries.c.list_id,
                func.count().label("taken"),
                func.sum(case((entries.c.value, 1), else_=0)).label("marked"),
            )
            .group_by(entries.c.list_id)
            .subquery()
        )
        query = (
            select(
                lists.c.purpose,
                func.count(),
                func.sum(lists.c.capacity),
                func.coalesce(func.sum(given.c.taken), 0),
                func.coalesce(func.sum(given.c.marked), 0),
            )
            .select_from(lists.outerjoin(given, given.c.list_id == lists.c.id))
            .group_by(lists.c.purpose)
            .order_by(lists.c.purpose)
        )
        found = self._connection.execute(query)
        return tuple(Positions(purpose, *map(int, numbers)) for purpose, *numbers in found)


def _aware(instant: datetime | None) -> datetime | None:
    return (
        instant.replace(tzinfo=UTC) if instant is not None and instant.tzinfo is None else instant
    )
