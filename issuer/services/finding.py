"""Finding what a request names, or saying plainly that it is not here."""

from uuid import UUID

from issuer.errors import NotFound, Withdrawn
from issuer.model import Achievement, Award, Choice, FrameworkRecord, Place
from issuer.ports import UnitOfWork
from issuer.services.short_codes import read_short_code

_SHOWN = 100
_NAME_LENGTH = 500


def find_place(work: UnitOfWork, slug: str) -> Place:
    """The place of that slug.

    Raises:
        NotFound: no such place.
    """
    place = work.places.get(slug) if is_plain(slug) else None
    if place is None:
        raise NotFound("place.unknown", place=slug[:_SHOWN])
    return place


def find_achievement(work: UnitOfWork, slug: str) -> Achievement:
    """The definition of that slug.

    Raises:
        NotFound: no such achievement.
    """
    achievement = work.achievements.get(slug) if is_plain(slug) else None
    if achievement is None:
        raise NotFound("achievement.unknown", achievement=slug[:_SHOWN])
    return achievement


def find_framework(work: UnitOfWork, slug: str) -> FrameworkRecord:
    """The record of the framework of that slug.

    Raises:
        NotFound: no such framework.
    """
    record = work.frameworks.get(slug) if is_plain(slug) else None
    if record is None:
        raise NotFound("framework.unknown", framework=slug[:_SHOWN])
    return record


def find_award(work: UnitOfWork, name: str) -> Award:
    """The award of that UUID, URL or short code.

    Raises:
        NotFound: no such award.
    """
    award = _by_id(work, name) or _by_code(work, name)
    if award is None:
        raise NotFound("award.unknown", award=name[:_SHOWN])
    return award


def find_award_by_code(work: UnitOfWork, code: str) -> Award:
    """The award of a short code as people type it.

    Raises:
        NotFound: no such award.
    """
    award = _by_code(work, code)
    if award is None:
        raise NotFound("award.unknown", award=code[:_SHOWN])
    return award


def require_shown(award: Award) -> Award:
    """The award, when whoever has its address may read it.

    Raises:
        Withdrawn: its holder keeps it for a private link, hid or refused it, or it was forgotten:
            always the same answer (`award.withdrawn`).
    """
    if not is_shown(award):
        raise Withdrawn
    return award


OPEN_CHOICES: tuple[Choice, ...] = ("none", "kept", "public")
"""What a holder may have chosen of a badge that `is_shown`."""


def is_shown(award: Award) -> bool:
    """Whether whoever has its address may read the badge."""
    return is_open_by_link(award) and award.choice != "private"


def is_open_by_link(award: Award) -> bool:
    """Whether whoever has its private link may read the badge."""
    return award.forgotten is None and award.choice not in ("hidden", "refused")


def _by_id(work: UnitOfWork, name: str) -> Award | None:
    if len(name) > _NAME_LENGTH:
        return None
    url, _, identifier = name.strip().rpartition("/")
    try:
        award = work.awards.get(str(UUID(identifier)))
    except ValueError:
        return None
    return award if award is None or not url or award.url == name.strip() else None


def _by_code(work: UnitOfWork, typed: str) -> Award | None:
    code = read_short_code(typed)
    return None if code is None else work.awards.by_short_code(code)


def is_plain(slug: str) -> bool:
    """A database may refuse to compare with a text that it cannot hold, such as one with NUL."""
    return slug.isascii() and slug.isprintable() and len(slug) <= _NAME_LENGTH
