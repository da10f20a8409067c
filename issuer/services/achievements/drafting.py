"""The texts of the form of a badge: which ones there are, how long, and what they ask for."""

import re
from collections.abc import Mapping
from typing import Any

from issuer.errors import InvalidRequest
from issuer.model import Achievement, AchievementRequest, CompetencyLevel
from issuer.services.achievements.wording import join_criteria, split_criteria
from issuer.services.texts import NAME_LENGTH, STORY_LENGTH, SUMMARY_LENGTH

CHOSEN_LIMIT = 6
"""Competencies of one badge that are offered here: more of them say nothing of anybody."""
EVIDENCE_LENGTH = 2_000

_LIMITS = {
    "chosen": CHOSEN_LIMIT * 80,
    "name": NAME_LENGTH,
    "description": SUMMARY_LENGTH,
    # Criteria and expected evidence become one text.
    "criteria": STORY_LENGTH - EVIDENCE_LENGTH - 100,
    "evidence": EVIDENCE_LENGTH,
    "language": 10,
    "type": 60,
    "shape": 20,
    "colour": 20,
    "icon": 40,
    "title": NAME_LENGTH,
    "tags": 1_200,
    "purpose": 20,
    "validity": 10,
    "reviews": 10,
    "open": 10,
    "from_version": 10,
}
_LEVEL = re.compile(r"level-[A-Za-z0-9-]{1,70}", re.ASCII)
_TRANSLATED = re.compile(r"(name|description|criteria|evidence)-([a-z]{2}(?:-[A-Z]{2})?)", re.ASCII)
_FIELDS_LIMIT = 80
_SHOWN = 100


def bounded(texts: Mapping[str, str]) -> dict[str, str]:
    """The texts of a form as a draft would keep them.

    Raises:
        InvalidRequest: as `kept_texts`.
    """
    return kept_texts({}, texts)


def kept_texts(texts: Mapping[str, str], changes: Mapping[str, str]) -> dict[str, str]:
    """The texts of a form after `changes`: fields of ours only, bounded, levels of what is chosen.

    Raises:
        InvalidRequest: a text is too long (`text.too_long`), or there are too many.
    """
    merged = dict(texts)
    for name, text in changes.items():
        limit = _limit(name)
        if limit is None:
            continue
        if len(text.strip()) > limit:
            raise InvalidRequest(
                "text.too_long",
                field=name.replace("-", ".", 1),
                length=len(text.strip()),
                limit=limit,
            )
        merged[name] = text.strip()
    chosen = merged.get("chosen", "").split()
    kept = {
        name: text
        for name, text in merged.items()
        if text and (not name.startswith("level-") or name.removeprefix("level-") in chosen)
    }
    if len(kept) > _FIELDS_LIMIT:
        raise InvalidRequest("achievement.too_many_texts", field="translations")
    return kept


def _limit(name: str) -> int | None:
    """How long a field may be; None when it is no field of ours."""
    if _LEVEL.fullmatch(name):
        return _SHOWN
    translated = _TRANSLATED.fullmatch(name)
    return _LIMITS.get(translated.group(1) if translated else name)


def request_of(place: str, body: Mapping[str, Any]) -> AchievementRequest:
    """What the texts of a form ask for, not yet checked.

    Raises:
        InvalidRequest: a number is no number.
    """
    texts = {name: str(text) for name, text in body.items()}
    say = texts.get
    language = say("language")
    return AchievementRequest(
        place=place,
        name=say("name", ""),
        description=say("description", ""),
        criteria=join_criteria(say("criteria", ""), say("evidence", ""), language or "fr"),
        competencies=tuple(
            CompetencyLevel(notation, say(f"level-{notation}"))
            for notation in say("chosen", "").split()
        ),
        achievement_type=say("type", "Competency"),
        language=language,
        tags=tuple(tag.strip() for tag in say("tags", "").split(",") if tag.strip()),
        status_purpose=say("purpose", "revocation"),
        shape=say("shape"),
        colour=say("colour"),
        icon=say("icon"),
        title=say("title"),
        translations=_translations(texts),
        validity_months=_number(texts, "validity"),
        reviews_needed=_number(texts, "reviews") or 0,
        open_to_requests=say("open") == "yes",
    )


def languages_of(body: Mapping[str, Any]) -> tuple[str, ...]:
    """The other languages in which something was typed, sorted."""
    found = (_TRANSLATED.fullmatch(name) for name, text in body.items() if text)
    return tuple(sorted({match.group(2) for match in found if match}))


def _translations(texts: Mapping[str, str]) -> dict[str, dict[str, str]]:
    return {
        tag: {
            "name": texts.get(f"name-{tag}", ""),
            "description": texts.get(f"description-{tag}", ""),
            "criteria": join_criteria(
                texts.get(f"criteria-{tag}", ""), texts.get(f"evidence-{tag}", ""), tag
            ),
        }
        for tag in languages_of(texts)
    }


def _number(texts: Mapping[str, str], field: str) -> int | None:
    text = texts.get(field, "").strip()
    if not text:
        return None
    if not (text.isascii() and text.isdigit()):
        raise InvalidRequest("achievement.number", field=field, value=text[:_SHOWN])
    return int(text)


def texts_of(definition: Achievement) -> dict[str, str]:
    """The texts of the form that would make this definition."""
    criteria, evidence = split_criteria(definition.criteria)
    artwork = definition.artwork
    texts = {
        "chosen": " ".join(item.notation for item in definition.competencies),
        "name": definition.name,
        "description": definition.description,
        "criteria": criteria,
        "evidence": evidence,
        "language": definition.language,
        "type": definition.achievement_type,
        "shape": artwork.shape,
        "colour": artwork.colour,
        "icon": artwork.icon,
        # A title that is the name follows it when the name changes.
        "title": "" if artwork.title == definition.name else artwork.title,
        "tags": ", ".join(definition.tags),
        "purpose": definition.status_purpose,
        "validity": str(definition.validity_months or ""),
        "reviews": str(definition.reviews_needed or ""),
        "open": "yes" if definition.open_to_requests else "",
    }
    for item in definition.competencies:
        texts[f"level-{item.notation}"] = item.level or ""
    for tag, words in definition.translations.items():
        told, shown = split_criteria(words["criteria"])
        texts |= {
            f"name-{tag}": words["name"],
            f"description-{tag}": words["description"],
            f"criteria-{tag}": told,
            f"evidence-{tag}": shown,
        }
    return {name: text for name, text in texts.items() if text}
