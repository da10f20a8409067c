"""Paper made from the records: what a certificate says comes from the signed badge itself.

What is printed is read from the bytes that were signed, so paper and verdict tell the same; only
the name of the place and how to reach it are those of today.
"""

from functools import partial
from typing import Any

from badges.documents import JsonObject
from badges.encoding import encode_instant
from badges.i18n import DEFAULT_LANGUAGE, LANGUAGES
from badges.web.wording import day
from issuer.errors import Conflict, NotFound
from issuer.model import Achievement, Award, Place
from issuer.model.paper import Ability, Certificate
from issuer.ports import Office, UnitOfWork
from issuer.services.achievements.keeping import as_awarded
from issuer.services.addresses import verification_url
from issuer.services.commons.referentials import competency_in
from issuer.services.finding import find_award, find_place
from issuer.services.markdown_as_text import as_text
from issuer.services.sharing import days
from issuer.services.signed_badges import SignedBadge, Skill, artwork_of


def certificate(office: Office, name: str) -> bytes:
    """The certificate of one award on A4, its signed badge attached, as PDF/A-3.

    Raises:
        NotFound: no such award (`award.unknown`).
        Conflict: as `certificate_of`.
    """
    with office.store.read() as work:
        award = find_award(work, name)
        page = certificate_of(office, work, award, as_awarded(work, award))
    return office.press.certificate(page)


def certificate_of(
    office: Office, work: UnitOfWork, award: Award, definition: Achievement
) -> Certificate:
    """What the certificate of an award says, ready to be laid out.

    Raises:
        NotFound: the badge was erased (`award.unknown`).
        Conflict: it was taken back, so it must not be shown (`paper.taken_back`).
    """
    if award.forgotten is not None:
        raise NotFound("award.unknown", award=award.short_code)
    place = find_place(work, award.place)
    if award.state != "active":
        raise Conflict("paper.taken_back", place=place.name)
    find = partial(competency_in, office, work)
    badge = SignedBadge(award, find)
    language = language_of(badge, place)
    return Certificate(
        language=language,
        place=place.name,
        place_contact=place.url or place.email,
        holder=award.holder,
        achievement=badge.title,
        description=str(badge.achievement.get("description", "")),
        criteria=as_text(badge.criteria),
        abilities=tuple(_ability(skill, language) for skill in badge.skills),
        awarded=day(days.awarded_on(award, place), language),
        valid_until=day(days.valid_until(award, place), language) or None,
        verify_url=verification_url(office.settings.base_url, award.short_code),
        short_code=award.short_code,
        identifier=award.url,
        made=_made(badge),
        artwork=office.artwork.badge_svg(artwork_of(award, definition, find)),
        badge=award.json,
        shown=_shown(badge),
        creator=badge.creator or None,
    )


def language_of(badge: SignedBadge, place: Place) -> str:
    """The language of the fixed words on paper: that of the badge, else that of the place."""
    told = str(badge.achievement.get("inLanguage") or place.language)
    known = (tag.partition("-")[0] for tag in (told, place.language))
    return next((tag for tag in known if tag in LANGUAGES), DEFAULT_LANGUAGE)


def _ability(skill: Skill, language: str) -> Ability:
    """The plain statement of a competency; its name when the referential has it no more."""
    if skill.competency is None:
        return Ability("", skill.name)
    return Ability(
        notation=skill.competency.notation,
        statement=skill.competency.statement.say(language),
        level=skill.level.label.say(language) if skill.level else None,
    )


def _shown(badge: SignedBadge) -> tuple[str, ...]:
    """What shows that it was done: each story with the name of its proof; then how long it took."""
    told = (
        (as_text(str(item.get("narrative") or "")), _proof(badge, item)) for item in badge.evidence
    )
    texts = (text for pair in told for text in pair if text)
    return (*texts, *filter(None, (as_text(badge.narrative),)))


def _proof(badge: SignedBadge, item: JsonObject) -> str:
    """The name of a proof, else its address; of a file that we keep, what it is: a `Photo`.

    Nobody types the address of such a file from paper: the badge's page leads to it.
    """
    kind = item.get("genre") if badge.is_file(item) else None
    return str(item.get("name") or kind or item.get("id") or "")


def _made(badge: SignedBadge) -> str:
    """The instant of signing, as the first proof tells it; else the beginning of validity."""
    proofs: Any = badge.document.get("proof")
    first = proofs[0] if isinstance(proofs, list) and proofs else proofs
    told = first.get("created") if isinstance(first, dict) else None
    return told if isinstance(told, str) else encode_instant(badge.award.valid_from)
