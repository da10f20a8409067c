"""The same badge in several languages: one document a language, tied by `related` (DM-11).

A signed credential speaks one language. The words in another one are served apart, at the address
of the achievement with `?lang=`, so that a reader is led there and nothing signed ever changes.
"""

from collections.abc import Mapping
from dataclasses import replace

from badges.model.achievement import Related
from issuer.errors import InvalidRequest
from issuer.model import Achievement
from issuer.services.addresses import achievement_in, achievement_url
from issuer.services.contacts import clean_language
from issuer.services.texts import STORY_LENGTH, SUMMARY_LENGTH, clean_line, clean_text

TRANSLATIONS_LIMIT = 8
"""Languages of one badge beside its own."""


def clean_translations(
    translations: Mapping[str, Mapping[str, str]], language: str
) -> dict[str, dict[str, str]]:
    """The words in other languages, each set complete; a set without any word is left out.

    Raises:
        InvalidRequest: a language that is no tag or is the badge's own, a word that is missing or
            cannot be signed; `field` is `name.en`, say.
    """
    written = {
        tag: words for tag, words in translations.items() if any(map(str.strip, words.values()))
    }
    if len(written) > TRANSLATIONS_LIMIT:
        raise InvalidRequest(
            "achievement.too_many_languages",
            field="translations",
            count=len(written),
            limit=TRANSLATIONS_LIMIT,
        )
    if language in written:
        raise InvalidRequest("achievement.own_language", field="translations", language=language)
    return {tag: _clean_words(clean_language(tag, "in"), written[tag]) for tag in sorted(written)}


def _clean_words(tag: str, words: Mapping[str, str]) -> dict[str, str]:
    return {
        "name": clean_line(words.get("name", ""), f"name.{tag}"),
        "description": clean_text(
            words.get("description", ""), f"description.{tag}", limit=SUMMARY_LENGTH
        ),
        "criteria": clean_text(words.get("criteria", ""), f"criteria.{tag}", limit=STORY_LENGTH),
    }


def translated(definition: Achievement, language: str) -> Achievement:
    """The definition with its words in `language`; itself when nobody wrote them."""
    tag = spoken(definition, language)
    if tag == definition.language:
        return definition
    words = definition.translations[tag]
    return replace(
        definition,
        language=tag,
        name=words["name"],
        description=words["description"],
        criteria=words["criteria"],
    )


def spoken(definition: Achievement, language: str) -> str:
    """The tag under which the definition speaks `language`, `fr-CA` being French; else its own."""
    tags = (definition.language, *definition.translations)
    if language in tags:
        return language
    near = (tag for tag in tags if tag.partition("-")[0] == language.partition("-")[0])
    return next(near, definition.language)


def related_of(definition: Achievement, base_url: str, language: str) -> tuple[Related, ...]:
    """Where the achievement is told in its other languages, seen from one of them (DM-11)."""
    version = str(definition.version)
    tags = (definition.language, *sorted(definition.translations))
    return tuple(
        Related(
            id=achievement_url(base_url, definition.slug)
            if tag == definition.language
            else achievement_in(base_url, definition.slug, tag),
            in_language=tag,
            version=version,
        )
        for tag in tags
        if tag != language
    )
