"""What is asked for, read and checked: a request becomes an order that can be signed as it stands.

Awarding, looking before awarding and correcting all read their texts here, so that what a person is
shown before is what is signed after.
"""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from badges.model.credential import AchievementCredential, StatusListEntry
from badges.model.identity import normalise_email
from badges.model.profile import Profile
from issuer.errors import Conflict, InvalidRequest, NotAllowed
from issuer.model import Achievement, AwardRequest, Place, ShownEvidence
from issuer.ports import Office, UnitOfWork
from issuer.services.commons.levels import clean_level
from issuer.services.commons.referentials import competency_in
from issuer.services.composing import Period, Recipient, compose_credential, compose_subject
from issuer.services.contacts import clean_email, clean_url
from issuer.services.dates import months_after, read_award, read_end
from issuer.services.finding import find_achievement, find_place
from issuer.services.identities import Identity, identity_of, profile_of
from issuer.services.texts import (
    REFERENCE_LENGTH,
    TAG_LENGTH,
    clean_line,
    clean_optional_line,
    clean_optional_text,
)

EVIDENCE_LIMIT = 12
"""Things shown in one badge: more of them nobody reads."""
HOURS_LIMIT = 10_000

_HOURS = re.compile(
    r"(\d{1,5})(?:[.,](\d{1,2}))?\s*(?:h|heures?|hours?)?", re.IGNORECASE | re.ASCII
)
_SHOWN = 100
_SHARED_LIMIT = 1_000


class Order(NamedTuple):
    """A request once every text, date and address in it is clean; `place` is the one that signs."""

    definition: Achievement
    place: Place
    recipient: Recipient
    period: Period
    level: str | None
    reference: str | None
    holder_id: str | None


@dataclass(frozen=True)
class _Shared:
    """What an order says of no person: the same for every request that asks it in these words."""

    definition: Achievement
    place: Place
    period: Period
    level: str | None


class OrderReader:
    """Reads requests one after another in one unit of work, at one instant.

    What many of them share is looked up and checked once. Use it while the unit of work lasts.
    """

    def __init__(self, office: Office, work: UnitOfWork) -> None:
        self._office = office
        self._work = work
        self._now = office.clock.now()
        self._shared: dict[object, _Shared] = {}

    def read(self, request: AwardRequest) -> Order:
        """The order that a request makes, `valid_from` being when the reader was made.

        Raises:
            InvalidRequest, NotFound, NotAllowed, Conflict: as `read_order`.
        """
        recipient = _recipient(request)
        asked = (
            request.achievement,
            request.place,
            request.level,
            request.awarded,
            request.valid_until,
        )
        shared = self._shared.get(asked)
        if shared is None:
            if len(self._shared) >= _SHARED_LIMIT:
                self._shared.clear()
            shared = self._shared[asked] = self._read_shared(request)
        return Order(
            definition=shared.definition,
            place=shared.place,
            recipient=recipient,
            period=shared.period,
            level=shared.level,
            reference=clean_optional_line(request.reference, "reference", limit=REFERENCE_LENGTH),
            holder_id=request.holder_id,
        )

    def _read_shared(self, request: AwardRequest) -> _Shared:
        now = self._now
        awarded = read_award(request.awarded, "awarded", now)
        until = read_end(request.valid_until, "valid_until", now)
        definition = find_achievement(self._work, request.achievement)
        if definition.state == "archived":
            raise Conflict("achievement.archived", achievement=definition.slug)
        return _Shared(
            definition=definition,
            place=_signing_place(self._work, definition, request.place),
            period=Period(now, awarded, until or _usual_end(definition, awarded, now)),
            level=_level(self._office, self._work, definition, request.level),
        )


def read_order(office: Office, work: UnitOfWork, request: AwardRequest) -> Order:
    """The order that a request makes, `valid_from` being now.

    Raises:
        InvalidRequest: a text, date, level, address or e-mail is not acceptable.
        NotFound: no such achievement or place.
        NotAllowed: that place may not award that achievement.
        Conflict: the achievement is archived.
    """
    return OrderReader(office, work).read(request)


def compose(
    office: Office,
    work: UnitOfWork,
    order: Order,
    identity: Identity,
    *,
    credential_id: str,
    entry: StatusListEntry | None,
) -> AchievementCredential:
    """The credential of an order, ready to be signed by `identity`; without `entry`, no status.

    Raises:
        NotFound: a competency is published here no more.
        KeyUnavailable: the place that keeps the achievement has no key in use.
    """
    return compose_credential(
        credential_id,
        profile_of(office.settings, order.place, identity.issuer),
        compose_subject(
            office,
            work,
            order.definition,
            order.recipient,
            order.level,
            creator=_creator(office, work, order),
        ),
        order.period,
        recipient=order.recipient,
        status=entry,
    )


def _creator(office: Office, work: UnitOfWork, order: Order) -> Profile | None:
    """The network whose achievement a member awards; nobody when a place awards its own."""
    if order.definition.place == order.place.slug:
        return None
    owner = find_place(work, order.definition.place)
    identity = identity_of(office.settings, owner, work.keys.of(owner.slug))
    return profile_of(office.settings, owner, identity.issuer)


def _signing_place(work: UnitOfWork, definition: Achievement, slug: str | None) -> Place:
    """The place that signs: the one asked for, which keeps the achievement or is of its network."""
    place = find_place(work, slug or definition.place)
    if place.slug != definition.place and place.slug not in work.places.members(definition.place):
        raise NotAllowed(
            "achievement.not_of_place", achievement=definition.slug, place=place.slug[:_SHOWN]
        )
    return place


def _usual_end(definition: Achievement, awarded: datetime, now: datetime) -> datetime | None:
    """The end that the definition sets; one that is past already would help nobody."""
    if definition.validity_months is None:
        return None
    end = months_after(awarded, definition.validity_months)
    if end <= now:
        raise InvalidRequest(
            "date.over_already", field="awarded", months=definition.validity_months
        )
    return end


def _recipient(request: AwardRequest) -> Recipient:
    evidence = tuple(_evidence(item) for item in request.evidence)
    if len(evidence) > EVIDENCE_LIMIT:
        raise InvalidRequest("evidence.too_many", field="evidence", limit=EVIDENCE_LIMIT)
    return Recipient(
        name=clean_line(request.name, "name"),
        email=_email(request.email),
        evidence_url=clean_url(request.evidence_url, "evidence_url")
        if request.evidence_url
        else None,
        narrative=clean_optional_text(request.narrative, "narrative"),
        evidence=evidence,
        hours=clean_hours(request.hours),
    )


def _evidence(item: ShownEvidence) -> ShownEvidence:
    return ShownEvidence(
        url=clean_url(item.url, "evidence_url") if item.url else None,
        name=clean_optional_line(item.name, "evidence", limit=_SHOWN),
        narrative=clean_optional_text(item.narrative, "narrative"),
        genre=clean_optional_line(item.genre, "evidence", limit=TAG_LENGTH),
    )


def clean_hours(text: str | None) -> str | None:
    """How long an activity lasted, as digits: `12`, `1.5`.

    Raises:
        InvalidRequest: not a number of hours between 0 and `HOURS_LIMIT`.
    """
    if text is None or not text.strip():
        return None
    found = _HOURS.fullmatch(text.strip())
    number = float(f"{found[1]}.{found[2] or 0}") if found else 0.0
    if not 0 < number <= HOURS_LIMIT:
        raise InvalidRequest("award.hours", field="hours", value=text[:_SHOWN], limit=HOURS_LIMIT)
    return f"{number:g}" if number < HOURS_LIMIT else str(HOURS_LIMIT)


def _email(email: str | None) -> str | None:
    """A learner without e-mail has no identity of that kind at all, not an empty one."""
    return clean_email(email, "email") if email and normalise_email(email) else None


def _level(
    office: Office, work: UnitOfWork, definition: Achievement, level: str | None
) -> str | None:
    """The level asked for, on the scale of the main competency."""
    if not level or not level.strip():
        return None
    framework, _ = competency_in(office, work, definition.competencies[0].notation)
    return clean_level(framework, level, "level")
