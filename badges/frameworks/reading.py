"""Our JSON-LD of a framework, read into the model: what is missing, wrong or unknown is named.

Nothing is dropped in silence: a member that we would not keep is refused.
"""

from collections.abc import Iterable
from typing import cast
from urllib.parse import unquote

from badges.documents import JsonObject
from badges.errors import FrameworkError
from badges.frameworks.source import Source
from badges.model.framework import (
    Competency,
    CompetencyType,
    Corpus,
    Coverage,
    Derivation,
    Domain,
    Framework,
    FrameworkStatus,
    Level,
    MappingStatus,
    OfficialMatch,
    OfficialSearch,
    Relation,
    SearchedTerm,
)

_ANY = frozenset({"@context", "id", "type"})
_FRAMEWORK = _ANY | {
    *("identifier", "title", "description", "versionInfo", "modified", "creator", "licence"),
    *("frameworkStatus", "prefix", "place", "wasDerivedFrom", "derivation"),
    *("attributions", "domains", "levelScale", "corpora", "skills"),
}
_DOMAIN = _ANY | {"identifier", "notation", "topConceptOf", "prefLabel"}
_SCALE_LEVEL = _ANY | {"position", "notation", "prefLabel", "definition"}
_CORPUS = _ANY | {"key", "name", "version", "language", "entries"}
_NUMBERED = _ANY | {"position", "description"}
_DERIVATION = _ANY | {"source", "sourceTitle", "sourceVersion", "sourceIdentifier"}
_COMPETENCY = _ANY | {
    *("identifier", "notation", "competencyType", "inScheme", "broader", "prefLabel"),
    *("definition", "statement", "origin", "indicators", "levels", "officialCoverage"),
    *("officialSearch", "mappings", "deprecated", "replacedBy", "wasDerivedFrom", "derivation"),
    # Said again in other words, for readers who know only those:
    *("exactMatch", "closeMatch", "broadMatch", "narrowMatch", "relatedMatch"),
    *("competencyLabel", "competencyText", "codedNotation", "isPartOf"),
    *("alignTo", "exactAlignment"),
}
_OWN_LEVEL = _ANY | {"level", "description"}
_SEARCH = _ANY | {"date", "searched", "limits"}
_HITS = _ANY | {"inCorpus", "count"}
_MATCH = _ANY | {
    *("relation", "framework", "kind", "code", "label", "target", "version", "status"),
    *("justification", "justificationNote"),
}


def read(framework: JsonObject, skills: Iterable[JsonObject]) -> Framework:
    """The framework that its own file and the files of its skills describe.

    Raises:
        FrameworkError: a member is missing, unknown or has the wrong form, a skill is listed but
            not given, given but not listed, or names a domain or level that is not there.
    """
    source = Source(str(framework.get("id", "?")), framework).only(_FRAMEWORK)
    home = source.text("id").removesuffix(source.tail("id"))
    levels = tuple(_level(item.only(_SCALE_LEVEL)) for item in source.children("levelScale"))
    domains = tuple(_domain(item.only(_DOMAIN)) for item in source.children("domains"))
    competencies = tuple(
        _competency(item, domains, levels) for item in _listed(source, tuple(skills), home)
    )
    return Framework(
        slug=source.tail("id"),
        uuid=source.uuid(),
        version=source.text("versionInfo"),
        modified=source.text("modified"),
        title=source.words("title"),
        description=source.optional_words("description"),
        creator=source.text("creator"),
        licence=source.text("licence"),
        attributions=tuple(
            item.only(_NUMBERED).words("description")
            for item in source.optional_children("attributions")
        ),
        domains=domains,
        levels=levels,
        corpora=tuple(_corpus(item) for item in source.optional_children("corpora")),
        competencies=competencies,
        place=source.optional_text("place") or None,
        prefix=source.optional_text("prefix"),
        status=_status(source),
        derived_from=_derivation(source),
    )


def _listed(source: Source, skills: tuple[JsonObject, ...], home: str) -> tuple[Source, ...]:
    """The nodes of the skills in the order of the framework's list, each exactly once."""
    listed = source.take("skills", list)
    given = [str(skill.get("id")) for skill in skills]
    if not all(isinstance(identifier, str) for identifier in listed):
        raise source.wrong("skills")
    if unlisted := sorted(set(given) ^ set(listed)):
        raise FrameworkError("framework.skills_differ", file=source.name, skill=unlisted[0])
    for names in (given, listed):
        if len(set(names)) != len(names):
            twice = next(name for name in names if names.count(name) > 1)
            raise FrameworkError("framework.skill_twice", file=source.name, skill=twice)
    by_id = dict(zip(given, skills, strict=True))
    return tuple(
        Source(identifier, by_id[identifier], home).only(_COMPETENCY) for identifier in listed
    )


def _status(source: Source) -> FrameworkStatus:
    if "frameworkStatus" not in source:
        return "Adopted"
    return cast("FrameworkStatus", source.choice("frameworkStatus", FrameworkStatus))


def _level(source: Source) -> Level:
    words = source.optional_words("definition")
    return Level(source.text("notation"), source.words("prefLabel"), words)


def _domain(source: Source) -> Domain:
    code = source.text("notation").rsplit("-", 1)[-1]
    return Domain(code, source.tail("id"), source.words("prefLabel"), source.uuid())


def _corpus(source: Source) -> Corpus:
    return Corpus(
        key=source.only(_CORPUS).text("key"),
        name=source.text("name"),
        version=source.text("version"),
        language=source.text("language"),
        entries=source.count("entries"),
    )


def _derivation(source: Source) -> Derivation | None:
    if "derivation" not in source:
        return None
    told = source.child("derivation").only(_DERIVATION)
    return Derivation(
        uri=told.address("source"),
        title=told.text("sourceTitle"),
        version=told.optional_text("sourceVersion"),
        uuid=told.uuid("sourceIdentifier") if "sourceIdentifier" in told else None,
    )


def _competency(
    source: Source, domains: tuple[Domain, ...], levels: tuple[Level, ...]
) -> Competency:
    return Competency(
        slug=source.tail("id"),
        notation=source.text("notation"),
        uuid=source.uuid(),
        domain=source.one_of("broader", domains, lambda domain: domain.slug),
        type=cast("CompetencyType", source.choice("competencyType", CompetencyType)),
        label=source.words("prefLabel"),
        definition=source.optional_words("definition"),
        statement=source.words("statement"),
        indicators=tuple(
            item.only(_NUMBERED).words("description")
            for item in source.optional_children("indicators")
        ),
        levels=tuple(_own_level(item, levels) for item in source.optional_children("levels")),
        coverage=cast("Coverage", source.choice("officialCoverage", Coverage)),
        absence=_search(source.child("officialSearch")) if "officialSearch" in source else None,
        matches=tuple(_match(item) for item in source.optional_children("mappings")),
        origin=source.optional_words("origin"),
        deprecated=source.flag("deprecated"),
        replaced_by=source.tail("replacedBy") if "replacedBy" in source else None,
        derived_from=_derivation(source),
    )


def _own_level(source: Source, levels: tuple[Level, ...]) -> Level:
    level = source.only(_OWN_LEVEL).one_of("level", levels, lambda known: known.code)
    return Level(level.code, level.label, source.words("description"))


_NOT_HITS = frozenset({"id", "type", "term", "language", "otherHits"})


def _search(source: Source) -> OfficialSearch:
    return OfficialSearch(
        date=source.only(_SEARCH).text("date"),
        terms=tuple(_term(item) for item in source.children("searched")),
        limits=source.optional_words("limits"),
    )


def _term(source: Source) -> SearchedTerm:
    hits = {name: source.count(name) for name in source.members() if name not in _NOT_HITS}
    for other in source.optional_children("otherHits"):
        key = unquote(other.only(_HITS).text("inCorpus").partition("#corpus-")[2])
        if not key or key in hits:
            raise other.wrong("inCorpus")
        hits[key] = other.count("count")
    return SearchedTerm(source.text("term"), source.text("language"), hits)


def _match(source: Source) -> OfficialMatch:
    return OfficialMatch(
        relation=cast("Relation", source.only(_MATCH).choice("relation", Relation)),
        framework=source.text("framework"),
        kind=source.text("kind"),
        code=source.text("code"),
        label=source.text("label"),
        uri=source.elsewhere("target"),
        version=source.take("version", str),
        status=cast("MappingStatus", source.choice("status", MappingStatus)),
        justification=source.optional_text("justificationNote") or source.text("justification"),
    )
