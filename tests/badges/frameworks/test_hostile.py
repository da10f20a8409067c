"""Documents that somebody broke on purpose: an error of ours each time, never another one."""

import copy
from collections.abc import Callable, Iterator
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from badges.errors import FrameworkError
from badges.frameworks import case, skos, sssom, table
from badges.frameworks.alignments import alignments
from badges.model.framework import Framework
from badges.model.validity import problems_of
from tests.badges.frameworks import worlds
from tests.badges.frameworks.test_case_reading import light as light_package
from tests.badges.frameworks.worlds import BASE

JUNK: tuple[Any, ...] = (
    *(None, True, False, 0, -1, 1.5, "", " ", "x", "é" * 300, "urn:uuid:x", "https://", "#corpus-"),
    *([], {}, [None], [[]], [{}], {"fr": None}, {"": ""}, {"fr": 3}, {"id": "x"}, ["a", "a"]),
)
ROUNDS = 300


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The way to every part of a document."""
    parts = value.items() if isinstance(value, dict) else enumerate(value)
    for name, part in parts:
        yield (*path, name)
        if isinstance(part, (dict, list)):
            yield from places(part, (*path, name))


def broken(document: Any, chance: Random) -> Any:
    """A copy with one part replaced, taken away or repeated."""
    edited = copy.deepcopy(document)
    *path, name = chance.choice(list(places(document)))
    holder = edited
    for step in path:
        holder = holder[step]
    what = chance.randrange(4)
    if what == 0:
        del holder[name]
    elif what == 1 and isinstance(holder, list):
        holder.append(copy.deepcopy(holder[name]))
    else:
        holder[name] = copy.deepcopy(chance.choice(JUNK))
    return edited


def _skos() -> Any:
    document = skos.write_jsonld(worlds.full(), BASE)
    return {"@graph": document["@graph"]}


READERS: dict[str, tuple[Callable[[], Any], Callable[[Any], Framework]]] = {
    "skos": (_skos, skos.read_jsonld),
    "case": (lambda: case.write_package(worlds.full(), BASE), case.read_package),
    "light case": (light_package, lambda package: case.read(package).framework),
}


@pytest.mark.parametrize("name", READERS)
def test_a_broken_document_is_an_error_of_ours_or_a_framework(name: str) -> None:
    """Whatever part is junk, reading refuses it, or gives a framework whose problems are told."""
    write, read = READERS[name]
    document, chance = write(), Random(name)  # noqa: S311 - reproducible documents, not secrets
    refused = 0
    for _ in range(ROUNDS):
        try:
            framework = read(broken(document, chance))
        except FrameworkError:
            refused += 1
        else:
            if not problems_of(framework):
                skos.write_turtle(framework, BASE)
                case.write_package(framework, BASE)
                for item in framework.competencies:
                    alignments(item, framework, BASE)
    assert ROUNDS / 8 < refused < ROUNDS


@given(st.text(st.characters(codec="utf-8"), max_size=80))
def test_any_text_is_a_table_or_its_problems(text: str) -> None:
    """Nothing typed in a box makes the readers of tables fail."""
    head = table.TableHead.of(worlds.light())
    lines = f"domaine;type;libellé;je;n1;uuid\n{text}"
    for given_text in (text, lines):
        assert isinstance(table.read(given_text, head), Framework | table.TableProblems)
    rows = sssom.read(f"{chr(9).join(sssom.COLUMNS)}\n{text}")
    assert len(rows) <= len(text) + 1
