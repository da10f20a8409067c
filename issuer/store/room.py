"""What SQLite is given while many rows are written: memory, a longer log, and a hand to empty it.

SQLite first writes into a log beside its file, and puts a long log into the file at the end of a
unit of work, which then waits. Here that is done beside whatever comes next.
"""

import sqlite3
from contextlib import closing, suppress
from threading import Lock, Thread
from typing import Final
from urllib.parse import quote

from sqlalchemy import Connection

from issuer.store.behind import processors
from issuer.store.engines import file_of

# 32 MB of pages: indexes in random order are then written once a transaction. And up to 192 MB of
# log, since it starts anew only when a unit of work finds it empty: then SQLite empties it itself.
_ROOM = ("cache_size = -32768", "wal_autocheckpoint = 49152")
_ROOMY: Final = "roomy"
_FILLED: Final = "log filled"


def expect_many(connection: Connection) -> None:
    """Give SQLite room for many rows; the connection keeps it, since more of them will come."""
    connection.info[_FILLED] = True
    if connection.info.setdefault(_ROOMY, False):
        return
    for pragma in _ROOM:
        connection.exec_driver_sql(f"PRAGMA {pragma}")
    connection.info[_ROOMY] = True


def filled_log(connection: Connection) -> str | None:
    """The file whose log the unit of work that ends filled; None of one that wrote few rows.

    With one processor SQLite is left to empty it.
    """
    is_filled = connection.info.pop(_FILLED, False) and processors() > 1
    return file_of(connection) if is_filled else None


class Hand:
    """Puts the log of one file of SQLite into it, once at a time, while others go on.

    Whatever hinders it hinders nobody else: the log stays, and is read with the file.
    """

    def __init__(self) -> None:
        self._turn = Lock()
        self._thread: Thread | None = None

    def empty(self, path: str) -> None:
        """Begin to put the log of that file into it, unless that is being done."""
        with self._turn:
            if self._thread is None or not self._thread.is_alive():
                self._thread = Thread(target=_empty, args=(path,), name="log", daemon=True)
                self._thread.start()

    def wait(self) -> None:
        """Return once nothing is being put into the file."""
        with self._turn:
            if self._thread is not None:
                self._thread.join()


def _empty(path: str) -> None:
    """Put the log into the file, over a connection that nobody else is given afterwards."""
    with (
        suppress(sqlite3.Error),
        closing(sqlite3.connect(f"file:{quote(path)}?mode=rw", uri=True, timeout=0)) as other,
    ):
        other.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()
