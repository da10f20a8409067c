"""Do the results hang together with the achievement that they speak of? (DM-20 to DM-23, VER-12).

A result points at a description and a level of the same achievement, and stays within its scale.
One below what the achievement itself asks for is told: the badge is signed all the same.
"""

import math
from collections.abc import Iterable, Iterator
from typing import Any

from badges.documents import JsonObject
from verifier.case import (
    SPEC_OB,
    Answer,
    Case,
    Check,
    Kind,
    a_text,
    listed,
    not_applicable,
    objects,
)
from verifier.checks.problems import Problem, judge
from verifier.report import Severity

_SCALES = "scales"


def _ask(case: Case) -> Answer:
    scales, problems = case.in_common(_SCALES, _described)
    results = objects(case.subject.get("result"))
    if not scales and not results:
        return not_applicable("result.none")
    found = list(problems)
    for index, result in enumerate(results):
        found += _problems(result, f"/credentialSubject/result/{index}", scales)
    return judge(found, "result.consistent")


def _problems(result: JsonObject, path: str, scales: "_Scales") -> Iterable[Problem]:
    name = a_text(result.get("resultDescription"))
    if name is not None and name in scales:
        return scales[name].problems_of(result, path)
    if "resultDescription" in result:
        return [("result.unknown_description", f"{path}/resultDescription", True)]
    if "achievedLevel" in result:
        return [("result.unknown_level", f"{path}/achievedLevel", True)]
    return ()


_Scales = dict[str | None, "_Scale"]
_Described = tuple[_Scales, tuple[Problem, ...]]


def _described(case: Case) -> _Described:
    """The scales of the achievement, and what is wrong with them."""
    scales: dict[str | None, _Scale] = {}
    problems: list[Problem] = []
    for index, item in enumerate(objects(case.achievement.get("resultDescription"))):
        scale = scales[a_text(item.get("id"))] = _Scale(item)
        path = f"/credentialSubject/achievement/resultDescription/{index}"
        problems.extend(scale.problems(path))
    return scales, tuple(problems)


class _Scale:
    """A ResultDescription: its levels and choices, each by its rank from the lowest."""

    def __init__(self, description: JsonObject) -> None:
        self._description = description
        levels = objects(description.get("rubricCriterionLevel"))
        self._levels = _ranks(level.get("id") for level in levels)
        self._choices = _ranks(listed(description.get("allowedValue")))
        self._lowest = _number(description.get("valueMin"))
        self._highest = _number(description.get("valueMax"))

    def problems(self, path: str) -> Iterator[Problem]:
        """What the achievement asks for must be on its own scale."""
        required = self._description
        if "requiredLevel" in required and a_text(required["requiredLevel"]) not in self._levels:
            yield "result.unknown_level", f"{path}/requiredLevel", True
        if "requiredValue" in required and not self._is_allowed(required["requiredValue"]):
            yield "result.value_outside", f"{path}/requiredValue", False

    def problems_of(self, result: JsonObject, path: str) -> Iterator[Problem]:
        """What a result says must be on the scale; and it should reach what is asked for."""
        if self._description.get("resultType") == "Status" and "status" not in result:
            yield "result.status_missing", f"{path}/status", True
        if "achievedLevel" in result:
            level = a_text(result["achievedLevel"])
            required = a_text(self._description.get("requiredLevel"))
            if level not in self._levels:
                yield "result.unknown_level", f"{path}/achievedLevel", True
            elif self._levels[level] < self._levels.get(required, 0):
                yield "result.below_required", f"{path}/achievedLevel", False
        if "value" in result:
            if not self._is_allowed(result["value"]):
                yield "result.value_outside", f"{path}/value", False
            elif self._is_below(result["value"]):
                yield "result.below_required", f"{path}/value", False

    def _is_allowed(self, value: Any) -> bool:
        if self._choices:
            return a_text(value) in self._choices
        number = _number(value)
        if number is None:
            return self._lowest is None and self._highest is None
        is_enough = self._lowest is None or self._lowest <= number
        return is_enough and (self._highest is None or number <= self._highest)

    def _is_below(self, value: Any) -> bool:
        """Whether less than what is asked for: by the order of the choices, else as numbers."""
        required = self._description.get("requiredValue")
        if self._choices:
            return self._choices[a_text(value)] < self._choices.get(a_text(required), 0)
        number, least = _number(value), _number(required)
        return number is not None and least is not None and number < least


def _ranks(names: Iterable[Any]) -> dict[str | None, int]:
    """The place of each name; of one written twice, the first."""
    ranks: dict[str | None, int] = {}
    for name in names:
        if a_text(name) is not None:
            ranks.setdefault(name, len(ranks))
    return ranks


def _number(value: Any) -> float | None:
    """The number that a text names; a French comma is a decimal point."""
    try:
        number = float(value.strip().replace(",", ".")) if isinstance(value, str) else None
    except ValueError:
        return None
    return number if number is not None and math.isfinite(number) else None


RESULT_CONSISTENT = Check(
    id="result.consistent",
    severity=Severity.FATAL,
    spec=f"{SPEC_OB}org.1edtech.ob.v3p0.result.class",
    ask=_ask,
    needs=("input.readable",),
    kinds=frozenset({Kind.BADGE}),
)
