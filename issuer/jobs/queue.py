"""The port `Queue` on Huey: a SQLite file of its own, or tables in the PostgreSQL database.

A word carries the id of a group and nothing else, as JSON: a queue that runs what it is told to
unpickle would hand this machine to whoever writes into it.
"""

import json
import logging
import os
import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from functools import cached_property
from typing import Any

from huey import Huey, PostgresHuey, SqliteHuey  # type: ignore[import-untyped]  # has no types
from huey.exceptions import ConfigurationError  # type: ignore[import-untyped]  # same
from huey.registry import Message  # type: ignore[import-untyped]  # same
from huey.serializer import Serializer  # type: ignore[import-untyped]  # same

from badges.settings import Settings
from issuer.errors import StoreError
from issuer.ports import Office

FILE = "jobs.sqlite3"

_NAME = "badges"
_TRIES = 3
_OWNER_ONLY = 0o600
_POSTGRESQL = re.compile(r"postgres(?:ql)?(?:\+\w+)?://")
_log = logging.getLogger(__name__)


class JsonMessages(Serializer):  # type: ignore[misc]  # Huey has no types
    """Messages of Huey as JSON, which can do nothing when it is read."""

    def _serialize(self, data: Any) -> bytes:
        return json.dumps(data).encode()

    def _deserialize(self, data: bytes) -> Any:
        return Message(*json.loads(bytes(data)))


class HueyQueue:
    """`ports.Queue` that tells the workers of Huey; what it cannot tell they find by themselves."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    def batch_waits(self, batch_id: str) -> None:
        """A batch was confirmed."""
        self._say(0, batch_id)

    def letters_wait(self) -> None:
        """Letters were written."""
        self._say(1)

    @cached_property
    def _huey(self) -> Huey:
        return open_huey(self._settings)

    @cached_property
    def _tasks(self) -> tuple[Any, Any]:
        return declare(self._huey, lambda _: None, lambda: None)

    def _say(self, task: int, *words: str) -> None:
        """Tell the workers; the work is kept already, so failing here only makes it wait.

        A word is rare, so no connection is held between two.
        """
        try:
            self._tasks[task](*words)
            self._huey.storage.close()
        except Exception as error:  # noqa: BLE001 - whatever the queue raises must not undo the answer
            _log.warning("the queue could not be told: %s", type(error).__name__)


def listening(office: Office) -> Office:
    """The same office, whose words the workers hear."""
    return replace(office, queue=HueyQueue(office.settings))


def declare(
    huey: Huey, run_batch: Callable[[str], object], send_letters: Callable[[], object]
) -> tuple[Any, Any]:
    """The two tasks under the names that both ends of the queue know."""

    def batch(batch_id: str) -> None:
        run_batch(batch_id)

    def letters() -> None:
        send_letters()

    return huey.task(name="run_batch")(batch), huey.task(name="send_letters")(letters)


def open_huey(settings: Settings) -> Huey:
    """The queue that goes with the database.

    Raises:
        StoreError: it cannot be opened.
    """
    url = settings.effective_database_url
    if _POSTGRESQL.match(url):
        return _patiently(lambda: _postgresql(_POSTGRESQL.sub("postgresql://", url, count=1)))
    return _patiently(lambda: _sqlite(settings))


def _sqlite(settings: Settings) -> Huey:
    path = settings.data_dir / FILE
    with suppress(FileExistsError):
        # Never open a file that is there: closing it would drop the locks that SQLite holds on it
        # for this whole process, and another process would then tidy away what this one reads.
        os.close(os.open(path, os.O_RDONLY | os.O_CREAT | os.O_EXCL, _OWNER_ONLY))
    return SqliteHuey(_NAME, filename=str(path), results=False, serializer=JsonMessages())


def _postgresql(dsn: str) -> Huey:
    return PostgresHuey(_NAME, dsn=dsn, results=False, serializer=JsonMessages())


def _patiently(make: Callable[[], Huey]) -> Huey:
    """Open it; two workers that start together may want to make the same table.

    Raises:
        StoreError: it cannot be opened.
    """
    for attempt in range(1, _TRIES + 1):
        try:
            return make()
        except ConfigurationError as error:
            raise StoreError("jobs.driver") from error
        except Exception as error:  # psycopg, whose errors these may be, is not always there
            if attempt == _TRIES:
                raise StoreError("jobs.unusable", reason=type(error).__name__) from error
    raise StoreError("jobs.unusable", reason="")
