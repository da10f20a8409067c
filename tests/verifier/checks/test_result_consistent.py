"""Results: they point at the achievement's own scale, stay within it, and reach what it asks."""

from typing import Any

import pytest

from badges.documents import JsonObject, serialize
from tests.verifier.badges_to_read import Desk, Place, achievement, badge, with_subject
from verifier.report import Finding, Outcome, Severity, Verdict

PLACE = Place.by_key()
BADGE = badge(PLACE)
LEVELS = [
    {"id": f"https://example.org/N{n}", "type": ["RubricCriterionLevel"], "name": f"Niveau {n}"}
    for n in (1, 2, 3)
]
RUBRIC = {
    "id": "urn:uuid:11111111-1111-4111-8111-111111111111",
    "type": ["ResultDescription"],
    "name": "Niveau",
    "resultType": "RubricCriterionLevel",
    "rubricCriterionLevel": LEVELS,
}
PERCENT = RUBRIC | {"resultType": "Percent", "valueMin": "0", "valueMax": "100"}
LETTER = RUBRIC | {"resultType": "LetterGrade", "allowedValue": ["C", "B", "A"]}
OF = {"resultDescription": RUBRIC["id"]}


def result(description: JsonObject | None, **members: Any) -> JsonObject:
    """A badge with one result and at most one description."""
    described = {} if description is None else {"resultDescription": [description]}
    return with_subject(
        BADGE,
        achievement=achievement(**described),
        result=[{"type": ["Result"], **members}],
    )


def judged(desk: Desk, document: JsonObject) -> Finding:
    """The finding on a document, whatever its signature."""
    signed = document | {"proof": [{"type": "DataIntegrityProof"}]}
    return desk.read(serialize(signed)).finding("result.consistent")


@pytest.mark.requirement("VER-12", "DM-20", "DM-21", "DM-22")
@pytest.mark.parametrize(
    ("document", "code", "path"),
    [
        (
            result(RUBRIC, resultDescription="urn:x"),
            "result.unknown_description",
            "/credentialSubject/result/0/resultDescription",
        ),
        (
            result(None, resultDescription="urn:x"),
            "result.unknown_description",
            "/credentialSubject/result/0/resultDescription",
        ),
        (
            result(RUBRIC, resultDescription=[]),
            "result.unknown_description",
            "/credentialSubject/result/0/resultDescription",
        ),
        (
            result(RUBRIC, **OF, achievedLevel="urn:y"),
            "result.unknown_level",
            "/credentialSubject/result/0/achievedLevel",
        ),
        (
            result(RUBRIC, **OF, achievedLevel=None),
            "result.unknown_level",
            "/credentialSubject/result/0/achievedLevel",
        ),
        (
            result(None, achievedLevel="urn:y"),
            "result.unknown_level",
            "/credentialSubject/result/0/achievedLevel",
        ),
        (
            result(RUBRIC | {"requiredLevel": "urn:z"}),
            "result.unknown_level",
            "/credentialSubject/achievement/resultDescription/0/requiredLevel",
        ),
        (
            result(RUBRIC | {"resultType": "Status"}, **OF),
            "result.status_missing",
            "/credentialSubject/result/0/status",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_a_result_that_leads_nowhere_is_refused(
    desk: Desk, document: JsonObject, code: str, path: str
) -> None:
    """What must point inside the same achievement is grave when it does not."""
    finding = judged(desk, document)
    assert (finding.outcome, finding.severity) == (Outcome.FAILED, Severity.FATAL)
    assert (finding.code, finding.params["path"]) == (code, path)


@pytest.mark.requirement("DM-23")
@pytest.mark.parametrize(
    "document",
    [
        *(result(PERCENT, **OF, value=value) for value in ("101", "-0.1", "beaucoup", "nan", 5)),
        *(result(LETTER, **OF, value=value) for value in ("Z", "", ["A"])),
        result(PERCENT | {"requiredValue": "101"}),
        result(LETTER | {"requiredValue": "D"}),
    ],
)
def test_a_value_outside_the_scale_is_a_warning(desk: Desk, document: JsonObject) -> None:
    """It is told and does not reject."""
    finding = judged(desk, document)
    assert (finding.code, finding.severity) == ("result.value_outside", Severity.WARNING)


@pytest.mark.parametrize(
    "document",
    [
        result(RUBRIC | {"requiredLevel": LEVELS[1]["id"]}, **OF, achievedLevel=LEVELS[0]["id"]),
        result(PERCENT | {"requiredValue": "60"}, **OF, value="59.9"),
        result(PERCENT | {"requiredValue": "60,5"}, **OF, value="60,4"),
        result(LETTER | {"requiredValue": "B"}, **OF, value="C"),
    ],
)
def test_a_result_below_what_is_asked_is_told(desk: Desk, document: JsonObject) -> None:
    """An employer sees that the badge was given below its own bar; the signature still holds."""
    finding = judged(desk, document)
    assert (finding.outcome, finding.code) == (Outcome.FAILED, "result.below_required")
    assert finding.severity is Severity.WARNING
    assert desk.read(PLACE.sign(document)).verdict is Verdict.ACCEPTED


@pytest.mark.requirement("DM-20", "DM-22", "DM-23")
@pytest.mark.parametrize(
    "document",
    [
        result(RUBRIC, **OF, achievedLevel=LEVELS[0]["id"]),
        result(RUBRIC | {"requiredLevel": LEVELS[1]["id"]}, **OF, achievedLevel=LEVELS[1]["id"]),
        result(RUBRIC | {"requiredLevel": LEVELS[1]["id"]}, **OF, achievedLevel=LEVELS[2]["id"]),
        result(PERCENT, **OF, value="99.5"),
        result(PERCENT | {"requiredValue": "60"}, **OF, value="60"),
        result(LETTER | {"requiredValue": "B"}, **OF, value="A"),
        result(RUBRIC, **OF, value="libre"),
        result(RUBRIC | {"resultType": "Status"}, **OF, status="Completed"),
    ],
)
def test_a_result_within_its_scale_passes(desk: Desk, document: JsonObject) -> None:
    """References that lead somewhere, and values that are enough, are fine."""
    assert judged(desk, document).code == "result.consistent"


def test_the_gravest_problem_answers_and_the_others_stand_beside(desk: Desk) -> None:
    """One answer, and every place as evidence."""
    document = result(PERCENT, **OF, value="101")
    document["credentialSubject"]["result"].append({"type": ["Result"], "achievedLevel": "urn:y"})
    finding = judged(desk, document)
    assert finding.code == "result.unknown_level"
    assert [fact.name for fact in finding.evidence] == [
        *("result.value_outside", "result.unknown_level"),
    ]


def test_many_results_on_a_long_scale_are_all_judged(desk: Desk) -> None:
    """Five thousand results on five thousand levels are looked up, each in its place."""
    levels = [{"id": f"urn:n:{n}"} for n in range(5_000)]
    document = result(RUBRIC | {"rubricCriterionLevel": levels})
    document["credentialSubject"]["result"] = [
        OF | {"achievedLevel": f"urn:n:{n}"} for n in range(5_000)
    ]
    assert judged(desk, document).code == "result.consistent"
