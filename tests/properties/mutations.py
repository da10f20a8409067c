"""Credentials with one thing changed: some are wrong, some only unusual."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

from tests.properties.credentials import Author

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

    from badges.documents import JsonObject


def mutant(seed: int) -> JsonObject:
    """A random credential with one change, anywhere in it."""
    author = Author(seed)
    document = author.credential()
    target = author.random.choice(_objects(document))
    author.random.choice(_MUTATIONS)(author.random, target)
    return document


def _objects(value: Any) -> list[JsonObject]:
    """Every object in a document."""
    found: list[JsonObject] = []
    pending = [value]
    while pending:
        item = pending.pop()
        if isinstance(item, dict):
            found.append(item)
            pending.extend(v for k, v in item.items() if k != "@context")
        elif isinstance(item, list):
            pending.extend(item)
    return found


def _put(name: str, *values: Any) -> Callable[[Random, JsonObject], None]:
    def mutate(random: Random, target: JsonObject) -> None:
        target[name] = copy.deepcopy(random.choice(values))

    return mutate


def _remove(random: Random, target: JsonObject) -> None:
    names = [name for name in target if name != "@context"]
    if names:
        del target[random.choice(names)]


def _nullify(random: Random, target: JsonObject) -> None:
    names = [name for name in target if name != "@context"]
    if names:
        target[random.choice(names)] = random.choice((None, [], [None], {}))


def _nest(random: Random, target: JsonObject) -> None:
    names = [name for name in target if name not in {"@context", "id", "type"}]
    if names:
        name = random.choice(names)
        target[name] = [[target[name]], target[name]]


_PROFILE = {"id": "https://exemple.fr/p", "type": "Profile", "name": "Un"}
_MUTATIONS: tuple[Callable[[Random, JsonObject], None], ...] = (
    _put("terme_inconnu", "x", None, {"a": 1}),
    _put(
        "type", "Inconnu", ["Profile", "Inconnu"], "Achievement", [], None, ["Profile", "Profile"]
    ),
    _put(
        "id",
        "#relatif",
        "",
        "_:b0",
        None,
        "schema:x",
        "xsd:x",
        3,
        ["https://exemple.fr/1"],
        "a b:c",
    ),
    _put("name", {"fr": "Un", "en": "One"}, {"@value": "Un", "@language": "FR"}, {"@value": "Un"}),
    _put("name", ["a", "a"], [True, "true"], [1, True], [True], 1, 1.0, [1, 1.0], 1.5, 1e-7),
    _put(
        "name",
        {"@value": "x", "@direction": "rtl"},
        {"@value": None},
        {"@set": ["a"]},
        {"@list": ["a"]},
    ),
    _put(
        "name",
        "\ufffe",
        "\ufdd0",
        2**53,
        2**53 + 1,
        {"@id": "https://exemple.fr/nom"},
        [["a"], "b"],
    ),
    _put("hashed", [True, "true"], ["true", "false"], [1, True]),
    _put("description", _PROFILE, [_PROFILE, {**_PROFILE, "url": "https://exemple.fr"}]),
    _put("url", "relatif", "https://exemple.fr/x", ["https://exemple.fr/x"] * 2),
    _put("image", "https://exemple.fr/i.png", "relatif.png", {"id": "x"}, [_PROFILE, _PROFILE]),
    _put("@type", "Profile"),
    _put("@id", "https://exemple.fr/autre"),
    _put("@inconnu", "x"),
    _put("@index", "x"),
    _put("@graph", [{"id": "https://exemple.fr/g", "name": "g"}]),
    _put("@included", [{"id": "https://exemple.fr/inc", "name": "inc"}]),
    _put("@reverse", {"https://exemple.fr/rev": {"id": "https://exemple.fr/r"}}),
    _put("https://exemple.fr/terme", "x", {"id": "https://exemple.fr/y"}),
    _put("tag", [], ["a", None, "a"], {}, [{}]),
    _put(
        "allowedValue", ["a", "a", "a"], [], None, [None], "seul", [True, 1, "x"], [{"name": "x"}]
    ),
    _put("alignment", [{"type": "Alignment"}] * 3, [{}, {}], [{"alignment": [{}, {}]}] * 2),
    _put("proofPurpose", "assertionMethod", "inconnu"),
    _remove,
    _nullify,
    _nest,
)
