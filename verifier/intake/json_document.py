"""A credential as JSON with its proofs inside."""

from dataclasses import dataclass

from badges.documents import MEDIA_TYPE_JSON, Secured
from verifier.intake.foreign import require_award
from verifier.intake.material import Opened, Received, Tools

_AWARD = "award"


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
            InputError: of an older standard and no badge that we judge.
            DocumentError: not JSON, or beyond the limits.
        """
        del tools  # `badges.documents` has its own limits, which are the same
        secured = Secured(material, MEDIA_TYPE_JSON)
        likeness = secured.likeness
        if likeness is None or not likeness.recall(_AWARD):
            require_award(secured.document)
            if likeness is not None:  # all that this asks for is what those alike share
                likeness.keep(_AWARD, found=True)
        return Received(secured, "json")


JSON_DOCUMENT = JsonDocument()
