"""What operators and robots ask for: health, readiness, metrics, robots.txt, the icon."""

import logging
import threading
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from flask import Blueprint, Flask, Response, jsonify

from badges.web.meters import Meters, make_meters
from badges.web.public_documents import DAY, publish

__all__ = ["Meters", "add_gauges", "add_readiness", "install", "say_stopping"]

_READINESS = "badges.readiness"
_GAUGES = "badges.gauges"
_STOPPING = "stopping"
GAUGE_SECONDS = 30.0
_LOGGER = logging.getLogger(__name__)
_TEXT = "text/plain; version=0.0.4; charset=utf-8"

# Pages about people are marked `noindex` on themselves: a robot must be let in to read that, and
# the robots that draw link cards only see an address that is open to them.
_ROBOTS = b"User-agent: *\nDisallow: /verify\nDisallow: /api/\nDisallow: /v/\n"


def install(app: Flask) -> Meters:
    """Add the operators' addresses to `app`; returns the meters for doors to count with."""
    meters = make_meters()
    app.extensions[_READINESS] = []
    app.extensions[_GAUGES] = []
    pages = Blueprint("operations", __name__)
    drawing = (Path(app.root_path) / "static" / "favicon.svg").read_bytes()

    @pages.get("/healthz")
    def health() -> Response:
        return _plain("ok\n")

    @pages.get("/readyz")
    def ready() -> tuple[Response, int]:
        states = {name: _works(check) for name, check in app.extensions[_READINESS]}
        if _stopping.is_set():
            states[_STOPPING] = False
        is_ready = all(states.values())
        response = jsonify(ready=is_ready, checks=states)
        response.headers["Cache-Control"] = "no-store"
        return response, 200 if is_ready else 503

    @pages.get("/metrics")
    def metrics() -> Response:
        levels = [line for gauges in app.extensions[_GAUGES] for line in gauges()]
        text = "".join((meters.text(), *(f"{line}\n" for line in levels)))
        response = Response(text, content_type=_TEXT)
        response.headers["Cache-Control"] = "no-store"
        return response

    @pages.get("/robots.txt")
    def robots() -> Response:
        return publish(_ROBOTS, "text/plain", max_age=DAY)

    @pages.get("/favicon.ico")
    @pages.get("/favicon.svg")
    def icon() -> Response:
        return publish(drawing, "image/svg+xml", max_age=DAY)

    app.register_blueprint(pages)
    return meters


def add_readiness(app: Flask, name: str, check: Callable[[], object]) -> None:
    """Say `ready` only while `check` returns without raising."""
    app.extensions[_READINESS].append((name, check))


def add_gauges(app: Flask, read: Callable[[], Iterable[str]]) -> None:
    """Tell in `/metrics` the lines that `read` gives (`badges.web.meters.line`).

    They are read again at most every thirty seconds, however often somebody asks; what cannot be
    read is left out, and `badges_gauges_up` says so.
    """
    app.extensions[_GAUGES].append(Kept(read))


class Kept:
    """Gauges as they were read last, and read again when they are old."""

    def __init__(self, read: Callable[[], Iterable[str]], seconds: float = GAUGE_SECONDS) -> None:
        self._read = read
        self._seconds = seconds
        self._lock = threading.Lock()
        self._lines: tuple[str, ...] = ()
        self._until = 0.0

    def __call__(self) -> tuple[str, ...]:
        """The lines; who asks while they are read waits for them."""
        with self._lock:
            if time.monotonic() >= self._until:
                try:
                    self._lines = (*self._read(), "badges_gauges_up 1")
                except Exception as error:  # noqa: BLE001 - a scrape tells what it can
                    _LOGGER.warning("gauges cannot be read: %s", type(error).__name__)
                    self._lines = ("badges_gauges_up 0",)
                self._until = time.monotonic() + self._seconds
            return self._lines


_stopping = threading.Event()


def say_stopping() -> None:
    """From now on this process is not ready: it ends what it began, and stops."""
    _stopping.set()


def _works(check: Callable[[], object]) -> bool:
    try:
        check()
    except Exception:  # noqa: BLE001 - whatever is wrong, the answer is "not ready"
        return False
    return True


def _plain(text: str) -> Response:
    response = Response(text, content_type="text/plain; charset=utf-8")
    response.headers["Cache-Control"] = "no-store"
    return response
