"""Engines: how many connections a process holds, how long it waits, and what SQLite is told.

A process holds at most `POOL_SIZE + OVERFLOW` connections, and none across a fork: two processes
that speak over one connection would read each other's answers.
"""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from weakref import WeakSet

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.pool import ConnectionPoolEntry

from issuer.errors import StoreError
from issuer.store.failures import in_our_words

WRITES = "writes"
"""The execution option that tells a unit of work that writes from one that only reads."""

POOL_SIZE = 5
"""Connections that a process keeps open between two units of work."""
OVERFLOW = 5
"""Connections more that it opens while many work at once."""

APPLICATION = "badges"
"""How our connections are called among those of PostgreSQL."""

CONNECT_SECONDS = 10
STATEMENT_SECONDS = 60
"""Longest statement of PostgreSQL: as long as a server waits for a page."""
IDLE_SECONDS = 120
"""How long PostgreSQL keeps the locks of a unit of work that asks for nothing."""
_SILENCE_SECONDS, _PROBE_SECONDS, _PROBES = 30, 10, 3
_OLD_SECONDS = 1_800

_PRAGMAS = (
    "foreign_keys = ON",
    "journal_mode = WAL",
    "synchronous = FULL",
    # Who was erased must not be read in the free pages of the file.
    "secure_delete = ON",
)

_FILE = "file"
_OPEN: WeakSet[Engine] = WeakSet()


def open_engine(url: str, patience: float) -> Engine:
    """An engine for the database at `url`, which it does not reach yet.

    Args:
        url: a SQLAlchemy URL of SQLite or PostgreSQL; what it says of time-outs goes before ours.
        patience: seconds that a writer waits for another one, and for a free connection.

    Raises:
        StoreError: the URL is wrong, its driver is missing, or the file cannot be made.
    """
    with in_our_words("database_url"):
        parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        made = _sqlite(parsed, patience)
    elif parsed.get_backend_name() in ("postgresql", "postgres"):
        made = _postgresql(parsed, patience)
    else:
        raise StoreError("store.unsupported", database=shown_name(parsed))
    _OPEN.add(made)
    return made


def shown_name(url: URL) -> str:
    """A database as it may be shown: without its password."""
    return url.render_as_string(hide_password=True)


def _pool(patience: float) -> dict[str, Any]:
    return {"pool_size": POOL_SIZE, "max_overflow": OVERFLOW, "pool_timeout": patience}


def _postgresql(url: URL, patience: float) -> Engine:
    with in_our_words(shown_name(url)):
        try:
            return create_engine(
                url.set(drivername="postgresql+psycopg"),
                connect_args=_connecting(url.query, patience),
                # A server that was restarted meanwhile is noticed before the first statement.
                pool_pre_ping=True,
                pool_recycle=_OLD_SECONDS,
                **_pool(patience),
            )
        except ModuleNotFoundError as error:
            raise StoreError("store.driver", database=shown_name(url)) from error


def _connecting(asked: Mapping[str, Any], patience: float) -> dict[str, Any]:
    """What PostgreSQL and its client are told, unless the address says otherwise.

    A machine that dies in the middle of a unit of work holds its locks until PostgreSQL notices:
    the probes are for both ends, each of which may be the one that dies.
    """
    ours = {
        "application_name": APPLICATION,
        "connect_timeout": CONNECT_SECONDS,
        "keepalives_idle": _SILENCE_SECONDS,
        "keepalives_interval": _PROBE_SECONDS,
        "keepalives_count": _PROBES,
    }
    session = {
        "lock_timeout": int(patience * 1000),
        "statement_timeout": STATEMENT_SECONDS * 1000,
        "idle_in_transaction_session_timeout": IDLE_SECONDS * 1000,
        "tcp_keepalives_idle": _SILENCE_SECONDS,
        "tcp_keepalives_interval": _PROBE_SECONDS,
        "tcp_keepalives_count": _PROBES,
    }
    options = [f"-c {name}={value}" for name, value in session.items()]
    return {name: value for name, value in ours.items() if name not in asked} | {
        # The last one counts, so those of the address go before ours.
        "options": " ".join([*options, str(asked.get("options", ""))]).strip()
    }


def _sqlite(url: URL, patience: float) -> Engine:
    if not url.database or url.database == ":memory:":
        # Each connection would have a memory of its own, and nothing would be kept.
        raise StoreError("store.unsupported", database=shown_name(url))
    if not url.database.startswith("file:"):
        _create_private(Path(url.database), shown_name(url))
    engine = create_engine(
        url.set(drivername="sqlite"), connect_args={"timeout": patience}, **_pool(patience)
    )
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


def _prepare_sqlite(connection: Any, entry: ConnectionPoolEntry) -> None:
    path = _named_file(connection)
    entry.info[_FILE] = (path, _inode(path))
    connection.isolation_level = None  # the driver's own BEGIN comes too late to be a promise
    for pragma in _PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    """Take the write lock at the start: a reader that turns writer could not be made to wait.

    Raises:
        StoreError: the file was moved or deleted: what is written into it would be lost.
    """
    path, inode = connection.info.get(_FILE, ("", None))
    if inode != _inode(path):
        connection.invalidate()
        raise StoreError("store.missing", database=shown_name(connection.engine.url))
    writes = connection.get_execution_options().get(WRITES, True)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def file_of(connection: Connection) -> str:
    """The file of SQLite that a connection has open; "" where it is another kind of database."""
    path, _ = connection.info.get(_FILE, ("", None))
    return str(path)


def _named_file(connection: Any) -> str:
    """The file that a connection of the driver has open, as SQLite names it."""
    return str(connection.execute("PRAGMA database_list").fetchone()[2])


def _inode(path: str) -> int | None:
    """Which file stands at a path; None for none."""
    try:
        return os.stat(path).st_ino  # noqa: PTH116 - asked at each unit of work, so without a Path
    except OSError:
        return None


def _give_back() -> None:
    """Close what no unit of work uses, so that a child of this process inherits nothing.

    Servers open the application once before they fork, to tell what is wrong; and a file of SQLite
    that is open in two processes by a fork loses its locks.
    """
    for engine in tuple(_OPEN):
        engine.dispose()


os.register_at_fork(before=_give_back)
