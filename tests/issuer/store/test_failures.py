"""Databases that cannot be used: each failure has its code, and nothing of it is a traceback."""

import sqlite3
import sys
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import create_engine
from sqlalchemy.exc import InvalidRequestError

from issuer.errors import StoreError
from issuer.model import Place
from issuer.store import SqlStore, failures, migrate, open_store
from tests.issuer.conftest import Databases
from tests.world import NOON

LIEU = Place("lieu", "Le Lieu", NOON)


def test_a_locked_sqlite_says_so(tmp_path: Path) -> None:
    """Another program writes: ours waits, then gives up with a code."""
    path = tmp_path / "b.sqlite3"
    store = open_store(f"sqlite:///{path}", patience=0.1)
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreError, match=r"store\.locked"), store.write() as work:
        work.places.add(LIEU)
    with store.read() as work:
        assert work.places.list() == ()
    opened_meanwhile = open_store(f"sqlite:///{path}", patience=0.1)
    opened_meanwhile.close()
    other.close()
    store.close()


def test_a_locked_postgresql_says_so(postgresql: Databases) -> None:
    """Another program holds the table."""
    url = postgresql.fresh()
    store = open_store(url, patience=0.1)
    with psycopg.connect(url) as other:
        other.execute("LOCK TABLE places")
        with pytest.raises(StoreError, match=r"store\.locked"), store.write() as work:
            work.places.add(LIEU)
        other.rollback()
    store.close()


def test_a_read_only_sqlite_says_so(tmp_path: Path) -> None:
    """It can still be read."""
    path = tmp_path / "b.sqlite3"
    migrate(f"sqlite:///{path}")
    store = SqlStore(create_engine(f"sqlite:///file:{path}?mode=ro&uri=true"))
    with pytest.raises(StoreError, match=r"store\.read_only"), store.write() as work:
        work.places.add(LIEU)
    with store.read() as work:
        assert work.places.list() == ()
    store.close()


def test_a_read_only_postgresql_says_so(postgresql: Databases) -> None:
    """It can still be read."""
    url = postgresql.fresh()
    with psycopg.connect(url, autocommit=True) as connection:
        name = connection.info.dbname
        connection.execute(f"ALTER DATABASE {name} SET default_transaction_read_only = on".encode())
    store = open_store(url)
    with pytest.raises(StoreError, match=r"store\.read_only"), store.write() as work:
        work.places.add(LIEU)
    with store.read() as work:
        assert work.places.list() == ()
    store.close()


@pytest.mark.parametrize("path", ["nowhere/at/all/b.sqlite3", "."])
def test_a_missing_folder_says_so(tmp_path: Path, path: str) -> None:
    """A folder that is not there, and a folder in the place of the file."""
    with pytest.raises(StoreError, match=r"store\.missing"):
        migrate(f"sqlite:///{tmp_path / path}")


def test_a_missing_postgresql_database_says_so(postgresql: Databases) -> None:
    """The server answers, the database is not there."""
    with pytest.raises(StoreError, match=r"store\.(missing|unreachable)"):
        migrate(postgresql.url("nowhere"))


def test_an_absent_server_says_so() -> None:
    """Nobody listens; and the password is not shown."""
    with pytest.raises(StoreError) as caught:
        migrate("postgresql+psycopg://zoe:secret@127.0.0.1:1/badges?connect_timeout=2")
    assert caught.value.code == "store.unreachable"
    assert "secret" not in str(caught.value)


def test_a_damaged_file_says_so(tmp_path: Path) -> None:
    """A file that is no database."""
    path = tmp_path / "b.sqlite3"
    path.write_bytes(b"this is not a database, but it is long enough to be one" * 100)
    with pytest.raises(StoreError, match=r"store\.damaged"):
        migrate(f"sqlite:///{path}")


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("not a url", "store.address"),
        ("", "store.address"),
        ("mysql://localhost/badges", "store.unsupported"),
        ("sqlite://", "store.unsupported"),
        ("sqlite:///:memory:", "store.unsupported"),
        ("nonsense://localhost/badges", "store.unsupported"),
    ],
)
def test_wrong_addresses_say_so(url: str, code: str) -> None:
    """Not an address, not of a kind that we speak, or a memory that forgets."""
    with pytest.raises(StoreError) as caught:
        migrate(url)
    assert caught.value.code == code


def test_a_missing_driver_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the extra `postgres`, the sentence says to install it."""
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(StoreError, match=r"store\.driver"):
        migrate("postgresql://localhost/badges")


def test_a_database_without_tables_says_so(postgresql: Databases, tmp_path: Path) -> None:
    """A database that nobody made ready."""
    empty = (f"sqlite:///{tmp_path / 'b.sqlite3'}", postgresql.create("without_tables"))
    for url in empty:
        store = SqlStore(create_engine(url.replace("postgresql://", "postgresql+psycopg://")))
        with pytest.raises(StoreError, match=r"store\.no_tables"), store.read() as work:
            work.places.list()
        store.close()


def test_what_is_not_foreseen_still_has_a_code() -> None:
    """Any other failure of the engine is ours too, with its cause kept for the log."""
    with pytest.raises(StoreError) as caught, failures.in_our_words("sqlite://"):
        raise InvalidRequestError("surprise")
    assert caught.value.code == "store.unreachable"
    assert isinstance(caught.value.__cause__, InvalidRequestError)


def test_the_file_is_its_owners_only(tmp_path: Path) -> None:
    """It holds people's names: nobody else on the machine may read it."""
    path = tmp_path / "b.sqlite3"
    store = open_store(f"sqlite:///{path}")
    with store.write() as work:
        work.places.add(LIEU)
        modes = {item.name: item.stat().st_mode & 0o777 for item in tmp_path.iterdir()}
    assert modes.keys() >= {"b.sqlite3", "b.sqlite3-wal"}
    assert set(modes.values()) == {0o600}
    store.close()
