"""What a file with a badge is by its content, whatever its name says: for its name and its bounds.

Only the verifier reads badges; this tells files apart so that they can be handed back as they came.
"""

import re
from collections.abc import Callable

PNG, SVG, PDF = "image/png", "image/svg+xml", "application/pdf"
JSON, JWT, TEXT = "application/json", "application/vc+jwt", "text/plain"
JPEG, WEBP, HTML = "image/jpeg", "image/webp", "text/html"
OTHER = "application/octet-stream"

EXTENSIONS = {
    PNG: "png",
    SVG: "svg",
    PDF: "pdf",
    JSON: "json",
    JWT: "jwt",
    TEXT: "txt",
    JPEG: "jpg",
    WEBP: "webp",
    HTML: "html",
    OTHER: "bin",
}
"""How the name of a file ends, by media type."""

_HEAD = 2_000
_ADDRESS = re.compile(rb"\s*https?://[\x21-\x7e]{1,2000}\s*", re.IGNORECASE)
_COMPACT = re.compile(rb"\s*[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*\s*")
_BOM = b"\xef\xbb\xbf"


def media_type_of(body: bytes) -> str:
    """What the file is; `OTHER` when nothing tells."""
    return next((kind for kind, is_it in _SIGNS if is_it(body)), OTHER)


def address_in(body: bytes) -> str | None:
    """The web address that is all there is in a file, or None."""
    return body.decode("ascii").strip() if _ADDRESS.fullmatch(body) else None


def is_page(body: bytes) -> bool:
    """Whether this is a page for people."""
    start = _start(body).lower()
    return start.startswith((b"<!doctype html", b"<html")) or (
        start.startswith(b"<") and b"<html" in start
    )


def _start(body: bytes) -> bytes:
    return body.removeprefix(_BOM)[:_HEAD].lstrip()


_SIGNS: tuple[tuple[str, Callable[[bytes], bool]], ...] = (
    (PNG, lambda body: body[:8] == b"\x89PNG\r\n\x1a\n"),
    (JPEG, lambda body: body[:3] == b"\xff\xd8\xff"),
    (WEBP, lambda body: body[:4] == b"RIFF" and body[8:12] == b"WEBP"),
    (PDF, lambda body: body[:5] == b"%PDF-"),
    (JSON, lambda body: _start(body)[:1] in (b"{", b"[")),
    (HTML, is_page),
    (SVG, lambda body: _start(body)[:1] == b"<" and b"<svg" in body[:_HEAD].lower()),
    (JWT, lambda body: _COMPACT.fullmatch(body) is not None),
    (TEXT, lambda body: _ADDRESS.fullmatch(body) is not None),
)
