"""The verifier for programs: one badge in, one report or its evidence out; many in, many out."""

from collections.abc import Callable

from flask import Blueprint, Response, request

from badges.web import languages
from badges.web.json_requests import JSON, told
from badges.web.operations import Meters
from badges.web.public_documents import FOR_EVERYONE, allow_everyone
from badges.web.security import as_borne, bear
from badges.web.short_ways import ShortWay
from verifier.bootstrap import Verifier
from verifier.web.batch import NDJSON, lines, read_batch
from verifier.web.evidence import archive
from verifier.web.material import JSON_TYPES, is_document, read_material
from verifier.web.question import Material

VERIFY = "/api/v1/verify"

_NAME = "verifier_api"
_METER = "badges_verifications_total"
_OPEN = as_borne({"Cache-Control": "no-store", "Vary": "Accept-Language", **FOR_EVERYONE})
"""Of every answer: nobody keeps it, and pages of any origin read it."""


def make_api(verifier: Verifier, meters: Meters) -> Blueprint:
    """The API, speaking with `verifier` and counting verdicts in `meters`."""
    api = Blueprint(_NAME, __name__, url_prefix="/api/v1")

    def verify() -> Response:
        """`POST /api/v1/verify`: the report, whatever the verdict (interfaces.md)."""
        return told(_report(verifier, meters, read_material(request), languages.current()))

    def verify_batch() -> Response:
        """`POST /api/v1/verify-batch`: one line of NDJSON for each badge, as it is judged."""

        def count(verdict: str) -> None:
            meters.add(_METER, verdict=verdict)

        batch = read_batch(request, verifier)
        return Response(lines(batch, languages.current(), count), content_type=NDJSON)

    def evidence() -> Response:
        """`POST /api/v1/evidence`: what the proofs of one badge rest on, as a ZIP."""
        return archive(read_material(request).judged(verifier))

    for path, view in (("/verify", verify), ("/verify-batch", verify_batch)):
        _serve(api, path, view)
    _serve(api, "/evidence", evidence)
    return api


def short_way(verifier: Verifier, meters: Meters) -> ShortWay:
    """As `make_api` answers `POST /api/v1/verify`, for badges in JSON and by the usual rules."""

    def tell(body: bytes, kind: str, language: str) -> bytes | None:
        if not is_document(body):
            return None
        return _report(verifier, meters, Material(body=body, media_type=kind), language)

    return ShortWay(f"{_NAME}.verify", frozenset(JSON_TYPES), _OPEN, JSON, tell)


def _report(verifier: Verifier, meters: Meters, material: Material, language: str) -> bytes:
    """The report on one badge, whose verdict is counted."""
    report = material.judged(verifier)
    content = report.to_bytes(language)
    meters.add(_METER, verdict=report.verdict.value)
    return content


def _serve(api: Blueprint, path: str, view: Callable[[], Response]) -> None:
    """Answer POST at `path` for programs and for pages of any origin; nothing is kept."""

    @api.route(path, methods=["OPTIONS"], endpoint=f"allow_{view.__name__}")
    def allow() -> Response:
        response = Response(status=204)
        allow_everyone(response)
        response.headers["Access-Control-Allow-Methods"] = "POST, OPTIONS"
        response.headers["Access-Control-Allow-Headers"] = "Content-Type, Accept, Accept-Language"
        response.headers["Access-Control-Max-Age"] = "86400"
        return response

    @api.post(path, endpoint=view.__name__, provide_automatic_options=False)
    def answer() -> Response:
        response = view()
        bear(request.environ, _OPEN)
        return response
