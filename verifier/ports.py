"""What the verifier needs from outside beyond `badges.ports`: trust, and a look at pictures.

Whom to trust is the reader's choice, written in lists that `verifier.trust` reads.

Pictures and PDF files are decoded by native libraries, which a hostile file may crash or exhaust:
the adapter keeps them apart (`verifier.sight`), and the core knows only this port.
"""

from dataclasses import dataclass
from datetime import datetime
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
        """What a PDF holds; codes are looked for only where no attachment may be a badge.

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


@dataclass(frozen=True)
class Mention:
    """Where one of the reader's trust lists names somebody: the list, its page, the name there."""

    list: str
    url: str | None = None
    name: str | None = None


class TrustRegistry(Protocol):
    """What the reader's trust lists say, each entry in the time for which it was written."""

    @property
    def is_empty(self) -> bool:
        """Whether the reader chose no list at all."""
        ...

    def issuer(self, issuer: str, at: datetime) -> Mention | None:
        """The first list that names this issuer."""
        ...

    def lapsed(self, issuer: str, at: datetime) -> Mention | None:
        """The first list that named this issuer before, or will later, but not at this instant."""
        ...

    def entitled(self, issuer: str, achievement: str, at: datetime) -> tuple[bool, Mention] | None:
        """Whether the lists let this issuer award that; None when none of them says who may."""
        ...

    def keeper(self, keeper: str, issuer: str, at: datetime) -> Mention | None:
        """The first list by which `keeper` keeps the status lists of `issuer` (STAT-18)."""
        ...
