"""The sheets of a group: certificates, cards and stickers to print at once, and files to hand over.

Only badges that their holders show and that nobody took back are printed; whoever looks at the
sheets learns nothing of why another one is absent.
"""

import zipfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import partial
from io import BytesIO

from badges.web.wording import day
from issuer.errors import InvalidRequest, NotFound
from issuer.model import Award, Batch, Holder
from issuer.model.paper import Card, Certificate, Sticker
from issuer.ports import Office, UnitOfWork
from issuer.services import people
from issuer.services.achievements import as_awarded
from issuer.services.addresses import verification_url
from issuer.services.commons.referentials import competency_in
from issuer.services.contacts import slug_of
from issuer.services.finding import find_place, is_shown
from issuer.services.holders.holding import words_of
from issuer.services.journal import note
from issuer.services.people import Contributor
from issuer.services.printing import certificate_of
from issuer.services.signed_badges import SignedBadge, artwork_of

PDF = "application/pdf"
ZIP = "application/zip"
KINDS = ("certificates", "cards", "stickers", "files")
PART = 100
"""Badges of one file: a bigger group is printed in several."""
TITLES = 8
"""Achievements that one card names: its holder finds the others behind it."""

_NAME_LENGTH = 60
_SHOWN = 100
_MOST = 1_000_000
# A file of a group is the same each time, so its files carry no date of their own.
_UNDATED = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class GroupPaper:
    """One file of a group, ready to be sent."""

    name: str
    media_type: str
    body: bytes = field(repr=False)


def of_batch(
    office: Office, by: Contributor, batch_id: str, kind: str, *, part: int = 1
) -> GroupPaper:
    """The file of that kind (one of `KINDS`) for the people of a group, a hundred a part.

    Raises:
        NotFound: no such group, kind or part (`batch.unknown`, `papers.unknown`, `papers.nothing`).
        NotAllowed: the person awards nothing for that place.
        KeyUnavailable: the words of the cards cannot be derived.
    """
    make = _makers().get(kind)
    if make is None:
        raise NotFound("papers.unknown", kind=kind[:_SHOWN], known=", ".join(KINDS))
    with office.store.read() as work:
        batch = _find(work, by, batch_id)
        body = make(office, work, _part(_awards(work, batch), part))
    _note(office, by, batch, kind)
    extension, media_type = ("zip", ZIP) if kind == "files" else ("pdf", PDF)
    suffix = f"-{part}" if part > 1 else ""
    return GroupPaper(f"{_file_name(batch.title)}-{kind}{suffix}.{extension}", media_type, body)


def of_person(office: Office, by: Contributor, batch_id: str, number: int) -> GroupPaper:
    """The card of one person of a group, to print again.

    Raises:
        NotFound: no such group or person, or nothing to print (`papers.nothing`).
        NotAllowed: the person awards nothing for that place.
        KeyUnavailable: the words of the card cannot be derived.
    """
    with office.store.read() as work:
        batch = _find(work, by, batch_id)
        line = work.batches.line(batch.id, number) if 0 < number <= _MOST else None
        award = work.awards.get(line.award) if line and line.award else None
        body = _cards(office, work, _part([award] if award and is_printable(award) else [], 1))
    _note(office, by, batch, "cards")
    return GroupPaper(f"card-{number}.pdf", PDF, body)


def is_printable(award: Award) -> bool:
    """Whether the badge may stand on paper: active, and read by whoever scans the paper."""
    return award.state == "active" and is_shown(award)


def parts_of(office: Office, by: Contributor, batch_id: str) -> int:
    """In how many parts the papers of a group are printed; 0 when there is nothing to print.

    Raises:
        NotFound: no such group.
        NotAllowed: the person awards nothing for that place.
    """
    with office.store.read() as work:
        return -(-len(_awards(work, _find(work, by, batch_id))) // PART)


def card_of(office: Office, work: UnitOfWork, holder: Holder) -> Card:
    """The card of somebody: the words that open their badges of a place, and what these are.

    Raises:
        KeyUnavailable: the words of the card cannot be derived.
    """
    awards = [award for award in work.awards.of_holder(holder.id) if is_printable(award)]
    names = dict.fromkeys(_signed(office, work, award).title for award in awards)
    words = words_of(office, holder)
    latest = max((award.awarded for award in awards), default=holder.created)
    return Card(
        language=holder.language,
        place=find_place(work, holder.place).name,
        holder=holder.name,
        achievements=tuple(names)[:TITLES],
        awarded=day(latest, holder.language),
        url=claim_url(office, words),
        words=words,
    )


def claim_url(office: Office, words: tuple[str, ...]) -> str:
    """The address that a card's code leads to."""
    return f"{office.settings.base_url}/claim/{'-'.join(words)}"


def sticker_of(office: Office, work: UnitOfWork, award: Award) -> Sticker:
    """The sticker of one badge: its picture, and the address that verifies it.

    Raises:
        NotFound: the referential has its main competency no more.
    """
    definition = as_awarded(work, award)
    picture = artwork_of(award, definition, partial(competency_in, office, work))
    return Sticker(
        holder=award.holder,
        achievement=_signed(office, work, award).title,
        verify_url=verification_url(office.settings.base_url, award.short_code),
        short_code=award.short_code,
        artwork=office.artwork.badge_svg(picture),
    )


_Maker = Callable[[Office, UnitOfWork, list[Award]], bytes]


def _makers() -> dict[str, _Maker]:
    makers = (_certificates, _cards, _stickers, _files)
    return dict(zip(KINDS, makers, strict=True))


def _find(work: UnitOfWork, by: Contributor, batch_id: str) -> Batch:
    """The group, when this person may award for its place; else as if there were none.

    Raises:
        NotFound: no such group.
        NotAllowed: the person awards nothing for that place.
    """
    batch = work.batches.get(batch_id) if batch_id.isprintable() else None
    if batch is None or (by.place is not None and batch.place != by.place):
        raise NotFound("batch.unknown", batch=batch_id[:_SHOWN])
    people.require(work, by, "award.issue", batch.place)
    return batch


def _note(office: Office, by: Contributor, batch: Batch, kind: str) -> None:
    """Say who printed what, apart: others can write while a hundred pages are laid out."""
    with office.store.write() as work:
        note(office, work, by.name, f"batch.print_{kind}", place=batch.place, subject=batch.id)


def _awards(work: UnitOfWork, batch: Batch) -> list[Award]:
    lines = work.batches.lines(batch.id, state="issued")
    found = (work.awards.get(line.award) for line in lines if line.award)
    return [award for award in found if award is not None and is_printable(award)]


def _part(awards: list[Award], part: int) -> list[Award]:
    """The badges of one part.

    Raises:
        NotFound: there is nothing to print.
    """
    chosen = awards[(part - 1) * PART : part * PART] if part > 0 else []
    if not chosen:
        raise NotFound("papers.nothing")
    return chosen


def _certificates(office: Office, work: UnitOfWork, awards: list[Award]) -> bytes:
    return office.press.certificates(tuple(_certificate(office, work, one) for one in awards))


def _certificate(office: Office, work: UnitOfWork, award: Award) -> Certificate:
    return certificate_of(office, work, award, as_awarded(work, award))


def _cards(office: Office, work: UnitOfWork, awards: list[Award]) -> bytes:
    """One card a person: somebody who stands twice in a group still has one card."""
    holders = dict.fromkeys(award.holder_id for award in awards if award.holder_id)
    found = [holder for name in holders if (holder := work.holders.get(name)) is not None]
    if not found:
        raise NotFound("papers.nothing")
    return office.press.cards(tuple(card_of(office, work, holder) for holder in found))


def _stickers(office: Office, work: UnitOfWork, awards: list[Award]) -> bytes:
    return office.press.stickers(tuple(sticker_of(office, work, award) for award in awards))


def _files(office: Office, work: UnitOfWork, awards: list[Award]) -> bytes:
    """Each person's certificate and signed badge, under their name, in one ZIP."""
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, award in _named(awards):
            page = office.press.certificate(_certificate(office, work, award))
            for extension, body in (("pdf", page), ("json", award.json)):
                archive.writestr(zipfile.ZipInfo(f"{name}.{extension}", _UNDATED), body)
    return stream.getvalue()


def _named(awards: Iterable[Award]) -> Iterable[tuple[str, Award]]:
    """Each badge with a file name made from its holder's: plain letters, never the same twice."""
    for number, award in enumerate(awards, 1):
        yield f"{number:03d}-{_file_name(award.holder)}", award


def _file_name(text: str) -> str:
    """Plain letters made from a name; another word for a name that has no Latin letter."""
    try:
        return slug_of(text)[:_NAME_LENGTH]
    except InvalidRequest:
        return "badge"


def _signed(office: Office, work: UnitOfWork, award: Award) -> SignedBadge:
    return SignedBadge(award, partial(competency_in, office, work))
