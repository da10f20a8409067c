"""A production WSGI server for both commands: Gunicorn, set up here and nowhere else.

There is no access log: who verified which badge is nobody's business, not even ours.
"""

import os
import socket
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from gunicorn import util
from gunicorn.app.base import BaseApplication

from badges.errors import BadgeError, SettingsError
from badges.web.meters import share
from badges.web.seats import Seats
from badges.web.worker import ServerLog

APPLICATION = "wsgi:create_app()"
THREADS = 12
"""Threads of a process: some for what is heavy, some for who sends slowly, the others for pages."""
REQUEST_LINE_LIMIT = 8190  # the most that Gunicorn reads; beyond it, it answers in its own words
TIMEOUT_SECONDS = 60
"""After which a process that does nothing at all is replaced."""
GRACE_SECONDS = 30
"""For requests that were begun when the server is told to stop."""
KEEP_ALIVE_SECONDS = 5
CONNECTIONS = 1_000
"""Connections of a process; the others wait in the system's line."""
PORT_LIMIT = 65_535


@dataclass(frozen=True)
class Listening:
    """Where to listen and with how many processes."""

    host: str = "127.0.0.1"
    port: int = 8000
    workers: int = 2


class ServerError(BadgeError):
    """The server cannot start."""


class _Server(BaseApplication):
    """Gunicorn configured by values instead of a command line."""

    def __init__(self, listening: Listening, ready: Callable[[], object]) -> None:
        self._listening = listening
        self._ready = ready
        self._seats = Seats(_with_followers(listening.workers))
        super().__init__()

    def load_config(self) -> None:
        """Hand our few choices to Gunicorn."""
        options: dict[str, Any] = {
            "bind": f"{_bracketed(self._listening.host)}:{self._listening.port}",
            "workers": self._listening.workers,
            "worker_class": "badges.web.worker.Worker",
            "threads": THREADS,
            "timeout": TIMEOUT_SECONDS,
            "graceful_timeout": GRACE_SECONDS,
            "keepalive": KEEP_ALIVE_SECONDS,
            "worker_connections": CONNECTIONS,
            "logger_class": ServerLog,
            "loglevel": "warning",
            "control_socket_disable": True,
            "limit_request_line": REQUEST_LINE_LIMIT,
            "when_ready": lambda _: self._ready(),
            "pre_fork": lambda _, worker: self._seat(worker),
            "child_exit": lambda _, worker: self._seats.take_back(worker),
        }
        for name, value in options.items():
            if name in self.cfg.settings:
                self.cfg.set(name, value)

    def _seat(self, worker: Any) -> None:
        """Give a process that is about to begin its place among the others."""
        worker.seats, worker.seat = self._seats, self._seats.give(worker)

    def load(self) -> Any:
        """The application, made once in each worker."""
        return util.import_app(APPLICATION)


def serve(
    listening: Listening,
    environment: Mapping[str, str],
    *,
    ready: Callable[[], object] = lambda: None,
) -> None:
    """Serve the doors that `environment` names until the process is told to stop.

    Args:
        listening: where, and with how many processes.
        environment: the settings of the workers.
        ready: called once the address is listened on.

    Raises:
        SettingsError: the port, the number of workers or a setting is wrong.
        ServerError: the address is in use, or may not be used.
        BadgeError: a door cannot open.
    """
    require_usable(listening)
    share(_with_followers(listening.workers))
    ServerLog.form = environment.get("BADGES_LOG", "").strip()
    os.environ.update(environment)  # the workers read their settings at their own door, wsgi.py
    util.import_app(APPLICATION)  # what is wrong is told here once, and not by each worker
    _Server(listening, ready).run()


def _with_followers(processes: int) -> int:
    """How many there are at most: those of a reload live beside those they follow for a while."""
    return 2 * processes + 1


def require_usable(listening: Listening) -> None:
    """Return when the address can be listened on.

    Raises:
        SettingsError: the port or the number of workers is out of range.
        ServerError: the address is in use, or may not be used.
    """
    if not 0 < listening.port <= PORT_LIMIT:
        raise SettingsError("server.port", port=listening.port)
    if listening.workers < 1:
        raise SettingsError("server.workers", workers=listening.workers)
    family = socket.AF_INET6 if ":" in listening.host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((listening.host, listening.port))
        except OSError as error:
            raise ServerError(
                "server.address_in_use",
                host=listening.host,
                port=listening.port,
                reason=error.strerror or str(error),
            ) from error


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host
