"""CASE packages of all kinds of frameworks, held against the official schema."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings

from badges.frameworks import case, load_tiers_lieux
from badges.model.framework import Framework
from tests.badges.frameworks import worlds
from tests.badges.frameworks.worlds import BASE

OFFICIAL = "referentials/case-1.1/case-v1p1-cfpackage.json"
Thing = dict[str, Any]


def schema(shared: Path) -> Any:
    """The official schema of a package."""
    return json.loads((shared / OFFICIAL).read_text("utf-8"))


def errors(package: Thing, official: Any) -> list[str]:
    """What the official schema says of a package."""
    validator = jsonschema.validators.validator_for(official)(
        official, format_checker=jsonschema.FormatChecker()
    )
    return [f"{error.json_path}: {error.message}" for error in validator.iter_errors(package)]


@pytest.mark.shared
@pytest.mark.requirement("CASE-01")
@pytest.mark.parametrize("world", [worlds.light, worlds.full, load_tiers_lieux])
@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_package_follows_the_official_schema(
    shared: Path, world: Callable[[], Framework], language: str
) -> None:
    """Deprecated items, forks, refusals, odd referentials and empty levels included: 0 errors."""
    written = json.loads(json.dumps(case.write_package(world(), BASE, language)))
    assert errors(written, schema(shared)) == []


@pytest.mark.shared
@settings(
    max_examples=10,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
@given(worlds.frameworks())
def test_any_package_follows_the_official_schema(shared: Path, framework: Framework) -> None:
    """Whatever a place writes, its package is a package."""
    assert errors(case.write_package(framework, BASE), schema(shared)) == []


def test_the_state_of_the_framework_and_of_its_items_is_told() -> None:
    """The adoption status follows the framework; what is deprecated has an end date."""
    framework = worlds.full()
    package = case.write_package(framework, BASE)
    assert package["CFDocument"]["adoptionStatus"] == "Draft"
    assert case.write_package(worlds.light(), BASE)["CFDocument"]["adoptionStatus"] == "Adopted"
    ended = [item["identifier"] for item in package["CFItems"] if "statusEndDate" in item]
    assert ended == [str(framework.competencies[1].uuid)]


def test_a_fork_is_an_exact_match_of_its_source() -> None:
    """The use that CASE states for exactMatchOf; the source is told by its own identifier."""
    framework = worlds.full()
    item = framework.competencies[0]
    assert item.derived_from is not None
    (association,) = (
        one
        for one in case.write_package(framework, BASE)["CFAssociations"]
        if one.get("extensions") == {"derivation": True}
    )
    assert association["associationType"] == "exactMatchOf"
    assert association["originNodeURI"]["identifier"] == str(item.uuid)
    assert association["destinationNodeURI"] == {
        "title": "Coudre",
        "identifier": str(item.derived_from.uuid),
        "uri": item.derived_from.uri,
        "targetType": "CASE",
    }


def test_two_bridges_to_one_item_are_two_associations() -> None:
    """One close and one related bridge share kind and ends, not their identifier."""
    framework = worlds.light(1)
    uuid = framework.competencies[0].uuid
    bridges = tuple(worlds.bridge(relation=name) for name in ("closeMatch", "relatedMatch"))
    package = case.write_package(framework.with_matches({uuid: bridges}), BASE)
    found = [
        association["identifier"]
        for association in package["CFAssociations"]
        if association["originNodeURI"]["identifier"] == str(uuid)
        and association["associationType"] == "isRelatedTo"
    ]
    assert len(set(found)) == len(found) == 2
