"""Who is let in: what is heavy has a small room of its own, so that pages stay quick beside it.

A process answers a few heavy requests at a time, lets a few more wait a little, and refuses the
others at once (503 with `Retry-After`): they come back, which is quicker for everybody than a line
without end.
"""

import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from types import MappingProxyType

from flask import Flask, Request, Response, g, request

from badges.web.problems import WebError
from badges.web.requests import INSIDE

RUNNING = 2
WAITING = 4
PATIENCE = 3.0
"""Seconds that a heavy request waits for its turn."""
RETRY_SECONDS = 5

LARGE = 256_000
"""Bytes of a body that is heavy whatever it is."""
_HEAVY_TYPES = ("application/pdf", "application/zip", "application/octet-stream")
_HEAVY_FAMILIES = ("image/jpeg", "image/webp", "image/gif", "image/bmp")

_GATE, _HEAVY, _PASSED = "badges.gate", "badges.heavy", "badges_gate_passed"
IsHeavy = Callable[[Request], bool]


class Busy(WebError):
    """There is no room for this heavy request now."""

    headers: Mapping[str, str] = MappingProxyType({"Retry-After": str(RETRY_SECONDS)})

    def __init__(self) -> None:
        super().__init__("web.busy", status=503)


class Gate:
    """Lets in so many at a time, and lets so many others wait for so long."""

    def __init__(
        self, running: int = RUNNING, waiting: int = WAITING, patience: float = PATIENCE
    ) -> None:
        self._places = threading.BoundedSemaphore(running)
        self._chairs = threading.BoundedSemaphore(waiting)
        self._patience = patience

    def enter(self) -> bool:
        """Whether there is a place, at once or after some patience; who enters has to leave."""
        if self._places.acquire(blocking=False):
            return True
        if not self._chairs.acquire(blocking=False):
            return False
        try:
            return self._places.acquire(timeout=self._patience)
        finally:
            self._chairs.release()

    def leave(self) -> None:
        """Give the place to the next one."""
        self._places.release()


class _Stay:
    """A place that is kept while an answer is sent: to its end, or until the client goes away."""

    def __init__(self, gate: Gate) -> None:
        self._gate = gate
        self._once = threading.Lock()

    def end(self) -> None:
        """Give the place back; a second time changes nothing."""
        if self._once.acquire(blocking=False):
            self._gate.leave()

    def until_end(self, parts: Iterable[bytes]) -> Iterator[bytes]:
        """The same parts; after the last one the place is free."""
        try:
            yield from parts
        finally:
            self.end()


def install(app: Flask, gate: Gate | None = None) -> None:
    """Guard the heavy addresses of `app`, which its doors name with `declare`."""
    app.extensions[_GATE] = gate or Gate()
    app.extensions[_HEAVY] = {}

    @app.before_request
    def _enter() -> None:
        is_heavy = app.extensions[_HEAVY].get(request.endpoint)
        if is_heavy is None or INSIDE in request.environ or not is_heavy(request):
            return
        passing: Gate = app.extensions[_GATE]
        if not passing.enter():
            raise Busy
        setattr(g, _PASSED, passing)

    @app.after_request
    def _stay(response: Response) -> Response:
        """An answer that is made while it is sent keeps its place until then."""
        is_made_later = response.is_streamed and not response.direct_passthrough
        if is_made_later and hasattr(g, _PASSED):
            stay = _Stay(g.pop(_PASSED))
            response.response = stay.until_end(response.iter_encoded())
            response.call_on_close(stay.end)
        return response

    @app.teardown_request
    def _leave(_: BaseException | None) -> None:
        passing = g.pop(_PASSED, None)
        if passing is not None:
            passing.leave()


def declare(app: Flask, endpoints: Iterable[str], is_heavy: IsHeavy = lambda _: True) -> None:
    """Say which endpoints of a door are heavy, always or for some requests only.

    Raises:
        LookupError: there is no such endpoint.
    """
    for endpoint in endpoints:
        if endpoint not in app.view_functions:
            raise LookupError(endpoint)
        app.extensions[_HEAVY][endpoint] = is_heavy


def is_large(request: Request) -> bool:
    """Whether a body is one that takes long to read: large, of unknown size, a photo or a PDF."""
    length = request.content_length
    kind = request.mimetype
    is_slow = kind in _HEAVY_TYPES or kind in _HEAVY_FAMILIES
    return length is None or length > LARGE or is_slow


def is_drawn(request: Request) -> bool:
    """Whether a file is asked for that is drawn or printed: a PDF, a card, an archive."""
    return request.path.endswith((".pdf", ".zip", "card.png"))
