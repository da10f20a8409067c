"""CASE packages, read into the model: those that we write, whole; light ones of others, as told.

A package of ours says in its extensions what CASE has no word for. In a package of somebody else,
items with children are domains and items without are competencies (`badges.frameworks.case.light`).
"""

from dataclasses import dataclass
from typing import cast, get_args

from badges.documents import JsonObject
from badges.errors import FrameworkError
from badges.frameworks.case import light
from badges.frameworks.case.associations import ASSOCIATION_TYPES, SKOS
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
    SearchedTerm,
)
from badges.model.validity import FrameworkProblem

_DOCUMENT = frozenset(
    {
        *("identifier", "uri", "lastChangeDateTime", "creator", "title", "caseVersion"),
        *("frameworkType", "language", "version", "adoptionStatus", "officialSourceURL"),
        *("licenseURI", "description", "notes", "extensions", "CFPackageURI"),
    }
)
_ITEM = frozenset(
    {
        *("identifier", "uri", "lastChangeDateTime", "fullStatement", "abbreviatedStatement"),
        *("alternativeLabel", "humanCodingScheme", "listEnumeration", "language", "licenseURI"),
        *("CFItemType", "CFItemTypeURI", "statusEndDate", "extensions", "CFDocumentURI"),
    }
)
_SAID = frozenset(
    {
        *("kind", "slug", "label", "definition", "statement", "indicators", "officialCoverage"),
        *("origin", "derivedFrom", "deprecated", "officialSearch"),
    }
)


_PACKAGE = frozenset({"CFDocument", "CFItems", "CFAssociations", "CFDefinitions", "CFRubrics"})
_ASSOCIATION = frozenset(
    {
        *("identifier", "uri", "lastChangeDateTime", "associationType", "originNodeURI"),
        *("destinationNodeURI", "sequenceNumber", "notes", "extensions", "CFDocumentURI"),
    }
)
_SAID_OF_DOCUMENT = frozenset(
    {
        *("kind", "slug", "label", "definition", "attributions", "corpora", "prefix", "place"),
        "derivedFrom",
    }
)
_SAID_OF_BRIDGE = frozenset(
    {"skosRelation", "status", "justification", "framework", "kind", "version", "uri"}
)
_TYPES: tuple[str, ...] = get_args(CompetencyType)


@dataclass(frozen=True)
class CaseReading:
    """A framework read from a package, and what of the package it does not hold."""

    framework: Framework
    losses: tuple[FrameworkProblem, ...] = ()


def read(package: JsonObject, licence: str = "") -> CaseReading:
    """The framework of a CFPackage, with a list of what is lost: nothing, for a package of ours.

    `licence` is the address of the one that a package of somebody else is under, if it tells none.

    Raises:
        FrameworkError: not a package, or one that does not fit our model.
    """
    source = Source("CFPackage", package)
    items = source.children("CFItems")
    if all("kind" in _said(item) for item in (source.child("CFDocument"), *items)):
        return CaseReading(_Ours(source).framework())
    return CaseReading(*light.read(source, licence))


def read_package(package: JsonObject) -> Framework:
    """The framework of a CFPackage of which nothing is lost.

    Raises:
        FrameworkError: as `read`, or the first thing that would be lost.
    """
    reading = read(package)
    if reading.losses:
        raise reading.losses[0].error()
    return reading.framework


def _said(source: Source) -> Source:
    """The extensions of an object, empty when it has none."""
    return source.child("extensions") if "extensions" in source else Source(source.name, {})


class _Ours:
    """A package of our form, read part by part."""

    def __init__(self, source: Source) -> None:
        source.only(_PACKAGE)
        self._document = source.child("CFDocument").only(_DOCUMENT)
        self._items = tuple(item.only(_ITEM) for item in source.children("CFItems"))
        self._licences = source.child("CFDefinitions").children("CFLicenses")
        self._levels = tuple(_level(item) for item in self._of_kind("level"))
        self._domains = {item.text("identifier"): _domain(item) for item in self._of_kind("domain")}
        self._slugs = {
            item.text("identifier"): _said(item).text("slug")
            for item in self._items
            if "slug" in _said(item)
        }
        self._rubrics = self._own_levels(source)
        self._parents: dict[str, str] = {}
        self._replaced: dict[str, str] = {}
        self._matches: dict[str, list[OfficialMatch]] = {}
        for association in source.children("CFAssociations"):
            self._associate(association.only(_ASSOCIATION))

    def framework(self) -> Framework:
        document = self._document
        said = _said(document).only(_SAID_OF_DOCUMENT)
        return Framework(
            slug=said.text("slug"),
            uuid=document.uuid(),
            version=document.text("version"),
            modified=document.text("lastChangeDateTime").partition("T")[0],
            title=said.words("label"),
            description=said.optional_words("definition"),
            creator=document.text("creator"),
            licence=self._licence(),
            attributions=said.all_words("attributions"),
            domains=tuple(self._domains.values()),
            levels=self._levels,
            corpora=tuple(_corpus(item) for item in said.children("corpora")),
            competencies=tuple(self._competency(item) for item in self._of_kind(*_TYPES)),
            place=said.optional_text("place") or None,
            prefix=said.take("prefix", str),
            status=cast("FrameworkStatus", document.choice("adoptionStatus", FrameworkStatus)),
            derived_from=_derivation(said),
        )

    def _of_kind(self, *kinds: str) -> tuple[Source, ...]:
        return tuple(item for item in self._items if _said(item).text("kind") in kinds)

    def _licence(self) -> str:
        wanted = self._document.child("licenseURI").text("identifier")
        for licence in self._licences:
            if licence.text("identifier") == wanted:
                return licence.text("licenseText")
        raise self._document.wrong("licenseURI")

    def _competency(self, item: Source) -> Competency:
        said = _said(item).only(_SAID)
        identifier = item.text("identifier")
        domain = self._domains.get(self._parents.get(identifier, ""))
        if domain is None:
            raise FrameworkError("framework.case.no_domain", item=item.text("humanCodingScheme"))
        return Competency(
            slug=said.text("slug"),
            notation=item.text("humanCodingScheme"),
            uuid=item.uuid(),
            domain=domain,
            type=cast("CompetencyType", said.choice("kind", CompetencyType)),
            label=said.words("label"),
            definition=said.optional_words("definition"),
            statement=said.words("statement"),
            indicators=said.all_words("indicators"),
            levels=self._rubrics.get(identifier, ()),
            coverage=cast("Coverage", said.choice("officialCoverage", Coverage)),
            absence=_search(said.child("officialSearch")) if "officialSearch" in said else None,
            matches=tuple(self._matches.get(identifier, ())),
            origin=said.optional_words("origin"),
            deprecated=said.flag("deprecated"),
            replaced_by=self._replaced.get(identifier),
            derived_from=_derivation(said),
        )

    def _own_levels(self, source: Source) -> dict[str, tuple[Level, ...]]:
        """The levels that the rubrics describe, by the identifier of their competency."""
        found: dict[str, tuple[Level, ...]] = {}
        for rubric in source.optional_children("CFRubrics"):
            for criterion in rubric.children("CFRubricCriteria"):
                identifier = criterion.child("CFItemURI").text("identifier")
                steps = criterion.children("CFRubricCriterionLevels")
                found[identifier] = tuple(self._own_level(step) for step in steps)
        return found

    def _own_level(self, step: Source) -> Level:
        (said, *others) = step.children("extensions") or (step,)
        if others:
            raise step.wrong("extensions")
        for level in self._levels:
            if level.code == said.text("code"):
                return Level(level.code, level.label, said.words("definition"))
        raise said.wrong("code")

    def _associate(self, association: Source) -> None:
        """Keep what an association says, or refuse it: none is passed over."""
        kind = association.text("associationType")
        origin = association.child("originNodeURI").text("identifier")
        target = association.child("destinationNodeURI").text("identifier")
        said = _said(association)
        if kind == "isChildOf":
            self._parents[origin] = target
        elif kind == "replacedBy" and target in self._slugs:
            self._replaced[origin] = self._slugs[target]
        elif "skosRelation" in said:
            self._matches.setdefault(origin, []).append(_match(association, said))
        elif kind != "precedes" and "derivation" not in said:
            raise FrameworkError("framework.case.association", kind=kind, item=origin)


def _level(item: Source) -> Level:
    said = _said(item).only(_SAID)
    code = item.text("humanCodingScheme")
    return Level(code, said.words("label"), said.optional_words("definition"))


def _domain(item: Source) -> Domain:
    said = _said(item).only(_SAID)
    code = item.text("humanCodingScheme").rsplit("-", 1)[-1]
    return Domain(code, said.text("slug"), said.words("label"), item.uuid())


def _corpus(source: Source) -> Corpus:
    return Corpus(
        key=source.text("key"),
        name=source.text("name"),
        version=source.text("version"),
        language=source.text("language"),
        entries=source.count("entries"),
    )


def _derivation(said: Source) -> Derivation | None:
    if "derivedFrom" not in said:
        return None
    told = said.child("derivedFrom")
    return Derivation(
        uri=told.address("uri"),
        title=told.text("title"),
        version=told.take("version", str),
        uuid=told.uuid() if "identifier" in told else None,
    )


def _search(said: Source) -> OfficialSearch:
    return OfficialSearch(
        date=said.text("date"),
        terms=tuple(_term(term) for term in said.children("searched")),
        limits=said.optional_words("limits"),
    )


def _term(source: Source) -> SearchedTerm:
    hits = source.child("hits")
    counts = {key: hits.count(key) for key in hits.members()}
    return SearchedTerm(source.text("term"), source.text("language"), counts)


def _match(association: Source, said: Source) -> OfficialMatch:
    target = association.child("destinationNodeURI")
    relation = said.only(_SAID_OF_BRIDGE).text("skosRelation").removeprefix(SKOS)
    if relation not in ASSOCIATION_TYPES:
        raise said.wrong("skosRelation")
    return OfficialMatch(
        relation=relation,
        framework=said.text("framework"),
        kind=said.text("kind"),
        code=target.text("identifier"),
        label=target.text("title"),
        uri=said.address("uri") if "uri" in said else None,
        version=said.take("version", str),
        status=cast("MappingStatus", said.choice("status", MappingStatus)),
        justification=said.take("justification", str),
    )
