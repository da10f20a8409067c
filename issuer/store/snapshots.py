"""All tables read at one instant, while others go on writing, as plain rows.

SQLite keeps a reader's view in its log; PostgreSQL gives a repeatable-read transaction. Neither
makes a writer wait. Tables are taken as they are found, so that a database of an older revision can
be read before it is brought up to date.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import Any

from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Connection,
    Engine,
    Integer,
    LargeBinary,
    MetaData,
    Numeric,
    Table,
    inspect,
)
from sqlalchemy.engine import make_url

from issuer.errors import StoreError
from issuer.ports.backups import Kind, Row, TableShape, Value
from issuer.store.engines import WRITES, open_engine, shown_name
from issuer.store.failures import in_our_words
from issuer.store.migrating import MIGRATIONS, PATIENCE
from issuer.store.tables import metadata

_ROWS_AT_ONCE = 200


class SqlSnapshot:
    """`ports.backups.Snapshot` over one connection in one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    @property
    def revision(self) -> str:
        """The revision of the tables.

        Raises:
            StoreError: nobody made them ready.
        """
        found = MigrationContext.configure(self._connection).get_current_revision()
        if found is None:
            shown = shown_name(self._connection.engine.url)
            raise StoreError("store.no_tables", database=shown)
        return found

    @cached_property
    def tables(self) -> tuple[TableShape, ...]:
        """The tables, each after those that its rows name."""
        return tuple(map(shape_of, self._own.values()))

    @cached_property
    def _own(self) -> dict[str, Table]:
        return {table.name: table for table in own_tables(self._connection)}

    def rows(self, table: TableShape) -> Iterator[Row]:
        """The rows of a table, few of them in memory at a time."""
        columns = ", ".join(map(self._read, self._own[table.name].columns))
        kinds = [kind for _, kind in table.columns]
        streaming = self._connection.execution_options(
            stream_results=True, max_row_buffer=_ROWS_AT_ONCE
        )
        result = streaming.exec_driver_sql(f"SELECT {columns} FROM {quoted(table.name)}")  # noqa: S608 - names are those of our own tables
        for part in result.partitions(_ROWS_AT_ONCE):
            for row in part:
                yield tuple(_plain(kind, value) for kind, value in zip(kinds, row, strict=True))

    def _read(self, column: Column[Any]) -> str:
        """How a column is asked for; PostgreSQL's driver would take JSON apart."""
        name = quoted(column.name)
        is_parsed = self._connection.dialect.name == "postgresql" and isinstance(column.type, JSON)
        return f"CAST({name} AS TEXT)" if is_parsed else name


class SqlSnapshots:
    """`ports.backups.SnapshotSource` of the database at a URL, which is not brought up to date."""

    def __init__(self, url: str, *, patience: float = PATIENCE) -> None:
        self._url = url
        self._patience = patience

    @contextmanager
    def snapshot(self) -> Iterator[SqlSnapshot]:
        """Everything as it is now, for as long as the block lasts.

        Raises:
            StoreError: the database cannot be used, or nobody made it ready.
        """
        path = sqlite_path(self._url)
        if path is not None and not path.exists():  # SQLite would make it by looking
            raise StoreError("store.missing", database=shown_name(make_url(self._url)))
        engine = open_engine(self._url, self._patience)
        try:
            with in_our_words(shown_name(engine.url)), reading_one_instant(engine) as connection:
                _require_known(connection)  # the first question is what takes the snapshot
                yield SqlSnapshot(connection)
        finally:
            engine.dispose()


@contextmanager
def reading_one_instant(engine: Engine) -> Iterator[Connection]:
    """A connection that sees the database as it is at its first question, until the block ends."""
    options: dict[str, Any] = {WRITES: False}
    if engine.dialect.name == "postgresql":
        options |= {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
    with engine.connect().execution_options(**options) as connection, connection.begin():
        yield connection


def newest_revision() -> str:
    """The revision of the tables that this program works with."""
    return str(ScriptDirectory(str(MIGRATIONS)).get_current_head())


def known_revisions() -> frozenset[str]:
    """Every revision of the tables that this program can make."""
    return frozenset(step.revision for step in ScriptDirectory(str(MIGRATIONS)).walk_revisions())


def _require_known(connection: Connection) -> None:
    """Return unless the tables are those of a newer program.

    Raises:
        StoreError: they are (`store.newer`).
    """
    found = set(MigrationContext.configure(connection).get_current_heads())
    if found - known_revisions():
        raise StoreError("store.newer", database=shown_name(connection.engine.url))


def sqlite_path(url: str) -> Path | None:
    """The file of a SQLite database; None for a server."""
    with in_our_words("database_url"):
        parsed = make_url(url)
    is_file = parsed.get_backend_name() == "sqlite" and parsed.database
    return Path(str(parsed.database)) if is_file else None


def own_tables(connection: Connection) -> list[Table]:
    """Our tables as they stand in the database, each after those that its rows name."""
    there = set(inspect(connection).get_table_names()) & set(metadata.tables)
    found = MetaData()
    found.reflect(connection, only=sorted(there))
    return [table for table in found.sorted_tables if table.name in there]


def shape_of(table: Table) -> TableShape:
    """The columns of a table, each with its kind."""
    return TableShape(
        table.name, tuple((column.name, _kind(column.type)) for column in table.columns)
    )


def quoted(name: str) -> str:
    """A name of ours in SQL."""
    return f'"{name}"'


def _kind(type_: Any) -> Kind:
    if isinstance(type_, Boolean):
        return "boolean"
    if isinstance(type_, Integer):
        return "integer"
    if isinstance(type_, LargeBinary):
        return "bytes"
    return "number" if isinstance(type_, Numeric) else "text"


def _plain(kind: Kind, value: Any) -> Value:
    """A value as every engine means it: SQLite has numbers for what is true."""
    if value is None:
        return None
    if kind == "boolean":
        return bool(value)
    if kind == "bytes":
        return bytes(value)
    return float(value) if kind == "number" else value
