"""A credential as JSON with its proofs inside."""

from dataclasses import dataclass

from badges.documents import MEDIA_TYPE_JSON, Secured
from verifier.intake.foreign import require_open_badges_3
from verifier.intake.material import Opened, Received, Tools


@dataclass(frozen=True)
class JsonDocument:
    """The whole text is one JSON object."""

    name: str = "json_document"

    def accepts(self, material: bytes) -> bool:
        """Whether this begins as a JSON object does."""
        return material.startswith(b"{")

    def open(self, material: bytes, tools: Tools) -> Opened:
        """The document, parsed once.

        Raises:
            InputError: a badge of another standard.
            DocumentError: not JSON, or beyond the limits.
        """
        del tools  # `badges.documents` has its own limits, which are the same
        secured = Secured(material, MEDIA_TYPE_JSON)
        require_open_badges_3(secured.document)
        return Received(secured, "json")


JSON_DOCUMENT = JsonDocument()
