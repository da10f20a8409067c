"""The fast answer on portability agrees with the careful one, on badges, mutants and odd values."""

from random import Random
from typing import Any

import pytest

from badges.documents import JsonObject
from badges.errors import BadgeError
from badges.jsonld import require_portable, safety
from tests.properties.credentials import Author
from tests.properties.mutations import mutant

CONTEXT = ["https://www.w3.org/ns/credentials/v2"]
ODD: dict[str, Any] = {
    "control": "\x0b",
    "return": "a\r",
    "delete": "\x7f",
    "noncharacter": "\ufdd0",
    "last": "\uffff",
    "high": "\U0001ffff",
    "half": "\ud800",
    "large": 2**53 + 1,
    "negative": -(2**53) - 1,
    "small": 1e-9,
    "long": 0.1234567890123456789,
    "infinite": float("inf"),
    "object": object(),
    "types": {"type": ["A"] * 65},
    "keyword": {"@Foo": 1},
    "value": {"@value": {}},
    "name": {"a\x01": 1},
    "half a name": {"\udc00": 1},
    "number as name": {1: "a"},
    "context inside": {"@context": {"a": "@bogus"}},
}


def careful(document: JsonObject) -> bool:
    """Whether reading value by value refuses nothing."""
    try:
        require_portable(document)
    except BadgeError:
        return False
    return True


def nested(levels: int) -> JsonObject:
    """An object in an object, so many times."""
    value: Any = "x"
    for _ in range(levels):
        value = {"a": value}
    return {"@context": CONTEXT, "a": value}


@pytest.mark.parametrize("part", range(4))
def test_what_is_plain_is_portable(part: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of random badges and changed ones, none that the fast look lets pass is refused slowly."""
    documents = [
        *(Author(seed).credential() for seed in range(part * 100, part * 100 + 100)),
        *(mutant(seed) for seed in range(part * 100, part * 100 + 100)),
    ]
    plain = [document for document in documents if safety.is_plain(document)]
    assert plain
    monkeypatch.setattr(safety, "is_plain", lambda _: False)
    assert all(careful(document) for document in plain)


@pytest.mark.parametrize("name", ODD)
def test_what_is_odd_is_looked_at(name: str) -> None:
    """Each value that is refused somewhere is not plain, at any depth and beside any text."""
    chance = Random(name)  # noqa: S311 - the same order every time, no secret
    odd = ODD[name]
    for value in (odd, [odd], {"b": {"c": odd}}):
        members = [("a", value), ("name", "é\n\t"), ("n", chance.randrange(9))]
        chance.shuffle(members)
        assert not safety.is_plain({"@context": CONTEXT, **dict(members)})


@pytest.mark.parametrize("context", [None, "relative", ["relative"], [{}], CONTEXT * 33])
def test_a_context_that_is_no_list_of_addresses_is_looked_at(context: Any) -> None:
    """Only a short list of addresses is plain."""
    assert not safety.is_plain({"@context": context, "name": "a"})
    assert safety.is_plain({"@context": CONTEXT, "name": "a"})


def test_depth_and_number_of_values_are_bounded() -> None:
    """A document beyond the limits is not plain, one within them is."""
    assert safety.is_plain(nested(safety.MAX_DEPTH - 2))
    assert not safety.is_plain(nested(safety.MAX_DEPTH + 1))
    assert not careful(nested(safety.MAX_DEPTH + 1))
    many = {"@context": CONTEXT, "a": ["x"] * safety.MAX_VALUES}
    assert not safety.is_plain(many)
    assert not careful(many)
