"""Bringing the tables up to date while others work.

A step that waits for a table makes everybody who comes after it wait too. So it waits for a moment
only, then steps back, lets them through, and tries again.
"""

import random
import time
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, text

from issuer.errors import StoreError
from issuer.store.engines import WRITES, open_engine, shown_name
from issuer.store.failures import in_our_words

PATIENCE = 15.0
"""Seconds that a writer waits for another one before it gives up with `store.locked`."""

MIGRATIONS = Path(__file__).with_name("migrations")

_ROUNDS = 4.0
"""How many times the patience of a writer a migration is tried again."""
_TABLE_SECONDS = 2.0
_PAUSE_SECONDS = (0.2, 1.0)
# Any number, as long as it is always the same: two servers starting together migrate in turn.
_LOCK = 7_240_113


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
    steps = _steps(MIGRATIONS)
    try:
        # Looking first lets a database that is up to date be opened while others write to it.
        with (
            in_our_words(shown_name(engine.url)),
            engine.execution_options(**{WRITES: False}).begin() as connection,
        ):
            before = _revision(connection)
            is_current = _is_current(connection, steps)
        if not is_current:
            _patiently(engine, steps, patience)
        return Migrated(before, str(steps.get_current_head()))
    finally:
        engine.dispose()


@lru_cache(maxsize=2)
def _steps(folder: Path) -> ScriptDirectory:
    """The steps in a folder, whose modules are read and ordered once a process."""
    steps = ScriptDirectory(str(folder))
    steps.get_heads()
    return steps


def _patiently(engine: Engine, steps: ScriptDirectory, patience: float) -> None:
    deadline = time.monotonic() + _ROUNDS * patience
    shown = shown_name(engine.url)
    while True:
        try:
            with (
                in_our_words(shown),
                engine.execution_options(**{WRITES: True}).begin() as connection,
            ):
                _upgrade(connection, steps, min(patience, _TABLE_SECONDS))
        except StoreError as error:
            if error.code not in ("store.locked", "store.collided"):
                raise
            if time.monotonic() > deadline:
                raise StoreError("store.migration_waits", database=shown) from error
            time.sleep(random.uniform(*_PAUSE_SECONDS))  # noqa: S311 - a moment, not a secret
        else:
            return


def _is_current(connection: Connection, steps: ScriptDirectory) -> bool:
    """Whether the tables are those of this program.

    Raises:
        StoreError: they are those of a newer one.
    """
    current = set(MigrationContext.configure(connection).get_current_heads())
    if current - {step.revision for step in steps.walk_revisions()}:
        raise StoreError("store.newer", database=shown_name(connection.engine.url))
    return current == set(steps.get_heads())


def _revision(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


def _upgrade(connection: Connection, steps: ScriptDirectory, seconds: float) -> None:
    """Run the missing steps; when several servers start together, the others wait for the first."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:n)"), {"n": _LOCK})
        for setting, value in (("lock_timeout", int(seconds * 1000)), ("statement_timeout", 0)):
            connection.execute(
                text("SELECT set_config(:name, :value, true)"),
                {"name": setting, "value": str(value)},
            )
    if not _is_current(connection, steps):
        config = Config()
        config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
