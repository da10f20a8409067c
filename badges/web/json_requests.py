"""Requests and answers of machine interfaces whose bodies are JSON objects."""

from collections.abc import Iterable
from typing import Any

from flask import Request, Response
from werkzeug.wsgi import ClosingIterator

from badges.documents import DEFAULT_LIMITS, JsonObject, Limits, parse, serialize
from badges.web.problems import WebError

JSON = "application/json"
_WRAPPING_LEVELS = 3
_WRAPPING_BYTES = 10_000

# A document of the largest size that we read fits, with what stands around it in the request.
LIMITS = Limits(
    size=DEFAULT_LIMITS.size + _WRAPPING_BYTES,
    depth=DEFAULT_LIMITS.depth + _WRAPPING_LEVELS,
    nodes=DEFAULT_LIMITS.nodes,
)
_SHOWN = 80


def read_json(request: Request) -> JsonObject:
    """The JSON object that the body of a request is.

    Raises:
        WebError: the body says that it is something else (415).
        DocumentError: it is not one, names a member twice, or is beyond the limits.
    """
    kind = request.mimetype
    if kind != JSON and not kind.endswith("+json"):
        raise WebError("web.json.kind", status=415, kind=kind[:_SHOWN] or "–")
    return parse(request.get_data(cache=False), LIMITS)


def told(content: bytes) -> Response:
    """As `answer`, for what is told about a document and was written already."""
    response = _Written(content, content_type=JSON)
    response.headers["Cache-Control"] = "no-store"
    return response


class _Written(Response):
    """An answer of success with a body of known length: there is nothing in it to be completed."""

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        """Send it as it is."""
        del environ
        start_response(self.status, self.headers.to_wsgi_list())
        return ClosingIterator(self.iter_encoded(), self.close)


def answer(body: JsonObject, status: int = 200) -> Response:
    """A JSON answer made for this request alone, which nobody may keep."""
    response = Response(serialize(body), status, content_type=JSON)
    response.headers["Cache-Control"] = "no-store"
    return response
