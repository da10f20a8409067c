"""Signed documents that stand beside a badge, such as a status list: a text, never an image."""

from badges.documents import MEDIA_TYPE_JSON, MEDIA_TYPE_JWT, Secured
from verifier.errors import InputError
from verifier.intake.compact_jwt import is_compact_jws
from verifier.intake.material import trim
from verifier.settings import BOUNDS, Bounds


def read_document(material: bytes, bounds: Bounds = BOUNDS) -> Secured:
    """The signed document in a text: JSON with proofs inside, or a compact JWS.

    Raises:
        InputError: too long.
        DocumentError: neither of the two, or broken.
    """
    text = trim(material)
    if len(text) > bounds.text_bytes:
        raise InputError("input.limit", limit=bounds.text_bytes)
    secured = Secured(text, MEDIA_TYPE_JWT if is_compact_jws(text) else MEDIA_TYPE_JSON)
    _ = secured.document  # parsed once, now, so that a broken text is told here
    return secured
