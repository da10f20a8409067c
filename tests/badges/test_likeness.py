"""Documents like those read before: recognised byte for byte, and nothing of a person is kept."""

import copy
import json
from collections.abc import Iterator
from typing import Any

import orjson
import pytest

from badges.documents import LIKENESSES, Secured, parse
from badges.documents.likeness import Likeness, Likenesses
from badges.json_schema import is_valid, slot_conditions
from benchmarks.credentials import read_document

_VALUES = (
    *("x", "@type", "https://a.example/b", "relative/path", "2026-01-01", "2026-01-01T00:00:00Z"),
    *("emailAddress", "ext:other", "urn:uuid:1", 'é\u2028"\\\n\U0001f600', "did:web:a.example"),
)


@pytest.fixture(autouse=True)
def nothing_known() -> Iterator[None]:
    """No likeness from other tests, and none left for them."""
    LIKENESSES.forget()
    yield
    LIKENESSES.forget()


def _with(document: Any, path: tuple[str | int, ...], value: Any) -> Any:
    changed = copy.deepcopy(document)
    part = changed
    for step in path[:-1]:
        part = part[step]
    part[path[-1]] = value
    return changed


def _written(document: Any) -> bytes:
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()


def _learnt(document: Any) -> None:
    for number in range(3):
        parse(_written({**document, "id": f"https://a.example/{number}"}))


def _likeness(document: Any) -> Likeness | None:
    return Secured(_written(document), "application/vc").likeness


@pytest.mark.parametrize("name", ["rich", "mini"])
def test_the_fourth_badge_of_an_achievement_is_recognised(name: str) -> None:
    """Three badges teach a likeness; each text of another person's badge may be any other one."""
    document = read_document(name)
    assert _likeness(document) is None
    _learnt(document)
    likeness = _likeness(document)
    assert likeness is not None
    for path in likeness.paths:
        for value in _VALUES:
            other = _with(document, path, value)
            secured = Secured(_written(other), "application/vc")
            assert secured.document == other
            assert secured.likeness is likeness
            assert secured.survey.names >= {"achievement", "issuer"}


def test_what_is_common_may_not_differ() -> None:
    """Another issuer's name, achievement, type, purpose, order or kind of value is no likeness."""
    document = read_document("rich")
    _learnt(document)
    paths: list[tuple[str | int, ...]] = [
        ("issuer", "name"),
        ("credentialSubject", "achievement", "name"),
        ("type", 1),
        ("@context", 1),
        ("credentialStatus", "statusPurpose"),
        ("evidence", 0, "type", 0),
        ("credentialSubject", "identifier", 0, "hashed"),
    ]
    for path in paths:
        assert _likeness(_with(document, path, "other")) is None, path
    others: list[Any] = ["", " ", "\u00a0", 1, 1.5, True, None, [], {}, ["x"]]
    for value in others:
        assert _likeness(_with(document, ("credentialSubject", "narrative"), value)) is None, value
    assert _likeness(dict(reversed(document.items()))) is None
    assert _likeness({**document, "more": "x"}) is None


def test_json_around_a_badge_is_not_like_the_badge_inside() -> None:
    """The claim `vc` is the credential of a JWT alone: outer JSON says other things each time."""
    document = read_document("mini")
    outer = {**document, "vc": document}
    _learnt(outer)
    assert LIKENESSES.sizes == (1, 1)
    assert _likeness(outer) is None


def test_an_achievement_that_was_mended_is_learnt_anew() -> None:
    """However many badges were read before, a few dozen of the new wording are enough."""
    document = read_document("mini")
    _learnt(document)
    mended = _with(document, ("credentialSubject", "achievement", "name"), "Animer mieux")
    for _ in range(100):
        parse(_written(mended))
    assert _likeness(mended) is not None
    assert _likeness(document) is None
    for _ in range(100):
        parse(_written(document))
    assert _likeness(document) is not None


def test_another_spelling_of_the_same_badge_is_read_the_usual_way() -> None:
    """Spaces, escapes and members written twice are seen: a likeness is a likeness of bytes."""
    document = read_document("rich")
    _learnt(document)
    text = _written(document)
    for other in (
        json.dumps(document, indent=1).encode(),
        json.dumps(document, separators=(",", ":")).encode(),
        text.replace(b'"name"', b'"n\\u0061me"', 1),
    ):
        secured = Secured(other, "application/vc")
        assert secured.document == document
        assert secured.likeness is None


def test_nothing_that_a_slot_says_is_kept() -> None:
    """The bytes of a likeness hold the achievement, and no text or number of a person's badge."""
    document = read_document("rich")
    document["credentialSubject"]["creditsEarned"] = 31.4159
    _learnt(document)
    likeness = _likeness(document)
    assert likeness is not None
    kept = b"".join(likeness._segments).decode()  # noqa: SLF001 - what is kept is what is asked
    assert document["credentialSubject"]["achievement"]["name"] in kept
    public = json.dumps(document["credentialSubject"]["achievement"], ensure_ascii=False)
    own = [value for value in likeness.values(document) if str(value) not in public]
    assert len(own) > 10
    for value in own:
        assert str(value) not in kept
    assert "31.4159" not in kept


def test_what_is_counted_and_known_is_bounded() -> None:
    """However many achievements strangers send, so many are counted and fewer are known."""
    known = Likenesses()
    document = read_document("mini")
    for number in range(1_100):
        other = _with(document, ("credentialSubject", "achievement", "id"), f"urn:a:{number}")
        for _ in range(3):
            known.learn(other, orjson.dumps(other))
    counted, learnt = known.sizes
    assert counted == 1_024
    assert learnt == 256
    likeness = Likeness(document)
    for number in range(1_000):
        likeness.keep(str(number), number)
    assert likeness.recall("63") == 63
    assert likeness.recall("64") is None


@pytest.mark.requirement("SCH-03")
@pytest.mark.parametrize("name", ["rich", "mini"])
def test_conditions_of_slots_say_what_the_schema_says(name: str) -> None:
    """Whatever stands in a slot, the conditions hold exactly when the whole document is valid."""
    document = read_document(name)
    document["proof"] = [{"type": "DataIntegrityProof", "created": "2026-01-01T00:00:00Z"}]
    likeness = Likeness(document)
    conditions = slot_conditions(document, likeness.paths)
    assert conditions is not None
    found = set()
    for path in likeness.paths:
        for value in (*_VALUES, likeness.values(document)[likeness.paths.index(path)]):
            other = _with(document, path, value)
            expected = is_valid(other)
            assert conditions.hold(likeness.values(other)) is expected, (path, value)
            found.add(expected)
    assert found == {True, False}
