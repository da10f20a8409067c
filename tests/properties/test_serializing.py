"""One JSON text for one value, whichever of two writers wrote it."""

import json
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from badges.documents import parse, serialize

VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.sampled_from([1e16, 1e-5, -0.0, 5e-324, 2**63, 2**64, -(2**63) - 1])
    | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


def plainly(value: object) -> bytes:
    """What the standard library writes."""
    return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode()


@given(st.dictionaries(st.text(), VALUES, max_size=4))
def test_a_document_is_written_as_the_standard_library_writes_it(
    document: dict[str, object],
) -> None:
    """Whole numbers of any size, exponents, escapes and characters beyond ASCII."""
    assert serialize(document) == plainly(document)


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
def test_what_is_no_number_is_refused(value: float) -> None:
    """It has no JSON, and must not become null."""
    with pytest.raises(ValueError, match="JSON compliant"):
        serialize({"a": [value]})


@pytest.mark.parametrize("text", ["\ud800", "a\udfff"])
def test_what_utf_8_cannot_carry_is_refused(text: str) -> None:
    """A lone surrogate is written by nobody."""
    with pytest.raises(UnicodeEncodeError):
        serialize({"a": text})


def test_texts_that_look_like_numbers_are_texts() -> None:
    """An exponent inside a text changes nothing."""
    document = {"a": "1e5,", "b": ["2e-7]", "null"], "c": {"d": "e9}"}}
    assert serialize(document) == plainly(document)
    assert parse(serialize(document)) == document
