"""Changing tables, step after step, while others work; the only module that runs Alembic.

A step that waits for a table makes everybody who comes after it wait too. So it waits for a moment
only, then steps back, lets them through, and tries again.
"""

import random
import time
from functools import lru_cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, text

from issuer.errors import StoreError
from issuer.store.engines import WRITES, shown_name
from issuer.store.failures import in_our_words

_ROUNDS = 4.0
"""How many times the patience of a writer a migration is tried again."""
_TABLE_SECONDS = 2.0
_PAUSE_SECONDS = (0.2, 1.0)
# Any number, as long as it is always the same: two servers starting together migrate in turn.
_LOCK = 7_240_113


def take(engine: Engine, folder: Path, patience: float) -> str:
    """Take the missing steps of a folder, if any; the revision that the tables are at then.

    Raises:
        StoreError: the database cannot be used or is newer than the program, or others keep a table
            that has to change (`store.migration_waits`).
    """
    steps = _steps(folder)
    with (
        in_our_words(shown_name(engine.url)),
        engine.execution_options(**{WRITES: False}).begin() as connection,
    ):
        is_current = _is_current(connection, steps)
    if not is_current:
        _patiently(engine, steps, patience)
    return str(steps.get_current_head())


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
        config.set_main_option("script_location", steps.dir.replace("%", "%%"))
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
