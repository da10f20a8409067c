"""Opening a database by its URL, bringing its tables up to date, and working in transactions."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.pool import ConnectionPoolEntry

from issuer.errors import StoreError
from issuer.store.failures import in_our_words
from issuer.store.unit_of_work import SqlUnitOfWork

PATIENCE = 15.0
"""Seconds that a writer waits for another one before it gives up with `store.locked`."""

_MIGRATIONS = Path(__file__).with_name("migrations")
_WRITES = "writes"
_PRAGMAS = (
    "foreign_keys = ON",
    "journal_mode = WAL",
    "synchronous = FULL",
    # Who was erased must not be read in the free pages of the file.
    "secure_delete = ON",
)
# Any number, as long as it is always the same: two servers starting together migrate in turn.
_MIGRATION_LOCK = 7_240_113


class SqlStore:
    """`ports.Store` over a SQLAlchemy engine."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._shown = shown_name(engine.url)

    @contextmanager
    def write(self) -> Iterator[SqlUnitOfWork]:
        """A unit of work kept when the block ends, and undone whole when it raises.

        Raises:
            StoreError: the database cannot be used.
            Conflict: two units of work wanted the same unique value.
        """
        with self._transaction(writes=True) as connection:
            yield SqlUnitOfWork(connection)

    @contextmanager
    def read(self) -> Iterator[SqlUnitOfWork]:
        """A unit of work that only reads.

        Raises:
            StoreError: the database cannot be used.
        """
        with self._transaction(writes=False) as connection:
            yield SqlUnitOfWork(connection)

    def wipe_leftovers(self) -> None:
        """Empty the log that SQLite keeps beside its file; while others work, it is left for later.

        PostgreSQL cleans up by itself (autovacuum).

        Raises:
            StoreError: the database cannot be used.
        """
        if self._engine.dialect.name != "sqlite":
            return
        with in_our_words(self._shown):
            connection = self._engine.raw_connection()
            try:
                # Whoever reads or writes now is not waited for: the next round does it.
                connection.cursor().execute("PRAGMA busy_timeout = 0")
                connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
            finally:
                connection.invalidate()

    def close(self) -> None:
        """Give the connections back."""
        self._engine.dispose()

    @contextmanager
    def _transaction(self, *, writes: bool) -> Iterator[Connection]:
        engine = self._engine.execution_options(**{_WRITES: writes})
        with in_our_words(self._shown), engine.begin() as connection:
            yield connection


def open_store(url: str, *, patience: float = PATIENCE) -> SqlStore:
    """The store at `url`, its tables up to date.

    Args:
        url: a SQLAlchemy URL of SQLite or PostgreSQL.
        patience: seconds that a writer waits for another one.

    Raises:
        StoreError: the URL is wrong, or the database cannot be used or is newer than the program.
    """
    migrate(url, patience=patience)
    return SqlStore(_engine(url, patience))


def migrate(url: str, *, patience: float = PATIENCE) -> None:
    """Create the tables at `url`, or bring them up to date; nothing happens when they are.

    Raises:
        StoreError: the URL is wrong, or the database cannot be used or is newer than the program.
    """
    engine = _engine(url, patience)
    steps = ScriptDirectory(str(_MIGRATIONS))
    try:
        with in_our_words(shown_name(engine.url)):
            # Looking first lets a database that is up to date be opened while others write to it.
            with engine.execution_options(**{_WRITES: False}).begin() as connection:
                if _is_current(connection, steps):
                    return
            with engine.execution_options(**{_WRITES: True}).begin() as connection:
                _upgrade(connection, steps)
    finally:
        engine.dispose()


def shown_name(url: URL) -> str:
    """A database as it may be shown: without its password."""
    return url.render_as_string(hide_password=True)


def _is_current(connection: Connection, steps: ScriptDirectory) -> bool:
    """Whether the tables are those of this program.

    Raises:
        StoreError: they are those of a newer one.
    """
    current = set(MigrationContext.configure(connection).get_current_heads())
    if current - {step.revision for step in steps.walk_revisions()}:
        raise StoreError("store.newer", database=shown_name(connection.engine.url))
    return current == set(steps.get_heads())


def _upgrade(connection: Connection, steps: ScriptDirectory) -> None:
    """Run the missing steps; when several servers start together, the others wait for the first."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:n)"), {"n": _MIGRATION_LOCK})
    if not _is_current(connection, steps):
        config = Config()
        config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def _engine(url: str, patience: float) -> Engine:
    with in_our_words("database_url"):
        parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        return _sqlite(parsed, patience)
    if parsed.get_backend_name() in ("postgresql", "postgres"):
        return _postgresql(parsed, patience)
    raise StoreError("store.unsupported", database=shown_name(parsed))


def _postgresql(url: URL, patience: float) -> Engine:
    with in_our_words(shown_name(url)):
        try:
            return create_engine(
                url.set(drivername="postgresql+psycopg"),
                pool_pre_ping=True,
                connect_args={"options": f"-c lock_timeout={int(patience * 1000)}"},
            )
        except ModuleNotFoundError as error:
            raise StoreError("store.driver", database=shown_name(url)) from error


def _sqlite(url: URL, patience: float) -> Engine:
    if not url.database or url.database == ":memory:":
        # Each connection would have a memory of its own, and nothing would be kept.
        raise StoreError("store.unsupported", database=shown_name(url))
    if not url.database.startswith("file:"):
        _create_private(Path(url.database), shown_name(url))
    engine = create_engine(url.set(drivername="sqlite"), connect_args={"timeout": patience})
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _create_private(path: Path, shown: str) -> None:
    """Make the file before SQLite does, for its owner only: it holds people's names.

    A file that is there is never opened and closed beside SQLite: that would drop the locks that
    this process holds on it (POSIX locks belong to the process, not to the opening).
    """
    try:
        os.close(os.open(path, os.O_RDONLY | os.O_CREAT | os.O_EXCL, 0o600))
    except FileExistsError as error:
        if not path.is_file() or not os.access(path, os.R_OK):
            raise StoreError("store.missing", database=shown) from error
    except OSError as error:
        raise StoreError("store.missing", database=shown) from error


def _prepare_sqlite(connection: Any, _: ConnectionPoolEntry) -> None:
    connection.isolation_level = None  # the driver's own BEGIN comes too late to be a promise
    for pragma in _PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    """Take the write lock at the start: a reader that turns writer could not be made to wait."""
    writes = connection.get_execution_options().get(_WRITES, True)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
