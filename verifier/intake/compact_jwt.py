"""A credential as a compact JWS: three base64url parts between dots (`.jwt`, `.jws`, text)."""

import re
from dataclasses import dataclass

from badges.documents import MEDIA_TYPE_JWT, Secured
from verifier.errors import InputError
from verifier.intake.foreign import require_open_badges_3
from verifier.intake.material import Received
from verifier.settings import Bounds

_COMPACT_JWS = re.compile(rb"[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*\.[A-Za-z0-9_-]*")


@dataclass(frozen=True)
class CompactJwt:
    """The whole text is one compact JWS."""

    name: str = "compact_jwt"

    def accepts(self, material: bytes) -> bool:
        """Whether this is a compact JWS; one stripped of its signature is one too, and broken."""
        return _COMPACT_JWS.fullmatch(material) is not None

    def read(self, material: bytes, bounds: Bounds) -> Received:
        """The JWS, whose payload was parsed once.

        Raises:
            InputError: longer than the limit, or a badge of another standard.
            DocumentError: the payload is no document.
        """
        if len(material) > bounds.text_bytes:
            raise InputError("input.limit", limit=bounds.text_bytes)
        secured = Secured(material, MEDIA_TYPE_JWT)
        require_open_badges_3(secured.document)
        return Received(secured, "jwt")


COMPACT_JWT = CompactJwt()
