"""The filter of a list: `title~'cuisine' AND language='fr'`, as every 1EdTech interface has it.

A condition is an attribute, a predicate (`=` `!=` `>` `>=` `<` `<=`, `~` for "holds") and a value
between single quotes, in which a quote is written twice. `AND` binds before `OR`. A point reaches
into a link: `licenseURI.title`. In a list, one member that answers is enough.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from badges.documents import JsonObject
from issuer.web.case_api.query import TEXT_LIMIT, Arguments, folded, ranked
from issuer.web.case_api.refusals import CaseRefusal
from issuer.web.case_api.shapes import CLASSES, attribute

CONDITIONS_LIMIT = 10

# The quantifiers are possessive: the time is linear whatever the text.
_CONDITION = re.compile(
    r" *+([A-Za-z]++(?:\.[A-Za-z]++)?+) *+(!=|>=|<=|=|>|<|~) *+'((?:[^']|'')*+)' *+"
)
_OPERATOR = re.compile(r"(AND|OR) ")

_PREDICATES: Mapping[str, Callable[[str, str], bool]] = {
    "=": lambda held, sought: folded(held) == folded(sought),
    "!=": lambda held, sought: folded(held) != folded(sought),
    "~": lambda held, sought: folded(sought) in folded(held),
    ">": lambda held, sought: ranked(held) > ranked(sought),
    ">=": lambda held, sought: ranked(held) >= ranked(sought),
    "<": lambda held, sought: ranked(held) < ranked(sought),
    "<=": lambda held, sought: ranked(held) <= ranked(sought),
}


@dataclass(frozen=True)
class Condition:
    """One attribute, and what must be true of it; an attribute that is not there answers nothing.

    Of a list, `!=` wants that no member has the value.
    """

    path: tuple[str, ...]
    predicate: str
    value: str

    def holds(self, thing: JsonObject) -> bool:
        """Whether the condition is true of this object."""
        held = [str(text) for text in _values(thing, self.path)]
        answers = (_PREDICATES[self.predicate](text, self.value) for text in held)
        return bool(held) and (all(answers) if self.predicate == "!=" else any(answers))


@dataclass(frozen=True)
class Filter:
    """Alternatives, each a list of conditions that must all hold; none at all lets all through."""

    alternatives: tuple[tuple[Condition, ...], ...] = ()

    def lets(self, thing: JsonObject) -> bool:
        """Whether this object is among those that are asked for."""
        return not self.alternatives or any(
            all(condition.holds(thing) for condition in conditions)
            for conditions in self.alternatives
        )


def read_filter(arguments: Arguments, class_name: str) -> Filter:
    """The filter that is asked for.

    Raises:
        CaseRefusal: it cannot be understood, is too long, or names an attribute that nobody has.
    """
    text = arguments.get("filter")
    return Filter() if text is None else _read(text, class_name)


def _read(text: str, class_name: str) -> Filter:
    if len(text) > TEXT_LIMIT:
        raise CaseRefusal("case_api.filter_long", "invalid_selection_field", limit=TEXT_LIMIT)
    alternatives: list[list[Condition]] = [[]]
    position = 0
    for _ in range(CONDITIONS_LIMIT):
        found = _CONDITION.match(text, position)
        if found is None:
            break
        alternatives[-1].append(_condition(found, class_name))
        if found.end() == len(text):
            return Filter(tuple(tuple(conditions) for conditions in alternatives))
        operator = _OPERATOR.match(text, found.end())
        if operator is None:
            break
        if operator[1] == "OR":
            alternatives.append([])
        position = operator.end()
    raise CaseRefusal("case_api.filter", "invalid_selection_field", limit=CONDITIONS_LIMIT)


def _condition(found: "re.Match[str]", class_name: str) -> Condition:
    path = tuple(found[1].split("."))
    first = attribute(path[0], class_name)
    known = first is not None and (len(path) == 1 or _reaches(first.kind, path[1]))
    if not known:
        raise CaseRefusal("case_api.filter_field", "invalid_selection_field", name=found[1])
    return Condition(path, found[2], found[3].replace("''", "'"))


def _reaches(kind: str, name: str) -> bool:
    return kind in CLASSES and attribute(name, kind) is not None


def _values(thing: JsonObject, path: tuple[str, ...]) -> list[object]:
    """What an object holds there: one value, several, or none."""
    found: list[object] = [thing]
    for name in path:
        inner = [item.get(name) for item in found if isinstance(item, dict)]
        found = [
            item for value in inner for item in (value if isinstance(value, list) else [value])
        ]
    return [item for item in found if isinstance(item, str | int | float)]
