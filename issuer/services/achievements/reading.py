"""A definition that a person wrote as a mapping, in YAML or JSON, read into a request."""

from collections.abc import Mapping
from typing import Any

from issuer.errors import InvalidRequest
from issuer.model import AchievementRequest, CompetencyLevel

_MEMBERS = {
    "place": str,
    "name": str,
    "description": str,
    "criteria": str,
    "competencies": list,
    "slug": str,
    "type": str,
    "language": str,
    "tags": list,
    "status_purpose": str,
    "artwork": dict,
    "translations": dict,
    "validity_months": int,
    "reviews_needed": int,
    "open_to_requests": bool,
}
_REQUIRED = ("place", "name", "description", "criteria", "competencies")
_ARTWORK = ("shape", "colour", "icon", "title")
_COMPETENCY = ("code", "level")
_TRANSLATED = ("name", "description", "criteria")
_SHOWN = 100


def read_request(document: Mapping[str, Any]) -> AchievementRequest:
    """The request that a person wrote as a mapping (YAML or JSON).

    Members: `place`, `name`, `description`, `criteria`, `competencies` (each a notation, or a
    mapping with `code` and `level`), and optionally `slug`, `type`, `language`, `tags`,
    `status_purpose`, `artwork` (`shape`, `colour`, `icon`, `title`), `translations` (by language:
    `name`, `description`, `criteria`), `validity_months`, `reviews_needed`, `open_to_requests`.

    Raises:
        InvalidRequest: a member is missing, unknown or not of its kind; `field` says which.
    """
    _require_members(document, tuple(_MEMBERS), "")
    for member in _REQUIRED:
        if document.get(member) in (None, "", []):
            raise InvalidRequest("achievement.member_missing", field=member)
    given = {name: value for name, value in document.items() if value is not None}
    for name, value in given.items():
        _require_kind(name, value, _MEMBERS[name])
    artwork = _read_artwork(given.pop("artwork", {}))
    competencies = tuple(_read_competency(item) for item in given.pop("competencies"))
    tags = given.pop("tags", [])
    for tag in tags:
        _require_kind("tags", tag, str)
    if "type" in given:
        given["achievement_type"] = given.pop("type")
    if "translations" in given:
        given["translations"] = _read_translations(given["translations"])
    return AchievementRequest(competencies=competencies, tags=tuple(tags), **given, **artwork)


def _read_artwork(artwork: Mapping[str, Any]) -> Mapping[str, Any]:
    _require_members(artwork, _ARTWORK, "artwork.")
    for name, value in artwork.items():
        _require_kind(f"artwork.{name}", value, str)
    return artwork


def _read_competency(item: Any) -> CompetencyLevel:
    if isinstance(item, str):
        return CompetencyLevel(item)
    _require_kind("competencies", item, dict)
    _require_members(item, _COMPETENCY, "competencies.")
    code, level = item.get("code"), item.get("level")
    _require_kind("competencies.code", code, str)
    if level is not None:
        _require_kind("competencies.level", level, str)
    return CompetencyLevel(code, level)


def _read_translations(translations: Mapping[Any, Any]) -> dict[str, dict[str, str]]:
    read: dict[str, dict[str, str]] = {}
    for language, words in translations.items():
        _require_kind("translations", language, str)
        _require_kind(f"translations.{language[:_SHOWN]}", words, dict)
        _require_members(words, _TRANSLATED, "translations.")
        for name, value in words.items():
            _require_kind(f"translations.{name}", value, str)
        read[language] = dict(words)
    return read


def _require_members(document: Mapping[str, Any], known: tuple[str, ...], prefix: str) -> None:
    for name in document:
        if name not in known:
            raise InvalidRequest(
                "achievement.member_unknown",
                field=f"{prefix}{name}"[:_SHOWN],
                known=", ".join(known),
            )


def _require_kind(field: str, value: Any, kind: type) -> None:
    # In Python a truth value is a number too; in what people write it is not.
    if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
        raise InvalidRequest("achievement.member_kind", field=field, expected=kind.__name__)
