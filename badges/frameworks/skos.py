"""SKOS as JSON-LD and Turtle: the framework, or one competency, as an instance publishes it.

Each document carries our context inside, so that nobody has to fetch it to read the document. It is
always the latest version, which holds every term of the earlier ones with the same meaning.
"""

import json

from badges.documents import JsonObject, Limits, parse, serialize
from badges.errors import FrameworkError
from badges.frameworks import reading, turtle
from badges.frameworks.nodes import competency_node, framework_node
from badges.frameworks.tiers_lieux import load_context
from badges.model.framework import Competency, Framework

STORED_LIMITS = Limits(size=20_000_000, depth=12, nodes=1_000_000)
"""Room for the largest framework that `badges.model.validity` allows."""


def write_jsonld(framework: Framework, base_url: str) -> JsonObject:
    """The whole framework: its own node, then one for each competency."""
    nodes = [framework_node(framework, base_url)]
    nodes += [competency_node(framework, item, base_url) for item in framework.competencies]
    return {"@context": load_context()["@context"], "@graph": nodes}


def competency_jsonld(framework: Framework, competency: Competency, base_url: str) -> JsonObject:
    """One competency, alone."""
    node = competency_node(framework, competency, base_url)
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
    nodes = graph if isinstance(graph, list) else []
    schemes = [node for node in nodes if _is_scheme(node)]
    if len(schemes) != 1:
        raise FrameworkError("framework.schemes", count=len(schemes))
    others = [node for node in nodes if node is not schemes[0]]
    if not all(isinstance(node, dict) for node in others):
        raise FrameworkError("framework.member", file=str(schemes[0].get("id")), member="@graph")
    return reading.read(schemes[0], others)


def _is_scheme(node: object) -> bool:
    kinds = node.get("type") if isinstance(node, dict) else None
    return isinstance(kinds, list) and "ConceptScheme" in kinds


def write_stored(framework: Framework) -> bytes:
    """The framework as records keep it: `write_jsonld` without any origin, in compact bytes."""
    return serialize(write_jsonld(framework, ""))


def read_stored(data: bytes) -> Framework:
    """The framework of a record, or of a file that somebody exported, within limits.

    Raises:
        DocumentError: not JSON, or too large.
        FrameworkError: as `read_jsonld`.
    """
    return read_jsonld(parse(data, STORED_LIMITS))
