"""What is known of one request beside what it asks: its mark, its endpoint, how it ended.

The mark (`X-Request-Id`) stands in the answer, in the problem or page of an error and in each log
line about the request, so that somebody who asks for help needs to tell nothing else.
"""

import random
import re
import time
from collections.abc import Mapping
from typing import Any

from flask import has_request_context, request

HEADER = "X-Request-Id"
INSIDE = "badges.inside"
"""In the WSGI environment of what the application asks of itself."""

_SEEN = "badges.seen"
_GIVEN = "HTTP_X_REQUEST_ID"
# What proxies make: UUIDs and the like. No name, address or code of ours is spelt in hexadecimal.
_MARK = re.compile(r"[0-9a-fA-F-]{16,64}")
_MARK_BITS = 96


class Seen:
    """One request that is being answered."""

    __slots__ = ("begun", "endpoint", "is_streamed", "mark", "method", "status")

    def __init__(self, environ: Mapping[str, Any]) -> None:
        given = str(environ.get(_GIVEN, ""))
        self.mark = given if _MARK.fullmatch(given) else f"{random.getrandbits(_MARK_BITS):024x}"
        self.begun = time.perf_counter()
        self.method: str = environ.get("REQUEST_METHOD", "")
        self.endpoint = "none"
        self.status = 500
        self.is_streamed = False

    @property
    def seconds(self) -> float:
        """How long it has taken so far."""
        return time.perf_counter() - self.begun


def begin(environ: dict[str, Any]) -> Seen:
    """Follow the request of that environment."""
    seen = environ[_SEEN] = Seen(environ)
    return seen


def seen_in(environ: Mapping[str, Any]) -> Seen | None:
    """The request of that environment; None for what the application asks of itself."""
    return environ.get(_SEEN)


def reference() -> str:
    """The mark of the request that is being answered; empty outside of one."""
    seen = seen_in(request.environ) if has_request_context() else None
    return "" if seen is None else seen.mark
