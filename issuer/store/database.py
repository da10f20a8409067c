"""Working in transactions of a database that is named by its URL."""

import itertools
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine

from issuer.store.behind import behind
from issuer.store.engines import WRITES, open_engine, shown_name
from issuer.store.failures import in_our_words
from issuer.store.migrating import PATIENCE, migrate
from issuer.store.room import Hand, filled_log
from issuer.store.unit_of_work import SqlUnitOfWork


class SqlStore:
    """`ports.Store` over a SQLAlchemy engine.

    Attributes:
        changes: grows with each unit of work that this process wrote.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        # Made once: an engine with options of its own costs as much as a short question.
        self._reading = engine.execution_options(**{WRITES: False})
        self._writing = engine.execution_options(**{WRITES: True})
        self._hand = Hand()
        self._changes = itertools.count(1)
        self.changes = 0
        self._shown = shown_name(engine.url)

    @contextmanager
    def write(self) -> Iterator[SqlUnitOfWork]:
        """A unit of work kept when the block ends, and undone whole when it raises.

        Raises:
            StoreError: the database cannot be used.
            Conflict: two units of work wanted the same unique value.
        """
        try:
            with self._transaction(self._writing) as connection:
                with behind(connection):
                    yield SqlUnitOfWork(connection)
                filled = filled_log(connection)
        finally:
            self.changes = next(self._changes)
        if filled is not None:
            self._hand.empty(filled)

    @contextmanager
    def read(self) -> Iterator[SqlUnitOfWork]:
        """A unit of work that only reads.

        Raises:
            StoreError: the database cannot be used.
        """
        with self._transaction(self._reading) as connection:
            yield SqlUnitOfWork(connection)

    def wipe_leftovers(self) -> None:
        """Empty the log that SQLite keeps beside its file; while others work, it is left for later.

        PostgreSQL cleans up by itself (autovacuum).

        Raises:
            StoreError: the database cannot be used.
        """
        if self._engine.dialect.name != "sqlite":
            return
        self._hand.wait()
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
        self._hand.wait()
        self._engine.dispose()

    @contextmanager
    def _transaction(self, engine: Engine) -> Iterator[Connection]:
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
    return SqlStore(open_engine(url, patience))
