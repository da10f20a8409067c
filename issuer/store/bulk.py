"""Many rows at once: written without building a statement for each, and sought by many values.

SQLite takes one prepared statement and tuples; PostgreSQL takes COPY in binary form, inside the
same transaction. Values are prepared here as their columns would prepare them one by one.
"""

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache, partial
from itertools import chain
from operator import attrgetter
from typing import Any

from sqlalchemy import (
    ARRAY,
    JSON,
    Boolean,
    Column,
    ColumnElement,
    Connection,
    Integer,
    LargeBinary,
    Select,
    Table,
    func,
    literal,
    select,
)
from sqlalchemy.exc import DBAPIError

from badges.encoding import encode_instant
from issuer.store.behind import Write, after_all, put_behind
from issuer.store.room import expect_many
from issuer.store.tables.base import Instant

Values = tuple[Any, ...]

_MANY = 100
_TOGETHER = (500, 50, 5, 1)
"""Rows of one statement of SQLite: few statements to keep, and each works for long on its own."""

# The numbers are listed first: looked through for each line of the group, they would cost seconds.
_ISSUED_SQLITE = (
    "WITH done (number, award) AS MATERIALIZED"
    " (SELECT CAST(key AS INTEGER), value FROM json_each(?))"
    " UPDATE batch_lines SET state = 'issued', award = done.award, email = NULL, problem = NULL"
    " FROM done WHERE batch = ? AND batch_lines.number = done.number"
)
_ISSUED_POSTGRESQL = (
    "UPDATE batch_lines SET state = 'issued', award = done.award, email = NULL, problem = NULL"
    " FROM unnest(%s::int[], %s::text[]) AS done (number, award)"
    " WHERE batch = %s AND batch_lines.number = done.number"
)


def insert_records(connection: Connection, table: Table, items: Iterable[Any]) -> None:
    """Keep records whose fields have the names of the columns."""
    insert_rows(connection, table, map(_values_of(table), items))


def insert_rows(connection: Connection, table: Table, rows: Iterable[Values]) -> None:
    """Keep rows whose values come in the order of the columns; a counted key is left to count.

    Many rows are written while the caller goes on (`behind`).
    """
    columns = _given(table)
    prepared = _prepared(columns, list(rows))
    if not prepared:
        return
    is_postgresql = connection.dialect.name == "postgresql"
    if len(prepared) >= _MANY and not is_postgresql:
        expect_many(connection)
    write = _copy if is_postgresql else _insert
    _hand_over(connection, len(prepared), partial(write, connection, table, columns, prepared))


def issue_lines(connection: Connection, batch_id: str, awards: Mapping[int, str]) -> None:
    """Tell lines of a batch, by number, the award that they became."""
    if not awards:
        return
    if connection.dialect.name == "postgresql":
        statement = _ISSUED_POSTGRESQL
        given: Values = (list(awards), list(awards.values()), batch_id)
    else:
        statement, given = _ISSUED_SQLITE, (json.dumps(awards), batch_id)

    def write() -> None:
        connection.exec_driver_sql(statement, given)

    _hand_over(connection, len(awards), write)


def _hand_over(connection: Connection, count: int, write: Write) -> None:
    """Have many rows written behind, and few at once, after what is being written behind."""
    if count >= _MANY:
        put_behind(connection, write)
    else:
        after_all(connection)
        write()


def among(
    connection: Connection,
    query: Select[Any],
    column: ColumnElement[Any],
    values: Collection[Any],
) -> Iterator[Any]:
    """The first value of each row whose column holds one of many values."""
    return (row[0] for row in rows_among(connection, query, column, values))


def rows_among(
    connection: Connection,
    query: Select[Any],
    column: ColumnElement[Any],
    values: Collection[Any],
) -> Iterator[Values]:
    """The rows whose column holds one of many values, which are sent as one."""
    asked = list(values)
    if connection.dialect.name == "postgresql":
        # As rows to join with: compared with each row of a table that PostgreSQL believes to be
        # small, since it grew a moment ago, a long array costs more than all the rest.
        found = column.in_(select(func.unnest(literal(asked, ARRAY(column.type)))))
    else:
        listed = func.json_each(json.dumps(asked)).table_valued("value")
        found = column.in_(select(listed.c.value))
    if asked:
        yield from map(tuple, connection.execute(query.where(found)).all())


@cache
def _values_of(table: Table) -> Callable[[Any], Values]:
    return attrgetter(*(column.name for column in _given(table)))


def _given(table: Table) -> tuple[Column[Any], ...]:
    """The columns that a writer fills."""
    return tuple(column for column in table.columns if column.autoincrement is not True)


def _prepared(columns: tuple[Column[Any], ...], rows: list[Values]) -> list[Values]:
    """The rows with instants and JSON as text, made column by column."""
    upright: list[Sequence[Any]] = list(zip(*rows, strict=True))
    for place, column in enumerate(columns if rows else ()):
        if isinstance(column.type, Instant):
            # Rows that are kept together share most of their instants.
            texts = {value: value and encode_instant(value) for value in set(upright[place])}
            upright[place] = [texts[value] for value in upright[place]]
        elif isinstance(column.type, JSON):
            upright[place] = [
                None if value is None else json.dumps(value) for value in upright[place]
            ]
    return list(zip(*upright, strict=True))


def _insert(
    connection: Connection, table: Table, columns: tuple[Column[Any], ...], rows: list[Values]
) -> None:
    """Give rows to SQLite, many in one statement: row by row, threads would take turns at each."""
    start = 0
    for count in _TOGETHER:
        while len(rows) - start >= count:
            shared, given = _shared(rows[start : start + count])
            connection.exec_driver_sql(_insertion(table, columns, count, shared), given)
            start += count


def _shared(rows: list[Values]) -> tuple[tuple[bool, ...], Values]:
    """Which columns say the same in all rows, and what is given: that once, then the rest by row.

    Two in three of an award's columns are such. The first one never is, so that each row has one.
    """
    upright = list(zip(*rows, strict=True))
    count = len(rows) if len(rows) > 1 else 0
    shared = tuple([bool(n) and col.count(col[0]) == count for n, col in enumerate(upright)])
    once = [values[0] for values, is_shared in zip(upright, shared, strict=True) if is_shared]
    each = [values for values, is_shared in zip(upright, shared, strict=True) if not is_shared]
    return shared, (*once, *chain.from_iterable(zip(*each, strict=True)))


@lru_cache(maxsize=128)
def _insertion(
    table: Table, columns: tuple[Column[Any], ...], count: int, shared: tuple[bool, ...]
) -> str:
    numbers = iter(range(1, len(shared) + 1))
    said = ["?" if is_shared else f"column{next(numbers)}" for is_shared in shared]
    row = f"({', '.join('?' * shared.count(False))})"
    listed, into = ", ".join([row] * count), f"{table.name} ({_names(columns)})"
    return f"INSERT INTO {into} SELECT {', '.join(said)} FROM (VALUES {listed})"  # noqa: S608 - names of our own tables


def _names(columns: tuple[Column[Any], ...]) -> str:
    return ", ".join(f'"{column.name}"' for column in columns)


def _copy(
    connection: Connection, table: Table, columns: tuple[Column[Any], ...], rows: list[Values]
) -> None:
    """Send rows to PostgreSQL; what it refuses is told as any other statement of the engine."""
    statement = f"COPY {table.name} ({_names(columns)}) FROM STDIN (FORMAT BINARY)"
    driver: Any = connection.connection.driver_connection
    errors = connection.dialect.loaded_dbapi.Error
    try:
        with driver.cursor() as cursor, cursor.copy(statement) as copy:
            copy.set_types([_wire_type(column) for column in columns])
            for row in rows:
                copy.write_row(row)
    except errors as error:
        raise DBAPIError.instance(
            statement, None, error, errors, dialect=connection.dialect
        ) from error


def _wire_type(column: Column[Any]) -> str:
    """How PostgreSQL reads a column in binary; every kind of text is the same."""
    kinds = ((Integer, "int4"), (Boolean, "bool"), (LargeBinary, "bytea"))
    # A foreign key has the type of the column that it names.
    for kind, name in kinds:
        if isinstance(column.type, kind):
            return name
    return "text"
