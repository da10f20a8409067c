"""Evidence for experts, as a ZIP; and the document that a page hands back to ask for it."""

import base64
import binascii
import zlib

from flask import Request, Response

from badges.web.problems import WebError
from verifier.evidence import collect, pack
from verifier.report import Report
from verifier.web.question import Material, make_wish, require_address

DOCUMENT_LIMIT = 220_000
"""Bytes of a document that a page may carry to be handed back."""

_FILE_NAME = "badge-{day:%Y-%m-%d}-{digest}.zip"
_DIGEST_LETTERS = 12


def handed_back(report: Report) -> str | None:
    """The signed document for a hidden field, packed, since it would double the weight of the page.

    None when there is none, or too large.
    """
    if report.secured is None or len(report.secured.body) > DOCUMENT_LIMIT:
        return None
    return base64.b64encode(zlib.compress(report.secured.body, 9)).decode("ascii")


def read_back(request: Request) -> Material:
    """The document or the address that a report page handed back, with the rules applied to it.

    Raises:
        WebError: both are missing, or the one given is no address, or no base64.
    """
    wish = make_wish(request.form.get("recipient"), request.form.get("policy"))
    address = request.form.get("url", "").strip()
    if address:
        return Material(address=require_address(address), wish=wish)
    try:
        body = _unpacked(base64.b64decode(request.form.get("document", ""), validate=True))
    except (ValueError, binascii.Error) as error:
        raise WebError("web.evidence.missing") from error
    if not body:
        raise WebError("web.evidence.missing")
    return Material(body=body, wish=wish)


def _unpacked(content: bytes) -> bytes:
    """The document that a page packed; programs may send it as it is.

    Raises:
        ValueError: more than a page hands back.
    """
    unpacking = zlib.decompressobj()
    try:
        document = unpacking.decompress(content, DOCUMENT_LIMIT)
    except zlib.error:
        return content
    if unpacking.unconsumed_tail:
        raise ValueError(len(content))
    return document


def archive(report: Report) -> Response:
    """The evidence behind a report, as a file to keep.

    Raises:
        WebError: nothing in it is signed, so that there is nothing to show.
    """
    if report.secured is None:
        raise WebError("web.evidence.none")
    response = Response(pack(collect(report.secured, report)), content_type="application/zip")
    digest = report.subject_digest.rpartition(":")[2][:_DIGEST_LETTERS]
    name = _FILE_NAME.format(day=report.verified_at, digest=digest)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "no-store"
    return response
