"""Writes of a unit of work that happen behind its back, so that it signs while the database works.

A unit of work that keeps many rows hands them over and goes on; one thread writes them in their
order. Whatever else is asked of the same connection waits until all of them are written, so that
nobody sees a difference but in time. What goes wrong meanwhile is raised by the next question, at
the latest by the end of the unit of work, which is then undone whole.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from queue import Queue
from threading import Thread, current_thread
from typing import Final

from sqlalchemy import Connection, event

_KEPT: Final = "behind"
_WAITING: Final = 10
"""Writes that may wait: two blocks of a batch, so that memory stays as it is."""

Write = Callable[[], None]


class Behind:
    """The writes that wait for one connection, and the thread that makes them."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._waiting: Queue[Write | None] = Queue(_WAITING)
        self._thread: Thread | None = None
        self._failure: BaseException | None = None
        self._is_given_up = False
        self._heard = "before_cursor_execute", self._before_question

    def put(self, write: Write) -> None:
        """Have something written as soon as what was put before is.

        Raises:
            DBAPIError: what was put before could not be written.
        """
        if self._thread is None:
            event.listen(self._connection, *self._heard)
            self._thread = Thread(target=self._work, name="behind", daemon=True)
            self._thread.start()
        self._raise_failure()
        self._waiting.put(write)

    def wait(self) -> None:
        """Return once all is written.

        Raises:
            DBAPIError: something could not be written.
        """
        if self._thread is not None:
            self._waiting.join()
            self._raise_failure()

    def give_up(self) -> None:
        """Write nothing more of what waits, and leave the connection alone."""
        self._is_given_up = True
        if self._thread is not None:
            self._waiting.put(None)
            self._thread.join()
            event.remove(self._connection, *self._heard)

    def _raise_failure(self) -> None:
        if self._failure is not None:
            raise self._failure

    def _before_question(self, *_question: object) -> None:
        if current_thread() is not self._thread:
            self.wait()

    def _work(self) -> None:
        while (write := self._waiting.get()) is not None:
            try:
                if self._failure is None and not self._is_given_up:
                    write()
            except BaseException as error:  # noqa: BLE001 - raised again by whoever waits for it
                self._failure = error
            finally:
                self._waiting.task_done()


@contextmanager
def behind(connection: Connection) -> Iterator[None]:
    """A time in which writes of a connection may happen behind; at its end all are made.

    Raises:
        DBAPIError: something could not be written.
    """
    if processors() == 1:  # alone, it gains nothing
        yield
        return
    connection.info[_KEPT] = made = Behind(connection)
    try:
        yield
        made.wait()
    finally:
        connection.info.pop(_KEPT, None)
        made.give_up()


def put_behind(connection: Connection, write: Write) -> None:
    """Have something written behind where the unit of work allows it, else now.

    Raises:
        DBAPIError: it, or something before it, could not be written.
    """
    made: Behind | None = connection.info.get(_KEPT)
    if made is None:
        write()
    else:
        made.put(write)


def after_all(connection: Connection) -> None:
    """Wait for what is being written behind, before the driver is used without SQLAlchemy.

    Raises:
        DBAPIError: it could not be written.
    """
    made: Behind | None = connection.info.get(_KEPT)
    if made is not None:
        made.wait()


def processors() -> int:
    """How many processors this process may use; not every system tells."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
