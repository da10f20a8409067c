"""Achievements, their criteria and their scales."""

from dataclasses import replace

import pytest

from badges.errors import SchemaError
from badges.model.achievement import Criteria, ResultDescription
from tests.badges.model.parts import BASE, LASER, LEVELS, STEPS

PERCENT = ResultDescription(
    f"{BASE}#percent", "Pourcentage", "Percent", value_min="0", value_max="100"
)
LETTERS = ResultDescription(
    f"{BASE}#letters", "Lettre", "LetterGrade", allowed_value=("C", "B", "A")
)


@pytest.mark.requirement("ISS-15")
def test_criteria_say_something() -> None:
    """Criteria with neither a text nor a page are refused."""
    with pytest.raises(SchemaError, match=r"model\.criteria_empty"):
        Criteria()
    assert Criteria(id=BASE).to_document() == {"id": BASE}


def test_name_and_description_are_both_required() -> None:
    """An achievement without one of them is refused."""
    with pytest.raises(SchemaError, match=r"model\.achievement_unnamed"):
        replace(LASER, name="")
    with pytest.raises(SchemaError, match=r"model\.achievement_unnamed"):
        replace(LASER, description="")


@pytest.mark.requirement("DM-22")
def test_the_required_level_is_a_step() -> None:
    """`requiredLevel` names a step of its own scale, and nothing else."""
    assert replace(LEVELS, required_level=STEPS[1].id).required_level == STEPS[1].id
    with pytest.raises(SchemaError, match=r"model\.level_unknown"):
        replace(LEVELS, required_level=f"{BASE}/levels/N9")


@pytest.mark.requirement("DM-23")
@pytest.mark.parametrize(("scale", "value"), [(PERCENT, "101"), (PERCENT, "many"), (LETTERS, "D")])
def test_values_stay_on_their_scale(scale: ResultDescription, value: str) -> None:
    """A value outside the bounds, or not among those allowed, is refused, required or achieved."""
    with pytest.raises(SchemaError, match=r"model\.value_refused"):
        replace(scale, required_value=value)
    with pytest.raises(SchemaError, match=r"model\.value_refused"):
        scale.require_value(value)


@pytest.mark.requirement("DM-23")
@pytest.mark.parametrize(("scale", "value"), [(PERCENT, "0"), (PERCENT, "99.5"), (LETTERS, "A")])
def test_values_on_their_scale_are_kept(scale: ResultDescription, value: str) -> None:
    """Bounds belong to the scale, and so does each allowed value."""
    assert replace(scale, required_value=value).to_document()["requiredValue"] == value


def test_a_scale_without_bounds_takes_any_value() -> None:
    """Nothing is said, so nothing is refused."""
    replace(LEVELS, result_type="Result").require_value("anything")
