"""CASE 1.1: the package follows the official schema and says what the framework says."""

import json
from pathlib import Path
from typing import Any
from uuid import UUID

import jsonschema
import pytest

from badges.frameworks import case, load_tiers_lieux
from badges.frameworks.addresses import competency_url
from badges.frameworks.alignments import alignments

BASE = "https://lieu.example"
OFFICIAL = "referentials/case-1.1/case-v1p1-cfpackage.json"


@pytest.fixture(scope="module")
def package() -> dict[str, Any]:
    """The package as written, read back."""
    value: dict[str, Any] = json.loads(case.export_package(load_tiers_lieux(), BASE))
    return value


@pytest.mark.shared
@pytest.mark.requirement("CASE-01")
@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_package_follows_the_official_schema(shared: Path, language: str) -> None:
    """The JSON Schema of 1EdTech finds nothing to say of the whole package."""
    schema = json.loads((shared / OFFICIAL).read_text("utf-8"))
    validator = jsonschema.validators.validator_for(schema)(
        schema, format_checker=jsonschema.FormatChecker()
    )
    written = case.write_package(load_tiers_lieux(), BASE, language)
    assert [error.message for error in validator.iter_errors(written)] == []


@pytest.mark.requirement("CASE-01")
def test_a_competency_is_a_cfitem(package: dict[str, Any]) -> None:
    """Each competency has its CFItem: UUID, address, statements, notation, type and date."""
    items = {item["identifier"]: item for item in package["CFItems"]}
    framework = load_tiers_lieux()
    assert len(items) == len(package["CFItems"]) == 6 + 4 + 40
    for competency in framework.competencies:
        item = items[str(competency.uuid)]
        assert item["uri"] == competency_url(framework, competency, BASE)
        said = f"{competency.statement.say('fr')} {competency.definition.say('fr')}"
        assert item["fullStatement"] == said
        assert item["abbreviatedStatement"] == competency.label.say("fr")
        assert item["humanCodingScheme"] == competency.notation
        assert item["lastChangeDateTime"] == "2026-11-22T00:00:00Z"
        assert item["CFItemTypeURI"]["title"] == item["CFItemType"]


@pytest.mark.requirement("CASE-02")
def test_an_alignment_repeats_the_cfitem(package: dict[str, Any]) -> None:
    """The first alignment of a badge names exactly what the CASE interface serves."""
    framework = load_tiers_lieux()
    items = {item["humanCodingScheme"]: item for item in package["CFItems"]}
    for competency in framework.competencies:
        own = alignments(competency, framework, BASE)[0]
        item = items[competency.notation]
        assert own == {
            "type": ["Alignment"],
            "targetType": "CFItem",
            "targetUrl": item["uri"],
            "targetName": item["abbreviatedStatement"],
            "targetDescription": item["fullStatement"],
            "targetCode": item["humanCodingScheme"],
            "targetFramework": package["CFDocument"]["title"],
        }


def test_identifiers_are_unique_and_of_version_five(package: dict[str, Any]) -> None:
    """CASE allows UUID versions 1 to 5; ours follow from names, so instances agree."""
    parts = [package["CFDocument"], *package["CFItems"], *package["CFAssociations"]]
    parts += package["CFDefinitions"]["CFItemTypes"] + package["CFDefinitions"]["CFLicenses"]
    for rubric in package["CFRubrics"]:
        (criterion,) = rubric["CFRubricCriteria"]
        parts += [rubric, criterion, *criterion["CFRubricCriterionLevels"]]
    identifiers = [part["identifier"] for part in parts]
    assert len(set(identifiers)) == len(identifiers)
    assert {UUID(identifier).version for identifier in identifiers} == {5}


def test_associations_hold_the_hierarchy_and_the_bridges(package: dict[str, Any]) -> None:
    """Every item has one parent; levels follow each other; every mapping is there."""
    framework = load_tiers_lieux()
    kinds: dict[str, list[dict[str, Any]]] = {}
    for association in package["CFAssociations"]:
        kinds.setdefault(association["associationType"], []).append(association)
    children = [a["originNodeURI"]["identifier"] for a in kinds["isChildOf"]]
    assert sorted(children) == sorted(item["identifier"] for item in package["CFItems"])
    steps = [(a["originNodeURI"]["uri"], a["destinationNodeURI"]["uri"]) for a in kinds["precedes"]]
    assert steps[0] == (
        f"{BASE}/frameworks/tiers-lieux/levels/N1",
        f"{BASE}/frameworks/tiers-lieux/levels/N2",
    )
    assert len(steps) == 3
    bridges = sum(len(item.matches) for item in framework.competencies)
    assert bridges == 161
    assert len(kinds["isPartOf"]) + len(kinds["isRelatedTo"]) == bridges


def test_the_exact_skos_relation_travels_with_each_bridge(package: dict[str, Any]) -> None:
    """A broader official item contains ours (isPartOf); the others are related, SKOS says how."""
    skos = "http://www.w3.org/2004/02/skos/core#"
    relations = {
        (a["associationType"], a["extensions"]["skosRelation"])
        for a in package["CFAssociations"]
        if "extensions" in a
    }
    assert relations == {
        ("isPartOf", f"{skos}broadMatch"),
        ("isRelatedTo", f"{skos}closeMatch"),
        ("isRelatedTo", f"{skos}narrowMatch"),
        ("isRelatedTo", f"{skos}relatedMatch"),
    }
    assert case.ASSOCIATION_TYPES["exactMatch"] == "exactMatchOf"


def test_a_rubric_describes_the_four_levels(package: dict[str, Any]) -> None:
    """Each competency has one rubric, whose levels say what they look like there."""
    assert len(package["CFRubrics"]) == 40
    (criterion,) = package["CFRubrics"][0]["CFRubricCriteria"]
    levels = criterion["CFRubricCriterionLevels"]
    assert [level["score"] for level in levels] == [1, 2, 3, 4]
    assert levels[2]["quality"] == "N3 Autonome"
    assert levels[2]["description"].startswith("Tient l’accueil en autonomie")


@pytest.mark.requirement("CASE-01")
def test_a_document_alone_points_to_its_package(package: dict[str, Any]) -> None:
    """It is that of the package, and says where the package is."""
    framework = load_tiers_lieux()
    document = case.write_document(framework, BASE)
    assert document.pop("CFPackageURI")["uri"] == (
        f"{BASE}/ims/case/v1p1/CFPackages/{framework.uuid}"
    )
    assert document == package["CFDocument"]
