"""The process that answers: Gunicorn's threads, with nobody waiting for ever and no line too long.

Some things are added to Gunicorn's own worker. A connection takes a thread only once it has said
something, and keeps none after our answer. A client that stops in the middle of its headers, or of
reading, is given up. And when many requests wait for a thread, those whose turn comes are refused
at once until the line is short again: everybody else is served as fast as before.
"""

import errno
import gc
import io
import logging
import socket
import sys
import time
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from selectors import EVENT_READ
from typing import Any

from gunicorn.glogging import Logger
from gunicorn.http.body import LengthReader
from gunicorn.workers.gthread import TConn, ThreadWorker

from badges.web import operations, watching
from badges.web.bodies import Head
from badges.web.logs import Redacted, form_of
from badges.web.seats import Seats

SILENCE = 10.0
"""Seconds without a byte, in headers that come or an answer that goes, before we hang up."""

COURTESY = 0.001
"""Seconds for which a process that has more connections than another lets that one go first."""

YOUNG_OBJECTS = 10_000
"""Objects that are made before the collector looks at the youngest; a request makes thousands."""

_DRAINING = 0.05
_LINGERING = 2.0
_STEP = 65_536
_HARMLESS = (errno.EAGAIN, errno.ECONNABORTED)


class Worker(ThreadWorker):
    """Gunicorn's worker with threads, bounded in every direction.

    Attributes:
        seats: where the processes of this server tell how many connections they have.
        seat: the place of this one there; both are given by the server before it forks.
    """

    seats: Seats | None = None
    seat: int | None = None

    def init_process(self) -> None:
        """Let the application know how long the line is, then serve."""
        self._lingering: deque[tuple[float, socket.socket]] = deque()
        watching.refuse_by(self._waiting)
        super().init_process()

    def load_wsgi(self) -> None:
        """Make the application, which lives as long as the process.

        The collector of garbage need not look at its 200,000 objects again: it would stop everybody
        for some hundredths of a second each time.
        """
        super().load_wsgi()
        gc.collect()
        gc.freeze()
        gc.set_threshold(YOUNG_OBJECTS)

    def accept(self, listener: Any) -> None:
        """Take a connection, and give it a thread when its first bytes are there.

        Who has more connections than another waits for a moment; if the other does not come, it
        takes this one too.
        """
        if self.seats is not None and self.seats.is_fuller(self.nr_conns):
            time.sleep(COURTESY)
        try:
            client, address = listener.accept()
        except OSError as error:
            if error.errno not in _HARMLESS:
                raise
            return
        connection = _Connection(self.cfg, client, address, listener.getsockname())
        connection.linger = self._linger
        self.nr_conns += 1
        connection.timeout = time.monotonic() + self.cfg.keepalive
        self.pending_conns.append(connection)
        heard = partial(self.on_pending_socket_readable, connection)
        self.poller.register(connection.sock, EVENT_READ, heard)

    def wait_for_and_dispatch_events(self, timeout: float | None) -> None:
        """Tell the others how many connections there are, then serve those that say something."""
        if self.seats is not None and self.seat is not None:
            self.seats.tell(self.seat, self.nr_conns)
            if not self.alive:
                self.seats.leave(self.seat)
        super().wait_for_and_dispatch_events(timeout)

    def handle_request(self, req: Any, conn: Any) -> Any:
        """Answer a request whose headers are there."""
        conn.heard()
        req.body = _at_hand(req.body)
        return super().handle_request(req, conn)

    def murder_pending(self) -> None:
        """Give up those who say nothing, and those who do not hang up after our answer."""
        super().murder_pending()
        now = time.monotonic()
        while self._lingering and self._lingering[0][0] <= now:
            self._hang_up(self._lingering.popleft()[1])

    def _keepalive_after(self, conn: Any, keepalive: Any) -> bool:
        """Whether another request may come; a body that nobody read is not waited for."""
        return bool(keepalive and conn.parser.finish_body(deadline=time.monotonic() + _DRAINING))

    def _linger(self, client: socket.socket) -> None:
        """Let a client read our last answer before we hang up, without waiting for it.

        Hanging up on bytes that were not read would take the answer away from it (RFC 9112, 9.6).
        """
        if len(self._lingering) >= self.worker_connections:
            client.close()
            return
        client.setblocking(False)  # noqa: FBT003 - its only argument
        self._lingering.append((time.monotonic() + _LINGERING, client))
        self.poller.register(client, EVENT_READ, self._drain)

    def _drain(self, client: socket.socket) -> None:
        """Throw away what comes late; hang up when the client has."""
        try:
            is_over = not client.recv(_STEP)
        except BlockingIOError:
            return
        except OSError:
            is_over = True
        if is_over:
            self._hang_up(client)

    def _hang_up(self, client: socket.socket) -> None:
        with suppress(OSError, KeyError, ValueError):
            self.poller.unregister(client)
        client.close()

    def handle_exit(self, sig: int, frame: Any) -> None:
        """Say that this process is not ready any more, then end what was begun."""
        operations.say_stopping()
        super().handle_exit(sig, frame)

    def _waiting(self) -> int:
        """How many requests wait for a thread."""
        waiting: int = self.tpool._work_queue.qsize()  # noqa: SLF001 - the only one who knows
        return waiting


def _at_hand(body: Any) -> Any:
    """The body of a request out of memory when it came together with the headers, as most do.

    Nobody is waited for then: neither time-outs nor a place among those who send are needed.
    """
    reader = getattr(body, "reader", None)
    if not isinstance(reader, LengthReader):
        return body
    received = reader.unreader.buf.getbuffer().nbytes
    return body if received < reader.length else io.BytesIO(reader.read(reader.length))


class _Connection(TConn):
    """A connection on which neither side waits for ever."""

    linger: Callable[[socket.socket], None]
    head: Head | None = None

    def heard(self) -> None:
        """The headers of the request are there."""
        if self.head is not None:
            self.head.dismiss()

    def close(self, graceful: bool = False) -> None:  # noqa: FBT001, FBT002 - as Gunicorn calls it
        """Hang up; gently when an answer was sent, which the client may still be reading."""
        self.heard()
        if not graceful:
            super().close()
            return
        try:
            self.sock.shutdown(socket.SHUT_WR)
        except OSError:
            super().close()
        else:
            self.linger(self.sock)

    def init(self) -> None:
        """Begin, or go on with the next request."""
        super().init()
        self.sock.settimeout(SILENCE)
        self.head = Head(self.sock)


class ServerLog(Logger):
    """What the server says about its processes, without what clients said."""

    form = "text"

    def setup(self, cfg: Any) -> None:
        """Use our lines for the server's own log."""
        super().setup(cfg)
        for handler in self.error_log.handlers:
            handler.setFormatter(Redacted(form_of(self.form)))

    def exception(self, msg: Any, *args: Any, **kwargs: Any) -> None:
        """Log an error of the server; a client that fell silent is none."""
        is_silence = isinstance(sys.exc_info()[1], TimeoutError)
        level = logging.DEBUG if is_silence else logging.ERROR
        kwargs.setdefault("exc_info", not is_silence)
        self.error_log.log(level, msg, *args, **kwargs)
