"""A PDF: the badge is attached to it, or a QR code on its pages leads to the badge."""

from dataclasses import dataclass

from badges import baking
from verifier.errors import InputError
from verifier.intake.compact_jwt import COMPACT_JWT
from verifier.intake.material import Onward, Opened, Part, Several, Tools, trim
from verifier.intake.qr_photo import choose
from verifier.ports import Attachment

_SIGN = b"%PDF-"
_LOOKED_AT = 1024
"""Readers of PDF forgive so many bytes before the file itself, which mailers add."""
_OTHER_KINDS = (b"{", b"[", b"<", b"\x89PNG", b"\xff\xd8", b"GIF8", b"RIFF", b"BM", b"PK", b"data:")

_CONTEXT, _TYPE = b'"@context"', b'"type"'
_BAKED = (b"openbadge", b"purl.imsglobal.org/ob/")


@dataclass(frozen=True)
class Pdf:
    """A document for people with a badge in it."""

    name: str = "pdf"

    def accepts(self, material: bytes) -> bool:
        """Whether this is a PDF, by its first bytes, and nothing else at the same time."""
        if material.startswith(_OTHER_KINDS):
            return False
        return _SIGN in material[: _LOOKED_AT + len(_SIGN)]

    def open(self, material: bytes, tools: Tools) -> Opened:
        """The attached badge or badges; without any, what the QR codes on the pages hold.

        Raises:
            InputError: not a PDF that can be read, without badge, or with other codes only.
        """
        contents = tools.sight.pdf(material)
        badges = {trim(item.content): item for item in contents.attachments if is_badge(item)}
        if len(badges) == 1:
            return Onward(next(iter(badges)))
        if badges:
            parts = (Part(item.name, content) for content, item in badges.items())
            return Several(self.name, tuple(parts))
        if not contents.codes:
            raise InputError("input.pdf_without_badge")
        return choose(contents.codes, self.name)


def is_badge(attachment: Attachment) -> bool:
    """Whether an attached file looks like a badge: by its content, never by its name (VER-01)."""
    content = trim(attachment.content)
    if content.startswith(b"{"):
        return _CONTEXT in content and _TYPE in content
    if COMPACT_JWT.accepts(content):
        return True
    return baking.is_image(content) and any(sign in content for sign in _BAKED)


PDF = Pdf()
