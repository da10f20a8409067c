"""Photos, sounds and papers that show what was done: read honestly, kept privately."""

from dataclasses import dataclass, field

from issuer.model import EvidenceFile
from issuer.ports import Office, UnitOfWork
from issuer.services.people import Contributor

SIZE_LIMIT = 8_000_000
FILES_LIMIT = 10


@dataclass(frozen=True)
class Accepted:
    """A file that may be kept: what it is by its content, and its bytes without what tells where."""

    name: str
    media_type: str
    body: bytes = field(repr=False)


def accept(name: str, body: bytes) -> Accepted:
    """Read what a file is by its content; position, device and comments are cut out of pictures.

    Raises:
        InvalidRequest: too large, empty, or of a kind that is not kept here.
    """
    raise NotImplementedError


def add_to_line(
    office: Office,
    by: Contributor,
    batch_id: str,
    number: int,
    accepted: Accepted,
    *,
    shown: bool = False,
) -> EvidenceFile:
    """Keep a file with a person of a draft; `shown` only when that person agreed."""
    raise NotImplementedError


def add_to_application(
    office: Office, work: UnitOfWork, place: str, application: str, accepted: Accepted
) -> EvidenceFile:
    """Keep a file with the request of a learner, in the caller's unit of work."""
    raise NotImplementedError


def remove(office: Office, by: Contributor, file_id: str) -> None:
    """Remove a file that became evidence of no award yet."""
    raise NotImplementedError


def of_award(office: Office, award_id: str) -> tuple[EvidenceFile, ...]:
    """The files of an award, oldest first; the caller has checked who asks."""
    raise NotImplementedError


def show(work: UnitOfWork, file: EvidenceFile, *, shown: bool) -> EvidenceFile:
    """Open or shut the public door of a file; the caller has checked that its holder asks."""
    raise NotImplementedError


def read(office: Office, file_id: str, by: Contributor | None = None) -> tuple[EvidenceFile, bytes]:
    """A file whose door is open; the people of the place read it in any case.

    Raises:
        NotFound: no such file, or its door is shut (`evidence.unknown`, the same answer).
    """
    raise NotImplementedError
