"""Beginning from a badge that exists: one of the library, of one's own places, of a network."""

from dataclasses import dataclass

from badges.model.framework import Competency, Level
from issuer.demo.ready_badges import READY_BADGES, ReadyBadge, ReadyWords
from issuer.errors import NotFound
from issuer.model import Achievement, AchievementDraft, Place
from issuer.ports import Office
from issuer.services import people
from issuer.services.achievements.defining import SHAPE_OF_KIND
from issuer.services.achievements.drafting import texts_of
from issuer.services.achievements.drafts import begin
from issuer.services.commons.referentials import competency
from issuer.services.finding import find_achievement, find_place
from issuer.services.people import Contributor

_LANGUAGES = ("fr", "en")
_SHOWN = 100


@dataclass(frozen=True)
class ReadyChoice:
    """A badge of the library as a place sees it: its words, its main competency and level."""

    badge: ReadyBadge
    words: ReadyWords
    competency: Competency
    level: Level

    @property
    def shape(self) -> str:
        """The shape of its kind."""
        return SHAPE_OF_KIND[self.badge.kind]

    @property
    def colour(self) -> str:
        """The colour of its domain."""
        return self.competency.domain.code


def ready(office: Office, language: str) -> tuple[ReadyChoice, ...]:
    """The badges of the library whose competencies are all published here."""
    found = (_choice(office, badge, language) for badge in READY_BADGES)
    return tuple(choice for choice in found if choice is not None)


def _choice(office: Office, badge: ReadyBadge, language: str) -> ReadyChoice | None:
    try:
        known = [(*competency(office, code), level) for code, level in badge.competencies]
    except NotFound:
        return None
    if any(item.deprecated for _, item, _ in known):
        return None
    framework, main, level = known[0]
    return ReadyChoice(badge, badge.words(language), main, framework.level_of(main, level))


def copy_ready(office: Office, by: Contributor, place: str, name: str) -> AchievementDraft:
    """Begin a draft from a badge of the library, in the language of the place and in the other.

    Raises:
        NotFound: no such place, or no such badge in the library (`achievement.not_ready`).
        NotAllowed: the person does not write badges for that place.
    """
    with office.store.read() as work:
        owner = find_place(work, place)
    for badge in READY_BADGES:
        if badge.slug == name:
            return begin(office, by, owner.slug, _texts_of_ready(badge, owner))
    raise NotFound("achievement.not_ready", achievement=name[:_SHOWN])


def _texts_of_ready(badge: ReadyBadge, place: Place) -> dict[str, str]:
    texts = {
        "chosen": " ".join(code for code, _ in badge.competencies),
        "language": place.language,
        "type": badge.kind,
        "icon": badge.icon,
    }
    texts |= {f"level-{code}": level for code, level in badge.competencies}
    texts |= _words(badge.words(place.language))
    for language in _LANGUAGES:
        if language != place.language.partition("-")[0]:
            told = _words(badge.words(language))
            texts |= {f"{name}-{language}": text for name, text in told.items()}
    return texts


def _words(words: ReadyWords) -> dict[str, str]:
    return {
        "name": words.name,
        "description": words.description,
        "criteria": "\n".join(f"- {line}" for line in words.criteria),
        "evidence": words.evidence,
    }


def copy_achievement(office: Office, by: Contributor, place: str, slug: str) -> AchievementDraft:
    """Begin a draft from a badge that the person may read as a colleague does.

    That is one of a place where they work, or of a network of this place.

    Raises:
        NotFound: no such place, or no badge of that name among those.
        NotAllowed: the person does not write badges for that place.
    """
    with office.store.read() as work:
        owner = find_place(work, place).slug
        people.require(work, by, "achievement.edit", owner)
        found = find_achievement(work, slug)
        near = {owner, *work.places.networks(owner)}
        is_near = found.place in near or people.is_allowed(
            work, by, "achievement.edit", found.place
        )
    if not is_near:
        raise NotFound("achievement.unknown", achievement=slug[:_SHOWN])
    return begin(office, by, owner, texts_of(found))


def copyable(office: Office, by: Contributor, place: str) -> tuple[Achievement, ...]:
    """The badges that `copy_achievement` would copy, those of the place itself left out.

    Raises:
        NotFound: no such place.
        NotAllowed: the person does not write badges for that place.
    """
    with office.store.read() as work:
        owner = find_place(work, place).slug
        people.require(work, by, "achievement.edit", owner)
        networks = work.places.networks(owner)
        return tuple(
            item
            for other in work.places.list()
            if other.slug != owner
            and (
                other.slug in networks
                or people.is_allowed(work, by, "achievement.edit", other.slug)
            )
            for item in work.achievements.list(other.slug)
            if item.state == "published"
        )
