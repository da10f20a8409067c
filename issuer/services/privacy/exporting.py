"""Everything about one person in a ZIP: a page to read, the records, the badges, what was shown.

It is built in memory, at most `FILES_LIMIT` bytes of evidence and `PAPERS_LIMIT` certificates: the
rest is listed, and still opens from the card. The signed files are the bytes that were signed.
"""

import io
import json
import zipfile
from contextlib import suppress
from datetime import datetime

from badges.encoding import encode_instant
from issuer.errors import Conflict, KeyUnavailable, NotAllowed, NotFound
from issuer.model import Award, AwardEdition, EvidenceFile
from issuer.ports import Office, UnitOfWork
from issuer.services import publishing
from issuer.services.contacts import clean_email
from issuer.services.holders.holding import HOLDER
from issuer.services.holders.opening import OpenCard, card_of
from issuer.services.imports.file_kinds import EXTENSIONS
from issuer.services.journal import note
from issuer.services.jwt_forms import jwt_of
from issuer.services.people import Contributor
from issuer.services.portfolios import records
from issuer.services.portfolios.reading import collection_of
from issuer.services.privacy import readable
from issuer.services.privacy.collecting import (
    Collected,
    Reader,
    collect_account,
    collect_application,
    collect_award,
    collect_holder,
    collect_letter,
    collect_line,
)
from issuer.services.privacy.erasing import found, require_holder, require_operator
from issuer.services.privacy.tracing import Traces, trace

FILES_LIMIT = 100_000_000
"""Bytes of evidence in one export."""
PAPERS_LIMIT = 20
"""Certificates in one export: each takes a while to lay out."""
ZIP = "application/zip"

_SHOWN = 100
_ENDINGS = {
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/webp": "webp",
    "application/pdf": "pdf",
    "audio/mpeg": "mp3",
    "audio/ogg": "ogg",
    "audio/wav": "wav",
    "audio/mp4": "m4a",
    "audio/webm": "webm",
}


def export_holder(office: Office, by: Contributor, place: str, holder_id: str) -> bytes:
    """Everything that a place keeps about somebody, for its team to hand over.

    Raises:
        NotFound: no such holder in this place.
        NotAllowed: the person exports nobody in that place.
    """
    collected = Collected()
    with office.store.write() as work:
        holder = require_holder(work, by, "person.export", place, holder_id)
        collect_holder(work, holder, "team", collected)
        note(office, work, by.name, "holder.export", place=place, subject=holder.id)
    return _pack(office, collected, holder.language)


def export_card(office: Office, card: OpenCard) -> bytes:
    """Everything behind a card, for its holder.

    Raises:
        NotFound: the card opens nothing any more.
    """
    collected = Collected()
    with office.store.write() as work:
        holder = card_of(office, work, card.words).holder
        collect_holder(work, holder, "holder", collected)
        note(office, work, HOLDER, "holder.export", place=holder.place, subject=holder.id)
    return _pack(office, collected, holder.language)


def export_account(office: Office, by: Contributor, person_id: str) -> bytes:
    """Everything about somebody who works here, for themselves or the operator.

    Raises:
        NotAllowed: neither the operator nor the person.
        NotFound: no such account.
    """
    if not by.operator and by.person != person_id:
        raise NotAllowed("privacy.not_yours")
    collected = Collected()
    with office.store.write() as work:
        person = work.people.get(person_id) if person_id.isprintable() else None
        if person is None:
            raise NotFound("person.unknown", person=person_id[:_SHOWN])
        collect_account(work, person, "holder", collected)
        note(office, work, by.name, "person.export", place=None, subject=person.id)
    return _pack(office, collected, office.settings.language)


def export_address(office: Office, by: Contributor, typed: str) -> bytes:
    """Everything in every place about whoever has that address.

    Raises:
        InvalidRequest: it is not an address.
        NotAllowed: only the operator of the instance may look in every place.
        NotFound: nobody here has that address (`privacy.nobody`).
    """
    email = clean_email(typed, "email")
    require_operator(by)
    collected = Collected()
    with office.store.write() as work:
        traces = found(trace(office, work, email))
        _collect(work, traces, collected)
        _note(office, work, by, traces)
    return _pack(office, collected, office.settings.language)


def _collect(work: UnitOfWork, traces: Traces, into: Collected) -> None:
    reader: Reader = "operator"
    for holder in traces.holders:
        collect_holder(work, holder, reader, into)
    for award in traces.awards:
        collect_award(work, award, reader, into)
    for application in traces.applications:
        collect_application(work, application, reader, into)
    for line in traces.lines:
        collect_line(line, reader, into)
    for letter in traces.letters:
        collect_letter(letter, reader, into)
    for person in traces.people:
        collect_account(work, person, reader, into)


def _note(office: Office, work: UnitOfWork, by: Contributor, traces: Traces) -> None:
    for holder in traces.holders:
        note(office, work, by.name, "holder.export", place=holder.place, subject=holder.id)
    for person in traces.people:
        note(office, work, by.name, "person.export", place=None, subject=person.id)


def _pack(office: Office, collected: Collected, language: str) -> bytes:
    """The ZIP; nothing of it is written anywhere."""
    now = office.clock.now()
    made = encode_instant(now)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as bundle:
        left = _put_files(office, bundle, collected.files, now)
        for number, award in enumerate(collected.awards):
            _put_badge(office, bundle, award, now, with_paper=number < PAPERS_LIMIT)
        _put_imports(office, bundle, collected, now)
        _put_portfolios(office, bundle, collected, now)
        told = {"made": made, "from": office.settings.base_url, **collected.sections}
        text = json.dumps(told, ensure_ascii=False, indent=2, default=str)
        _put(bundle, "records.json", text.encode("utf-8", "replace"), now)
        index = readable.page(language, collected.sections, made, left)
        _put(bundle, "index.html", index, now)
    return packed.getvalue()


def _put_badge(
    office: Office, bundle: zipfile.ZipFile, award: Award, now: datetime, *, with_paper: bool
) -> None:
    folder = f"badges/{award.short_code}"
    _put(bundle, f"{folder}/badge.json", award.json, now)
    # Whoever asks for all that is known of them gets it, even where the place can sign no more.
    with suppress(KeyUnavailable, NotFound):
        _put(bundle, f"{folder}/badge.jwt", jwt_of(office, award), now)
    for former in _former(office, award):
        _put(bundle, f"{folder}/badge-{former.edition}.json", former.json, now)
    # What was taken back is not printed.
    if with_paper and award.state == "active":
        _put_paper(office, bundle, award, now)


def _put_paper(office: Office, bundle: zipfile.ZipFile, award: Award, now: datetime) -> None:
    try:
        body, _ = publishing.held_file(office, award, "pdf")
    except (Conflict, NotFound):  # taken back or forgotten at this very moment
        return
    _put(bundle, f"badges/{award.short_code}/badge.pdf", body, now)


def _former(office: Office, award: Award) -> tuple[AwardEdition, ...]:
    with office.store.read() as work:
        return work.awards.editions(award.id)


def _put_files(
    office: Office, bundle: zipfile.ZipFile, files: list[EvidenceFile], now: datetime
) -> int:
    """The files that were shown, as many as there is room for; how many were left out."""
    room, left = FILES_LIMIT, 0
    for file in files:
        if file.size > room:
            left += 1
            continue
        room -= file.size
        with office.store.read() as work:
            body = work.evidence.body(file.id) or b""
        _put(bundle, f"evidence/{file.id}.{_ENDINGS.get(file.media_type, 'bin')}", body, now)
    return left


def _put_imports(
    office: Office, bundle: zipfile.ZipFile, collected: Collected, now: datetime
) -> None:
    """The badges from elsewhere, as they came."""
    for badge in collected.imports:
        with office.store.read() as work:
            body = work.imported_badges.body(badge.id) or b""
        ending = EXTENSIONS.get(badge.media_type, "bin")
        _put(bundle, f"elsewhere/{badge.id}.{ending}", body, now)


def _put_portfolios(
    office: Office, bundle: zipfile.ZipFile, collected: Collected, now: datetime
) -> None:
    """The signed record of what a portfolio shows; its texts are among the records."""
    for portfolio in collected.portfolios:
        try:
            with office.store.read() as work:
                read = collection_of(work, portfolio)
            body = records.record(office, read)
        except NotFound:  # no badge of it holds today, or it was forgotten at this very moment
            continue
        name = "portfolio" if len(collected.portfolios) == 1 else f"portfolio-{portfolio.id}"
        _put(bundle, f"{name}.json", body, now)


def _put(bundle: zipfile.ZipFile, name: str, body: bytes, now: datetime) -> None:
    info = zipfile.ZipInfo(name, now.timetuple()[:6])
    info.compress_type = zipfile.ZIP_DEFLATED
    info.external_attr = 0o600 << 16
    bundle.writestr(info, body)
