"""The worker: signs what waits, does the chores, and stops gently when it is told to.

It works in threads of one process, one of which signs: a second one would only wait for the first.
"""

import logging
import os
import signal
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from huey import crontab  # type: ignore[import-untyped]  # has no types

from badges.errors import BadgeError
from issuer.jobs import pulse
from issuer.jobs.queue import declare, open_huey
from issuer.jobs.tasks import CHORES, Chore, Pace
from issuer.ports import Office
from issuer.services import shared_secret
from issuer.services.batches.running import Swept, run, sweep
from issuer.services.mail.sending import send_due

THREADS = 2
SHUTDOWN_SECONDS = 30

_LOOK_SECONDS = 1.0
_LONGEST_PAUSE = 1.0
_PACES: dict[Pace, Any] = {
    "minute": crontab(),
    "hour": crontab(minute="7"),
    "day": crontab(minute="37", hour="3"),
}
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Round:
    """What one round came to; `failed` are the chores that could not be done, with why."""

    swept: Swept
    done: tuple[str, ...]
    failed: tuple[tuple[str, str], ...]


def run_once(office: Office) -> Round:
    """Sign everything that waits and do every chore once, for those who have a timer of their own.

    Raises:
        StoreError: the database cannot be used.
    """
    swept = sweep(office)
    codes = {chore.name: _do(office, chore) for chore in CHORES}
    return Round(
        swept=swept,
        done=tuple(name for name, code in codes.items() if code is None),
        failed=tuple((name, code) for name, code in codes.items() if code is not None),
    )


def work(office: Office, *, parent: int | None = None) -> None:
    """Work until the process is told to stop (SIGTERM, SIGINT), or until its parent is gone.

    Args:
        office: where to work.
        parent: the process beside which this one works, and without which it stops.

    Raises:
        StoreError: the queue cannot be opened.
        KeyUnavailable: this machine was set up without the secret of the others.
    """
    shared_secret.require_same(office)
    huey = open_huey(office.settings)
    consumer = huey.create_consumer(
        workers=THREADS,
        max_delay=_LONGEST_PAUSE,
        graceful_signal="TERM",
        shutdown_timeout=SHUTDOWN_SECONDS,
    )
    worker = _Worker(office, consumer.stop_flag.is_set)
    declare(huey, worker.run_batch, worker.send_letters)
    for pace in _PACES:
        _schedule(huey, worker, pace)
    if parent is not None:
        threading.Thread(target=_watch, args=(parent,), daemon=True).start()
    threading.Thread(target=worker.sweep, daemon=True).start()
    consumer.run()


class _Worker:
    """What tasks do; one group is signed at a time, since a place gives out one index at a time."""

    def __init__(self, office: Office, is_stopping: Callable[[], bool]) -> None:
        self._office = office
        self._is_stopping = is_stopping
        self._signing = threading.Lock()

    def run_batch(self, batch_id: str) -> None:
        """Sign a group that was just confirmed."""
        with self._signing:
            try:
                run(self._office, batch_id, until=self._is_stopping)
            except BadgeError as error:
                _log.warning("batch %s waits: %s", batch_id, error.code)

    def beat(self) -> None:
        """Say that this worker goes its round."""
        pulse.beat(self._office.settings)

    def sweep(self) -> None:
        """Sign what waits, unless somebody is at it."""
        if not self._signing.acquire(blocking=False):
            return
        try:
            for batch_id, code in sweep(self._office, until=self._is_stopping).stopped:
                _log.warning("batch %s waits: %s", batch_id, code)
        except BadgeError as error:
            _log.warning("nothing could be signed: %s", error.code)
        finally:
            self._signing.release()

    def send_letters(self) -> None:
        """Send letters that were just written."""
        try:
            send_due(self._office)
        except BadgeError as error:
            _log.warning("letters wait: %s", error.code)

    def chores(self, pace: Pace) -> None:
        """Do the chores of a pace, whatever becomes of each."""
        for chore in CHORES:
            if chore.pace == pace and not self._is_stopping():
                _do(self._office, chore)


def _schedule(huey: Any, worker: _Worker, pace: Pace) -> None:
    def chores() -> None:
        if pace == "minute":
            worker.beat()
            worker.sweep()
        worker.chores(pace)

    huey.periodic_task(_PACES[pace], name=f"every_{pace}")(chores)


def _do(office: Office, chore: Chore) -> str | None:
    """Do a chore; answer the code of why it could not be done, or None."""
    try:
        chore.run(office)
    except BadgeError as error:
        _log.warning("chore %s: %s", chore.name, error.code)
        return error.code
    return None


def _watch(parent: int) -> None:
    """Stop this process gently once its parent is gone, even if nobody could tell us."""
    while os.getppid() == parent:
        time.sleep(_LOOK_SECONDS)
    os.kill(os.getpid(), signal.SIGTERM)
