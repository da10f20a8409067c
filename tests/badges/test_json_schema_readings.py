"""The two readings of the data model are one in another: who passes strictly passes tolerantly."""

import copy
from collections.abc import Iterator
from typing import Any

import pytest

from badges.json_schema import is_valid, problems
from tests.badges.credentials import credential

VALUES: tuple[Any, ...] = (None, "", [], {}, True, 0, "x", "ext:y", ["x"], [{}], {"type": "x"})


def _places(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    if path:
        yield path
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from _places(inner, (*path, name))
    elif isinstance(value, list):
        for place, inner in enumerate(value):
            yield from _places(inner, (*path, place))


def _altered(path: tuple[str | int, ...], value: Any) -> Any:
    """The full badge with this value at this place, or without the place for an ellipsis."""
    document: Any = copy.deepcopy(credential())
    outer = document
    for step in path[:-1]:
        outer = outer[step]
    if value is ...:
        del outer[path[-1]]
    else:
        outer[path[-1]] = value
    return document


@pytest.mark.requirement("SCH-03", "VER-10")
def test_whatever_is_strictly_valid_is_tolerantly_valid() -> None:
    """At every place of a badge that uses everything, any value that strict takes, tolerant too."""
    taken = 0
    for path in _places(credential()):
        for value in (..., *VALUES):
            document = _altered(path, value)
            if is_valid(document):
                taken += 1
                assert is_valid(document, strict=False), (path, value)
    assert taken > len(VALUES)


@pytest.mark.parametrize("strict", [True, False])
def test_the_short_answer_is_that_of_the_long_one(*, strict: bool) -> None:
    """A document is valid when no problem is found in it, and only then."""
    for path in list(_places(credential()))[::7]:
        document = _altered(path, None)
        assert is_valid(document, strict=strict) == (problems(document, strict=strict) == ())
