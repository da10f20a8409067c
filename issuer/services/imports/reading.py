"""Showing badges from elsewhere: to their holder all, to others only what is surely theirs."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import UUID

from issuer.errors import InvalidRequest, NotFound
from issuer.model import ImportedBadge
from issuer.ports import Office, UnitOfWork
from issuer.services.evidence_kinds import without_traces
from issuer.services.holders.opening import OpenCard
from issuer.services.imports.examining import SIGNED_STATES
from issuer.services.imports.file_kinds import EXTENSIONS, OTHER, PNG

_SIDE_LIMIT = 4_000


@dataclass(frozen=True)
class Said:
    """A badge from elsewhere as pages show it: what it says is worth no more than its state."""

    badge: ImportedBadge

    @property
    def person(self) -> str:
        """Whether it names its holder: `same`, `other`, or `unsaid`."""
        return str(self.badge.report.get("person", "unsaid"))

    @property
    def named(self) -> str | None:
        """The name that it gives in clear."""
        return self.badge.report.get("holder")

    @property
    def site(self) -> str | None:
        """The site that answers for its issuer; None when only a bare key does."""
        return self.badge.report.get("site")

    @property
    def description(self) -> str | None:
        """What had to be done, in the words of its issuer."""
        return self.badge.report.get("description")

    @property
    def awarded(self) -> str | None:
        """When it was given, as RFC 3339."""
        return self.badge.report.get("awarded")

    @property
    def valid_until(self) -> str | None:
        """When it ends, as RFC 3339; None when it does not."""
        return self.badge.report.get("valid_until")

    @cached_property
    def competencies(self) -> list[dict[str, Any]]:
        """The competencies that it tells: `code`, `name`, `level`, `url`, each text or None."""
        return list(self.badge.report.get("competencies") or ())

    @property
    def is_genuine(self) -> bool:
        """Whether it holds, as of the day of its examination."""
        return self.badge.verdict == "accepted" and self.badge.state == "genuine"

    @property
    def state(self) -> str:
        """The state of which pages speak: what no signature, but a site vouches for, is told so."""
        is_hosted = self.badge.state == "genuine" and self.badge.report.get("hosted") is True
        return "genuine_hosted" if is_hosted else self.badge.state

    @property
    def was_signed(self) -> bool:
        """Whether its issuer did say so; one that cannot be checked today may have held before."""
        held = self.badge.report.get("accepted") is not None
        return self.badge.state in SIGNED_STATES or (self.badge.state == "cannot_check" and held)

    @property
    def may_be_shown(self) -> bool:
        """Whether it may stand on a page for others, marked with its state.

        It must name its holder, and once have been its issuer's word: what is altered, signed by
        somebody else, or was never confirmed could say anything.
        """
        return self.person == "same" and self.was_signed

    @property
    def has_picture(self) -> bool:
        """Whether a picture is inside that browsers draw safely."""
        return self.badge.media_type == PNG

    @property
    def file_name(self) -> str:
        """How its file is called when it is handed back."""
        return f"badge.{EXTENSIONS.get(self.badge.media_type, EXTENSIONS[OTHER])}"


def of_card(office: Office, card: OpenCard) -> tuple[Said, ...]:
    """The badges from elsewhere behind a card, oldest first."""
    with office.store.read() as work:
        return tuple(Said(badge) for badge in work.imported_badges.of_holder(card.holder.id))


def showable(work: UnitOfWork, holder_id: str) -> tuple[ImportedBadge, ...]:
    """Those behind a card that may stand on a page for others, inside a unit of work."""
    known = work.imported_badges.of_holder(holder_id)
    return tuple(badge for badge in known if Said(badge).may_be_shown)


def one(office: Office, card: OpenCard, badge_id: str) -> Said:
    """One badge from elsewhere behind a card.

    Raises:
        NotFound: this card has no such badge (`import.unknown`).
    """
    with office.store.read() as work:
        return Said(find(work, card, badge_id))


def find(work: UnitOfWork, card: OpenCard, badge_id: str) -> ImportedBadge:
    """The badge of that id inside a unit of work, when it is behind this card.

    Raises:
        NotFound: this card has no such badge (`import.unknown`).
    """
    try:
        badge = work.imported_badges.get(str(UUID(badge_id)))
    except ValueError:
        badge = None
    if badge is None or badge.holder != card.holder.id:
        raise NotFound("import.unknown")
    return badge


def body_of(office: Office, badge: ImportedBadge) -> bytes:
    """The bytes of a badge, as they came; the caller has checked who asks.

    Raises:
        NotFound: it was taken away meanwhile (`import.unknown`).
    """
    with office.store.read() as work:
        body = work.imported_badges.body(badge.id)
    if body is None:
        raise NotFound("import.unknown")
    return body


def picture_of(office: Office, badge: ImportedBadge) -> bytes | None:
    """The PNG of a badge without the badge in it, nor any other text; None when there is none.

    The caller has checked who asks.
    """
    if badge.media_type != PNG:
        return None
    body = body_of(office, badge)
    try:
        drawn = without_traces(PNG, body)
    except InvalidRequest:
        return None
    width, height = int.from_bytes(drawn[16:20]), int.from_bytes(drawn[20:24])
    return drawn if 0 < width <= _SIDE_LIMIT and 0 < height <= _SIDE_LIMIT else None
