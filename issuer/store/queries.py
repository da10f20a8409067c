"""The few ways of asking that all repositories share."""

from typing import Any

from sqlalchemy import Connection, RowMapping, Select, Table

from issuer.store.rows import Row


def first(connection: Connection, query: Select[tuple[Any, ...]]) -> Row | None:
    """The first row of the answer, or None."""
    row = connection.execute(query).mappings().first()
    return None if row is None else named(row)


def every(connection: Connection, query: Select[tuple[Any, ...]]) -> list[Row]:
    """Every row of the answer."""
    return [named(row) for row in connection.execute(query).mappings()]


def matching(
    query: Select[tuple[Any, ...]], table: Table, **wanted: str | None
) -> Select[tuple[Any, ...]]:
    """The query narrowed to the columns that are asked for; None asks for nothing."""
    for name, value in wanted.items():
        if value is not None:
            query = query.where(table.c[name] == value)
    return query


def named(row: RowMapping) -> Row:
    """The row with its columns by name."""
    return {str(name): value for name, value in row.items()}
