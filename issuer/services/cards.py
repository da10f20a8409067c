"""The picture that goes with a badge on social networks: what stands on it, and when it changes.

Networks keep a picture for days by its address, so the address holds a mark of everything drawn:
a badge that is cancelled, corrected or made public has another picture at another address.
"""

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import partial

from badges.web.wording import day
from issuer.model import Award, Place, SharingCard
from issuer.ports import Office
from issuer.services.achievements.keeping import as_awarded
from issuer.services.commons.referentials import competency
from issuer.services.finding import find_place
from issuer.services.markdown_as_text import as_text
from issuer.services.printing import language_of
from issuer.services.sharing.days import awarded_on, turned_on
from issuer.services.signed_badges import SignedBadge, artwork_of

CARD_WIDTH, CARD_HEIGHT = 1200, 627
"""Pixels of the picture: the 1.91 to 1 that networks show whole."""

DRAWING = 1
"""The number of the drawing itself: it grows when the same words are drawn otherwise."""

_VERSION_LENGTH = 12
_STATEMENT_LENGTH = 400


@dataclass(frozen=True)
class SeenBadge(SignedBadge):
    """A badge of which whoever shows it has read the place already."""

    place: Place


def state_at(award: Award, now: datetime) -> str:
    """`active`, `revoked`, `suspended`, `expired` or `not_yet_valid`."""
    if award.state != "active":
        return award.state
    if award.valid_until is not None and now > award.valid_until:
        return "expired"
    return "not_yet_valid" if now < award.valid_from else "active"


def card_of(office: Office, award: Award, seen: SeenBadge | None = None) -> SharingCard:
    """What stands on the picture of a badge; a name only when its holder made it public.

    Args:
        office: where the badge is kept.
        award: the badge.
        seen: what whoever calls has read of it already.

    Raises:
        NotFound: the referential has its main competency no more.
    """
    with office.store.read() as work:
        place = find_place(work, award.place) if seen is None else seen.place
        definition = as_awarded(work, award)
    badge = SignedBadge(award, partial(competency, office)) if seen is None else seen
    find = badge.find
    language = language_of(badge, place)
    state = state_at(award, office.clock.now())
    return SharingCard(
        artwork=artwork_of(award, definition, find),
        title=badge.title,
        place=place.name,
        statement=statement_of(badge, language),
        date=_date(award, place, state, language),
        language=language,
        state=state,
        person=award.holder if award.choice == "public" else None,
    )


def card_version(office: Office, award: Award, seen: SeenBadge | None = None) -> str:
    """Twelve hexadecimal digits of everything that is drawn on the card.

    Raises:
        NotFound: as `card_of`.
    """
    told = json.dumps([DRAWING, asdict(card_of(office, award, seen))], sort_keys=True)
    return hashlib.sha256(told.encode()).hexdigest()[:_VERSION_LENGTH]


def card_picture(office: Office, award: Award) -> bytes:
    """The picture: a PNG of 1200 by 627 pixels.

    Raises:
        NotFound: as `card_of`.
    """
    return office.artwork.sharing_card(card_of(office, award))


def statement_of(badge: SignedBadge, language: str) -> str:
    """What the person can do ("Je…") in the main competency; else what the badge is about."""
    skill = badge.skills[0] if badge.skills else None
    if skill is not None and skill.competency is not None:
        return skill.competency.statement.say(language)
    return as_text(str(badge.achievement.get("description", "")))[:_STATEMENT_LENGTH]


def _date(award: Award, place: Place, state: str, language: str) -> str:
    """The day that matters in that state, written out; nothing when nobody knows it."""
    is_active = state == "active"
    return day(awarded_on(award, place) if is_active else turned_on(award, place, state), language)
