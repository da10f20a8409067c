"""The process that answers: Gunicorn's threads, with nobody waiting for ever and no line too long.

Three things are added to Gunicorn's own worker. A connection takes a thread only once it has said
something. A client that stops in the middle of its headers, or of reading our answer, is given up.
And when many requests wait for a thread, those whose turn comes are refused at once until the line
is short again: everybody else is served as fast as before.
"""

import errno
import logging
import sys
import time
from functools import partial
from selectors import EVENT_READ
from typing import Any

from gunicorn.glogging import Logger
from gunicorn.workers.gthread import TConn, ThreadWorker

from badges.web import operations, watching
from badges.web.logs import Redacted, form_of

LINE = 64
"""Requests that may wait for a thread of one process."""
SILENCE = 10.0
"""Seconds without a byte, in headers that come or an answer that goes, before we hang up."""

_HARMLESS = (errno.EAGAIN, errno.ECONNABORTED)


class Worker(ThreadWorker):
    """Gunicorn's worker with threads, bounded in every direction."""

    def init_process(self) -> None:
        """Let the application know how long the line is, then serve."""
        watching.refuse_while(self._is_full)
        super().init_process()

    def accept(self, listener: Any) -> None:
        """Take a connection, and give it a thread when its first bytes are there."""
        try:
            client, address = listener.accept()
        except OSError as error:
            if error.errno not in _HARMLESS:
                raise
            return
        connection = _Connection(self.cfg, client, address, listener.getsockname())
        self.nr_conns += 1
        connection.timeout = time.monotonic() + self.cfg.keepalive
        self.pending_conns.append(connection)
        heard = partial(self.on_pending_socket_readable, connection)
        self.poller.register(connection.sock, EVENT_READ, heard)

    def handle_exit(self, sig: int, frame: Any) -> None:
        """Say that this process is not ready any more, then end what was begun."""
        operations.say_stopping()
        super().handle_exit(sig, frame)

    def _is_full(self) -> bool:
        waiting: int = self.tpool._work_queue.qsize()  # noqa: SLF001 - the only one who knows
        return waiting > LINE


class _Connection(TConn):
    """A connection on which neither side waits for ever."""

    def init(self) -> None:
        """Begin, or go on with the next request."""
        super().init()
        self.sock.settimeout(SILENCE)


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
