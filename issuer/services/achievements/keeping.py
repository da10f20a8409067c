"""Definitions and their versions: added whole, found again, never changed under an award."""

from dataclasses import replace

from badges.documents import parse
from badges.errors import BadgeError
from issuer.errors import Conflict, NotFound
from issuer.model import Achievement, AchievementRequest, AchievementVersion, Award
from issuer.ports import Office, UnitOfWork
from issuer.services.achievements.defining import define
from issuer.services.finding import find_achievement, find_place
from issuer.services.journal import note


def add(office: Office, request: AchievementRequest, *, actor: str = "local") -> Achievement:
    """Add a definition. Adding the very same again changes nothing and answers the one kept.

    Raises:
        InvalidRequest: a text, level, type, artwork or competency is not acceptable.
        NotFound: no such place.
        Conflict: the slug is used by another definition (`achievement.exists`).
    """
    with office.store.write() as work:
        place = find_place(work, request.place)
        definition = define(office, work, place, request)
        kept = work.achievements.get(definition.slug)
        if kept is not None:
            if not is_same(definition, kept):
                raise Conflict("achievement.exists", achievement=definition.slug)
            return kept
        work.achievements.add(definition)
        keep_version(office, work, definition, author=actor)
        slug = definition.slug
        note(office, work, actor, "achievement.add", place=place.slug, subject=slug)
    return definition


def is_same(one: Achievement, other: Achievement) -> bool:
    """Whether two definitions say the same, whenever and however often they were published."""
    return replace(one, created=other.created, version=other.version, state=other.state) == other


def keep_version(office: Office, work: UnitOfWork, definition: Achievement, *, author: str) -> None:
    """Keep a definition as it is published now."""
    work.achievements.add_version(AchievementVersion(definition, office.clock.now(), author))


def preview(office: Office, request: AchievementRequest) -> Achievement:
    """The definition that `add` would keep, its picture drawn once to be sure; nothing is kept.

    Raises:
        InvalidRequest: a text, level, type, artwork or competency is not acceptable.
        NotFound: no such place.
    """
    with office.store.read() as work:
        definition = define(office, work, find_place(work, request.place), request)
    office.artwork.badge_svg(definition.artwork)
    return definition


def get(office: Office, slug: str) -> Achievement:
    """The definition of that slug, in its latest version.

    Raises:
        NotFound: no such achievement (`achievement.unknown`).
    """
    with office.store.read() as work:
        return find_achievement(work, slug)


def list_all(office: Office, place: str | None = None) -> tuple[Achievement, ...]:
    """Every definition, or those of one place, by slug; archived ones among them."""
    with office.store.read() as work:
        return work.achievements.list(place)


def list_published(office: Office, place: str | None = None) -> tuple[Achievement, ...]:
    """As `list_all`, without those that are archived."""
    return tuple(item for item in list_all(office, place) if item.state == "published")


def versions(office: Office, slug: str) -> tuple[AchievementVersion, ...]:
    """The published versions of a definition, newest first.

    Raises:
        NotFound: no such achievement.
    """
    with office.store.read() as work:
        return versions_in(work, find_achievement(work, slug))


def versions_in(work: UnitOfWork, definition: Achievement) -> tuple[AchievementVersion, ...]:
    """As `versions`, inside a unit of work.

    A definition that is older than the keeping of versions is the first one itself.
    """
    kept = work.achievements.versions(definition.slug)
    return kept or (AchievementVersion(definition, definition.created, ""),)


def version(office: Office, slug: str, number: int) -> Achievement:
    """A definition as it was published under that number.

    Raises:
        NotFound: no such achievement, or no such version of it (`achievement.version_unknown`).
    """
    with office.store.read() as work:
        return version_in(work, slug, number)


def version_in(work: UnitOfWork, slug: str, number: int) -> Achievement:
    """As `version`, inside a unit of work.

    Raises:
        NotFound: no such achievement, or no such version of it.
    """
    current = find_achievement(work, slug)
    for kept in versions_in(work, current):
        if kept.definition.version == number:
            return replace(kept.definition, state=current.state)
    raise NotFound("achievement.version_unknown", achievement=current.slug, version=number)


def as_awarded(work: UnitOfWork, award: Award) -> Achievement:
    """The definition as an award embeds it: its picture and competencies are of that version.

    Raises:
        NotFound: no such achievement.
    """
    current = find_achievement(work, award.achievement)
    if current.version == 1 or not award.json:
        return current
    try:
        embedded = parse(award.json)["credentialSubject"]["achievement"]
        return version_in(work, current.slug, int(embedded["version"]))
    except (BadgeError, KeyError, TypeError, ValueError):
        # Bytes from before versions were written: they embed the first one.
        return versions_in(work, current)[-1].definition


def awardable(office: Office, place: str) -> tuple[Achievement, ...]:
    """What a place can award today: its own published definitions, then those of its networks.

    Raises:
        NotFound: no such place.
    """
    with office.store.read() as work:
        owners = (find_place(work, place).slug, *work.places.networks(place))
        return tuple(
            definition
            for owner in owners
            for definition in work.achievements.list(owner)
            if definition.state == "published"
        )
