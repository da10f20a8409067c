"""Answers that anyone may read from anywhere: bytes with ETag, caching and CORS (STAT-15)."""

import hashlib
from collections.abc import Iterable

from flask import Response, request

DAY = 86_400
YEAR = 365 * DAY
DEFAULT_MAX_AGE = 300

# An SVG opened by itself is a document: it may style itself and do nothing else.
SVG_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox"

FOR_EVERYONE = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "ETag",
    "Cross-Origin-Resource-Policy": "cross-origin",
}
"""Headers of what scripts and pages of any origin may read."""

_TEXT = ("text/", "image/svg+xml")


def publish(
    body: bytes,
    media_type: str,
    *,
    max_age: int = DEFAULT_MAX_AGE,
    immutable: bool = False,
    vary: Iterable[str] = (),
) -> Response:
    """A cacheable answer with `body`; 304 when the client already has it."""
    content_type = f"{media_type}; charset=utf-8" if media_type.startswith(_TEXT) else media_type
    response = Response(body, content_type=content_type)
    response.set_etag(hashlib.sha256(media_type.encode() + b"\0" + body).hexdigest()[:32])
    response.cache_control.public = True
    response.cache_control.max_age = max_age
    if immutable:
        response.cache_control.immutable = True
    if media_type == "image/svg+xml":
        response.headers["Content-Security-Policy"] = SVG_POLICY
    response.vary.update(vary)
    allow_everyone(response)
    response.make_conditional(request)
    del response.headers["Date"]  # the server writes it; two would contradict each other
    return response


def allow_everyone(response: Response) -> None:
    """Let scripts and pages of any origin read this answer; it never depends on who asks."""
    response.headers.update(FOR_EVERYONE)
