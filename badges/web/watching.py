"""Every request from its first byte to its last: its mark, the meters, the log, and the full house.

A line in the log tells the endpoint, never the address, since addresses bear ids and codes; nobody
who asks is told of in any way.
"""

import json
import logging
from collections.abc import Callable, Iterable
from typing import Any

from flask import Flask, Response, request
from werkzeug.wsgi import ClosingIterator

from badges.i18n import LANGUAGES, Translator
from badges.settings import Settings
from badges.web import bodies, logs, security
from badges.web.meters import IN_FLIGHT, Meters
from badges.web.requests import HEADER, INSIDE, Seen, begin, seen_in

SLOW_SECONDS = 2.0
RETRY_SECONDS = 2
ALWAYS = ("/healthz", "/readyz", "/metrics")
"""Addresses that answer even in a full house: whoever looks after it has to see it."""

REFUSED = "badges_http_refused_total"

_MARK = HEADER.lower()
_METHODS = frozenset({"DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"})
_LOGGER = logging.getLogger(__name__)
_OK, _FAILED = 200, 500

WORK_LINE = 64
"""Requests that may wait for a thread of one process before any more work is refused."""
PAGES_LINE = 256
"""The same for those who only read: in a crowd of work pages are still answered."""

_READING = frozenset({"GET", "HEAD"})
_length: list[Callable[[], int]] = []


def refuse_by(length: Callable[[], int]) -> None:
    """Refuse requests of this process by the `length` of its line; told by the server's worker."""
    _length[:] = [length]


def _is_refused(environ: dict[str, Any]) -> bool:
    if not _length or environ.get("PATH_INFO") in ALWAYS:
        return False
    is_reading = environ.get("REQUEST_METHOD") in _READING
    return _length[0]() > (PAGES_LINE if is_reading else WORK_LINE)


def watch(
    application: bodies.Application, meters: Meters, settings: Settings
) -> bodies.Application:
    """`application`, whose requests are marked, counted and told of."""
    full_house = _make_full_house(settings.language)

    def watched(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        if INSIDE in environ:
            return application(environ, start_response)
        if _is_refused(environ):
            meters.add(REFUSED, reason="full")
            return full_house(environ, start_response)
        seen = begin(environ)
        token = logs.REQUEST.set(seen.mark)
        meters.add(IN_FLIGHT)

        def finish() -> None:
            meters.add(IN_FLIGHT, -1.0)
            _count(meters, seen)
            _tell(seen, settings.log_all)

        try:
            answer = application(environ, start_response)
            if seen.is_streamed:
                return ClosingIterator(answer, [finish])
        except BaseException:
            finish()
            raise
        finally:
            logs.REQUEST.reset(token)
        finish()
        return answer

    return watched


def install(app: Flask) -> None:
    """Write the mark of each request in its answer, and note how it ended."""

    @app.after_request
    def _note(response: Response) -> Response:
        seen = note(request.environ, request.endpoint or "none", response.status_code)
        if seen is not None:
            seen.is_streamed = response.is_streamed and not response.direct_passthrough
            security.bear(request.environ, ((_MARK, mark_in(seen)),))
        return response


def note(environ: dict[str, Any], endpoint: str, status: int = _OK) -> Seen | None:
    """Note how the request of that environment ended; None for what we ask of ourselves."""
    seen = seen_in(environ)
    if seen is not None:
        seen.endpoint = endpoint
        seen.status = status
    return seen


def mark_in(seen: Seen) -> tuple[str, str]:
    """The header that bears the mark of a request in its answer."""
    return HEADER, seen.mark


def _count(meters: Meters, seen: Seen) -> None:
    method = seen.method if seen.method in _METHODS else "other"
    meters.add(
        "badges_http_requests_total",
        endpoint=seen.endpoint,
        method=method,
        status=str(seen.status),
    )
    meters.observe("badges_http_request_seconds", seen.seconds, endpoint=seen.endpoint)


def _tell(seen: Seen, is_all: bool) -> None:  # noqa: FBT001 - private, and named where it is called
    seconds = seen.seconds
    is_failed = seen.status >= _FAILED
    if not (is_failed or seconds > SLOW_SECONDS or is_all):
        return
    token = logs.REQUEST.set(seen.mark)
    logs.tell(
        _LOGGER,
        logging.ERROR if is_failed else logging.INFO,
        "request",
        endpoint=seen.endpoint,
        method=seen.method if seen.method in _METHODS else "other",
        status=seen.status,
        milliseconds=round(seconds * 1000, 1),
    )
    logs.REQUEST.reset(token)


def _make_full_house(language: str) -> bodies.Application:
    """The answer of a full house, made beforehand: it has to cost next to nothing."""
    answers = {each: _full_house_in(each) for each in LANGUAGES}

    def full_house(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        asked = environ.get("HTTP_ACCEPT_LANGUAGE", "")[:_FEW_TAGS].lower().split(",")
        wishes = (tag.strip()[:2] for tag in asked)
        page, told = answers[next((wish for wish in wishes if wish in answers), language)]
        is_page = "text/html" in environ.get("HTTP_ACCEPT", "")
        body, kind = (page, "text/html; charset=utf-8") if is_page else (told, _PROBLEM)
        length = ("Content-Length", str(len(body)))
        start_response("503 Service Unavailable", [("Content-Type", kind), length, *_HEADERS])
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]

    return full_house


def _full_house_in(language: str) -> tuple[bytes, bytes]:
    """The page and the problem that say it in one language."""
    words = Translator(language)
    title, sentence = words("web.status.503"), words("web.busy")
    page = (
        f'<!doctype html><html lang="{language}"><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width"><meta name="robots" content="noindex">'
        f"<title>{title}</title><h1>{title}</h1><p>{sentence}</p></html>\n"
    ).encode()
    problem = {"title": title, "status": _BUSY, "detail": sentence, "code": "web.busy"}
    return page, json.dumps(problem, ensure_ascii=False).encode()


_BUSY = 503
_FEW_TAGS = 80
_PROBLEM = "application/problem+json"
_HEADERS = (
    ("Retry-After", str(RETRY_SECONDS)),
    ("Cache-Control", "no-store"),
    ("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'"),
    ("X-Content-Type-Options", "nosniff"),
    ("Access-Control-Allow-Origin", "*"),
)
