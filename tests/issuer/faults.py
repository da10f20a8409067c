"""A fuse that blows at the n-th call of any port, and pictures of a whole database."""

import resource
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import create_engine, select

from issuer.ports import Office
from issuer.store.tables import metadata


class Blown(Exception):
    """What a port raises when the fuse blows: nothing of ours, so nothing of ours catches it."""


@dataclass
class Fuse:
    """Lets `calls` calls through, and blows at the next one."""

    calls: int

    def burn(self) -> None:
        """One more call."""
        self.calls -= 1
        if self.calls < 0:
            raise Blown


class Fused:
    """Stands before a port: every call of it, or of a part of it, burns the fuse first."""

    def __init__(self, port: Any, fuse: Fuse) -> None:
        self._port = port
        self._fuse = fuse

    def __getattr__(self, name: str) -> Any:
        part = getattr(self._port, name)
        return self._watched(part) if callable(part) else Fused(part, self._fuse)

    def _watched(self, call: Callable[..., Any]) -> Callable[..., Any]:
        def watched(*arguments: Any, **options: Any) -> Any:
            self._fuse.burn()
            return call(*arguments, **options)

        return watched


class FusedStore:
    """A store whose units of work burn the fuse at each call, and once more before they commit."""

    def __init__(self, office: Office, fuse: Fuse) -> None:
        self._store = office.store
        self._fuse = fuse

    @contextmanager
    def write(self) -> Iterator[Any]:
        """A unit of work that may blow at any step."""
        with self._store.write() as work:
            yield Fused(work, self._fuse)
            self._fuse.burn()

    @contextmanager
    def read(self) -> Iterator[Any]:
        """A unit of work that may blow at any step."""
        with self._store.read() as work:
            yield Fused(work, self._fuse)

    @property
    def changes(self) -> int:
        """As of the store behind it."""
        return self._store.changes

    def wipe_leftovers(self) -> None:
        """One more step that may blow."""
        self._fuse.burn()
        self._store.wipe_leftovers()

    def close(self) -> None:
        """Nothing: the store belongs to the town."""


def fused(office: Office, calls: int) -> Office:
    """The same office, in which everything outside fails after `calls` calls."""
    fuse = Fuse(calls)
    ports: dict[str, Any] = {
        name: Fused(getattr(office, name), fuse) for name in ("clock", "identifiers", "keys")
    }
    return replace(office, **ports, store=FusedStore(office, fuse))


@contextmanager
def disk_of(size: int) -> Iterator[None]:
    """A disk on which no file may grow beyond `size` bytes."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def picture(url: str) -> dict[str, list[Any]]:
    """Every row of every table, in a stable order."""
    engine = create_engine(url.replace("postgresql://", "postgresql+psycopg://"))
    try:
        with engine.connect() as connection:
            return {
                table.name: sorted(
                    (tuple(row) for row in connection.execute(select(table))), key=repr
                )
                for table in metadata.sorted_tables
            }
    finally:
        engine.dispose()
