"""A framework from a file, its texts made as fit to be published as those that people type."""

from dataclasses import replace

from badges.model.framework import (
    Competency,
    Corpus,
    Derivation,
    Framework,
    Level,
    OfficialMatch,
    OfficialSearch,
    Words,
)
from badges.model.validity import MAX_LABEL, MAX_STATEMENT, MAX_TEXT
from issuer.errors import InvalidRequest
from issuer.services.commons.bridge_targets import clean_typed
from issuer.services.texts import clean_line, clean_text

CODE_LENGTH = 40
ADDRESS_LENGTH = 2_000
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
        domain.code: replace(
            domain,
            slug=clean_line(domain.slug, domain.code),
            label=_line(domain.label, domain.code),
        )
        for domain in framework.domains
    }
    return replace(
        framework,
        title=_line(framework.title, "title"),
        description=_text(framework.description, "description"),
        creator=clean_line(framework.creator, "creator", limit=MAX_LABEL),
        licence=clean_line(framework.licence, "licence", limit=ADDRESS_LENGTH),
        derived_from=_source(framework.derived_from, "derived_from"),
        corpora=tuple(_corpus(item) for item in framework.corpora),
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
        slug=clean_line(item.slug, f"{where} slug"),
        label=_line(item.label, f"{where} label"),
        statement=_words(item.statement, f"{where} statement", MAX_STATEMENT),
        definition=_text(item.definition, f"{where} definition"),
        indicators=tuple(_text(words, f"{where} indicators") for words in item.indicators),
        levels=tuple(_level(level, where) for level in item.levels),
        origin=_text(item.origin, f"{where} origin"),
        absence=_search(item.absence, f"{where} absence"),
        derived_from=_source(item.derived_from, f"{where} derived_from"),
        matches=tuple(_match(match, where) for match in item.matches),
    )


def _source(source: Derivation | None, field: str) -> Derivation | None:
    if source is None:
        return None
    return replace(
        source,
        uri=clean_line(source.uri, field, limit=ADDRESS_LENGTH),
        title=clean_line(source.title, field, limit=MAX_LABEL),
        version=clean_line(source.version, field) if source.version else "",
    )


def _search(search: OfficialSearch | None, field: str) -> OfficialSearch | None:
    if search is None:
        return None
    terms = (replace(item, term=clean_line(item.term, field)) for item in search.terms)
    return replace(search, terms=tuple(terms), limits=_text(search.limits, field))


def _corpus(corpus: Corpus) -> Corpus:
    """What a page says of a corpus that was searched."""
    return replace(
        corpus,
        key=clean_line(corpus.key, "corpora"),
        name=clean_line(corpus.name, "corpora"),
        version=clean_line(corpus.version, "corpora"),
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
