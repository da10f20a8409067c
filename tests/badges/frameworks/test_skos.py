"""SKOS in both writings: one graph, the same everywhere, that strangers can read."""

import json

import pytest
from rdflib import Graph, URIRef
from rdflib.namespace import SKOS

from badges.errors import FrameworkError
from badges.frameworks import load_context, load_tiers_lieux, skos
from badges.jsonld import require_nothing_lost

# rdflib's own JSON-LD reader still uses a class that rdflib has deprecated.
pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")

BASE = "https://lieu.example"
HOME = f"{BASE}/frameworks/tiers-lieux"


def graph(text: str, form: str) -> set[object]:
    """The triples that rdflib reads."""
    return set(Graph().parse(data=text, format=form))


def test_turtle_and_jsonld_hold_the_same_graph() -> None:
    """A stranger (rdflib) reads the same triples from both writings of the whole framework."""
    framework = load_tiers_lieux()
    written = graph(skos.export_jsonld(framework, BASE), "json-ld")
    assert len(written) > 5_000
    assert graph(skos.write_turtle(framework, BASE), "turtle") == written


def test_one_competency_is_part_of_the_whole() -> None:
    """The document of one competency says nothing else than the whole framework does."""
    framework = load_tiers_lieux()
    item = framework.find("TL-COO-01")
    alone = graph(json.dumps(skos.competency_jsonld(framework, item, BASE)), "json-ld")
    assert alone == graph(skos.competency_turtle(framework, item, BASE), "turtle")
    assert alone < graph(skos.write_turtle(framework, BASE), "turtle")


@pytest.mark.requirement("SAFE-01")
def test_safe_jsonld_loses_nothing() -> None:
    """Our own strict JSON-LD room finds no lost term in what we publish."""
    framework = load_tiers_lieux()
    for item in framework.competencies:
        require_nothing_lost(skos.competency_jsonld(framework, item, BASE))


def test_the_hierarchy_and_the_words_are_plain_skos() -> None:
    """A SKOS reader finds labels in both languages, the scheme, the domain and the bridges."""
    read = Graph().parse(data=skos.write_turtle(load_tiers_lieux(), BASE), format="turtle")
    subject = URIRef(f"{HOME}/intelligence-collective")
    labels = {str(label.language): str(label) for label in read.objects(subject, SKOS.prefLabel)}  # type: ignore[attr-defined]  # rdflib types objects as Node; these are Literals
    assert labels == {
        "fr": "Animer un groupe avec des outils d’intelligence collective",
        "en": "Facilitating a group with collective-intelligence tools",
    }
    assert set(read.objects(subject, SKOS.inScheme)) == {URIRef(HOME)}
    assert set(read.objects(subject, SKOS.broader)) == {URIRef(f"{HOME}/domains/coo")}
    assert URIRef(f"{BASE}/frameworks/rome/300469") in set(read.objects(subject, SKOS.broadMatch))
    esco = "http://data.europa.eu/esco/skill/614c627b-2ec9-4a0d-811e-de14be4362f2"
    assert URIRef(esco) in set(read.objects(subject, SKOS.relatedMatch))
    assert len(set(read.subjects(SKOS.inScheme, URIRef(HOME)))) == 40


def test_every_node_is_published_under_the_instance() -> None:
    """No relative identifier is left, and a slash at the end of the origin changes nothing."""
    document = skos.write_jsonld(load_tiers_lieux(), BASE)
    assert document == skos.write_jsonld(load_tiers_lieux(), f"{BASE}/")
    assert all(node["id"].startswith(HOME) for node in document["@graph"])


def test_what_one_instance_publishes_another_can_read() -> None:
    """The framework read back from a published document is the same framework."""
    framework = load_tiers_lieux()
    published = json.loads(skos.export_jsonld(framework, BASE))
    assert skos.read_jsonld(published) == framework


def test_copies_on_two_instances_carry_the_same_uuid() -> None:
    """Addresses differ from one instance to the other, identifiers do not."""
    framework = load_tiers_lieux()
    item = framework.find("TL-PIL-01")
    here, there = (skos.competency_jsonld(framework, item, base) for base in (BASE, "http://b"))
    assert here["id"] != there["id"]
    assert here["identifier"] == there["identifier"] == item.uuid.urn


@pytest.mark.parametrize("document", [{}, {"@graph": "no"}, {"@graph": [{"type": "Concept"}]}])
def test_a_document_without_framework_is_refused(document: dict[str, object]) -> None:
    """Something else than a framework is told apart, not read in part."""
    with pytest.raises(FrameworkError, match=r"framework\.schemes"):
        skos.read_jsonld(document)


def test_the_context_is_carried_inside() -> None:
    """Nobody has to fetch a context to read the document."""
    framework = load_tiers_lieux()
    item = framework.competencies[0]
    assert skos.competency_jsonld(framework, item, BASE)["@context"] == load_context()["@context"]
