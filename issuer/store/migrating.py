"""Bringing the tables up to date: nothing to do most of the time, and that is seen at once.

What changes tables (`steps`) takes as long to load as all else of the store, so it is loaded only
when a table has to change.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module
from pathlib import Path

from sqlalchemy import Connection, inspect, text

from issuer.store.engines import WRITES, open_engine, shown_name
from issuer.store.failures import in_our_words

PATIENCE = 15.0
"""Seconds that a writer waits for another one before it gives up with `store.locked`."""

MIGRATIONS = Path(__file__).with_name("migrations")

_STEP = re.compile(r"v(\w+?)_\w+\.py")
_VERSIONS = "alembic_version"


@dataclass(frozen=True)
class Migrated:
    """The revision of the tables before and after; `before` is None for an empty database."""

    before: str | None
    after: str


def migrate(url: str, *, patience: float = PATIENCE) -> Migrated:
    """Create the tables at `url`, or bring them up to date; nothing happens when they are.

    Each step leaves tables with which the program before it can go on: expand, then contract.

    Raises:
        StoreError: the URL is wrong, the database cannot be used or is newer than the program, or
            others keep a table that has to change (`store.migration_waits`).
    """
    engine = open_engine(url, patience)
    newest = newest_of(MIGRATIONS)
    try:
        # Looking first lets a database that is up to date be opened while others write to it.
        with (
            in_our_words(shown_name(engine.url)),
            engine.execution_options(**{WRITES: False}).begin() as connection,
        ):
            found = _revisions(connection)
        if found == [newest]:
            return Migrated(newest, newest)
        stepping = import_module("issuer.store.steps")
        after: str = stepping.take(engine, MIGRATIONS, patience)
        return Migrated(found[0] if found else None, after)
    finally:
        engine.dispose()


@lru_cache(maxsize=2)
def newest_of(folder: Path) -> str:
    """The last step in a folder, by the names of its files: `v0011_bodies.py` is step 0011."""
    found = (_STEP.fullmatch(path.name) for path in (folder / "versions").iterdir())
    return max(step[1] for step in found if step is not None)


def _revisions(connection: Connection) -> list[str]:
    """The steps that the tables are at: one, or none where there is no table yet."""
    if not inspect(connection).has_table(_VERSIONS):
        return []
    return list(connection.scalars(text(f"SELECT version_num FROM {_VERSIONS}")))  # noqa: S608 - our own name
