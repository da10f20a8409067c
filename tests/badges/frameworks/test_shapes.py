"""Our SHACL shapes: what we write conforms to them, and nothing broken passes."""

from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files

import pyshacl
import pytest
from hypothesis import HealthCheck, given, settings
from rdflib import RDF, SH, Graph, Literal, URIRef
from rdflib.namespace import DCTERMS, OWL, SKOS, XSD
from rdflib.term import BNode, Node

from badges.frameworks import load_tiers_lieux, skos
from badges.model.framework import Framework
from tests.badges.frameworks import worlds
from tests.badges.frameworks.worlds import BASE

# Both libraries still use parts of rdflib that rdflib has deprecated.
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")

CEASN = "https://purl.org/ctdlasn/terms/"
NOBODY = URIRef("urn:example:nobody")


@cache
def shapes() -> Graph:
    """The shapes that the program carries."""
    folder = files("schemas") / "tiers_lieux" / "shapes"
    return Graph().parse(data=(folder / "framework.ttl").read_text("utf-8"), format="turtle")


def graph_of(framework: Framework) -> Graph:
    """The graph that a framework is published as."""
    return Graph().parse(data=skos.write_turtle(framework, BASE), format="turtle")


def first_of(nodes: Iterable[Node]) -> Node:
    """The node whose address sorts first."""
    return min(nodes, key=str)


def violations(graph: Graph, *focus: Node) -> set[tuple[Node | None, Node | None]]:
    """What breaks the shapes, anywhere or in `focus`: the path of each result, and the rule."""
    nodes = [str(node) for node in focus] or None
    _, report, _ = pyshacl.validate(graph, shacl_graph=shapes(), focus_nodes=nodes)
    assert isinstance(report, Graph)
    return {
        (report.value(result, SH.resultPath), report.value(result, SH.sourceConstraintComponent))
        for result in report.subjects(RDF.type, SH.ValidationResult)
    }


@pytest.mark.parametrize("world", [load_tiers_lieux, worlds.light, worlds.full])
def test_what_we_publish_conforms(world: object) -> None:
    """The referential of tiers-lieux, a light framework and one that uses everything conform."""
    assert callable(world)
    assert violations(graph_of(world())) == set()


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True
)
@given(worlds.frameworks())
def test_any_framework_conforms(framework: Framework) -> None:
    """Whatever is valid by our own rules conforms to the shapes."""
    assert violations(graph_of(framework)) == set()


@cache
def _full() -> Graph:
    return graph_of(worlds.full())


Breach = tuple[URIRef, Node, URIRef]


def breaches() -> Iterator[Breach]:
    """Every rule of every property of every shape: what it is for, its path, the rule."""
    graph = shapes()
    for shape in sorted(graph.subjects(RDF.type, SH.NodeShape), key=str):
        target = graph.value(shape, SH.targetClass) or graph.value(shape, SH.targetSubjectsOf)
        for rule in graph.objects(shape, SH.property):
            path = graph.value(rule, SH.path)
            for constraint in (
                *(SH.minCount, SH.maxCount, SH.datatype, SH.pattern, SH.minLength, SH.uniqueLang),
                *(SH["in"], SH["class"], SH.nodeKind, SH.minInclusive, SH.equals),
            ):
                if (rule, constraint, None) in graph:
                    assert isinstance(target, URIRef)
                    assert path is not None
                    yield target, path, constraint


COMPONENTS = {
    SH.minCount: SH.MinCountConstraintComponent,
    SH.maxCount: SH.MaxCountConstraintComponent,
    SH.datatype: SH.DatatypeConstraintComponent,
    SH.pattern: SH.PatternConstraintComponent,
    SH.minLength: SH.MinLengthConstraintComponent,
    SH.uniqueLang: SH.UniqueLangConstraintComponent,
    SH["in"]: SH.InConstraintComponent,
    SH["class"]: SH.ClassConstraintComponent,
    SH.nodeKind: SH.NodeKindConstraintComponent,
    SH.minInclusive: SH.MinInclusiveConstraintComponent,
    SH.equals: SH.EqualsConstraintComponent,
}
BROKEN: dict[URIRef, tuple[Node, ...]] = {
    SH.minCount: (),
    SH.maxCount: tuple(URIRef(f"urn:example:{number}") for number in range(11)),
    SH.datatype: (Literal(1.5),),
    SH.pattern: (Literal("!"),),
    SH.minLength: (Literal("", lang="fr"), Literal("")),
    SH.uniqueLang: (Literal("un", lang="fr"), Literal("deux", lang="fr")),
    SH["in"]: (NOBODY,),
    SH["class"]: (NOBODY,),
    SH.nodeKind: (Literal("x"),),
    SH.minInclusive: (Literal(-1, datatype=XSD.integer),),
    SH.equals: (Literal("autre"),),
}


def _called(breach: Breach) -> str:
    return "-".join(_last_name(part) for part in breach)


def _last_name(part: object) -> str:
    """The end of an address; a blank node has no name that stays from run to run."""
    return "path" if isinstance(part, BNode) else str(part).rsplit("/", 1)[-1].rsplit("#", 1)[-1]


BREACHES: list[Breach] = sorted(breaches(), key=_called)


@pytest.mark.parametrize("breach", BREACHES, ids=_called)
def test_each_rule_of_each_property_catches_a_breach(breach: Breach) -> None:
    """One thing of the kind is broken in the one way that the rule forbids; the rule says so."""
    target, path, constraint = breach
    graph = Graph() + _full()
    subject = first_of([*graph.subjects(RDF.type, target), *graph.subjects(target)])
    predicate = SKOS.broadMatch if isinstance(path, BNode) else path
    graph.remove((subject, predicate, None))
    for value in BROKEN[constraint]:
        graph.add((subject, predicate, value))
    told = violations(graph, subject)
    assert COMPONENTS[constraint] in {
        rule for where, rule in told if where == path or isinstance(path, BNode)
    }


def test_two_concepts_with_one_notation_are_caught() -> None:
    """A code names one thing in a framework."""
    graph = graph_of(worlds.light())
    _, second = sorted(graph.subjects(SKOS.inScheme), key=str)[:2]
    graph.set((second, SKOS.notation, Literal("ATL-ATE-01")))
    graph.set((second, URIRef(f"{CEASN}codedNotation"), Literal("ATL-ATE-01")))
    assert {rule for _, rule in violations(graph)} == {SH.SPARQLConstraintComponent}


def test_a_replaced_competency_must_be_deprecated() -> None:
    """A successor stands only beside what is no longer used."""
    graph = graph_of(worlds.full())
    (replaced,) = graph.subjects(DCTERMS.isReplacedBy)
    graph.remove((replaced, OWL.deprecated, None))
    assert {rule for _, rule in violations(graph)} == {SH.OrConstraintComponent}


@pytest.mark.parametrize(
    ("kept", "taken"),
    [
        (SKOS.ConceptScheme, URIRef(f"{CEASN}CompetencyFramework")),
        (URIRef(f"{CEASN}Competency"), SKOS.Concept),
    ],
)
def test_both_types_are_needed(kept: URIRef, taken: URIRef) -> None:
    """A scheme is also a framework, a competency also a concept."""
    graph = graph_of(worlds.light())
    subject = first_of(graph.subjects(RDF.type, kept))
    graph.remove((subject, RDF.type, taken))
    assert SH.ClassConstraintComponent in {rule for _, rule in violations(graph)}
