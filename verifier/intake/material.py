"""What every intake shares: its shape, and the three values that it may give."""

from dataclasses import dataclass
from typing import NamedTuple, Protocol

from badges.documents import Secured
from badges.ports import Fetcher
from verifier.ports import Sight
from verifier.settings import BOUNDS, Bounds

_BOM = b"\xef\xbb\xbf"
_EXACT = (b"RIFF", b"BM", b"PK\x03\x04")
"""Files whose last byte may be any: a picture or an archive may end in what is a space in text."""


class Received(NamedTuple):
    """One signed document and how it came: container, address, and what was irregular.

    `path` names every form on the way in, such as `("pdf", "qr_photo", "url", "json_document")`.
    """

    secured: Secured
    container: str
    remarks: tuple[str, ...] = ()
    url: str | None = None
    path: tuple[str, ...] = ()


@dataclass(frozen=True)
class Part:
    """One of many badges: its name in the wrapping, and its material as it lies there."""

    name: str
    material: bytes


@dataclass(frozen=True)
class Several:
    """Many badges in one wrapping, such as an archive; each is read on its own."""

    container: str
    parts: tuple[Part, ...]
    remarks: tuple[str, ...] = ()
    url: str | None = None
    path: tuple[str, ...] = ()


@dataclass(frozen=True)
class Onward:
    """What was inside, to be read again: the answer of an address, the text of a QR code.

    `container` is what it was in, where the name of the intake does not tell.
    """

    material: bytes
    url: str | None = None
    remarks: tuple[str, ...] = ()
    container: str = ""


Opened = Received | Several | Onward


class Tools(NamedTuple):
    """What an intake may use: the bounded way out, somebody who sees pictures, and the bounds.

    `url` is the address that the material came from, when it came from one.
    """

    fetcher: Fetcher
    sight: Sight
    bounds: Bounds = BOUNDS
    url: str | None = None


class Intake(Protocol):
    """One form in which badges arrive."""

    @property
    def name(self) -> str:
        """The form, as `badge-verifier list intakes` names it."""
        ...

    def accepts(self, material: bytes) -> bool:
        """Whether `material`, without white space around it, looks like this form: cheap."""
        ...

    def open(self, material: bytes, tools: Tools) -> Opened:
        """What `material` holds.

        Raises:
            InputError, DocumentError, BakingError: nothing that can be read.
            FetchError: an address that could not be fetched.
        """
        ...


def trim(material: bytes) -> bytes:
    """`material` without byte order mark and white space around it: mailers and editors add them.

    Neither is part of a JSON value (RFC 8259) or of a compact JWS; some pictures need their last
    byte whatever it is.
    """
    if material.startswith(_EXACT):
        return material
    return material.strip().removeprefix(_BOM).strip()
