"""Intakes: from whatever arrives to signed documents; this tuple is the table of contents.

What arrives is recognised by its content, never by its name or its declared type (VER-01). A form
may hold another one: a PDF a QR code, the QR code an address, the address a web page with the
badge. Each is opened in turn, a bounded number of times.
"""

from dataclasses import replace

from verifier.errors import InputError
from verifier.intake.archive import Archive
from verifier.intake.baked_image import BAKED_IMAGE
from verifier.intake.compact_jwt import COMPACT_JWT
from verifier.intake.data_url import DATA_URL
from verifier.intake.foreign import require_readable
from verifier.intake.html_page import HTML_PAGE
from verifier.intake.json_document import JSON_DOCUMENT
from verifier.intake.json_envelope import JSON_ENVELOPE
from verifier.intake.json_list import JSON_LIST
from verifier.intake.material import (
    Intake,
    Onward,
    Opened,
    Part,
    Received,
    Several,
    Tools,
    trim,
)
from verifier.intake.pdf import PDF
from verifier.intake.qr_photo import QR_PHOTO
from verifier.intake.url import URL

__all__ = ["INTAKES", "Intake", "Part", "Received", "Several", "Tools", "receive"]

# The first one that accepts opens: the more telling the first bytes, the earlier the line.
_ALONE: tuple[Intake, ...] = (
    BAKED_IMAGE,
    URL,
    DATA_URL,
    JSON_LIST,
    JSON_ENVELOPE,
    JSON_DOCUMENT,
    COMPACT_JWT,
    QR_PHOTO,
    PDF,
)
"""What may also lie in an archive; a page there is a note beside the badges."""

INTAKES: tuple[Intake, ...] = (*_ALONE, Archive(_ALONE), HTML_PAGE)

_ENVELOPES = frozenset({"url", "data_url"})


def receive(material: bytes, tools: Tools) -> Received | Several:
    """The signed document in `material`, its exact bytes kept; or the many that it holds.

    Raises:
        InputError: nothing that we read, too large, or wrapped too many times.
        DocumentError, BakingError: of a kind that we read, and broken.
        FetchError: an address that could not be fetched.
    """
    path: tuple[str, ...] = ()
    wrappings: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    url: str | None = None
    for _ in range(tools.bounds.steps):
        told = tools if url == tools.url else tools._replace(url=url)
        name, opened = _open(material, told, path[-1:])
        path = (*path, name)
        remarks = (*remarks, *opened.remarks)
        url = opened.url or url
        if not isinstance(opened, Onward):
            container = _container(wrappings, opened.container) if wrappings else opened.container
            if isinstance(opened, Received):
                return Received(opened.secured, container, remarks, url, path)
            return replace(opened, container=container, remarks=remarks, url=url, path=path)
        wrappings = (*wrappings, opened.container or name)
        material = opened.material
    raise InputError("input.too_many_steps", limit=tools.bounds.steps)


def _open(material: bytes, tools: Tools, before: tuple[str, ...]) -> tuple[str, Opened]:
    """The name of the form of `material`, and what it holds.

    An address that answers with nothing but another one is not followed: no badge is served so.
    """
    if len(material) > tools.bounds.material_bytes:
        raise InputError("input.limit", limit=tools.bounds.material_bytes)
    text = trim(material)
    if not text:
        raise InputError("input.empty")
    for intake in INTAKES:
        if intake.accepts(text) and (intake.name,) != before:
            return intake.name, intake.open(text, tools)
    require_readable(text)
    raise InputError("input.unrecognised")


def _container(wrappings: tuple[str, ...], innermost: str) -> str:
    """The outermost wrapping: whoever asks has that one in hand. An address is none."""
    return next((name for name in wrappings if name not in _ENVELOPES), innermost)
