"""Achievements: what a place recognises, tied to competencies of the referential."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from issuer.errors import Conflict
from issuer.model import Achievement, AchievementRequest
from issuer.ports import Office
from issuer.services import defining
from issuer.services.finding import find_achievement, find_place
from issuer.services.journal import note


def read_request(document: Mapping[str, Any]) -> AchievementRequest:
    """The request that a person wrote as a mapping (YAML or JSON).

    Members: `place`, `name`, `description`, `criteria`, `competencies` (each a notation, or a
    mapping with `code` and `level`), and optionally `slug`, `type`, `language`, `tags`,
    `status_purpose`, `artwork` (`shape`, `colour`, `icon`, `title`).

    Raises:
        InvalidRequest: a member is missing, unknown or not of its kind; `field` says which.
    """
    return defining.read_request(document)


def add(office: Office, request: AchievementRequest, *, actor: str = "local") -> Achievement:
    """Add a definition. Adding the very same again changes nothing and answers the one kept.

    Raises:
        InvalidRequest: a text, level, type, artwork or competency is not acceptable.
        NotFound: no such place.
        Conflict: the slug is used by another definition (`achievement.exists`).
    """
    with office.store.write() as work:
        place = find_place(work, request.place)
        definition = defining.define(office, work, place, request)
        kept = work.achievements.get(definition.slug)
        if kept is not None:
            if replace(definition, created=kept.created) != kept:
                raise Conflict("achievement.exists", achievement=definition.slug)
            return kept
        work.achievements.add(definition)
        slug = definition.slug
        note(office, work, actor, "achievement.add", place=place.slug, subject=slug)
    return definition


def preview(office: Office, request: AchievementRequest) -> Achievement:
    """The definition that `add` would keep; nothing is kept.

    Raises:
        InvalidRequest: a text, level, type, artwork or competency is not acceptable.
        NotFound: no such place.
    """
    with office.store.read() as work:
        return defining.define(office, work, find_place(work, request.place), request)


def get(office: Office, slug: str) -> Achievement:
    """The definition of that slug.

    Raises:
        NotFound: no such achievement (`achievement.unknown`).
    """
    with office.store.read() as work:
        return find_achievement(work, slug)


def list_all(office: Office, place: str | None = None) -> tuple[Achievement, ...]:
    """Every definition, or those of one place, by slug."""
    with office.store.read() as work:
        return work.achievements.list(place)
