"""From what a person asks for to a definition that can be signed: every part checked, completed."""

from dataclasses import dataclass
from typing import get_args

from badges.model.framework import Competency, Framework
from badges.model.vocabularies import ACHIEVEMENT_TYPES, is_extensible
from issuer.errors import InvalidRequest, NotFound
from issuer.model import (
    STATUS_PURPOSES,
    Achievement,
    AchievementRequest,
    ArtworkSpec,
    CompetencyLevel,
    Place,
    StatusPurpose,
)
from issuer.ports import Office, UnitOfWork
from issuer.services.achievements.translations import clean_translations
from issuer.services.commons.levels import clean_level, marks_of
from issuer.services.commons.referentials import competency_in
from issuer.services.contacts import clean_language, clean_slug, slug_of
from issuer.services.texts import (
    STORY_LENGTH,
    SUMMARY_LENGTH,
    TAG_LENGTH,
    clean_line,
    clean_text,
)

COLOURS = ("ACC", "COO", "FAB", "NUM", "TRA", "PIL")
"""The colours of badges, by the code of the domain that each stands for."""
SHAPE_OF_KIND = {
    "Competency": "round",
    "MicroCredential": "hexagon",
    "CommunityService": "shield",
    "Badge": "leaf",
    "ext:PassingOn": "star",
}
"""What the shape of a badge says of it (design/experience.md, "Look"), by its achievementType."""
VALIDITY_LIMIT = 240
"""Months: what is to last longer has no end."""
REVIEWS_LIMIT = 5
"""People who must agree before an award: more of them never meet."""

_COMPETENCIES_LIMIT = 20
_TAGS_LIMIT = 20
_SHOWN = 100
_DEFAULT_SHAPE = "round"
_ICONS = {
    "ACC": "cup",
    "COO": "people",
    "FAB": "tools",
    "NUM": "keyboard",
    "TRA": "book",
    "PIL": "compass",
}


def define(
    office: Office, work: UnitOfWork, place: Place, request: AchievementRequest
) -> Achievement:
    """The definition that `request` asks for, complete.

    Raises:
        InvalidRequest: a part is not acceptable; `field` says which.
    """
    name = clean_line(request.name, "name")
    chosen = _competencies(office, work, request.competencies)
    competencies = tuple(item.asked for item in chosen)
    language = clean_language(request.language or place.language)
    return Achievement(
        slug=clean_slug(request.slug) if request.slug else slug_of(name),
        place=place.slug,
        name=name,
        description=clean_text(request.description, "description", limit=SUMMARY_LENGTH),
        criteria=clean_text(request.criteria, "criteria", limit=STORY_LENGTH),
        achievement_type=_type(request.achievement_type),
        language=language,
        competencies=competencies,
        artwork=_artwork(office, request, name, chosen[0]),
        created=office.clock.now(),
        tags=_tags(request.tags),
        status_purpose=_purpose(request.status_purpose),
        translations=clean_translations(request.translations, language),
        validity_months=_validity(request.validity_months),
        reviews_needed=_reviews(request.reviews_needed),
        open_to_requests=request.open_to_requests,
    )


@dataclass(frozen=True)
class _Chosen:
    """A competency that was asked for, found in its framework, with the level that is aimed at."""

    asked: CompetencyLevel
    framework: Framework
    competency: Competency


def _competencies(
    office: Office, work: UnitOfWork, asked: tuple[CompetencyLevel, ...]
) -> tuple[_Chosen, ...]:
    if not asked or len(asked) > _COMPETENCIES_LIMIT:
        raise InvalidRequest(
            "competency.count", field="competencies", count=len(asked), limit=_COMPETENCIES_LIMIT
        )
    found = tuple(_competency(office, work, item) for item in asked)
    notations = [item.asked.notation for item in found]
    for notation in notations:
        if notations.count(notation) > 1:
            raise InvalidRequest("competency.twice", field="competencies", competency=notation)
    return found


def _competency(office: Office, work: UnitOfWork, item: CompetencyLevel) -> _Chosen:
    try:
        framework, competency = competency_in(office, work, item.notation)
    except NotFound as error:
        raise InvalidRequest(
            "competency.unknown", field="competencies", competency=item.notation[:_SHOWN]
        ) from error
    if competency.deprecated:
        raise InvalidRequest(
            "competency.deprecated", field="competencies", competency=competency.notation
        )
    level = None
    if item.level is not None:
        level = clean_level(framework, item.level, "competencies")
    return _Chosen(CompetencyLevel(competency.notation, level), framework, competency)


def _artwork(office: Office, request: AchievementRequest, name: str, main: _Chosen) -> ArtworkSpec:
    """The picture; what nobody chose follows from the kind of badge and its main competency."""
    artwork, colour = office.artwork, (request.colour or _colour(main)).upper()
    usual = _ICONS.get(colour, "")
    icon = usual if usual in artwork.icons else artwork.icons[0]
    spec = ArtworkSpec(
        shape=request.shape or SHAPE_OF_KIND.get(request.achievement_type, _DEFAULT_SHAPE),
        colour=colour,
        icon=request.icon or icon,
        title=clean_line(request.title or name, "artwork.title"),
        level=marks_of(main.framework, main.asked.level),
    )
    _require_known(spec.shape, artwork.shapes, "artwork.shape")
    _require_known(spec.colour, COLOURS, "artwork.colour")
    _require_known(spec.icon, artwork.icons, "artwork.icon")
    return spec


def _colour(main: _Chosen) -> str:
    """The colour of a domain: colours bear the names of the domains of tiers-lieux.

    Domains of other frameworks take them in turn.
    """
    code = main.competency.domain.code
    if code in COLOURS:
        return code
    place = [domain.code for domain in main.framework.domains].index(code)
    return COLOURS[place % len(COLOURS)]


def _require_known(word: str, known: tuple[str, ...], field: str) -> None:
    if word not in known:
        raise InvalidRequest(
            "artwork.unknown", field=field, value=word[:_SHOWN], known=", ".join(known)
        )


def _type(word: str) -> str:
    if not is_extensible(word, ACHIEVEMENT_TYPES):
        raise InvalidRequest("achievement.type_unknown", field="type", value=word[:_SHOWN])
    return word


def _purpose(word: str) -> StatusPurpose:
    for purpose in STATUS_PURPOSES:
        if word == purpose:
            return purpose
    raise InvalidRequest(
        "achievement.status_purpose",
        field="status_purpose",
        value=word[:_SHOWN],
        known=", ".join(get_args(StatusPurpose)),
    )


def _tags(tags: tuple[str, ...]) -> tuple[str, ...]:
    if len(tags) > _TAGS_LIMIT:
        raise InvalidRequest(
            "achievement.too_many_tags", field="tags", count=len(tags), limit=_TAGS_LIMIT
        )
    return tuple(dict.fromkeys(clean_line(tag, "tags", limit=TAG_LENGTH) for tag in tags))


def _validity(months: int | None) -> int | None:
    if months is not None and not 1 <= months <= VALIDITY_LIMIT:
        raise InvalidRequest(
            "achievement.validity", field="validity", months=months, limit=VALIDITY_LIMIT
        )
    return months


def _reviews(count: int) -> int:
    if not 0 <= count <= REVIEWS_LIMIT:
        raise InvalidRequest(
            "achievement.reviews", field="reviews", count=count, limit=REVIEWS_LIMIT
        )
    return count
