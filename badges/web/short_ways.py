"""A short way for what is asked most: answered before Flask makes its objects, or left to Flask.

What a framework does around a verification costs as much as the verification. A request of the
usual form, whose short body is there, is therefore answered from its bytes alone. Whatever is
unusual about a request, and whatever fails, goes the usual way, which says what is right: an answer
on the short way is the same to the letter, and a test compares them.
"""

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from flask import Flask

from badges.settings import Settings
from badges.web import bodies, watching
from badges.web.requests import INSIDE
from badges.web.security import Pairs, guards_of

_WAYS = "badges.short_ways"

# Whoever sends one of these may be answered otherwise: in another language, or by another protocol.
_UNUSUAL = ("HTTP_ACCEPT_LANGUAGE", "HTTP_COOKIE", "HTTP_UPGRADE", INSIDE)

Headers = tuple[tuple[str, str], ...]
Tell = Callable[[bytes, str, str], bytes | None]
"""What is answered to a body of that media type, in that language; None: the usual way knows."""


class ShortWay(NamedTuple):
    """One address that answers bytes with bytes: whose it is, what it takes, and how it is told.

    `headers` are those of every answer, `kinds` the media types, as they are written without
    parameters, of the bodies for which `tell` may have an answer; `told_as` is that of the answer.
    """

    endpoint: str
    kinds: frozenset[str]
    headers: Pairs
    told_as: str
    tell: Tell


class _Ready(NamedTuple):
    """A short way, and the headers that stand around the mark of the request in each answer."""

    way: ShortWay
    own: Headers
    guards: Headers


def install(app: Flask, application: bodies.Application, settings: Settings) -> bodies.Application:
    """`application`, before which the short ways that doors add to `app` are tried.

    What it answers is guarded; so is what the short ways answer.
    """
    ways: dict[str, _Ready] = {}
    app.extensions[_WAYS] = ways, guards_of(settings)

    def led(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        ready = ways.get(environ.get("PATH_INFO", ""))
        if ready is None:
            return application(environ, start_response)
        content = _content(ready.way, environ, settings.language)
        if content is None:
            return application(environ, start_response)
        seen = watching.note(environ, ready.way.endpoint)
        mark = () if seen is None else (watching.mark_in(seen),)
        length = ("Content-Length", str(len(content)))
        kind = ("Content-Type", ready.way.told_as)
        start_response("200 OK", [kind, length, *ready.own, *mark, *ready.guards])
        return [content]

    return led


def add(app: Flask, path: str, way: ShortWay) -> None:
    """Answer POST at `path` the short way where that can be done.

    Raises:
        LookupError: there is no such endpoint, which answers everything else.
    """
    if way.endpoint not in app.view_functions:
        raise LookupError(way.endpoint)
    ways, guards = app.extensions[_WAYS]
    borne = {name for name, _ in way.headers}
    ways[path] = _Ready(
        way,
        own=tuple(pair for _, pair in way.headers),
        guards=tuple(pair for name, pair in guards if name not in borne),
    )


def _content(way: ShortWay, environ: dict[str, Any], language: str) -> bytes | None:
    """The answer to a usual request; None, and its body as if nobody had read it, for others."""
    kind = environ.get("CONTENT_TYPE")
    is_usual = kind in way.kinds and environ["REQUEST_METHOD"] == "POST"
    if not is_usual or environ.get("QUERY_STRING") or not environ.keys().isdisjoint(_UNUSUAL):
        return None
    body = bodies.at_hand(environ)
    if body is None:
        return None
    try:
        content = way.tell(body, str(kind), language)
    except Exception:  # noqa: BLE001 - the usual way meets it again, and tells and logs it
        content = None
    if content is None:
        bodies.put_back(environ)
    return content
