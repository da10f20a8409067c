"""Photos, sounds and papers that show what was done: read honestly, kept privately.

The address of a file stands in the signed badge; whether it opens is its holder's to say, and they
may change their mind. Shut is told as unknown.
"""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from hashlib import sha256

from issuer.errors import Conflict, InvalidRequest, NotFound
from issuer.model import Award, EvidenceFile
from issuer.ports import Office, UnitOfWork
from issuer.services.batches.drafting import find_line, lock_draft
from issuer.services.batches.following import plain_id
from issuer.services.evidence_kinds import media_type_of, without_traces
from issuer.services.finding import is_shown
from issuer.services.people import Contributor, is_allowed

SIZE_LIMIT = 8_000_000
"""Bytes of one file: a photo of a phone, ten minutes of speech."""
FILES_LIMIT = 10
"""Files of one person, or of one request."""

_NAME_LENGTH = 120
_SHOWN = 100
_UNNAMED = "preuve"


@dataclass(frozen=True)
class Accepted:
    """A file that may be kept: what it is by its content, and its bytes without traces."""

    name: str
    media_type: str
    body: bytes = field(repr=False)


def accept(name: str, body: bytes) -> Accepted:
    """Read what a file is by its content; position, device and comments are cut out of pictures.

    Raises:
        InvalidRequest: empty (`evidence.empty`), too large (`evidence.too_large`), broken
            (`evidence.broken`), or of a kind that is not kept here (`evidence.kind`).
    """
    if not body:
        raise InvalidRequest("evidence.empty", field="evidence")
    if len(body) > SIZE_LIMIT:
        raise InvalidRequest("evidence.too_large", field="evidence", limit=SIZE_LIMIT // 1_000_000)
    media_type = media_type_of(body)
    return Accepted(_file_name(name), media_type, without_traces(media_type, body))


def add_to_line(
    office: Office,
    by: Contributor,
    batch_id: str,
    number: int,
    accepted: Accepted,
    *,
    shown: bool = False,
) -> EvidenceFile:
    """Keep a file with a person of a draft; `shown` only when that person agreed.

    The very same file a second time is the one that is kept already.

    Raises:
        NotFound, NotAllowed: no such group or line, or not theirs.
        Conflict: the group is confirmed already.
        InvalidRequest: there are `FILES_LIMIT` files already (`evidence.too_many`).
    """
    with office.store.write() as work:
        batch = lock_draft(work, by, batch_id)
        find_line(work, batch_id, number)
        known = work.evidence.of_line(batch_id, number)
        kept = _same(known, accepted)
        if kept is not None:
            return kept
        file = replace(
            _new(office, batch.place, known, accepted), batch=batch_id, number=number, shown=shown
        )
        work.evidence.add(file, accepted.body)
    return file


def add_to_application(
    office: Office, work: UnitOfWork, place: str, application: str, accepted: Accepted
) -> EvidenceFile:
    """Keep a file with the request of a learner, in the caller's unit of work.

    Raises:
        InvalidRequest: there are `FILES_LIMIT` files already (`evidence.too_many`).
    """
    known = work.evidence.of_application(application)
    kept = _same(known, accepted)
    if kept is not None:
        return kept
    file = replace(_new(office, place, known, accepted), application=application)
    work.evidence.add(file, accepted.body)
    return file


def remove(office: Office, by: Contributor, file_id: str) -> None:
    """Remove a file from a draft.

    Raises:
        NotFound: no such file in a draft of theirs.
        NotAllowed, Conflict: see `add_to_line`.
    """
    with office.store.write() as work:
        file = _find(work, file_id)
        if file.batch is None:
            raise NotFound("evidence.unknown", evidence=file_id[:_SHOWN])
        lock_draft(work, by, file.batch)
        work.evidence.forget(file.id)


def agree(
    office: Office, by: Contributor, batch_id: str, number: int, *, shown: bool
) -> tuple[EvidenceFile, ...]:
    """Say for a person of a draft whether they agree that their files are shown.

    Raises:
        NotFound, NotAllowed, Conflict: see `add_to_line`.
    """
    with office.store.write() as work:
        lock_draft(work, by, batch_id)
        find_line(work, batch_id, number)
        files = work.evidence.of_line(batch_id, number)
        return tuple(show(work, file, shown=shown) for file in files)


def bind(work: UnitOfWork, files: tuple[EvidenceFile, ...], award_id: str) -> None:
    """Make files the evidence of an award, in the unit of work that signs it.

    Raises:
        Conflict: one of them is the evidence of another award (`evidence.bound`).
    """
    for file in files:
        if file.award not in (None, award_id):
            raise Conflict("evidence.bound", evidence=file.id)
        work.evidence.replace(replace(file, award=award_id))


def of_award(office: Office, award_id: str) -> tuple[EvidenceFile, ...]:
    """The files of an award, oldest first; the caller has checked who asks."""
    with office.store.read() as work:
        return work.evidence.of_award(award_id)


def show(work: UnitOfWork, file: EvidenceFile, *, shown: bool) -> EvidenceFile:
    """Open or shut the public door of a file; the caller has checked that its holder asks."""
    changed = replace(file, shown=shown)
    work.evidence.replace(changed)
    return changed


def read(office: Office, file_id: str, by: Contributor | None = None) -> tuple[EvidenceFile, bytes]:
    """A file whose door is open; the people of the place read it in any case.

    The door of a badge that is not shown at its address is shut whatever was said.

    Raises:
        NotFound: no such file, or its door is shut (`evidence.unknown`, the same answer).
    """
    with office.store.read() as work:
        file = _find(work, file_id)
        staff = by is not None and is_allowed(work, by, "award.read", file.place)
        body = work.evidence.body(file.id) if staff or _is_open(work, file) else None
    if body is None:
        raise NotFound("evidence.unknown", evidence=file_id[:_SHOWN])
    return file, body


def read_of(office: Office, award: Award, file_id: str) -> tuple[EvidenceFile, bytes]:
    """A file of one badge whose door is open, for whoever may read the badge: the caller checked.

    Raises:
        NotFound: the badge has no such file, or its door is shut (`evidence.unknown`).
    """
    with office.store.read() as work:
        for file in work.evidence.of_award(award.id):
            if file.id == file_id and file.shown:
                return file, work.evidence.body(file.id) or b""
    raise NotFound("evidence.unknown", evidence=file_id[:_SHOWN])


def opened(office: Office, file_ids: Iterable[str]) -> set[str]:
    """Those of these files whose public door is open."""
    with office.store.read() as work:
        files = [work.evidence.get(plain_id(file_id)) for file_id in file_ids]
        return {file.id for file in files if file is not None and _is_open(work, file)}


def _is_open(work: UnitOfWork, file: EvidenceFile) -> bool:
    award = work.awards.get(file.award) if file.award and file.shown else None
    return award is not None and is_shown(award)


def _find(work: UnitOfWork, file_id: str) -> EvidenceFile:
    file = work.evidence.get(plain_id(file_id))
    if file is None:
        raise NotFound("evidence.unknown", evidence=file_id[:_SHOWN])
    return file


def _same(known: tuple[EvidenceFile, ...], accepted: Accepted) -> EvidenceFile | None:
    digest = sha256(accepted.body).hexdigest()
    return next((file for file in known if file.digest == digest), None)


def _new(
    office: Office, place: str, known: tuple[EvidenceFile, ...], accepted: Accepted
) -> EvidenceFile:
    """A file beside those that are known.

    Raises:
        InvalidRequest: there are `FILES_LIMIT` already.
    """
    if len(known) >= FILES_LIMIT:
        raise InvalidRequest("evidence.too_many", field="evidence", limit=FILES_LIMIT)
    return EvidenceFile(
        id=office.identifiers.uuid(),
        place=place,
        name=accepted.name,
        media_type=accepted.media_type,
        size=len(accepted.body),
        digest=sha256(accepted.body).hexdigest(),
        created=office.clock.now(),
    )


def _file_name(name: str) -> str:
    """The last part of a name, without what a header or a screen would act upon."""
    last = name[-_NAME_LENGTH * 4 :].replace("\\", "/").rpartition("/")[2]
    plain = "".join(
        sign
        for sign in unicodedata.normalize("NFC", last)
        if sign.isprintable() and sign not in '"<>'
    )
    return plain.strip()[-_NAME_LENGTH:] or _UNNAMED
