"""What `badges.json_schema` says of a document that does not follow the data model."""

from typing import Any

import pytest

from badges import json_schema
from badges.documents import JsonObject
from badges.errors import SchemaError
from badges.i18n import LANGUAGES, Translator
from badges.json_schema import problems, require_valid
from tests.badges.credentials import (
    changed,
    credential,
    minimal,
    proof,
)


def _first(
    document: JsonObject, kind: str = "achievementcredential", **how: bool
) -> tuple[str, str]:
    found = problems(document, kind, **how)
    assert found, "the document should be refused"
    return found[0].path, found[0].keyword


def test_problems_are_bounded_in_number_and_size() -> None:
    """A document that is wrong everywhere gives a short answer."""
    document = minimal() | {"evidence": [{"type": []}] * 5_000}
    found = problems(document)
    assert len(found) == json_schema.PROBLEM_LIMIT
    document = changed(credential(), "image", {"x" * 5_000: "y"})
    assert all(len(each.message) < 500 for each in problems(document))


def test_problems_of_long_arrays_are_told_within_limits() -> None:
    """Fifty problems, found in the beginning of the document: the others are like them."""
    found = problems(minimal() | {"evidence": [{"type": 1}] * 10_000}, strict=False)
    assert len(found) == json_schema.PROBLEM_LIMIT
    assert found[-1].path == "/evidence/49/type"


def test_a_lone_problem_far_inside_is_found() -> None:
    """However much that is sound stands before it."""
    sound = {"id": "urn:e", "type": ["Evidence"]}
    document = minimal() | {"evidence": [*[sound] * 4_000, {"type": 7}]}
    (problem,) = problems(document, strict=False)
    assert problem.path.startswith("/evidence/4000")


def test_what_the_missing_items_would_mend_is_not_told() -> None:
    """Of a long array only the first items are explained; no problem is made up by that."""
    types = ["urn:t", *["urn:u"] * 5_000, "Evidence"]
    document = minimal() | {"evidence": [{"type": types}], "validFrom": "never"}
    assert {problem.path for problem in problems(document, strict=False)} == {"/validFrom"}


def test_problems_do_not_repeat_what_the_document_says() -> None:
    """A wrong value, which may be personal, is not copied into the problem."""
    document = credential()
    document["credentialSubject"]["identifier"][0]["identityType"] = "camille@example.org"
    document["credentialSubject"]["identifier"][0]["salt"] = {"secret": "hunter2"}
    assert not any(
        "camille" in each.message or "hunter" in each.message for each in problems(document)
    )


def test_paths_are_json_pointers() -> None:
    """Slashes and tildes in names are escaped, so that the pointer finds the place."""
    document = minimal() | {"@context": [*minimal()["@context"], 7]}
    assert _first(document) == ("/@context/2", "type")
    assert json_schema._pointer(["a/b", 0, "c~d"]) == "/a~1b/0/c~0d"  # noqa: SLF001 - no member of the model has such a name


@pytest.mark.parametrize("document", [{1: 2}, {"id": "\ud800"}, {"id": object()}])
def test_what_is_not_json_is_our_error(document: Any) -> None:
    """Python values that JSON does not know give a SchemaError."""
    with pytest.raises(SchemaError, match=r"schema\.not_json"):
        problems(document)


def test_endless_nesting_is_our_error() -> None:
    """A document nested beyond any reason is refused."""
    document: JsonObject = {}
    for _ in range(3_000):
        document = {"proof": [document]}
    with pytest.raises(SchemaError, match=r"schema\.not_json"):
        problems(document)


def test_huge_numbers_do_not_disturb() -> None:
    """Integers beyond 64 bits are numbers like others."""
    document = changed(credential(), "credentialSubject/creditsEarned", 10**60)
    assert problems(document) == ()


def test_require_valid_raises_the_first_problem() -> None:
    """The error tells the first place and how many there are."""
    require_valid(credential())
    with pytest.raises(SchemaError) as caught:
        require_valid(credential() | {"image": "x", "name": ""})
    assert caught.value.code == "schema.invalid"
    assert caught.value.params["count"] == 2
    assert caught.value.params["path"] in ("/image", "/name")


def test_an_unknown_kind_is_a_mistake_of_ours() -> None:
    """Kinds are written by us, never by a document."""
    with pytest.raises(KeyError):
        problems({}, "toothbrush")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_problem_has_a_sentence(language: str) -> None:
    """Whatever keyword fails, a person gets words with the place and the expectation."""
    say = Translator(language)
    bad = credential() | {"name": "", "image": "x", "evidence": [], "validFrom": "x"}
    found = problems(bad) + problems({"type": ["VerifiableCredential"], "credentialSubject": {}})
    found += (json_schema.Problem("/x", "maximum", "3"),)
    for problem in found:
        words = say(problem.code, path=problem.path, expected=problem.message)
        assert words != problem.code
        assert "{" not in words
        assert problem.path in words


def test_proofs_are_optional_before_signing() -> None:
    """The same schema serves before and after the proof is added."""
    assert problems(minimal()) == ()
    assert problems(minimal() | {"proof": [proof()]}) == ()
