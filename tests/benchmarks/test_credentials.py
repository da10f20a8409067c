"""The two badges that everybody signs and verifies."""

import re

import pytest

from badges import jsonld
from badges.json_schema import require_valid
from benchmarks.credentials import MINI, PLACE, RICH, SHAPES, Recipient, Shape, read_document
from benchmarks.house import House, People

SAMPLE = Recipient(48_213)


@pytest.mark.parametrize(("shape", "statements", "blanks"), [(RICH, 98, 12), (MINI, 15, 1)])
def test_the_badges_are_as_large_as_the_figures_say(
    shape: Shape, statements: int, blanks: int
) -> None:
    """RICH has 98 statements and 12 blank nodes, MINI 15 and 1: peers were measured on these."""
    text = jsonld.canonicalize(shape.document(PLACE, SAMPLE))
    assert text.count("\n") == statements
    assert len(set(re.findall(r"_:c14n\d+", text))) == blanks


@pytest.mark.parametrize("name", SHAPES)
def test_the_model_writes_what_the_file_shows(name: str) -> None:
    """The document built from the model is the one of `documents/`, and a valid badge."""
    document = SHAPES[name].document(PLACE, SAMPLE)
    assert document == read_document(name)
    require_valid(document)


@pytest.mark.parametrize("name", SHAPES)
def test_the_slots_are_all_that_differs(name: str) -> None:
    """A series filled with somebody's texts is the document that the model makes for them."""
    house = House(SHAPES[name])
    for person in People(house, first=7).next(3):
        assert house.series.document(house.shape.values(person)) == house.document(person)


@pytest.mark.parametrize("name", SHAPES)
def test_nobody_gets_the_badge_of_another(name: str) -> None:
    """Each recipient has texts of their own in every slot but the sentence."""
    values = People(House(SHAPES[name])).values(500)
    for slot in set(SHAPES[name].slots) - {"narrative"}:
        assert len({item[slot] for item in values}) == len(values)
