"""What every intake shares: its shape, and the value that it gives."""

from dataclasses import dataclass
from typing import Protocol

from badges.documents import Secured
from verifier.settings import Bounds

_BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True)
class Received:
    """A signed document and how it came: container, address, and what was irregular."""

    secured: Secured
    container: str
    remarks: tuple[str, ...] = ()
    url: str | None = None


class Intake(Protocol):
    """One form in which badges arrive."""

    @property
    def name(self) -> str:
        """The form, as `badge-verifier list intakes` names it."""
        ...

    def accepts(self, material: bytes) -> bool:
        """Whether `material`, without white space around it, looks like this form."""
        ...


class DocumentIntake(Intake, Protocol):
    """A form that holds the badge itself."""

    def read(self, material: bytes, bounds: Bounds) -> Received:
        """The signed document in `material`.

        Raises:
            InputError, DocumentError, BakingError: there is none that can be read.
        """
        ...


def trim(material: bytes) -> bytes:
    """`material` without byte order mark and white space around it: mailers and editors add them.

    Neither is part of a JSON value (RFC 8259) or of a compact JWS, and an image has neither.
    """
    return material.strip().removeprefix(_BOM).strip()
