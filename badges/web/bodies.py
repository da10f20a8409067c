"""Bodies of requests: one that arrives broken, or not at all, ends in our answer and a free thread.

A server says in its own classes that a body is badly framed, and waits for ever for one that does
not come: a few silent clients would then hold every thread. Here both become what Werkzeug knows, a
client that went away (400).
"""

import io
import socket
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from threading import BoundedSemaphore, Lock, Thread
from typing import Any

from werkzeug.exceptions import ServiceUnavailable
from werkzeug.wsgi import ClosingIterator

Application = Callable[[dict[str, Any], Any], Iterable[bytes]]

SILENCE = 5.0
"""Seconds without a byte after which we wait no longer."""
WHOLE = 90.0
"""Seconds for all of one body: a photo over a weak network takes its time."""
HEAD = 20.0
"""Seconds for all the headers of one request."""
HASTE = 0.5
"""As `SILENCE`, for a body that is thrown away anyway."""

SENDERS = 8
"""Bodies that a process waits for at a time, so that slow senders never hold every thread."""
RETRY_SECONDS = 5

_ROUND_SECONDS = 0.1
_senders = BoundedSemaphore(SENDERS)

_INPUT = "wsgi.input"
_CONNECTION = "gunicorn.socket"
_STEP = 65_536


class Body(io.RawIOBase):
    """The body of one request, for which nobody waits without end.

    Attributes:
        silence: seconds without a byte after which reading ends.
    """

    def __init__(self, stream: Any, connection: Any = None, whole: float = WHOLE) -> None:
        self.silence = SILENCE
        self._stream = stream
        self._connection = connection if isinstance(connection, socket.socket) else None
        self._is_late = False
        self._whole = whole
        self._is_watched = False
        # The time-out of the connection is set once a body, since each time asks the system.
        self._patience: float | None = None
        self._usual: float | None = None

    def readable(self) -> bool:
        """Whether this can be read: always."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Fill `buffer` with what comes next; the value is how many bytes that was.

        Raises:
            OSError: the body is badly framed, or does not come.
            ServiceUnavailable: too many others are being waited for.
        """
        with self._waiting():
            try:
                content = self._stream.read(len(buffer))
            except OSError:
                raise
            except Exception as error:  # each server has its own classes for this
                raise OSError("the body is badly framed") from error
        if self._is_late:
            raise TimeoutError("the body took too long")
        buffer[: len(content)] = content
        return len(content)

    def dismiss(self) -> None:
        """The request is answered: nobody waits any longer."""
        if self._is_watched:
            _watchman.forget(self)
        self.rest()

    def rest(self) -> None:
        """Nobody reads for now: the connection has its own time-out again."""
        if self._patience is not None and self._connection is not None:
            self._patience = None
            with suppress(OSError):
                self._connection.settimeout(self._usual)

    @contextmanager
    def _waiting(self) -> Iterator[None]:
        if self._connection is None:
            yield
            return
        if not _senders.acquire(blocking=False):
            raise ServiceUnavailable(retry_after=RETRY_SECONDS)
        if not self._is_watched:
            self._is_watched = True
            _watchman.watch(self, self._whole)
        if self._patience != self.silence:
            if self._patience is None:
                self._usual = self._connection.gettimeout()
            self._patience = self.silence
            self._connection.settimeout(self.silence)
        try:
            yield
        finally:
            _senders.release()

    def end(self) -> None:
        """Wake the thread that reads: one byte now and then is no silence."""
        self._is_late = True
        if self._connection is not None:
            with suppress(OSError):
                self._connection.shutdown(socket.SHUT_RD)


class Head:
    """The headers of one request on a connection: all of them have to come within `HEAD` seconds.

    A line now and then is no silence, and would hold a thread for hours.
    """

    def __init__(self, connection: socket.socket, seconds: float | None = None) -> None:
        self._connection = connection
        _watchman.watch(self, HEAD if seconds is None else seconds)

    def dismiss(self) -> None:
        """They are there, or nobody waits for them any longer."""
        _watchman.forget(self)

    def end(self) -> None:
        """Wake the thread that reads."""
        with suppress(OSError):
            self._connection.shutdown(socket.SHUT_RD)


class _Watchman:
    """Ends what takes too long to come: one thread for all of it."""

    def __init__(self) -> None:
        self._until: dict[Body | Head, float] = {}
        self._lock = Lock()
        self._thread: Thread | None = None

    def watch(self, awaited: Body | Head, seconds: float) -> None:
        """End what is awaited in so many seconds."""
        with self._lock:
            self._until[awaited] = time.monotonic() + seconds
            if self._thread is None:
                self._thread = Thread(target=self._run, name="bodies", daemon=True)
                self._thread.start()

    def forget(self, awaited: Body | Head) -> None:
        """Let it alone."""
        with self._lock:
            self._until.pop(awaited, None)

    def _run(self) -> None:
        while True:
            time.sleep(_ROUND_SECONDS)
            now = time.monotonic()
            with self._lock:
                late = [awaited for awaited, until in self._until.items() if until <= now]
            for awaited in late:
                awaited.end()
                self.forget(awaited)


_watchman = _Watchman()


def guard(application: Application) -> Application:
    """`application`, which reads every body through a `Body` that is not there already."""

    def guarded(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        if type(environ[_INPUT]) is io.BytesIO:  # all of it is in memory
            return application(environ, start_response)
        body = Body(environ[_INPUT], environ.get(_CONNECTION))
        environ[_INPUT] = body
        try:
            answer = application(environ, start_response)
        finally:
            body.rest()
        return ClosingIterator(answer, [body.dismiss])

    return guarded


def at_hand(environ: dict[str, Any]) -> bytes | None:
    """A short body that is in memory, as long as it was said to be; None: read it as usual."""
    stream = environ.get(_INPUT)
    if type(stream) is not io.BytesIO or stream.tell():
        return None
    length = stream.getbuffer().nbytes
    is_usual = 0 < length <= _STEP and environ.get("CONTENT_LENGTH") == str(length)
    return stream.read() if is_usual else None


def put_back(environ: dict[str, Any]) -> None:
    """Let a body that `at_hand` gave be read again from its beginning."""
    environ[_INPUT].seek(0)


def skip(environ: dict[str, Any], limit: int) -> None:
    """Read on to the end of a body that nobody wants, within reason.

    A client that is still sending would otherwise see a broken connection, not our answer.
    """
    body = environ.get(_INPUT)
    if isinstance(body, Body):
        body.silence = HASTE
    with suppress(OSError):
        while body is not None and limit > 0:
            content = body.read(min(_STEP, limit))
            if not content:
                return
            limit -= len(content)
