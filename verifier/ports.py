"""What the verifier needs from outside beyond `badges.ports`: somebody who looks at pictures.

Pictures and PDF files are decoded by native libraries, which a hostile file may crash or exhaust:
the adapter keeps them apart (`verifier.sight`), and the core knows only this port.
"""

from dataclasses import dataclass
from typing import NoReturn, Protocol

from verifier.errors import InputError


@dataclass(frozen=True)
class Attachment:
    """A file inside a PDF: the name that it bears there, and its content."""

    name: str
    content: bytes


@dataclass(frozen=True)
class PdfContents:
    """What a PDF holds for us: its attached files, and the texts of the QR codes on its pages."""

    attachments: tuple[Attachment, ...] = ()
    codes: tuple[str, ...] = ()


class Sight(Protocol):
    """Reads what a person would see, or unfold, in a file that is no badge by itself."""

    def codes(self, picture: bytes) -> tuple[str, ...]:
        """The texts of the QR codes in a photo or a screenshot, in reading order.

        Raises:
            InputError: not a picture that can be read within the bounds.
        """
        ...

    def pdf(self, document: bytes) -> PdfContents:
        """What a PDF holds; codes are looked for only where no attachment was found.

        Raises:
            InputError: not a PDF that can be read within the bounds.
        """
        ...


class NoSight:
    """Sees nothing: for a verifier that is used without the libraries for pictures and PDF."""

    def codes(self, picture: bytes) -> NoReturn:
        """Refuse, with a sentence that says what to hand over instead."""
        del picture
        raise InputError("input.photo")

    def pdf(self, document: bytes) -> NoReturn:
        """Refuse, with a sentence that says what to hand over instead."""
        del document
        raise InputError("input.pdf")
