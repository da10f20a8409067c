"""A badge like those before has the digest that the general way gives, or is left to that way."""

import copy
import gc
import hashlib
from collections import Counter
from random import Random
from typing import Any

import orjson
import pytest

from badges.documents import JsonObject
from badges.errors import JsonLdError
from badges.jsonld import Path, filled, general
from badges.jsonld.matching import Matches
from schemas.catalogue import CURRENT
from tests.properties.credentials import Author
from tests.properties.fills import hostile, leaves, plain, text_at

LIMIT = 20_000
DOCUMENTS = 80
COMMON = ("issuer", "achievement")


def _random(seed: int) -> Random:
    return Random(seed)  # noqa: S311 - reproducible documents, not secrets


def _credential(seed: int) -> JsonObject:
    """A random credential whose subject has no number, which would be somebody's mark."""
    document = Author(seed).credential()
    document["credentialSubject"].pop("creditsEarned", None)
    return document


def _personal(document: JsonObject) -> list[Path]:
    """The texts that say something of one person's badge."""
    return [path for path in leaves(document) if not _is_common(path)]


def _is_common(path: Path) -> bool:
    return path[0] == "issuer" or path[:2] == ("credentialSubject", "achievement")


def _another(random: Random, document: JsonObject, danger: float = 0.0) -> JsonObject:
    """The same badge for somebody else."""
    paths = _personal(document)
    texts = [text_at(document, path) for path in leaves(document)]
    values = [
        hostile(random, texts)
        if random.random() < danger
        else plain(random, text_at(document, path))
        for path in paths
    ]
    return filled(document, paths, values)


def _in_general(document: JsonObject) -> bytes | None:
    try:
        text = general.canonical_text(document, CURRENT, LIMIT)
    except JsonLdError:
        return None
    return hashlib.sha256(text.encode()).digest()


def _learnt(document: JsonObject, random: Random) -> Matches:
    matches = Matches()
    for _ in range(3):
        matches.learn(_another(random, document), CURRENT)
    return matches


@pytest.mark.requirement("PRF-04", "SAFE-01", "VER-02")
@pytest.mark.parametrize("part", range(4))
def test_a_badge_like_others_has_its_own_digest(part: int) -> None:
    """For plain and hostile texts alike: the digest of PyLD's way, or none."""
    outcomes: Counter[str] = Counter()
    for seed in range(part, DOCUMENTS, 4):
        random = _random(seed)
        document = _credential(seed)
        matches = _learnt(document, random)
        for danger in (0.0, 0.0, 0.1, 0.3):
            other = _another(random, document, danger)
            found = matches.digest(other, CURRENT)
            outcomes["left" if found is None else "matched"] += 1
            assert found in {None, _in_general(other)}, f"seed {seed}"
    assert min(outcomes["matched"], outcomes["left"]) > DOCUMENTS / 10


@pytest.mark.requirement("PRF-04", "TRAP-03")
@pytest.mark.parametrize("part", range(2))
def test_a_change_outside_the_texts_never_matches(part: int) -> None:
    """One value of issuer or achievement, a type, a boolean or a number changed: another badge."""
    matched = changed = 0
    for seed in range(part, DOCUMENTS, 2):
        random = _random(seed)
        document = _credential(seed)
        matches = _learnt(document, random)
        if matches.digest(document, CURRENT) is None:
            continue
        matched += 1
        for other in _changed(random, document):
            changed += 1
            assert matches.digest(other, CURRENT) is None, f"seed {seed}"
    assert matched > DOCUMENTS / 10
    assert changed > 5 * matched


def _changed(random: Random, document: JsonObject) -> list[JsonObject]:
    """Copies of a badge, each with one change to what is no personal text."""
    changed = []
    for path, value in _static(document):
        others: list[Any] = [None, [value], {"id": "urn:x"}]
        if isinstance(value, str):
            others += [value + "x", ""]
        elif isinstance(value, bool):
            others += [int(value), float(value), not value, str(value).lower()]
        else:
            others += [value + 1, str(value), float(value) if isinstance(value, int) else -value]
            others += [value == 1] if value in {0, 1} else []
        other = copy.deepcopy(document)
        place: Any = other
        for step in path[:-1]:
            place = place[step]
        place[path[-1]] = random.choice(others)
        changed.append(other)
    return [*changed, _reordered(document), {**document, "further": "x"}, _without(document)]


def _static(value: Any, path: Path = ()) -> list[tuple[Path, Any]]:
    """The values that no slot stands for, with their paths."""
    if isinstance(value, dict):
        return [found for name in value for found in _static(value[name], (*path, name))]
    if isinstance(value, list):
        return [f for place, inner in enumerate(value) for f in _static(inner, (*path, place))]
    is_slot = isinstance(value, str) and not _is_common(path)
    return [] if is_slot and not {"type", "@context"} & set(path) else [(path, value)]


def _reordered(document: JsonObject) -> JsonObject:
    return dict(reversed(document.items()))


def _without(document: JsonObject) -> JsonObject:
    return {name: value for name, value in document.items() if name != "name"}


def test_true_one_and_a_float_are_three_things() -> None:
    """Python's equality confuses them; the bytes of JSON do not."""
    document = _credential(3)
    entry = {"type": "IdentityObject", "hashed": True, "identityHash": "h", "identityType": "name"}
    document["credentialSubject"]["identifier"] = [entry]
    matches = _learnt(document, _random(1))
    assert matches.digest(document, CURRENT) == _in_general(document)
    for other in (1, 1.0, "true", False):
        changed = copy.deepcopy(document)
        changed["credentialSubject"]["identifier"][0]["hashed"] = other
        assert matches.digest(changed, CURRENT) is None


def test_a_number_about_a_person_is_never_kept() -> None:
    """A mark is no text, so it would stay in the template: such badges go the general way."""
    document = _credential(3)
    document["credentialSubject"]["creditsEarned"] = 17.5
    assert _learnt(document, _random(1)).digest(document, CURRENT) is None


@pytest.mark.requirement("VER-02")
def test_no_text_about_a_person_is_kept() -> None:
    """What three badges said of their holders is nowhere in what was learnt from them."""
    matches = Matches()
    document = _credential(3)
    document["credentialSubject"]["narrative"] = "n"
    for number in range(3):
        other = copy.deepcopy(document)
        other["credentialSubject"]["narrative"] = f"Camille-{number}-a-fini"
        matches.learn(other, CURRENT)
        del other
    assert matches.digest(document, CURRENT) is not None
    assert _found(document["credentialSubject"]["achievement"]["id"], matches)
    assert not _found("Camille-", matches)


def _found(text: str, root: object) -> bool:
    """Whether some text reachable from `root` contains `text`."""
    seen: set[int] = set()
    pending: list[object] = [root]
    while pending:
        item = pending.pop()
        if id(item) in seen or isinstance(item, type) or item is CURRENT:
            continue
        seen.add(id(item))
        if isinstance(item, str) and text in item:
            return True
        if isinstance(item, bytes) and text.encode() in item:
            return True
        if type(item).__module__ not in {"types", "builtins"} or isinstance(
            item, dict | list | tuple | set | frozenset
        ):
            pending += gc.get_referents(item)
        elif hasattr(item, "__closure__"):
            pending += [cell.cell_contents for cell in item.__closure__ or ()]
    return False


@pytest.mark.requirement("VER-02")
def test_what_is_learnt_is_bounded() -> None:
    """Issuers without end leave a bounded number of templates and counts."""
    matches = Matches()
    document = _credential(5)
    for number in range(600):
        matches.learn({**document, "issuer": f"https://exemple.fr/{number}"}, CURRENT)
    for number in range(70):
        for _ in range(3):
            matches.learn({**document, "issuer": f"https://exemple.fr/{number}"}, CURRENT)
    assert matches.sizes == (512, 64)


def test_the_bytes_compared_are_json() -> None:
    """What is compared is what JSON writes: escapes of texts are the same in both writers."""
    for text in ('"', "\\", "\n", "\t", "é", "\u2028", "\U0001f3c5", "/", "<"):
        document = _credential(3)
        document["credentialSubject"]["narrative"] = text
        matches = _learnt(document, _random(1))
        assert matches.digest(document, CURRENT) == _in_general(document)
        assert orjson.loads(orjson.dumps(text)) == text
