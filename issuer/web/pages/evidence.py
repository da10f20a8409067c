"""What was shown for a badge, at the address that the signed badge gives: open, or shut kindly.

A file from a stranger is never a page of ours: no script of it runs, and only pictures and sounds
are shown by the browser itself.
"""

from uuid import UUID

from flask import Blueprint, Response, make_response, render_template

from issuer.errors import NotFound
from issuer.model import EvidenceFile
from issuer.ports import Office
from issuer.services import evidence

_SEEN_INLINE = ("image/jpeg", "image/png", "image/webp", "audio/")
_POLICY = "sandbox; default-src 'none'; img-src 'self'; media-src 'self'; frame-ancestors 'none'"
_EXTENSIONS = {
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/webp": "webp",
    "application/pdf": "pdf",
    "audio/mpeg": "mp3",
    "audio/mp4": "m4a",
    "audio/ogg": "ogg",
    "audio/wav": "wav",
    "audio/webm": "webm",
}


def make_evidence(office: Office) -> Blueprint:
    """The addresses of evidence files."""
    pages = Blueprint("evidence", __name__)

    @pages.get("/evidence/<file_id>")
    def shown(file_id: str) -> Response:
        try:
            file, body = evidence.read(office, file_id)
        except NotFound:
            return _shut(file_id)
        return evidence_answer(file, body)

    return pages


def _shut(file_id: str) -> Response:
    """One page for all that is not shown: nobody learns whether anything is, or was, behind.

    What has the form of an address of ours is withdrawn (410); the rest never was one (404).
    """
    status = 410 if _is_identifier(file_id) else 404
    return _closed(make_response(render_template("issuer/evidence_shut.html"), status))


def _is_identifier(text: str) -> bool:
    try:
        return str(UUID(text)) == text
    except ValueError:
        return False


def evidence_answer(file: EvidenceFile, body: bytes) -> Response:
    """The bytes of a file, so that nothing in them can act in our name."""
    response = Response(body, content_type=file.media_type)
    inline = file.media_type.startswith(_SEEN_INLINE)
    name = f"evidence.{_EXTENSIONS.get(file.media_type, 'bin')}"
    kind = "inline" if inline else "attachment"
    response.headers["Content-Disposition"] = f'{kind}; filename="{name}"'
    response.headers["Content-Security-Policy"] = _POLICY
    response.headers["X-Content-Type-Options"] = "nosniff"
    return _closed(response)


def _closed(response: Response) -> Response:
    """No cache keeps it, since its holder may shut the door; no search engine lists it."""
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response
