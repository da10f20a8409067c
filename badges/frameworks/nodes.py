"""The nodes of our JSON-LD: one function for each kind of thing that a framework is made of.

What is not there is not written: a framework that uses nothing of version 2 of our context says
exactly what it said under version 1.
"""

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

from badges.documents import JsonObject
from badges.frameworks.addresses import (
    competency_url,
    domain_url,
    framework_url,
    level_url,
    official_url,
)
from badges.model.competencies import is_address
from badges.model.framework import (
    Competency,
    Corpus,
    Derivation,
    Domain,
    Framework,
    OfficialSearch,
    SearchedTerm,
    Words,
)

DEFAULT_JUSTIFICATION = "semapv:ManualMappingCuration"

_SEMAPV = re.compile(r"semapv:[A-Za-z]+")
_OWN_PARTS = frozenset({"term", "indicator"})
_LETTERS = "abcdefghij"

HIT_MEMBERS = frozenset(
    {
        "romeCompetences",
        "romeSavoirs",
        "romeOccupations",
        "romeTexts",
        "escoSkills",
        "escoOccupations",
        "escoSkills2020",
        "digcomp",
    }
)
"""The corpora that have a term of their own in our context; the others are told by their node."""


def framework_node(framework: Framework, base_url: str) -> JsonObject:
    """The framework itself, with its domains, its scale and its corpora inside."""
    address = framework_url(framework, base_url)
    node: JsonObject = {
        "id": address,
        "type": ["ConceptScheme", "CompetencyFramework"],
        "identifier": framework.uuid.urn,
        "title": dict(framework.title),
        **_worded("description", framework.description),
        "versionInfo": framework.version,
        "modified": framework.modified,
        "creator": framework.creator,
        "licence": framework.licence,
    }
    if framework.status != "Adopted":
        node["frameworkStatus"] = framework.status
    if framework.prefix:
        node["prefix"] = framework.prefix
    if framework.place is not None:
        node["place"] = framework.place
    return {
        **node,
        **_derived(framework.derived_from, address),
        "attributions": [
            _numbered(f"{address}#attribution-{place}", "Attribution", place, text)
            for place, text in enumerate(framework.attributions, 1)
        ],
        "domains": [_domain(framework, domain, base_url) for domain in framework.domains],
        "levelScale": _scale(framework, base_url),
        "corpora": [_corpus(corpus, address) for corpus in framework.corpora],
        "skills": [competency_url(framework, item, base_url) for item in framework.competencies],
    }


def competency_node(framework: Framework, item: Competency, base_url: str) -> JsonObject:
    """One competency, as a SKOS concept that is also a competency of CTDL-ASN."""
    address = competency_url(framework, item, base_url)
    node: JsonObject = {
        "id": address,
        "type": ["Concept", "Competency"],
        "identifier": item.uuid.urn,
        "notation": item.notation,
        "competencyType": item.type,
        "inScheme": framework_url(framework, base_url),
        "broader": domain_url(framework, item.domain, base_url),
        "prefLabel": dict(item.label),
        **_worded("definition", item.definition),
        "statement": dict(item.statement),
        **_ceasn(framework, item, base_url),
    }
    if item.deprecated:
        node["deprecated"] = True
    if item.replaced_by is not None:
        node["replacedBy"] = f"{framework_url(framework, base_url)}/{item.replaced_by}"
    node |= _derived(item.derived_from, address)
    node["indicators"] = [
        _numbered(f"{address}#{_letter(place)}", "Indicator", place, text)
        for place, text in enumerate(item.indicators, 1)
    ]
    node["levels"] = _levels(framework, item, base_url)
    node["officialCoverage"] = item.coverage
    if item.absence is not None:
        node["officialSearch"] = _search(item.absence, address, framework_url(framework, base_url))
    return {**node, **_bridges(item, address, base_url), **_worded("origin", item.origin)}


def _letter(place: int) -> str:
    return _LETTERS[place - 1] if place <= len(_LETTERS) else f"indicator-{place}"


def _worded(member: str, text: Words) -> JsonObject:
    return {member: dict(text)} if text else {}


def _numbered(identifier: str, kind: str, place: int, text: Words) -> JsonObject:
    return {"id": identifier, "type": kind, "position": place, "description": dict(text)}


def _derived(source: Derivation | None, address: str) -> JsonObject:
    """The plain link of PROV, and beside it the qualified one, which keeps title and version."""
    if source is None:
        return {}
    told: JsonObject = {
        "id": f"{address}#derivation",
        "type": "Derivation",
        "source": source.uri,
        "sourceTitle": source.title,
    }
    if source.version:
        told["sourceVersion"] = source.version
    if source.uuid is not None:
        told["sourceIdentifier"] = source.uuid.urn
    return {"wasDerivedFrom": source.uri, "derivation": told}


def _domain(framework: Framework, domain: Domain, base_url: str) -> JsonObject:
    return {
        "id": domain_url(framework, domain, base_url),
        "type": "Concept",
        "identifier": domain.uuid.urn,
        "notation": f"{framework.notation_prefix}-{domain.code}",
        "topConceptOf": framework_url(framework, base_url),
        "prefLabel": dict(domain.label),
    }


def _scale(framework: Framework, base_url: str) -> list[JsonObject]:
    return [
        {
            "id": level_url(framework, level.code, base_url),
            "type": "Level",
            "position": place,
            "notation": level.code,
            "prefLabel": dict(level.label),
            **_worded("definition", level.descriptor),
        }
        for place, level in enumerate(framework.levels, 1)
    ]


def _corpus(corpus: Corpus, address: str) -> JsonObject:
    return {
        "id": _corpus_id(corpus.key, address),
        "type": "Corpus",
        "key": corpus.key,
        "name": corpus.name,
        "version": corpus.version,
        "language": corpus.language,
        "entries": corpus.entries,
    }


def _corpus_id(key: str, address: str) -> str:
    return f"{address}#corpus-{quote(key, safe='')}"


def _ceasn(framework: Framework, item: Competency, base_url: str) -> JsonObject:
    """The words of CTDL-ASN that nobody reads two ways (referential.md 4.1)."""
    published = [match for match in item.matches if match.status == "published"]
    exact = [match for match in published if match.relation == "exactMatch"]
    others = [match for match in published if match.relation != "exactMatch"]
    node: JsonObject = {
        "competencyLabel": dict(item.label),
        "competencyText": dict(item.definition or item.statement),
        "codedNotation": item.notation,
        "isPartOf": framework_url(framework, base_url),
    }
    for member, matches in (("exactAlignment", exact), ("alignTo", others)):
        if matches:
            node[member] = list(dict.fromkeys(official_url(match, base_url) for match in matches))
    return node


def _levels(framework: Framework, item: Competency, base_url: str) -> list[JsonObject]:
    address = competency_url(framework, item, base_url)
    return [
        {
            "id": f"{address}#{level.code}",
            "type": "LevelDescription",
            "level": level_url(framework, level.code, base_url),
            "description": dict(level.descriptor),
        }
        for level in item.levels
    ]


def _search(search: OfficialSearch, address: str, home: str) -> JsonObject:
    return {
        "id": f"{address}#search",
        "type": "OfficialSearch",
        "date": search.date,
        "searched": [
            _term(term, f"{address}#term-{place}", home)
            for place, term in enumerate(search.terms, 1)
        ],
        **_worded("limits", search.limits),
    }


def _term(term: SearchedTerm, identifier: str, home: str) -> JsonObject:
    node: dict[str, Any] = {
        "id": identifier,
        "type": "SearchedTerm",
        "term": term.term,
        "language": term.language,
        **{key: count for key, count in term.hits.items() if key in HIT_MEMBERS},
    }
    others = [
        {
            "id": f"{identifier}-{quote(key, safe='')}",
            "type": "Hits",
            "inCorpus": _corpus_id(key, home),
            "count": count,
        }
        for key, count in term.hits.items()
        if key not in HIT_MEMBERS
    ]
    return {**node, "otherHits": others} if others else node


def _bridges(item: Competency, address: str, base_url: str) -> JsonObject:
    """Every bridge with its state, then the plain SKOS relation of those that nobody refused."""
    node: JsonObject = {"mappings": list(_mappings(item, address, base_url))}
    for match in item.matches:
        target = official_url(match, base_url)
        if match.status != "refused" and target not in node.get(match.relation, ()):
            node.setdefault(match.relation, []).append(target)
    return node


def _mappings(item: Competency, address: str, base_url: str) -> Iterator[JsonObject]:
    """Two bridges to one item differ in their relation, and so in their identifier."""
    taken: set[str] = set()
    for match in item.matches:
        scheme = f"official-{match.scheme}" if match.scheme in _OWN_PARTS else match.scheme
        identifier = f"{address}#{scheme}-{quote(match.code, safe='')}"
        if identifier in taken:
            identifier += f"-{match.relation}"
        taken.add(identifier)
        yield {
            "id": identifier,
            "type": "Mapping",
            "relation": match.relation,
            "framework": match.framework,
            "kind": match.kind,
            "code": match.code,
            "label": match.label,
            "target": official_url(match, base_url),
            "version": match.version,
            "status": match.status,
            **_justified(match.justification),
        }


def _justified(justification: str) -> JsonObject:
    """A sentence of a person cannot be an identifier: it is kept beside the general term."""
    if _SEMAPV.fullmatch(justification) or is_address(justification):
        return {"justification": justification}
    note = {"justificationNote": justification} if justification else {}
    return {"justification": DEFAULT_JUSTIFICATION, **note}
