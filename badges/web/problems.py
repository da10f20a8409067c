"""Errors at the door: a page for people, RFC 9457 `application/problem+json` for programs.

This module alone maps errors to HTTP statuses and problem types. Each door declares the statuses of
its own families; an error that nobody declared is a bug: it is logged and answered 500.
"""

import http
import logging
from collections.abc import Mapping
from types import MappingProxyType
from typing import TypeVar

from flask import Blueprint, Flask, Response, abort, g, json, render_template, request
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge

from badges.errors import (
    BadgeError,
    DocumentError,
    FetchError,
    FrameworkError,
    Refused,
    TooLarge,
)
from badges.web import bodies, requests
from badges.web.languages import words
from badges.web.negotiation import prefers_page

MEDIA_TYPE = "application/problem+json"

FOR_MACHINES = "badges_for_machines"
"""Set in `flask.g` by addresses outside `/api/` that only programs ask: they get no page."""

_STATUSES = "badges.statuses"
_PAGES = "badges.problem_pages"
_PAGE = "badges/problem.html"
_LOGGER = logging.getLogger(__name__)
_Told = TypeVar("_Told")

_SKIP_LIMIT = 20_000_000
_SERVER_ERROR = 500
_INSIDE = ("database", "path", "file")
_RETRY_SECONDS = "30"  # what stands in our way, such as a database that starts, often goes by then


class WebError(BadgeError):
    """The request itself is wrong; `status` is the HTTP status that says so."""

    headers: Mapping[str, str] = MappingProxyType({})

    def __init__(self, code: str, *, status: int = 400, **params: object) -> None:
        super().__init__(code, **params)
        self.status = status


class NotAuthorized(WebError):
    """Whoever asks must first show, by a token, that they may (RFC 6750)."""

    headers = MappingProxyType({"WWW-Authenticate": 'Bearer realm="badges"'})

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code, status=401, **params)


def install(app: Flask, base_url: str) -> None:
    """Answer every error of `app` in the right shape, and publish the problem types."""
    app.extensions[_PAGES] = {}
    app.extensions[_STATUSES] = {
        TooLarge: 413,
        DocumentError: 400,
        FrameworkError: 404,
        Refused: 400,
        FetchError: 502,
    }

    @app.errorhandler(HTTPException)
    def _http(error: HTTPException) -> Response:
        if isinstance(error, RequestEntityTooLarge):
            bodies.skip(request.environ, min(request.content_length or 0, _SKIP_LIMIT))
        status = error.code or _SERVER_ERROR
        response = _answer(base_url, f"web.http.{status}", status, {})
        for name, value in error.get_headers():
            if name in ("Allow", "Retry-After", "Location"):
                response.headers[name] = value
        return response

    @app.errorhandler(BadgeError)
    def _ours(error: BadgeError) -> Response:
        status = _status(app, error)
        if status >= _SERVER_ERROR and not isinstance(error, WebError):
            _LOGGER.error("answered as an error", exc_info=error)
        page = _of_family(app.extensions[_PAGES], error, _PAGE)
        response = _answer(base_url, error.code, status, error.params, page)
        if isinstance(error, WebError):
            response.headers.update(error.headers)
        return _with_moment(response, error)

    @app.errorhandler(Exception)
    def _bug(error: Exception) -> Response:
        _LOGGER.error("failed", exc_info=error)
        return _answer(base_url, "web.http.500", _SERVER_ERROR, {})

    app.register_blueprint(_types())


def declare(
    app: Flask,
    statuses: dict[type[BadgeError], int],
    pages: Mapping[type[BadgeError], str] = MappingProxyType({}),
) -> None:
    """Give the HTTP status of a door's own errors, and its page to what has one of its own.

    A subclass wins over its parent; the page is the name of a template.
    """
    app.extensions[_STATUSES].update(statuses)
    app.extensions[_PAGES].update(pages)


def _with_moment(response: Response, error: BadgeError) -> Response:
    """Say when to come back, where that helps (RFC 9110 section 10.2.3)."""
    if response.status_code == http.HTTPStatus.SERVICE_UNAVAILABLE:
        response.headers.setdefault("Retry-After", _RETRY_SECONDS)
    if response.status_code == http.HTTPStatus.TOO_MANY_REQUESTS:
        response.headers["Retry-After"] = str(error.params.get("seconds", ""))
    return response


def _status(app: Flask, error: BadgeError) -> int:
    if isinstance(error, WebError):
        return error.status
    statuses: dict[type, int] = app.extensions[_STATUSES]
    return _of_family(statuses, error, _SERVER_ERROR)


def _of_family(known: Mapping[type, _Told], error: BadgeError, other: _Told) -> _Told:
    """What is declared for the nearest family of an error."""
    return next((known[family] for family in type(error).__mro__ if family in known), other)


def _answer(
    base_url: str, code: str, status: int, params: dict[str, object], template: str = _PAGE
) -> Response:
    say = words()
    title = say(f"web.status.{status}")
    if title.startswith("web."):
        title = http.HTTPStatus(status).phrase
    if status >= _SERVER_ERROR:
        # Where things lie inside is for the log alone.
        params = {name: "…" if name in _INSIDE else value for name, value in params.items()}
    detail = say(code, **params)
    is_machine = request.path.startswith("/api/") or g.get(FOR_MACHINES, False)
    if not is_machine and prefers_page(request):
        # The mending of a command line is no help on a page: such a sentence has another for it.
        own = say(f"page.{code}", **params)
        detail = detail if own == f"page.{code}" else own
        page = render_template(template, status=status, title=title, detail=detail)
        response = Response(page, status, content_type="text/html; charset=utf-8")
    else:
        problem = {
            "type": f"{base_url}/problems/{code}",
            "title": title,
            "status": status,
            "detail": detail,
            "code": code,
            "params": {name: str(value) for name, value in params.items()},
            **_reference(),
        }
        response = Response(json.dumps(problem), status, content_type=MEDIA_TYPE)
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Cache-Control"] = "no-store"
    response.vary.add("Accept")
    return response


def _reference() -> dict[str, str]:
    """By what the request is found again, where it was one of somebody else's."""
    mark = requests.reference()
    return {"request_id": mark} if mark else {}


def _types() -> Blueprint:
    """The page behind the `type` of a problem: what the code means, in words."""
    pages = Blueprint("problems", __name__)

    @pages.get("/problems/<code>")
    def problem(code: str) -> str:
        say = words()
        sentence = say(code)
        if sentence == code:
            abort(404)
        return render_template("badges/problem_type.html", code=code, sentence=sentence)

    return pages
