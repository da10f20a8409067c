"""What makes a framework valid: names that are unique and stay free, words that are there, bounds.

Five competencies in one domain are a valid framework. The rules are those that every format needs
in order to keep what it is given (referential.md 4.1-4.2); the words of the field are free.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from badges.errors import FrameworkError
from badges.model.competencies import LANGUAGE_TAG, is_address
from badges.model.framework import Competency, Derivation, Framework, Level, OfficialMatch, Words

MAX_COMPETENCIES = 500
MAX_DOMAINS = 50
MAX_INDICATORS = 10
MAX_LEVELS = 8
MAX_BRIDGES = 100
MAX_CORPORA = 50
MAX_TERMS = 100
MAX_CREDITS = 50
MAX_LANGUAGES = 30
MAX_LABEL = 300
MAX_STATEMENT = 600
MAX_TEXT = 5_000
MAX_NAME = 80

RESERVED_FRAMEWORKS = frozenset({"search", "compare", "rome", "esco", "digcomp", "rncp"})
RESERVED_COMPETENCIES = frozenset({"versions", "print", "wheel", "mappings", "domains", "levels"})

SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
PREFIX = re.compile(r"[A-Z0-9]+(-[A-Z0-9]+)*")
_NOTATION = re.compile(r"[A-Z0-9]+(-[A-Z0-9]+)*")
_DOMAIN_CODE = re.compile(r"[A-Z0-9]+")
_LEVEL_CODE = re.compile(r"[A-Z][A-Z0-9]*")
_SEMVER = re.compile(r"(0|[1-9]\d{0,8})\.(0|[1-9]\d{0,8})\.(0|[1-9]\d{0,8})")
_VERSION_SLUG = re.compile(r"v\d.*")

_NAMED_PARTS = frozenset({"title", "label", "statement"})


@dataclass(frozen=True)
class FrameworkProblem:
    """Something that must be mended: a code with its parameters, and where.

    `where` is the notation of a competency, the code of a domain or level, or the slug of the
    framework.
    """

    code: str
    where: str
    params: Mapping[str, Any] = field(default_factory=dict)

    def error(self) -> FrameworkError:
        """This problem, to be raised."""
        return FrameworkError(self.code, where=self.where, **self.params)


def problems_of(framework: Framework) -> tuple[FrameworkProblem, ...]:
    """All that keeps `framework` from being published, in the order of the framework."""
    return (*_whole(framework), *_names(framework), *_parts(framework), *_competencies(framework))


def require_valid(framework: Framework) -> None:
    """Return when nothing keeps `framework` from being published.

    Raises:
        FrameworkError: the first problem, with the number of the others as `others`.
    """
    problems = problems_of(framework)
    if problems:
        first = problems[0]
        raise FrameworkError(
            first.code, where=first.where, others=len(problems) - 1, **first.params
        )


def _whole(framework: Framework) -> Iterator[FrameworkProblem]:
    where = framework.slug
    if not _named(SLUG, framework.slug) or framework.slug in RESERVED_FRAMEWORKS:
        yield FrameworkProblem("framework.slug", where, {"slug": framework.slug})
    if framework.prefix and not _named(PREFIX, framework.prefix):
        yield FrameworkProblem("framework.prefix", where, {"prefix": framework.prefix})
    if not _SEMVER.fullmatch(framework.version):
        yield FrameworkProblem("framework.version", where, {"version": framework.version})
    if not _is_date(framework.modified):
        yield FrameworkProblem("framework.date", where, {"value": framework.modified})
    if not is_address(framework.licence):
        yield FrameworkProblem("framework.licence", where, {"value": framework.licence})
    if not framework.creator.strip():
        yield FrameworkProblem("framework.missing.creator", where)
    yield from _words(where, "title", framework.title, MAX_LABEL, needed=True)
    yield from _words(where, "description", framework.description, MAX_TEXT)
    for credit in framework.attributions:
        yield from _words(where, "attributions", credit, MAX_TEXT, needed=True)
    yield from _derived(where, framework.derived_from)
    if not framework.competencies:
        yield FrameworkProblem("framework.empty", where)
    for part, things, most in (
        ("competencies", framework.competencies, MAX_COMPETENCIES),
        ("domains", framework.domains, MAX_DOMAINS),
        ("levels", framework.levels, MAX_LEVELS),
        ("corpora", framework.corpora, MAX_CORPORA),
        ("attributions", framework.attributions, MAX_CREDITS),
    ):
        yield from _at_most(where, part, len(things), most)


def _names(framework: Framework) -> Iterator[FrameworkProblem]:
    """Slugs, notations, codes and UUIDs each name one thing only."""
    items, domains, prefix = framework.competencies, framework.domains, framework.notation_prefix
    notations = (f"{prefix}-{domain.code}" for domain in domains)
    uuids = (framework.uuid, *(domain.uuid for domain in domains), *(item.uuid for item in items))
    yield from _once("slug", (item.slug for item in items))
    yield from _once("notation", (*notations, *(item.notation for item in items)))
    yield from _once("uuid", map(str, uuids))
    yield from _once("domain", (domain.slug for domain in domains))
    yield from _once("level", (level.code for level in framework.levels))
    yield from _once("corpus", (corpus.key for corpus in framework.corpora))


def _once(kind: str, names: Iterable[str]) -> Iterator[FrameworkProblem]:
    for name, count in Counter(names).items():
        if count > 1:
            yield FrameworkProblem(f"framework.twice.{kind}", name, {"name": name})


def _parts(framework: Framework) -> Iterator[FrameworkProblem]:
    for domain in framework.domains:
        if not _named(_DOMAIN_CODE, domain.code) or not _named(SLUG, domain.slug):
            yield FrameworkProblem("framework.domain_code", domain.code, {"code": domain.code})
        yield from _words(domain.code, "label", domain.label, MAX_LABEL, needed=True)
    for level in framework.levels:
        if not _named(_LEVEL_CODE, level.code):
            yield FrameworkProblem("framework.level_code", level.code, {"code": level.code})
        yield from _words(level.code, "label", level.label, MAX_LABEL, needed=True)
        yield from _words(level.code, "descriptor", level.descriptor, MAX_TEXT)
    for corpus in framework.corpora:
        told = all(text.strip() for text in (corpus.key, corpus.name, corpus.version))
        if not told or not LANGUAGE_TAG.fullmatch(corpus.language):
            yield FrameworkProblem("framework.corpus", framework.slug, {"key": corpus.key})


def _competencies(framework: Framework) -> Iterator[FrameworkProblem]:
    slugs = {item.slug: item for item in framework.competencies}
    corpora = frozenset(corpus.key for corpus in framework.corpora)
    levels = {level.code: level for level in framework.levels}
    for item in framework.competencies:
        yield from _named_well(framework, item)
        yield from _worded(item)
        yield from _own_levels(item, levels)
        yield from _replaced(item, slugs)
        yield from _searched(item, corpora)
        yield from _bridges(item)
        yield from _derived(item.notation, item.derived_from)


def _named_well(framework: Framework, item: Competency) -> Iterator[FrameworkProblem]:
    where = item.notation
    if not _named(SLUG, item.slug) or is_reserved(item.slug):
        yield FrameworkProblem("framework.competency_slug", where, {"slug": item.slug})
    start = f"{framework.notation_prefix}-"
    if not _named(_NOTATION, item.notation) or not item.notation.startswith(start):
        params = {"notation": item.notation, "prefix": framework.notation_prefix}
        yield FrameworkProblem("framework.notation", where, params)
    if item.domain not in framework.domains:
        yield FrameworkProblem("framework.domain_unknown", where, {"domain": item.domain.code})


def _worded(item: Competency) -> Iterator[FrameworkProblem]:
    where = item.notation
    yield from _words(where, "label", item.label, MAX_LABEL, needed=True)
    yield from _words(where, "statement", item.statement, MAX_STATEMENT, needed=True)
    yield from _words(where, "definition", item.definition, MAX_TEXT)
    yield from _words(where, "origin", item.origin, MAX_TEXT)
    yield from _at_most(where, "indicators", len(item.indicators), MAX_INDICATORS)
    for indicator in item.indicators:
        yield from _words(where, "indicator", indicator, MAX_TEXT, needed=True)
    for level in item.levels:
        yield from _words(where, f"level {level.code}", level.descriptor, MAX_TEXT, needed=True)


def _own_levels(item: Competency, scale: Mapping[str, Level]) -> Iterator[FrameworkProblem]:
    counts = Counter(level.code for level in item.levels)
    for code, count in counts.items():
        if code not in scale or count > 1:
            yield FrameworkProblem("framework.level_misplaced", item.notation, {"level": code})


def _replaced(item: Competency, slugs: Mapping[str, Competency]) -> Iterator[FrameworkProblem]:
    """What replaces a deprecated competency is there, and no ring of replacements turns forever."""
    if item.replaced_by is None:
        return
    params = {"slug": item.replaced_by}
    if not item.deprecated:
        yield FrameworkProblem("framework.replaced_alive", item.notation, params)
    seen, name = {item.slug}, item.replaced_by
    while True:
        if name not in slugs or name in seen:
            yield FrameworkProblem("framework.replacement", item.notation, params)
            return
        seen.add(name)
        following = slugs[name].replaced_by
        if following is None:
            return
        name = following


def _searched(item: Competency, corpora: frozenset[str]) -> Iterator[FrameworkProblem]:
    """A search tells its date, its terms, and counts only in corpora whose edition is told."""
    if item.absence is None:
        return
    if not _is_date(item.absence.date):
        yield FrameworkProblem("framework.date", item.notation, {"value": item.absence.date})
    yield from _words(item.notation, "limits", item.absence.limits, MAX_TEXT)
    yield from _at_most(item.notation, "terms", len(item.absence.terms), MAX_TERMS)
    for term in item.absence.terms:
        if not term.term.strip() or not LANGUAGE_TAG.fullmatch(term.language):
            yield FrameworkProblem("framework.term", item.notation, {"term": term.term})
        for key in sorted(term.hits.keys() - corpora):
            yield FrameworkProblem("framework.corpus_unknown", item.notation, {"key": key})


def _bridges(item: Competency) -> Iterator[FrameworkProblem]:
    yield from _at_most(item.notation, "bridges", len(item.matches), MAX_BRIDGES)
    for match in item.matches:
        yield from _bridge(item, match)
    counts = Counter((match.scheme, match.code, match.relation) for match in item.matches)
    for (scheme, code, _), count in counts.items():
        if count > 1:
            params = {"framework": scheme, "item": code}
            yield FrameworkProblem("framework.bridge_twice", item.notation, params)


def _derived(where: str, source: Derivation | None) -> Iterator[FrameworkProblem]:
    if source is not None and not (is_address(source.uri) and source.title.strip()):
        yield FrameworkProblem("framework.derivation", where, {"value": source.uri})


def _bridge(item: Competency, match: OfficialMatch) -> Iterator[FrameworkProblem]:
    params = {"framework": match.framework, "item": match.code}
    texts = (match.framework, match.kind, match.code, match.label)
    if not all(text.strip() for text in texts) or max(map(len, texts)) > MAX_TEXT:
        yield FrameworkProblem("framework.bridge", item.notation, params)
    elif match.uri is not None and not is_address(match.uri):
        yield FrameworkProblem("framework.bridge_address", item.notation, params)


def _words(
    where: str, part: str, text: Words, longest: int, *, needed: bool = False
) -> Iterator[FrameworkProblem]:
    if (needed and not text) or not all(said.strip() for said in text.values()):
        code = f"framework.missing.{part if part in _NAMED_PARTS else 'text'}"
        yield FrameworkProblem(code, where)
    if any(len(said) > longest for said in text.values()):
        yield FrameworkProblem("framework.words_long", where, {"limit": longest})
    tags = Counter(language.lower() for language in text)
    for tag, count in tags.items():
        if count > 1 or not LANGUAGE_TAG.fullmatch(tag):
            yield FrameworkProblem("framework.words_language", where, {"tag": tag})
    yield from _at_most(where, "languages", len(text), MAX_LANGUAGES)


def _at_most(where: str, part: str, count: int, most: int) -> Iterable[FrameworkProblem]:
    if count > most:
        params = {"count": count, "limit": most}
        yield FrameworkProblem(f"framework.too_many.{part}", where, params)


def _named(pattern: re.Pattern[str], name: str) -> bool:
    return len(name) <= MAX_NAME and pattern.fullmatch(name) is not None


def is_reserved(slug: str) -> bool:
    """Whether a page of ours already stands where a competency of that slug would."""
    return slug in RESERVED_COMPETENCIES or _VERSION_SLUG.fullmatch(slug) is not None


def _is_date(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
