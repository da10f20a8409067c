"""Bodies of requests: one that arrives broken, or not at all, ends in our answer and a free thread.

A server says in its own classes that a body is badly framed, and waits for ever for one that does
not come: a few silent clients would then hold every thread. Here both become what Werkzeug knows, a
client that went away (400).
"""

import io
import socket
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from threading import Timer
from typing import Any

from werkzeug.wsgi import ClosingIterator

Application = Callable[[dict[str, Any], Any], Iterable[bytes]]

SILENCE = 5.0
"""Seconds without a byte after which we wait no longer."""
WHOLE = 90.0
"""Seconds for all of one body: a photo over a weak network takes its time."""
HASTE = 0.5
"""As `SILENCE`, for a body that is thrown away anyway."""

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
        self._timer = Timer(whole, self._end)
        self._timer.daemon = True

    def readable(self) -> bool:
        """Whether this can be read: always."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Fill `buffer` with what comes next; the value is how many bytes that was.

        Raises:
            OSError: the body is badly framed, or does not come.
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
        self._timer.cancel()

    @contextmanager
    def _waiting(self) -> Iterator[None]:
        if self._connection is None:
            yield
            return
        if self._timer.ident is None:
            self._timer.start()
        before = self._connection.gettimeout()
        self._connection.settimeout(self.silence)
        try:
            yield
        finally:
            self._connection.settimeout(before)

    def _end(self) -> None:
        """Wake the thread that reads: one byte now and then is no silence."""
        self._is_late = True
        if self._connection is not None:
            with suppress(OSError):
                self._connection.shutdown(socket.SHUT_RD)


def guard(application: Application) -> Application:
    """`application`, which reads every body through a `Body`."""

    def guarded(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        body = Body(environ[_INPUT], environ.get(_CONNECTION))
        environ[_INPUT] = body
        return ClosingIterator(application(environ, start_response), [body.dismiss])

    return guarded


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
