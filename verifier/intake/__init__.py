"""Intakes: from whatever arrives to one signed document; this tuple is the table of contents.

What arrives is recognised by its content, never by its name or its declared type (VER-01).
"""

from dataclasses import replace

from badges.ports import Fetcher
from verifier.errors import InputError
from verifier.intake.baked_image import BAKED_IMAGE
from verifier.intake.compact_jwt import COMPACT_JWT
from verifier.intake.foreign import require_readable
from verifier.intake.json_document import JSON_DOCUMENT
from verifier.intake.material import DocumentIntake, Intake, Received, trim
from verifier.intake.url import URL
from verifier.settings import BOUNDS, Bounds

__all__ = ["INTAKES", "Intake", "Received", "read_document", "receive"]

_DOCUMENTS: tuple[DocumentIntake, ...] = (BAKED_IMAGE, JSON_DOCUMENT, COMPACT_JWT)

INTAKES: tuple[Intake, ...] = (*_DOCUMENTS, URL)


def receive(material: bytes, fetcher: Fetcher, bounds: Bounds = BOUNDS) -> Received:
    """The signed document in `material`, its exact bytes kept; an address is followed once.

    Raises:
        InputError: nothing that we read, too large, or of a kind that we do not read yet.
        DocumentError, BakingError: of a kind that we read, and broken.
        FetchError: an address that could not be fetched.
    """
    text = trim(material)
    if not URL.accepts(text):
        return _read(material, bounds)
    url = text.decode("ascii")
    return replace(_read(URL.fetch(url, fetcher, bounds), bounds), url=url)


def read_document(material: bytes, bounds: Bounds = BOUNDS) -> Received:
    """The signed document in a text: JSON with proofs inside, or a compact JWS; never an image.

    Raises:
        InputError: neither.
        DocumentError: one of the two, and broken.
    """
    text = trim(material)
    intake = COMPACT_JWT if COMPACT_JWT.accepts(text) else JSON_DOCUMENT
    return intake.read(text, bounds)


def _read(material: bytes, bounds: Bounds) -> Received:
    if len(material) > bounds.image_bytes:
        raise InputError("input.limit", limit=bounds.image_bytes)
    text = trim(material)
    if not text:
        raise InputError("input.empty")
    for intake in _DOCUMENTS:
        if intake.accepts(text):
            return intake.read(text, bounds)
    require_readable(text)
    raise InputError("input.unrecognised")
