"""What SQLite is given while many rows are written: memory, a longer log, and a hand to empty it.

SQLite first writes into a log beside its file, and puts a long log into the file at the end of a
unit of work, which then waits. Here the next unit of work has that done while it is being prepared.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from threading import Thread
from urllib.parse import quote

from sqlalchemy import Connection

from issuer.store.behind import processors
from issuer.store.engines import file_of

# 32 MB of pages: indexes in random order are then written once a transaction. And up to 192 MB of
# log, since it starts anew only when a unit of work finds it empty: then SQLite empties it itself.
_ROOM = ("cache_size = -32768", "wal_autocheckpoint = 49152")
_ROOMY = "roomy"


def expect_many(connection: Connection) -> None:
    """Give SQLite room for many rows; the connection keeps it, since more of them will come."""
    if connection.info.setdefault(_ROOMY, False):
        return
    for pragma in _ROOM:
        connection.exec_driver_sql(f"PRAGMA {pragma}")
    connection.info[_ROOMY] = True


@contextmanager
def log_emptied(connection: Connection) -> Iterator[None]:
    """A time in which the log of SQLite goes into its file, where the connection wrote many rows.

    Whatever hinders it hinders nobody else: the log stays, and is read with the file.
    """
    if not connection.info.get(_ROOMY, False) or processors() == 1:
        yield
        return
    hand = Thread(target=_empty, args=(file_of(connection),), name="log", daemon=True)
    hand.start()
    try:
        yield
    finally:
        hand.join()


def _empty(path: str) -> None:
    """Put the log into the file, over a connection that nobody else is given afterwards."""
    with (
        suppress(sqlite3.Error),
        closing(sqlite3.connect(f"file:{quote(path)}?mode=rw", uri=True, timeout=0)) as other,
    ):
        other.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()
