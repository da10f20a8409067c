"""One model, four writings: what goes out comes back, and all of them say the same thing."""

import csv
import io
import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from rdflib import Graph, Literal, URIRef
from rdflib.namespace import DCTERMS, SKOS

from badges.documents import parse, serialize
from badges.errors import FrameworkError
from badges.frameworks import case, load_tiers_lieux, skos, sssom, table
from badges.frameworks.addresses import competency_url, official_url
from badges.jsonld import require_nothing_lost
from badges.model.framework import Framework
from badges.model.validity import problems_of
from tests.badges.frameworks import worlds
from tests.badges.frameworks.worlds import BASE

# rdflib's own JSON-LD reader still uses a class that rdflib has deprecated.
pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")

few = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True
)
WORLDS: dict[str, Callable[[], Framework]] = {
    "tiers-lieux": load_tiers_lieux,
    "light": worlds.light,
    "full": worlds.full,
}
every_world = pytest.mark.parametrize("name", WORLDS)


def without_what_tables_leave_out(framework: Framework) -> Framework:
    """The framework with what a table keeps: bridges, searches and sources travel elsewhere."""
    return replace(
        framework,
        competencies=tuple(
            replace(item, matches=(), absence=None, derived_from=None)
            for item in framework.competencies
        ),
    )


@every_world
def test_skos_comes_back(name: str) -> None:
    """What one instance publishes as JSON-LD, another reads as the same framework."""
    framework = WORLDS[name]()
    assert skos.read_jsonld(parse(serialize(skos.write_jsonld(framework, BASE)))) == framework


@every_world
def test_the_stored_form_comes_back(name: str) -> None:
    """A record holds no origin, and gives the same framework again."""
    framework = WORLDS[name]()
    stored = skos.write_stored(framework)
    assert BASE.encode() not in stored
    assert stored == serialize(skos.write_jsonld(framework, ""))
    assert skos.read_stored(stored) == framework


@every_world
@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.requirement("CASE-01")
def test_case_comes_back(name: str, language: str) -> None:
    """A package of ours gives the same framework again, in every language, but refused bridges."""
    framework = WORLDS[name]()
    package = json.loads(json.dumps(case.write_package(framework, BASE, language)))
    assert case.read_package(package) == worlds.told(framework)


@every_world
def test_turtle_and_jsonld_are_one_graph(name: str) -> None:
    """A stranger (rdflib) reads the same triples from both."""
    framework = WORLDS[name]()
    written = set(Graph().parse(data=skos.export_jsonld(framework, BASE), format="json-ld"))
    assert set(Graph().parse(data=skos.write_turtle(framework, BASE), format="turtle")) == written


@every_world
def test_the_table_comes_back(name: str) -> None:
    """A spreadsheet that nobody changed gives the same words, names and states again."""
    framework = WORLDS[name]()
    expected = without_what_tables_leave_out(framework)
    assert table.read(table.write(framework, BASE), table.TableHead.of(framework)) == expected


@every_world
def test_sssom_comes_back(name: str) -> None:
    """Every bridge that nobody refused comes back, with the competency that it starts from."""
    framework = WORLDS[name]()
    rows = sssom.read(sssom.write(framework, BASE))
    assert [
        (framework.find(row.competency).uuid, row.match)
        for row in rows
        if isinstance(row, sssom.SssomRow)
    ] == [
        (item.uuid, match) for item in worlds.told(framework).competencies for match in item.matches
    ]


@every_world
@pytest.mark.requirement("SAFE-01")
def test_no_term_is_lost(name: str) -> None:
    """Our strict JSON-LD room expands each competency, and the framework, with nothing dropped."""
    framework = WORLDS[name]()
    documents = [skos.competency_jsonld(framework, item, BASE) for item in framework.competencies]
    whole = skos.write_jsonld(framework, BASE)
    documents.append({"@context": whole["@context"], **whole["@graph"][0]})
    for document in documents:
        require_nothing_lost(document)
    assert len(documents) == len(framework.competencies) + 1


@few
@given(worlds.frameworks())
def test_any_framework_comes_back_from_skos(framework: Framework) -> None:
    """Whatever a place writes, in whatever signs and languages, is kept by JSON-LD."""
    assert problems_of(framework) == ()
    assert skos.read_stored(skos.write_stored(framework)) == framework
    for item in framework.competencies:
        require_nothing_lost(skos.competency_jsonld(framework, item, BASE))


@few
@given(worlds.frameworks())
def test_any_framework_is_one_graph(framework: Framework) -> None:
    """Turtle and JSON-LD never differ."""
    written = set(Graph().parse(data=skos.export_jsonld(framework, BASE), format="json-ld"))
    assert set(Graph().parse(data=skos.write_turtle(framework, BASE), format="turtle")) == written


@few
@given(worlds.frameworks())
def test_any_framework_comes_back_from_case(framework: Framework) -> None:
    """Whatever a place writes is kept by a package of ours."""
    package = case.write_package(framework, BASE)
    assert case.read_package(package) == worlds.told(framework)
    identifiers = [part["identifier"] for part in package["CFAssociations"]]
    assert len(set(identifiers)) == len(identifiers)


@few
@given(worlds.frameworks())
def test_any_framework_comes_back_from_its_table(framework: Framework) -> None:
    """Formula signs, quotes, line ends and other languages are kept by the spreadsheet."""
    expected = without_what_tables_leave_out(framework)
    assert table.read(table.write(framework, BASE), table.TableHead.of(framework)) == expected


@every_world
def test_all_writings_say_the_same_names_words_places_and_bridges(name: str) -> None:
    """Ids, labels, hierarchy and mappings are equal in the model and in every serialisation."""
    framework = worlds.told(WORLDS[name]())
    expected = {
        str(item.uuid): (
            competency_url(framework, item, BASE),
            item.notation,
            item.label.say("fr"),
            f"{framework.notation_prefix}-{item.domain.code}",
            frozenset(official_url(match, BASE) for match in item.matches),
        )
        for item in framework.competencies
    }
    assert _in_case(framework) == expected
    assert _in_graph(skos.export_jsonld(framework, BASE), "json-ld") == expected
    assert _in_graph(skos.write_turtle(framework, BASE), "turtle") == expected
    sheet = list(csv.DictReader(io.StringIO(table.write(framework, BASE), newline="")))
    assert [row["uuid"] for row in sheet] == list(expected)
    for row in sheet:
        address, notation, label, parent, _ = expected[row["uuid"]]
        assert (row["url"], row["notation"], row["label_fr"]) == (address, notation, label)
        assert parent.endswith(f"-{row['domain']}")


def _in_case(framework: Framework) -> dict[str, Any]:
    package = case.write_package(framework, BASE)
    items = {item["identifier"]: item for item in package["CFItems"]}
    parents: dict[str, str] = {}
    bridges: dict[str, set[str]] = {}
    for association in package["CFAssociations"]:
        origin = association["originNodeURI"]["identifier"]
        target = association["destinationNodeURI"]
        if association["associationType"] == "isChildOf" and target["identifier"] in items:
            parents[origin] = items[target["identifier"]]["humanCodingScheme"]
        if "skosRelation" in association.get("extensions", {}):
            bridges.setdefault(origin, set()).add(target["uri"])
    return {
        key: (
            item["uri"],
            item["humanCodingScheme"],
            item["abbreviatedStatement"],
            parents[key],
            frozenset(bridges.get(key, ())),
        )
        for key, item in items.items()
        if key in parents
    }


def _in_graph(text: str, form: str) -> dict[str, Any]:
    graph = Graph().parse(data=text, format=form)
    kinds = (SKOS.exactMatch, SKOS.closeMatch, SKOS.broadMatch, SKOS.narrowMatch, SKOS.relatedMatch)
    found: dict[str, Any] = {}
    for subject in graph.subjects(SKOS.inScheme):
        (uuid,), (notation,) = (
            list(graph.objects(subject, predicate))
            for predicate in (DCTERMS.identifier, SKOS.notation)
        )
        (parent,) = graph.objects(subject, SKOS.broader / SKOS.notation)
        (label,) = (
            text
            for text in graph.objects(subject, SKOS.prefLabel)
            if isinstance(text, Literal) and text.language == "fr"
        )
        targets = {target for kind in kinds for target in graph.objects(subject, kind)}
        assert all(isinstance(target, URIRef) for target in targets)
        found[str(uuid).removeprefix("urn:uuid:")] = (
            str(subject),
            str(notation),
            str(label),
            str(parent),
            frozenset(map(str, targets)),
        )
    return found


def test_a_refused_bridge_stays_in_the_record_and_is_told_to_nobody() -> None:
    """JSON-LD keeps the refusal as such; no SKOS relation, CASE or SSSOM line asserts it."""
    framework = worlds.light(1)
    refused = worlds.bridge(status="refused")
    framework = framework.with_matches({framework.competencies[0].uuid: (refused,)})
    (node,) = skos.write_jsonld(framework, BASE)["@graph"][1:]
    assert node["mappings"][0]["status"] == "refused"
    assert "broadMatch" not in node
    assert refused.label not in case.export_package(framework, BASE)
    assert refused.label not in sssom.write(framework, BASE)


@pytest.mark.parametrize("member", ["colour", "altLabel"])
def test_a_member_that_would_be_lost_is_refused(member: str) -> None:
    """Reading never drops what somebody added: it says what it does not know."""
    document = skos.write_jsonld(worlds.light(), BASE)
    document["@graph"][1][member] = "x"
    with pytest.raises(FrameworkError) as caught:
        skos.read_jsonld(document)
    assert caught.value.code == "framework.member_unknown"
    assert caught.value.params["member"] == member
