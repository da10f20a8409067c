"""Awarding a badge: the left column of "the path of one credential" (house.md).

Find the competency, compose the achievement with its alignments, name the subject, allocate a
status index, sign once in each form, verify our own output, keep the bytes, commit once. Files and
pictures are made later, from the kept bytes.
"""

from dataclasses import dataclass, replace

from badges.model.identity import normalise_email
from issuer.errors import Conflict
from issuer.model import Achievement, Award, AwardRequest, StatusPosition
from issuer.ports import Office, UnitOfWork
from issuer.services import keyring, status_lists
from issuer.services.addresses import credential_url
from issuer.services.commons.levels import clean_level
from issuer.services.commons.referentials import competency_in
from issuer.services.composing import (
    Period,
    Recipient,
    compose_credential,
    compose_subject,
    levels_reached,
)
from issuer.services.contacts import clean_email, clean_url
from issuer.services.dates import read_award, read_end
from issuer.services.finding import find_achievement, find_place
from issuer.services.identities import Identity, profile_of
from issuer.services.journal import note
from issuer.services.securing import SecuredTwice, secure_credential
from issuer.services.short_codes import new_short_code
from issuer.services.texts import (
    REFERENCE_LENGTH,
    clean_line,
    clean_optional_line,
    clean_optional_text,
)

_CODE_TRIES = 10


@dataclass(frozen=True)
class _Order:
    """A request once every text, date and address in it is clean."""

    achievement: str
    recipient: Recipient
    period: Period
    level: str | None
    reference: str | None


def issue(office: Office, request: AwardRequest, *, actor: str = "local") -> Award:
    """Sign one badge, verify it as a stranger would, and keep its bytes, in one unit of work.

    Raises:
        InvalidRequest: a text, date, level, address or e-mail is not acceptable.
        NotFound: no such achievement.
        KeyUnavailable: the place's private key cannot be opened.
        StoreError: the database cannot be used.
    """
    order = _clean(office, request)
    with office.store.write() as work:
        definition = find_achievement(work, order.achievement)
        if order.reference is not None:
            already = work.awards.by_reference(definition.slug, order.reference)
            if already is not None:
                return already
        award = _award(office, work, definition, order, actor)
        work.awards.add(award)
        note(office, work, actor, "award.issue", place=award.place, subject=award.id)
    return award


def _award(
    office: Office, work: UnitOfWork, definition: Achievement, order: _Order, actor: str
) -> Award:
    place = find_place(work, definition.place)
    identity = keyring.prepare_identity(office, work, place, actor=actor)
    position, entry = status_lists.allocate(office, work, identity, definition.status_purpose)
    level = _level(office, work, definition, order.level)
    award_id = office.identifiers.uuid()
    credential = compose_credential(
        credential_url(office.settings.base_url, award_id),
        profile_of(office.settings, place, identity.issuer),
        compose_subject(office, work, definition, order.recipient, level),
        order.period,
        recipient=order.recipient,
        status=entry,
    )
    created = order.period.valid_from
    secured = secure_credential(office.keys, identity, credential.to_document(), created)
    signed = _Signed(award_id, replace(order, level=level), position, secured)
    return _record(office, work, identity, definition, signed)


@dataclass(frozen=True)
class _Signed:
    """What is known of an award once it is signed."""

    award_id: str
    order: _Order
    position: StatusPosition
    secured: SecuredTwice


def _record(
    office: Office, work: UnitOfWork, identity: Identity, definition: Achievement, signed: _Signed
) -> Award:
    order, period = signed.order, signed.order.period
    return Award(
        id=signed.award_id,
        short_code=_unused_code(office, work),
        url=credential_url(office.settings.base_url, signed.award_id),
        issuer=identity.issuer,
        place=definition.place,
        achievement=definition.slug,
        holder=order.recipient.name,
        level=levels_reached(definition, order.level)[0].level,
        valid_from=period.valid_from,
        awarded=period.awarded,
        valid_until=period.valid_until,
        reference=order.reference,
        status=signed.position,
        json=signed.secured.json.body,
        jwt=signed.secured.jwt.body,
    )


def _unused_code(office: Office, work: UnitOfWork) -> str:
    for _ in range(_CODE_TRIES):
        code = new_short_code(office.identifiers)
        if work.awards.by_short_code(code) is None:
            return code
    raise Conflict("award.no_short_code")


def _clean(office: Office, request: AwardRequest) -> _Order:
    now = office.clock.now()
    return _Order(
        achievement=request.achievement,
        recipient=Recipient(
            name=clean_line(request.name, "name"),
            email=_email(request.email),
            evidence_url=clean_url(request.evidence_url, "evidence_url")
            if request.evidence_url
            else None,
            narrative=clean_optional_text(request.narrative, "narrative"),
        ),
        period=Period(
            valid_from=now,
            awarded=read_award(request.awarded, "awarded", now),
            valid_until=read_end(request.valid_until, "valid_until", now),
        ),
        level=request.level,
        reference=clean_optional_line(request.reference, "reference", limit=REFERENCE_LENGTH),
    )


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
