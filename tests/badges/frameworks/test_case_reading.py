"""CASE packages of others: light ones fit our model, and nothing is lost in silence."""

import copy
import json
from pathlib import Path
from typing import Any

import pytest

from badges.errors import FrameworkError
from badges.frameworks import case, load_tiers_lieux
from badges.i18n import LANGUAGES, Translator
from badges.model.framework import DEFAULT_LEVELS, Words
from badges.model.validity import problems_of
from tests.badges.frameworks import worlds
from tests.badges.frameworks.worlds import BASE

NOW = "2026-03-01T10:00:00+00:00"
LICENCE = "https://creativecommons.org/licenses/by/4.0/"


def identity(number: int) -> dict[str, Any]:
    """What every object begins with."""
    uuid = f"00000000-0000-5000-8000-{number:012}"
    return {
        "identifier": uuid,
        "uri": f"https://case.example/{uuid}",
        "lastChangeDateTime": NOW,
    }


def item(number: int, statement: str, **more: Any) -> dict[str, Any]:
    """An item of somebody else, without extensions."""
    return {**identity(number), "fullStatement": statement, **more}


def child(number: int, parent: int, kind: str = "isChildOf") -> dict[str, Any]:
    """An association between two items."""
    origin, target = (
        {"title": "t", "identifier": identity(end)["identifier"], "uri": "u"}
        for end in (number, parent)
    )
    return {
        **identity(1000 + number * 10 + parent),
        "associationType": kind,
        "originNodeURI": origin,
        "destinationNodeURI": target,
    }


def light() -> dict[str, Any]:
    """Two domains, three competencies, one of them under no domain."""
    return {
        "CFDocument": {
            **identity(1),
            "creator": "Somebody",
            "title": "Garden skills",
            "language": "en-GB",
            "version": "2.1.0",
            "adoptionStatus": "Private Draft",
            "licenseURI": {"title": "CC BY", "identifier": "x", "uri": LICENCE},
        },
        "CFItems": [
            item(2, "Growing", humanCodingScheme="GS-GRO"),
            item(3, "Sows seeds in rows", abbreviatedStatement="Sowing", CFItemType="Skill"),
            item(4, "Waters", CFItemType="Attitude", humanCodingScheme="GS-GRO-2"),
            item(5, "Sells at a market", CFItemType="Occupational", language="fr"),
        ],
        "CFAssociations": [child(3, 2), child(4, 2), child(2, 1), child(5, 1)],
    }


def told(package: dict[str, Any], licence: str = "") -> set[tuple[str, str]]:
    """What is lost or changed: the code without its room, and of what."""
    losses = case.read(package, licence).losses
    return {(loss.code.removeprefix("framework.case."), loss.params["what"]) for loss in losses}


@pytest.mark.requirement("CASE-01")
def test_a_light_package_becomes_a_framework() -> None:
    """Items with children are domains, the others competencies; names follow from the labels."""
    framework = case.read(light()).framework
    assert problems_of(framework) == ()
    assert (framework.slug, framework.version, framework.status) == (
        "garden-skills",
        "2.1.0",
        "Draft",
    )
    assert (framework.licence, framework.levels) == (LICENCE, DEFAULT_LEVELS)
    assert [domain.label for domain in framework.domains] == [
        Words({"en": "Growing"}),
        Words({"en": "Garden skills"}),
    ]
    sowing, watering, selling = framework.competencies
    assert sowing.label == Words({"en": "Sowing"})
    assert sowing.statement == Words({"en": "Sows seeds in rows"})
    assert (sowing.slug, sowing.type, str(sowing.uuid)) == (
        "sowing",
        "technique",
        identity(3)["identifier"],
    )
    assert (watering.type, selling.type) == ("savoir-etre", "metier")
    assert selling.label == Words({"fr": "Sells at a market"})
    assert selling.domain == framework.domains[1]


@pytest.mark.requirement("CASE-01")
@pytest.mark.parametrize(
    ("title", "version", "expected"),
    [
        ("Garden skills 2.1.0", "2.1.0", "Garden skills 2.1.0"),
        ("Garden skills v2.1.0", "2.1.0", "Garden skills 2.1.0"),
        ("Garden skills 12.1.0", "2.1.0", "Garden skills 12.1.0 2.1.0"),
        ("2.1.0", "2.1.0", "2.1.0 2.1.0"),
        ("Garden skills 2024", "2024", "Garden skills 2024 1.0.0"),
    ],
)
def test_a_title_says_its_version_once(title: str, version: str, expected: str) -> None:
    """A version that the title says already is not said again; one that we do not keep stays."""
    package = light()
    package["CFDocument"] |= {"title": title, "version": version}
    framework = case.read(package).framework
    assert case.write_document(framework, "https://b.example")["title"] == expected


@pytest.mark.requirement("CASE-01")
def test_a_package_of_ours_without_our_extensions_keeps_its_title() -> None:
    """Our own title carries the version: taken up as somebody else's, it is not doubled."""
    package = case.write_package(case.read(light()).framework, "https://b.example")
    bare = {
        **package,
        "CFDocument": {k: v for k, v in package["CFDocument"].items() if k != "extensions"},
        "CFItems": [
            {name: value for name, value in found.items() if name != "extensions"}
            for found in package["CFItems"]
        ],
    }
    again = case.read(bare, LICENCE).framework
    assert again.edition("en") == package["CFDocument"]["title"] == "Garden skills 2.1.0"


def test_codes_that_fit_are_kept_and_others_told() -> None:
    """A notation of ours begins with the prefix: another code is replaced, and that is said."""
    package = light()
    for place, code in enumerate(("GS-1", "GS-2", "GS-3"), 1):
        package["CFItems"][place]["humanCodingScheme"] = code
    reading = case.read(package)
    assert reading.losses == ()
    notations = [one.notation for one in reading.framework.competencies]
    assert (reading.framework.prefix, notations) == ("GS", ["GS-1", "GS-2", "GS-3"])
    assert case.read_package(package) == reading.framework
    package["CFItems"][1]["humanCodingScheme"] = "a.b"
    assert ("changed", "humanCodingScheme") in told(package)


def rubric(number: int, *qualities: str) -> dict[str, Any]:
    """A rubric of one criterion for an item."""
    return {
        **identity(100 + number),
        "CFRubricCriteria": [
            {
                **identity(200 + number),
                "CFItemURI": {
                    "title": "t",
                    "identifier": identity(number)["identifier"],
                    "uri": "u",
                },
                "CFRubricCriterionLevels": [
                    {**identity(300 + number * 9 + place), "quality": quality, "description": "d"}
                    for place, quality in enumerate(qualities)
                ],
            }
        ],
    }


def test_rubrics_with_the_same_steps_become_the_scale() -> None:
    """Each competency keeps what a step looks like there."""
    package = light() | {
        "CFRubrics": [rubric(3, "Begins", "Masters"), rubric(4, "Begins", "Masters")]
    }
    framework = case.read(package).framework
    assert [(level.code, level.label.say("en")) for level in framework.levels] == [
        ("N1", "Begins"),
        ("N2", "Masters"),
    ]
    assert [len(one.levels) for one in framework.competencies] == [2, 2, 0]
    assert problems_of(framework) == ()


def test_rubrics_that_differ_are_lost_and_told() -> None:
    """We have one scale for all: two scales are not mixed."""
    package = light() | {"CFRubrics": [rubric(3, "Begins"), rubric(4, "Starts", "Ends")]}
    assert case.read(package).framework.levels == DEFAULT_LEVELS
    assert ("lost", "CFRubrics") in told(package)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        pytest.param({"CFItems": {3: {"notes": "n"}}}, ("lost", "notes"), id="notes of an item"),
        pytest.param(
            {"CFItems": {3: {"educationLevel": ["01"]}}}, ("lost", "educationLevel"), id="grades"
        ),
        pytest.param(
            {"CFItems": {3: {"CFItemType": "Standard"}}}, ("changed", "CFItemType"), id="type"
        ),
        pytest.param(
            {"CFItems": {3: {"CFItemType": "Progress level"}}},
            ("lost", "progress level"),
            id="step",
        ),
        pytest.param({"CFDocument": {"subject": ["s"]}}, ("lost", "subject"), id="subject"),
        pytest.param({"CFDocument": {"version": "v2"}}, ("changed", "version"), id="version"),
        pytest.param({"extensions": {"a": 1}}, ("lost", "extensions"), id="extensions"),
        pytest.param(
            {"CFDefinitions": {"CFConcepts": []}}, ("lost", "CFConcepts"), id="definitions"
        ),
        pytest.param(
            {"CFAssociations": [child(3, 4, "isPeerOf")]},
            ("association_lost", "isPeerOf"),
            id="peers",
        ),
    ],
)
def test_everything_that_is_lost_or_changed_is_told(
    change: dict[str, Any], expected: tuple[str, str]
) -> None:
    """The reading says what of the package the framework does not hold; the strict one refuses."""
    package = light()
    for member, value in change.items():
        if member == "CFItems":
            for place, members in value.items():
                package[member][place].update(members)
        elif member == "CFAssociations":
            package[member] += value
        else:
            package[member] = {**package.get(member, {}), **value}
    assert expected in told(package)
    with pytest.raises(FrameworkError, match=r"framework\.case\."):
        case.read_package(package)
    for language in LANGUAGES:
        for loss in case.read(package).losses:
            assert loss.where in Translator(language)(loss.code, where=loss.where, **loss.params)


def test_replaced_and_ended_items_are_deprecated() -> None:
    """What its publisher retired is not offered as current."""
    package = light()
    package["CFAssociations"].append(child(3, 4, "replacedBy"))
    package["CFItems"][3]["statusEndDate"] = "2026-01-01"
    sowing, watering, selling = case.read(package).framework.competencies
    assert (sowing.deprecated, sowing.replaced_by) == (True, "waters")
    assert (watering.deprecated, selling.deprecated) == (False, True)


@pytest.mark.parametrize(
    ("member", "value", "code"),
    [
        pytest.param("CFDocument", None, "member", id="no document"),
        pytest.param("CFItems", {}, "member", id="items in no list"),
        pytest.param("CFItems", [], "empty", id="no item"),
        pytest.param("CFItems", [item(2, "a"), item(2, "b")], "case.items", id="item twice"),
        pytest.param(
            "CFItems", [item(n, "a") for n in range(2, 600)], "case.items", id="too many items"
        ),
        pytest.param("CFItems", [{"identifier": "x"}], "member", id="no statement"),
        pytest.param("CFItems", [{**item(2, "a"), "identifier": "x"}], "member", id="no UUID"),
        pytest.param(
            "CFAssociations", [child(3, 2), child(2, 5)], "case.too_deep", id="three steps"
        ),
        pytest.param("CFAssociations", [child(3, 4), child(4, 3)], "case.too_deep", id="a ring"),
    ],
)
def test_what_does_not_fit_is_refused(member: str, value: Any, code: str) -> None:
    """Something else than a light package is an error of ours, never half a framework."""
    package = light() | {member: value}
    with pytest.raises(FrameworkError) as caught:
        case.read(package)
    assert caught.value.code == f"framework.{code}"


def test_a_package_without_licence_needs_one() -> None:
    """Whoever imports says under which licence, when the package does not."""
    package = light()
    del package["CFDocument"]["licenseURI"]
    with pytest.raises(FrameworkError, match=r"framework\.case\.no_licence"):
        case.read(package)
    assert case.read(package, LICENCE).framework.licence == LICENCE


def test_a_package_of_ours_that_was_edited_is_refused() -> None:
    """An association or a member that we do not know would be lost: it is named instead."""
    whole = case.write_package(worlds.full(), BASE)
    changes: list[tuple[str, Any]] = [
        (
            "framework.case.association",
            whole["CFAssociations"][0] | {"associationType": "isPeerOf"},
        ),
        ("framework.member_unknown", whole["CFAssociations"][0] | {"colour": "blue"}),
    ]
    for code, association in changes:
        package = copy.deepcopy(whole)
        package["CFAssociations"].append(association)
        with pytest.raises(FrameworkError) as caught:
            case.read_package(package)
        assert caught.value.code == code


@pytest.mark.shared
def test_a_draft_by_another_hand_is_read_with_its_losses(shared: Path) -> None:
    """The sample package, written by another program, gives its forty competencies and levels."""
    package = json.loads((shared / "design" / "case-cfpackage.sample.json").read_text("utf-8"))
    reading = case.read(package, LICENCE)
    assert problems_of(reading.framework) == ()
    ours = load_tiers_lieux()
    assert [one.notation for one in reading.framework.competencies] == [
        one.notation for one in ours.competencies
    ]
    assert {len(one.levels) for one in reading.framework.competencies} == {4}
    assert {loss.params["what"] for loss in reading.losses} >= {"isPartOf", "notes", "version"}
