"""Subjects and their results."""

from dataclasses import replace

import pytest

from badges.errors import SchemaError
from badges.model.achievement import ResultDescription
from badges.model.subject import Result
from tests.badges.model.parts import BASE, CAMILLE, LASER, SCALE, STEPS

STATUS = ResultDescription(f"{BASE}#status", "État", "Status")
SCORE = ResultDescription(f"{BASE}#score", "Note", "RawScore", value_min="0", value_max="20")
TOLD = replace(LASER, result_description=(*LASER.result_description, STATUS, SCORE))


def test_a_badge_is_somebodys() -> None:
    """A subject with neither an id nor an identifier is refused."""
    with pytest.raises(SchemaError, match=r"model\.nobody"):
        replace(CAMILLE, id=None, identifier=())


@pytest.mark.requirement("DM-20")
def test_a_result_is_told_on_a_scale_of_the_achievement() -> None:
    """`resultDescription` names a scale inside the same achievement."""
    with pytest.raises(SchemaError, match=r"model\.scale_unknown"):
        replace(CAMILLE, result=(Result(f"{BASE}#elsewhere", achieved_level=STEPS[0].id),))


@pytest.mark.requirement("DM-21")
def test_a_status_scale_needs_a_status() -> None:
    """A result on a scale of type Status has a status, one of the closed list."""
    with pytest.raises(SchemaError, match=r"model\.status_missing"):
        replace(CAMILLE, achievement=TOLD, result=(Result(STATUS.id),))
    kept = replace(CAMILLE, achievement=TOLD, result=(Result(STATUS.id, status="Completed"),))
    assert kept.to_document()["result"][0]["status"] == "Completed"


@pytest.mark.requirement("DM-08")
def test_the_list_of_statuses_is_closed() -> None:
    """ResultStatusType admits no word of one's own."""
    with pytest.raises(SchemaError, match=r"model\.unknown_word"):
        Result(status="ext:Almost")


@pytest.mark.requirement("DM-22")
def test_the_achieved_level_is_a_step() -> None:
    """`achievedLevel` names a step of the scale that its result is told on."""
    assert CAMILLE.to_document()["result"][0]["achievedLevel"] == STEPS[0].id
    with pytest.raises(SchemaError, match=r"model\.level_unknown"):
        replace(CAMILLE, result=(Result(SCALE, achieved_level=f"{BASE}/levels/N9"),))
    with pytest.raises(SchemaError, match=r"model\.level_without_scale"):
        replace(CAMILLE, result=(Result(achieved_level=STEPS[0].id),))


@pytest.mark.requirement("DM-23")
def test_a_value_stays_within_its_scale() -> None:
    """A mark of 21 out of 20 is refused."""
    with pytest.raises(SchemaError, match=r"model\.value_refused"):
        replace(CAMILLE, achievement=TOLD, result=(Result(SCORE.id, value="21"),))
    assert replace(CAMILLE, achievement=TOLD, result=(Result(SCORE.id, value="20"),)).result


def test_a_result_may_stand_alone() -> None:
    """A value without a scale says what it says."""
    assert replace(CAMILLE, result=(Result(value="bien"),)).to_document()["result"] == [
        {"type": ["Result"], "value": "bien"}
    ]
