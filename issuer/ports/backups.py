"""Everything that is kept, read at one instant and put back elsewhere, as protocols.

Rows travel as plain values under the names of tables and columns, so that one engine can give what
another one takes.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Literal, Protocol

Kind = Literal["text", "integer", "number", "boolean", "bytes"]
"""What a column holds; JSON and instants travel as the text that they are."""

Value = str | int | float | bool | bytes | None
Row = tuple[Value, ...]


@dataclass(frozen=True)
class TableShape:
    """A table and its columns, each with its kind, in the order of its rows."""

    name: str
    columns: tuple[tuple[str, Kind], ...]


class Snapshot(Protocol):
    """All tables as they were at one instant, whatever others write meanwhile."""

    @property
    def revision(self) -> str:
        """The revision of the tables."""
        ...

    @property
    def tables(self) -> tuple[TableShape, ...]:
        """The tables, each after those that its rows name."""
        ...

    def rows(self, table: TableShape) -> Iterator[Row]:
        """The rows of a table, few of them in memory at a time."""
        ...


class EmptyTables(Protocol):
    """New tables of one revision, in a transaction that is kept when everything went well."""

    @property
    def tables(self) -> tuple[TableShape, ...]:
        """The tables, each after those that its rows name."""
        ...

    def fill(self, table: TableShape, rows: Iterable[Row]) -> int:
        """Put rows into a table; the value is how many.

        Raises:
            StoreError: the database does not take them.
            Conflict: they contradict one another.
        """
        ...


class SnapshotSource(Protocol):
    """A place from which everything can be read at one instant."""

    def snapshot(self) -> AbstractContextManager[Snapshot]:
        """Everything as it is now, for as long as the block lasts.

        Raises:
            StoreError: the database cannot be used.
        """
        ...


Tell = Callable[[int], None]
"""Hears how many rows are done."""
