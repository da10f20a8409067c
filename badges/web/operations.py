"""What operators and robots ask for: health, readiness, metrics, robots.txt, the icon."""

import threading
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from flask import Blueprint, Flask, Response, g, jsonify, request

from badges.web.public_documents import DAY, publish

_READINESS = "badges.readiness"
_TEXT = "text/plain; version=0.0.4; charset=utf-8"

# Pages about people are marked `noindex` on themselves: a robot must be let in to read that, and
# the robots that draw link cards only see an address that is open to them.
_ROBOTS = b"User-agent: *\nDisallow: /verify\nDisallow: /api/\nDisallow: /v/\n"


_METHODS = ("DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT")


class Meters:
    """Counts of one process since it started, in the text format of Prometheus.

    Each worker counts for itself; the sum over workers is the collector's business.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._counts: Counter[tuple[str, tuple[tuple[str, str], ...]]] = Counter()
        self._seconds = 0.0

    def add(self, metric: str, **labels: str) -> None:
        """Count one more of `metric` with these labels."""
        with self._lock:
            self._counts[metric, tuple(sorted(labels.items()))] += 1

    def add_seconds(self, seconds: float) -> None:
        """Add the duration of one request."""
        with self._lock:
            self._seconds += seconds

    def text(self) -> str:
        """Everything counted, one line a series."""
        with self._lock:
            series = sorted(self._counts.items())
            seconds = self._seconds
        lines = [f"badges_http_request_seconds_total {seconds:.6f}"]
        for (metric, labels), count in series:
            inside = ",".join(f'{name}="{value}"' for name, value in labels)
            lines.append(f"{metric}{{{inside}}} {count}")
        return "\n".join(lines) + "\n"


def install(app: Flask) -> Meters:
    """Add the operators' addresses to `app`; returns the meters for doors to count with."""
    meters = Meters()
    app.extensions[_READINESS] = []
    pages = Blueprint("operations", __name__)
    drawing = (Path(app.root_path) / "static" / "favicon.svg").read_bytes()

    @pages.get("/healthz")
    def health() -> Response:
        return _plain("ok\n")

    @pages.get("/readyz")
    def ready() -> tuple[Response, int]:
        states = {name: _works(check) for name, check in app.extensions[_READINESS]}
        is_ready = all(states.values())
        return jsonify(ready=is_ready, checks=states), 200 if is_ready else 503

    @pages.get("/metrics")
    def metrics() -> Response:
        return Response(meters.text(), content_type=_TEXT)

    @pages.get("/robots.txt")
    def robots() -> Response:
        return publish(_ROBOTS, "text/plain", max_age=DAY)

    @pages.get("/favicon.ico")
    @pages.get("/favicon.svg")
    def icon() -> Response:
        return publish(drawing, "image/svg+xml", max_age=DAY)

    app.register_blueprint(pages)
    _measure(app, meters)
    return meters


def add_readiness(app: Flask, name: str, check: Callable[[], object]) -> None:
    """Say `ready` only while `check` returns without raising."""
    app.extensions[_READINESS].append((name, check))


def _measure(app: Flask, meters: Meters) -> None:
    @app.before_request
    def _start() -> None:
        g.started = time.perf_counter()

    @app.after_request
    def _count(response: Response) -> Response:
        meters.add(
            "badges_http_requests_total",
            endpoint=request.endpoint or "none",
            method=request.method if request.method in _METHODS else "other",
            status=str(response.status_code),
        )
        meters.add_seconds(time.perf_counter() - g.get("started", time.perf_counter()))
        return response


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
