"""What holders carry away: each badge as a file, their passport, and their card printed again.

Wallets take the signed file as it is: nothing is issued anew.
"""

from badges.web.wording import day
from issuer.errors import NotFound
from issuer.model import EvidenceFile
from issuer.model.paper import Booklet
from issuer.ports import Office, UnitOfWork
from issuer.services import papers, publishing
from issuer.services.achievements.keeping import as_awarded
from issuer.services.holders.opening import OpenBadge, OpenCard
from issuer.services.printing import certificate_of

FILES = ("pdf", "png", "json", "svg", "jwt")
"""The files of a badge that its holder takes, hidden or not."""


def file(office: Office, opened: OpenBadge, kind: str) -> tuple[bytes, str]:
    """One file of a badge and its media type, also when the badge is hidden.

    Raises:
        NotFound: no such kind of file (`file.unknown`).
        Conflict: a badge that was taken back is not printed (`paper.taken_back`).
    """
    return publishing.held_file(office, opened.award, kind)


def shown_file(office: Office, opened: OpenBadge, file_id: str) -> tuple[EvidenceFile, bytes]:
    """A file that was shown for the badge, and its bytes, whether its door is open or not.

    Raises:
        NotFound: the badge has no such file (`evidence.unknown`).
    """
    for kept in opened.files:
        if kept.id == file_id:
            with office.store.read() as work:
                return kept, work.evidence.body(kept.id) or b""
    raise NotFound("evidence.unknown")


def passport(office: Office, card: OpenCard) -> bytes:
    """The booklet of every badge that the person shows and that is still in force, as PDF.

    Raises:
        NotFound: there is none (`claim.nothing_to_print`).
    """
    with office.store.read() as work:
        booklet = _booklet(office, work, card)
    return office.press.booklet(booklet)


def card(office: Office, opened: OpenCard) -> bytes:
    """The card printed again, with the same words, as PDF.

    Raises:
        KeyUnavailable: its words cannot be derived.
    """
    with office.store.read() as work:
        printed = papers.card_of(office, work, opened.holder)
    return office.press.cards((printed,))


def _booklet(office: Office, work: UnitOfWork, card: OpenCard) -> Booklet:
    pages = tuple(
        certificate_of(office, work, award, as_awarded(work, award))
        for award in card.awards
        if papers.is_printable(award)
    )
    if not pages:
        raise NotFound("claim.nothing_to_print")
    return Booklet(
        language=card.holder.language,
        holder=card.holder.name,
        place=card.place.name,
        made=day(office.clock.now(), card.holder.language),
        certificates=pages,
    )
