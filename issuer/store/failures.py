"""What a database says when it fails, in our words: one code for each thing people can mend."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import (
    ArgumentError,
    DBAPIError,
    IntegrityError,
    NoSuchModuleError,
    SQLAlchemyError,
)
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from issuer.errors import Conflict, IssuerError, StoreError

COLLIDED = "store.collided"
"""Two units of work waited for each other: the one that had to give way may simply begin again."""

# Result codes of SQLite by name, and classes of SQLSTATE of PostgreSQL.
SQLITE = {
    "SQLITE_BUSY": "store.locked",
    "SQLITE_LOCKED": "store.locked",
    "SQLITE_READONLY": "store.read_only",
    "SQLITE_PERM": "store.read_only",
    "SQLITE_CANTOPEN": "store.missing",
    "SQLITE_NOTADB": "store.damaged",
    "SQLITE_CORRUPT": "store.damaged",
    "SQLITE_FULL": "store.disk_full",
    "SQLITE_IOERR": "store.disk_failed",
}
POSTGRESQL = {
    "55P03": "store.locked",
    "40P01": COLLIDED,
    "40001": COLLIDED,
    "53300": "store.crowded",
    "57014": "store.locked",
    "25006": "store.read_only",
    "42501": "store.read_only",
    "3D000": "store.missing",
    "53100": "store.disk_full",
    "42P01": "store.no_tables",
}
UNREACHABLE = "store.unreachable"
_NO_TABLES = "no such table"
_REFUSED = ("22", "42")
"""Classes of what an engine that is well does not take: values and statements."""


@contextmanager
def in_our_words(database: str) -> Iterator[None]:
    """Turn what the engine raises into `StoreError` or `Conflict`; `database` is its shown name.

    Raises:
        StoreError: the database cannot be used.
        Conflict: a value that must be unique is there already.
    """
    try:
        yield
    except IntegrityError as error:
        raise Conflict("store.duplicate", database=database) from error
    except DBAPIError as error:
        raise _failure(error, database) from error
    except NoSuchModuleError as error:
        raise StoreError("store.unsupported", database=database) from error
    except ArgumentError as error:
        raise StoreError("store.address", database=database) from error
    except PoolTimeoutError as error:
        raise StoreError("store.crowded", database=database) from error
    except SQLAlchemyError as error:
        raise StoreError(UNREACHABLE, database=database) from error


def _failure(error: DBAPIError, database: str) -> IssuerError:
    origin = error.orig
    if isinstance(origin, sqlite3.Error):
        return StoreError(_sqlite_code(origin), database=database)
    state = str(getattr(origin, "sqlstate", None) or "")
    other = "store.failed" if state.startswith(_REFUSED) else UNREACHABLE
    return StoreError(POSTGRESQL.get(state, other), database=database)


def _sqlite_code(error: sqlite3.Error) -> str:
    name = str(getattr(error, "sqlite_errorname", ""))
    for known, code in SQLITE.items():
        # Extended codes are longer: SQLITE_BUSY_SNAPSHOT is a kind of SQLITE_BUSY.
        if name == known or name.startswith(f"{known}_"):
            return code
    return "store.no_tables" if _NO_TABLES in str(error) else "store.failed"
