"""A badge like those before has the digest that the general way gives, or is left to that way."""

import copy
from collections import Counter
from random import Random
from typing import Any

import orjson
import pytest

from badges.documents import JsonObject
from badges.jsonld import Path
from badges.jsonld.matching import Matches
from schemas.catalogue import CURRENT
from tests.properties.alike import another, credential, in_general, is_common, is_found, seeded

DOCUMENTS = 80


def _learnt(document: JsonObject, random: Random) -> Matches:
    matches = Matches()
    for _ in range(3):
        matches.learn(another(random, document), CURRENT)
    return matches


@pytest.mark.requirement("PRF-04", "SAFE-01", "VER-02")
@pytest.mark.parametrize("part", range(4))
def test_a_badge_like_others_has_its_own_digest(part: int) -> None:
    """For plain and hostile texts alike: the digest of PyLD's way, or none."""
    outcomes: Counter[str] = Counter()
    for seed in range(part, DOCUMENTS, 4):
        random = seeded(seed)
        document = credential(seed)
        matches = _learnt(document, random)
        for danger in (0.0, 0.0, 0.1, 0.3):
            other = another(random, document, danger)
            found = matches.digest(other, CURRENT)
            outcomes["left" if found is None else "matched"] += 1
            assert found in {None, in_general(other)}, f"seed {seed}"
    assert min(outcomes["matched"], outcomes["left"]) > DOCUMENTS / 10


@pytest.mark.requirement("PRF-04", "TRAP-03")
@pytest.mark.parametrize("part", range(2))
def test_a_change_outside_the_texts_never_matches(part: int) -> None:
    """One value of issuer or achievement, a type, a boolean or a number changed: another badge."""
    matched = changed = 0
    for seed in range(part, DOCUMENTS, 2):
        random = seeded(seed)
        document = credential(seed)
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
    is_slot = isinstance(value, str) and not is_common(path)
    return [] if is_slot and not {"type", "@context"} & set(path) else [(path, value)]


def _reordered(document: JsonObject) -> JsonObject:
    return dict(reversed(document.items()))


def _without(document: JsonObject) -> JsonObject:
    return {name: value for name, value in document.items() if name != "name"}


def test_true_one_and_a_float_are_three_things() -> None:
    """Python's equality confuses them; the bytes of JSON do not."""
    document = credential(3)
    entry = {"type": "IdentityObject", "hashed": True, "identityHash": "h", "identityType": "name"}
    document["credentialSubject"]["identifier"] = [entry]
    matches = _learnt(document, seeded(1))
    assert matches.digest(document, CURRENT) == in_general(document)
    for other in (1, 1.0, "true", False):
        changed = copy.deepcopy(document)
        changed["credentialSubject"]["identifier"][0]["hashed"] = other
        assert matches.digest(changed, CURRENT) is None


def test_a_number_about_a_person_is_never_kept() -> None:
    """A mark is no text, so it would stay in the template: such badges go the general way."""
    document = credential(3)
    document["credentialSubject"]["creditsEarned"] = 17.5
    assert _learnt(document, seeded(1)).digest(document, CURRENT) is None


@pytest.mark.requirement("VER-02")
def test_no_text_about_a_person_is_kept() -> None:
    """What three badges said of their holders is nowhere in what was learnt from them."""
    matches = Matches()
    document = credential(3)
    document["credentialSubject"]["narrative"] = "n"
    for number in range(3):
        other = copy.deepcopy(document)
        other["credentialSubject"]["narrative"] = f"Camille-{number}-a-fini"
        matches.learn(other, CURRENT)
        del other
    assert matches.digest(document, CURRENT) is not None
    assert is_found(document["credentialSubject"]["achievement"]["id"], matches)
    assert not is_found("Camille-", matches)


@pytest.mark.requirement("VER-02")
def test_what_is_learnt_is_bounded() -> None:
    """Issuers without end leave a bounded number of templates and counts."""
    matches = Matches()
    document = credential(5)
    for number in range(600):
        matches.learn({**document, "issuer": f"https://exemple.fr/{number}"}, CURRENT)
    for number in range(70):
        for _ in range(3):
            matches.learn({**document, "issuer": f"https://exemple.fr/{number}"}, CURRENT)
    assert matches.sizes == (512, 64)


def test_the_bytes_compared_are_json() -> None:
    """What is compared is what JSON writes: escapes of texts are the same in both writers."""
    for text in ('"', "\\", "\n", "\t", "é", "\u2028", "\U0001f3c5", "/", "<"):
        document = credential(3)
        document["credentialSubject"]["narrative"] = text
        matches = _learnt(document, seeded(1))
        assert matches.digest(document, CURRENT) == in_general(document)
        assert orjson.loads(orjson.dumps(text)) == text
