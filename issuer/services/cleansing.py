"""A framework from a file, its texts made as fit to be published as those that people type."""

from dataclasses import replace

from badges.model.framework import Competency, Framework, Level, OfficialMatch, Words
from badges.model.validity import MAX_LABEL, MAX_STATEMENT, MAX_TEXT
from issuer.errors import InvalidRequest
from issuer.services.bridge_targets import clean_typed
from issuer.services.texts import clean_line, clean_text

CODE_LENGTH = 40
_SHOWN = 100


def clean_framework(framework: Framework) -> Framework:
    """The same framework, every text cleaned: names are lines, what explains may have several.

    Raises:
        InvalidRequest: a text cannot be published; `field` says where it stands.
    """
    for code in (*(d.code for d in framework.domains), *(n.code for n in framework.levels)):
        if len(code) > CODE_LENGTH:
            raise InvalidRequest("framework.code", field="domain", value=code[:_SHOWN])
    domains = {
        domain.code: replace(domain, label=_line(domain.label, domain.code))
        for domain in framework.domains
    }
    return replace(
        framework,
        title=_line(framework.title, "title"),
        description=_text(framework.description, "description"),
        creator=clean_line(framework.creator, "creator", limit=MAX_LABEL),
        attributions=tuple(_text(item, "attributions") for item in framework.attributions),
        domains=tuple(domains.values()),
        levels=tuple(_level(item, "levels") for item in framework.levels),
        competencies=tuple(
            replace(_competency(item), domain=domains.get(item.domain.code, item.domain))
            for item in framework.competencies
        ),
    )


def _competency(item: Competency) -> Competency:
    where = item.notation[:_SHOWN]
    return replace(
        item,
        label=_line(item.label, f"{where} label"),
        statement=_words(item.statement, f"{where} statement", MAX_STATEMENT),
        definition=_text(item.definition, f"{where} definition"),
        indicators=tuple(_text(words, f"{where} indicators") for words in item.indicators),
        levels=tuple(_level(level, where) for level in item.levels),
        origin=_text(item.origin, f"{where} origin"),
        matches=tuple(_match(match, where) for match in item.matches),
    )


def _level(level: Level, where: str) -> Level:
    field = f"{where} {level.code}"
    return Level(level.code, _line(level.label, field), _text(level.descriptor, field))


def _match(match: OfficialMatch, where: str) -> OfficialMatch:
    try:
        return clean_typed(match)
    except InvalidRequest as error:
        field = f"{where} {error.params['field']}"
        raise InvalidRequest(error.code, **{**error.params, "field": field}) from error


def _line(words: Words, field: str) -> Words:
    return Words(
        {tag: clean_line(text, f"{field}.{tag}", limit=MAX_LABEL) for tag, text in words.items()}
    )


def _text(words: Words, field: str) -> Words:
    return _words(words, field, MAX_TEXT)


def _words(words: Words, field: str, limit: int) -> Words:
    return Words(
        {tag: clean_text(text, f"{field}.{tag}", limit=limit) for tag, text in words.items()}
    )
