"""A credential as a compact JWS: three base64url parts between dots (`.jwt`, `.jws`, text)."""

import re
from dataclasses import dataclass

from badges.documents import MEDIA_TYPE_JWT, Secured
from verifier.errors import InputError
from verifier.intake.foreign import require_award
from verifier.intake.material import Opened, Received, Tools

_COMPACT_JWS = re.compile(rb"[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*\.[A-Za-z0-9_-]*")


def is_compact_jws(text: bytes) -> bool:
    """Whether this is a compact JWS; one stripped of its signature is one too, and broken."""
    return _COMPACT_JWS.fullmatch(text) is not None


@dataclass(frozen=True)
class CompactJwt:
    """The whole text is one compact JWS."""

    name: str = "compact_jwt"

    def accepts(self, material: bytes) -> bool:
        """Whether this is a compact JWS."""
        return is_compact_jws(material)

    def open(self, material: bytes, tools: Tools) -> Opened:
        """The JWS, whose payload was parsed once.

        Raises:
            InputError: longer than the limit, or of an older standard and no badge that we judge.
            DocumentError: the payload is no document.
        """
        if len(material) > tools.bounds.text_bytes:
            raise InputError("input.limit", limit=tools.bounds.text_bytes)
        secured = Secured(material, MEDIA_TYPE_JWT)
        require_award(secured.document)
        return Received(secured, "jwt")


COMPACT_JWT = CompactJwt()
