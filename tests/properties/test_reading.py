"""The two ways to read JSON agree on every text: the same value, or the same refusal."""

import json
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from badges.documents import DEFAULT_LIMITS, Limits, Survey, parse, read_step_by_step
from badges.errors import DocumentError

LIMITS = Limits(size=3_000, depth=6, nodes=60)

scalars = (
    st.none()
    | st.booleans()
    | st.integers(-(2**70), 2**70)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=12)
    | st.sampled_from(['"', "\\", "[", "]{", "\x7f", "\x00", "\u2028", "\ud7ff", "é", "😀"])
)
values = st.recursive(
    scalars,
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=6), inner, max_size=4)
    ),
    max_leaves=20,
)
objects = st.dictionaries(st.text(max_size=6), values, max_size=5)
texts = st.builds(
    lambda value, separators, is_ascii: json.dumps(
        value, separators=separators, ensure_ascii=is_ascii
    ).encode(),
    objects,
    st.sampled_from([(",", ":"), (", ", ": ")]),
    st.booleans(),
)


def told(text: bytes, limits: Limits = LIMITS) -> Any:
    """The value in a text, typed and in order; or why there is none."""
    try:
        return _typed(parse(text, limits))
    except DocumentError as error:
        return error.code, dict(error.params)


def told_slowly(text: bytes, limits: Limits = LIMITS) -> Any:
    """The same, always step by step."""
    try:
        return _typed(read_step_by_step(text, limits))
    except DocumentError as error:
        return error.code, dict(error.params)


def _typed(value: Any) -> Any:
    """A value in which `1`, `1.0` and `true` differ, and the order of members tells."""
    if isinstance(value, dict):
        return [(name, _typed(inner)) for name, inner in value.items()]
    if isinstance(value, list):
        return [_typed(item) for item in value]
    return type(value).__name__, repr(value)


@pytest.mark.requirement("VER-02")
@given(texts)
@example(b'{"a":1,"a":1}')
@example(b'{"a":1e5,"b":1E+5,"c":100000.0}')
@example(b'{"a":-0,"b":-0.0,"c":18446744073709551616}')
@example(b'{"a":"\\ud800"}')
@example(b'{"a":"\\u0041"}')
@example(b'{"a":NaN}')
@example(b'{"a":1e999}')
@example(b'{"a":' + b"9" * 41 + b"}")
@example(b'{"a":' + b"[" * 5 + b"]" * 5 + b"}")
@example(b'{"a":' + b"[" * 6 + b"]" * 6 + b"}")
@example(b'{"a":"' + b"[" * 50 + b'"}')
@example(b'{"a":[' + b"1," * 70 + b"1]}")
@example(b"\xef\xbb\xbf{}")
@example(b'{"\xff":1}')
@example(b"[]")
@example(b"{} ")
def test_both_ways_read_the_same(text: bytes) -> None:
    """Whatever the fast way takes, the slow way takes as the same value; the rest is its own."""
    assert told(text) == told_slowly(text)


@given(texts, st.integers(0, 200), st.sampled_from(list(b'{}[]",:\\0aN. \x00\xff')))
def test_both_ways_agree_on_damaged_texts(text: bytes, place: int, sign: int) -> None:
    """One sign more or less changes nothing about that."""
    place %= len(text) + 1
    for damaged in (text[:place] + bytes((sign,)) + text[place:], text[:place] + text[place + 1 :]):
        assert told(damaged) == told_slowly(damaged)


def test_hostile_depth_is_told_as_before() -> None:
    """Nesting that no parser could follow is refused as too deep, not as broken."""
    for depth in (31, 32, 40, 300, 2_000, 100_000):
        text = b'{"a":' + b"[" * depth + b"]" * depth + b"}"
        assert told(text, DEFAULT_LIMITS) == told_slowly(text, DEFAULT_LIMITS)


@given(objects)
def test_a_survey_finds_every_object_and_name(document: dict[str, Any]) -> None:
    """All that a walk step by step finds: objects, names of members, levels."""
    survey = Survey.of(document)
    assert sorted(map(id, survey.objects)) == sorted(map(id, _objects(document)))
    assert survey.names == {name for item in _objects(document) for name in item}
    assert survey.depth == _depth(document)
    for name in survey.names:
        leading = {id(part) for part in survey.parts if _leads_to(part, name)}
        assert survey.leading_to(name) == leading
        assert survey.holding(name) == [item for item in survey.objects if name in item]


def _inside(value: Any) -> list[Any]:
    if isinstance(value, dict):
        return list(value.values())
    return value if isinstance(value, list) else []


def _objects(value: Any) -> list[dict[str, Any]]:
    own = [value] if isinstance(value, dict) else []
    return own + [item for inner in _inside(value) for item in _objects(inner)]


def _depth(value: Any) -> int:
    if not isinstance(value, dict | list):
        return 0
    return 1 + max(map(_depth, _inside(value)), default=0)


def _leads_to(value: Any, name: str) -> bool:
    is_here = isinstance(value, dict) and name in value
    return is_here or any(_leads_to(inner, name) for inner in _inside(value))
