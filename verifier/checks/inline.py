"""What a `data:` URL holds (RFC 2397): pictures and other resources inside the badge itself."""

import base64
import binascii
from dataclasses import dataclass

from verifier.intake.data_url import unquoted

_SCHEME = "data:"
_BASE64 = ";base64"
_TYPE_LENGTH = 100


@dataclass(frozen=True)
class Inline:
    """The content of a `data:` URL, and what the URL says that it is."""

    media_type: str
    content: bytes


def is_inline(url: str) -> bool:
    """Whether an address holds the content itself."""
    return url[: len(_SCHEME)].lower() == _SCHEME


def read_inline(url: str) -> Inline | None:
    """The content of a `data:` URL; None when it cannot be read."""
    head, comma, text = url[len(_SCHEME) :].partition(",")
    if not is_inline(url) or not comma:
        return None
    content = unquoted(text.encode("utf-8", "replace"))
    media_type = head.partition(";")[0].strip().lower()[:_TYPE_LENGTH]
    if not head.lower().endswith(_BASE64):
        return Inline(media_type, content)
    try:
        return Inline(media_type, base64.b64decode(content, validate=True))
    except (binascii.Error, ValueError):
        return None
