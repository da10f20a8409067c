"""SKOS as JSON-LD and Turtle: the framework, or one competency, as an instance publishes it.

Each document carries our context inside, so that nobody has to fetch it to read the document.
"""

import json
from typing import Any

from badges.documents import JsonObject
from badges.errors import FrameworkError
from badges.frameworks import reading, turtle
from badges.frameworks.addresses import (
    competency_url,
    domain_url,
    framework_url,
    level_url,
    official_url,
)
from badges.frameworks.tiers_lieux import load_context
from badges.model.framework import (
    Competency,
    Domain,
    Framework,
    OfficialMatch,
    OfficialSearch,
    Words,
)


def write_jsonld(framework: Framework, base_url: str) -> JsonObject:
    """The whole framework: its own node, then one for each competency."""
    nodes = [_framework_node(framework, base_url)]
    nodes += [_competency_node(framework, item, base_url) for item in framework.competencies]
    return {"@context": load_context()["@context"], "@graph": nodes}


def competency_jsonld(framework: Framework, competency: Competency, base_url: str) -> JsonObject:
    """One competency, alone."""
    node = _competency_node(framework, competency, base_url)
    return {"@context": load_context()["@context"], **node}


def write_turtle(framework: Framework, base_url: str) -> str:
    """The same graph as `write_jsonld`, in Turtle."""
    return turtle.write(write_jsonld(framework, base_url))


def competency_turtle(framework: Framework, competency: Competency, base_url: str) -> str:
    """The same graph as `competency_jsonld`, in Turtle."""
    return turtle.write(competency_jsonld(framework, competency, base_url))


def export_jsonld(framework: Framework, base_url: str) -> str:
    """`write_jsonld` as a text."""
    return json.dumps(write_jsonld(framework, base_url), ensure_ascii=False, indent=2) + "\n"


def read_jsonld(document: JsonObject) -> Framework:
    """The framework of a document that `write_jsonld` wrote, here or on another instance.

    Raises:
        FrameworkError: the graph has no framework, or not one of our form.
    """
    graph = document.get("@graph")
    nodes = [node for node in graph if isinstance(node, dict)] if isinstance(graph, list) else []
    schemes = [node for node in nodes if "ConceptScheme" in node.get("type", ())]
    if len(schemes) != 1:
        raise FrameworkError("framework.schemes", count=len(schemes))
    return reading.read(schemes[0], [node for node in nodes if node is not schemes[0]])


def _framework_node(framework: Framework, base_url: str) -> JsonObject:
    address = framework_url(framework, base_url)
    return {
        "id": address,
        "type": ["ConceptScheme", "CompetencyFramework"],
        "identifier": framework.uuid.urn,
        "title": dict(framework.title),
        "description": dict(framework.description),
        "versionInfo": framework.version,
        "modified": framework.modified,
        "creator": framework.creator,
        "licence": framework.licence,
        "attributions": [
            _numbered(f"{address}#attribution-{place}", "Attribution", place, text)
            for place, text in enumerate(framework.attributions, 1)
        ],
        "domains": [_domain_node(framework, domain, base_url) for domain in framework.domains],
        "levelScale": [
            {
                "id": level_url(framework, level.code, base_url),
                "type": "Level",
                "position": place,
                "notation": level.code,
                "prefLabel": dict(level.label),
                "definition": dict(level.descriptor),
            }
            for place, level in enumerate(framework.levels, 1)
        ],
        "corpora": [
            {
                "id": f"{address}#corpus-{corpus.key}",
                "type": "Corpus",
                "key": corpus.key,
                "name": corpus.name,
                "version": corpus.version,
                "language": corpus.language,
                "entries": corpus.entries,
            }
            for corpus in framework.corpora
        ],
        "skills": [competency_url(framework, item, base_url) for item in framework.competencies],
    }


def _domain_node(framework: Framework, domain: Domain, base_url: str) -> JsonObject:
    return {
        "id": domain_url(framework, domain, base_url),
        "type": "Concept",
        "identifier": domain.uuid.urn,
        "notation": f"{framework.notation_prefix}-{domain.code}",
        "topConceptOf": framework_url(framework, base_url),
        "prefLabel": dict(domain.label),
    }


def _competency_node(framework: Framework, item: Competency, base_url: str) -> JsonObject:
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
        "definition": dict(item.definition),
        "statement": dict(item.statement),
        "indicators": [
            _numbered(f"{address}#{letter}", "Indicator", place, text)
            for place, (letter, text) in enumerate(
                zip("abcdefghij", item.indicators, strict=False), 1
            )
        ],
        "levels": [
            {
                "id": f"{address}#{level.code}",
                "type": "LevelDescription",
                "level": level_url(framework, level.code, base_url),
                "description": dict(level.descriptor),
            }
            for level in item.levels
        ],
        "officialCoverage": item.coverage,
    }
    if item.absence is not None:
        node["officialSearch"] = _search_node(item.absence, address)
    node["mappings"] = [_mapping_node(match, address, base_url) for match in item.matches]
    for match in item.matches:
        node.setdefault(match.relation, []).append(official_url(match, base_url))
    node["origin"] = dict(item.origin)
    return node


def _numbered(identifier: str, kind: str, place: int, text: Words) -> JsonObject:
    return {"id": identifier, "type": kind, "position": place, "description": dict(text)}


def _search_node(search: OfficialSearch, address: str) -> JsonObject:
    terms: list[dict[str, Any]] = [
        {
            "id": f"{address}#term-{place}",
            "type": "SearchedTerm",
            "term": term.term,
            "language": term.language,
            **term.hits,
        }
        for place, term in enumerate(search.terms, 1)
    ]
    return {
        "id": f"{address}#search",
        "type": "OfficialSearch",
        "date": search.date,
        "searched": terms,
        "limits": dict(search.limits),
    }


def _mapping_node(match: OfficialMatch, address: str, base_url: str) -> JsonObject:
    return {
        "id": f"{address}#{match.framework.lower()}-{match.code}",
        "type": "Mapping",
        "relation": match.relation,
        "framework": match.framework,
        "kind": match.kind,
        "code": match.code,
        "label": match.label,
        "target": official_url(match, base_url),
        "version": match.version,
        "status": match.status,
        "justification": match.justification,
    }
