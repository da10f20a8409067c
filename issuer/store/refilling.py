"""A database made anew from plain rows: whole, or not at all.

Tables are made at the revision that the rows were read at, filled, and then brought up to date, so
that an older backup fits a newer program. PostgreSQL does all of it in one transaction. SQLite gets
a new file that is renamed at the end; one that others have open is not replaced under them.
"""

import os
import sqlite3
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from itertools import islice
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Engine, inspect, select
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError

from issuer.errors import StoreError
from issuer.ports.backups import Row, TableShape
from issuer.store import tables
from issuer.store.concept_rows import read_concept
from issuer.store.engines import APPLICATION, WRITES, open_engine, shown_name
from issuer.store.failures import in_our_words
from issuer.store.migrating import MIGRATIONS, PATIENCE
from issuer.store.search_engines import Fts5, TextSearch, copy_rows
from issuer.store.snapshots import (
    known_revisions,
    own_tables,
    quoted,
    reading_one_instant,
    shape_of,
    sqlite_path,
)

_AT_ONCE = 200
_LIVED_IN = ("places", "people", "awards")
_SEARCH = "concept_search"
_REVISION = "alembic_version"
_SIDES = ("-wal", "-shm", "-journal")
_OTHERS = (
    "SELECT pid FROM pg_stat_activity WHERE pid <> pg_backend_pid()"
    " AND datname = current_database() AND application_name = %s"
)
_LOOKS, _PAUSE_SECONDS = 20, 0.1


class SqlEmptyTables:
    """`ports.backups.EmptyTables` over one connection in one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self.tables: tuple[TableShape, ...] = tuple(map(shape_of, own_tables(connection)))

    def fill(self, table: TableShape, rows: Iterable[Row]) -> int:
        """Put rows into a table; the value is how many.

        Raises:
            StoreError: the database does not take them.
            Conflict: they contradict one another.
        """
        counted = _Counted(rows)
        names = ", ".join(quoted(name) for name, _ in table.columns)
        if self._connection.dialect.name == "postgresql":
            self._copy(f"COPY {quoted(table.name)} ({names}) FROM STDIN", counted)
        else:
            marks = ", ".join("?" * len(table.columns))
            self._insert(f"INSERT INTO {quoted(table.name)} ({names}) VALUES ({marks})", counted)  # noqa: S608 - names are those of our own tables
        return counted.count

    def _copy(self, statement: str, rows: "_Counted") -> None:
        driver: Any = self._connection.dialect.loaded_dbapi
        try:
            copy_rows(self._connection, statement, rows)
        except driver.Error as error:  # COPY goes past SQLAlchemy, which would have wrapped it
            raise DBAPIError.instance(
                statement, None, error, driver.Error, dialect=self._connection.dialect
            ) from error

    def _insert(self, statement: str, rows: "_Counted") -> None:
        waiting = iter(rows)
        while part := list(islice(waiting, _AT_ONCE)):
            self._connection.exec_driver_sql(statement, part)


class _Counted:
    """Rows, and how many of them went by."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self._rows = rows
        self.count = 0

    def __iter__(self) -> Iterator[Row]:
        for row in self._rows:
            self.count += 1
            yield row


def is_lived_in(url: str) -> bool:
    """Whether somebody works in this database: it has places, people or badges.

    Raises:
        StoreError: the database cannot be used.
    """
    path = sqlite_path(url)
    if path is not None and not path.exists():
        return False
    engine = open_engine(url, PATIENCE)
    try:
        with in_our_words(shown_name(engine.url)), reading_one_instant(engine) as connection:
            there = set(inspect(connection).get_table_names())
            return any(
                connection.exec_driver_sql(f"SELECT 1 FROM {name} LIMIT 1").first()  # noqa: S608 - one of three names above
                for name in _LIVED_IN
                if name in there
            )
    finally:
        engine.dispose()


@contextmanager
def emptied(url: str, revision: str) -> Iterator[SqlEmptyTables]:
    """New tables of `revision` instead of all that is there; kept, up to date, when the block ends.

    Raises:
        StoreError: the database cannot be used, others have it open, or the revision is unknown.
        Conflict: the rows contradict one another.
    """
    named = sqlite_path(url)
    if revision not in known_revisions():
        raise StoreError("store.newer", database=shown_name(make_url(url)))
    if named is None:
        with _filling(url, revision) as made:
            yield made
        return
    path = named.resolve()  # a link to another disk stays one
    _require_alone(path, url)
    beside = _new_file(path, url)
    try:
        with _filling(f"sqlite:///{beside}", revision) as made:
            yield made
        _require_alone(path, url)
        _take_place(beside, path)
    finally:
        for name in ("", *_SIDES):
            beside.with_name(beside.name + name).unlink(missing_ok=True)


@contextmanager
def _filling(url: str, revision: str) -> Iterator[SqlEmptyTables]:
    """One transaction: away with what is there, new tables, rows, and what is made from them."""
    engine = open_engine(url, PATIENCE)
    try:
        with (
            in_our_words(shown_name(engine.url)),
            engine.execution_options(**{WRITES: True}).begin() as connection,
        ):
            if engine.dialect.name == "postgresql":
                connection.exec_driver_sql("SET LOCAL statement_timeout = 0")
                _require_quiet(connection)
                _drop(connection)
            _bring_to(connection, revision)
            yield SqlEmptyTables(connection)
            _bring_to(connection, "head")
            _index(connection)
            if engine.dialect.name == "postgresql":
                _count_on(connection)
        if engine.dialect.name == "sqlite":
            _settle(engine)
    finally:
        engine.dispose()


def _require_quiet(connection: Connection) -> None:
    """Return when no other process of ours is connected; whoever just left is waited for.

    Raises:
        StoreError: others are (`store.in_use`).
    """
    for _ in range(_LOOKS):
        connection.exec_driver_sql("SELECT pg_stat_clear_snapshot()")
        if connection.exec_driver_sql(_OTHERS, (APPLICATION,)).first() is None:
            return
        time.sleep(_PAUSE_SECONDS)
    raise StoreError("store.in_use", database=shown_name(connection.engine.url))


def _drop(connection: Connection) -> None:
    """Take our tables away, and leave alone what others keep in the same database."""
    for table in reversed(own_tables(connection)):
        connection.exec_driver_sql(f"DROP TABLE {quoted(table.name)} CASCADE")
    for name in (_SEARCH, _REVISION):
        connection.exec_driver_sql(f"DROP TABLE IF EXISTS {name}")


def _bring_to(connection: Connection, revision: str) -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, revision)


def _index(connection: Connection) -> None:
    """Make the index of words again: no backup holds it, since each engine has its own."""
    engine = TextSearch() if connection.dialect.name == "postgresql" else Fts5()
    last, query = 0, select(tables.concepts).order_by(tables.concepts.c.id).limit(_AT_ONCE)
    while found := connection.execute(query.where(tables.concepts.c.id > last)).mappings().all():
        for scheme in dict.fromkeys(row["scheme"] for row in found):
            entries = [
                (row["id"], read_concept({**row})) for row in found if row["scheme"] == scheme
            ]
            engine.put(connection, scheme, entries)
        last = found[-1]["id"]
    engine.settle(connection)


def _count_on(connection: Connection) -> None:
    """Let PostgreSQL number what comes after the numbers that came with the rows."""
    for table in own_tables(connection):
        for column in table.primary_key.columns:
            sequence = connection.exec_driver_sql(
                "SELECT pg_get_serial_sequence(%s, %s)", (quoted(table.name), column.name)
            ).scalar()
            if sequence is not None:
                connection.exec_driver_sql(
                    f"SELECT setval(%s, coalesce(max({quoted(column.name)}), 0) + 1, false)"  # noqa: S608 - names are those of our own tables
                    f" FROM {quoted(table.name)}",
                    (sequence,),
                )


def _settle(engine: Engine) -> None:
    """Bring everything out of SQLite's log into the file, which is about to be renamed."""
    connection = engine.raw_connection()
    try:
        connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    finally:
        connection.close()


def _new_file(path: Path, url: str) -> Path:
    """An empty file beside, for its owner only."""
    try:
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".new", dir=path.parent)
    except OSError as error:
        raise StoreError("store.missing", database=shown_name(make_url(url))) from error
    os.close(handle)
    return Path(name)


def _require_alone(path: Path, url: str) -> None:
    """Return when nobody has the file open: SQLite leaves its log only for whoever is alone.

    Raises:
        StoreError: others have it open (`store.in_use`).
    """
    if not path.exists():
        return
    try:
        with closing(sqlite3.connect(path, timeout=0, isolation_level=None)) as connection:
            connection.execute("PRAGMA journal_mode = DELETE").fetchall()
    except sqlite3.OperationalError as error:
        raise StoreError("store.in_use", database=shown_name(make_url(url))) from error
    except sqlite3.DatabaseError:  # what is damaged is what people restore over
        return


def _take_place(beside: Path, path: Path) -> None:
    beside.replace(path)
    for side in _SIDES:
        path.with_name(path.name + side).unlink(missing_ok=True)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
