"""Our JSON Schemas against the official ones: thousands of changed documents, the same verdicts.

Two official generations exist (SCH-03). What we issue must be valid under both; what the later one
accepts we read, but for the few cases explained in `_why_stricter`.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import jsonschema_rs
import pytest

from badges.documents import JsonObject
from badges.json_schema import KINDS, Problem, model, problems
from tests.badges.credentials import at, changed, credential, endorsement, minimal, paths, profile

_PLAIN = "ob_v3p0-2024-09"
_TOLERANT = "ob_v3p0-2026-06"
_DOCUMENTS = {
    "achievementcredential": credential(),
    "endorsementcredential": endorsement(),
    "profile": profile(),
}


def _official(shared: Path, generation: str, kind: str = "achievementcredential") -> JsonObject:
    path = shared / "standards/schemas" / generation / f"ob_v3p0_{kind}_schema.json"
    schema: JsonObject = json.loads(path.read_text("utf-8"))
    return schema


def _mutations(document: JsonObject) -> Iterator[tuple[str, JsonObject]]:
    """Every member removed, replaced by each kind of value, boxed, unboxed or given a neighbour."""
    for path in paths(document):
        value = at(document, path)
        yield f"{path} removed", changed(document, path, None)
        replacements: list[Any] = ["plain text", "", 7, True, {}, [], [value]]
        if isinstance(value, list) and len(value) == 1:
            replacements.append(value[0])
        if isinstance(value, dict):
            replacements.append(value | {"surprise": "x"})
        for replacement in replacements:
            if replacement != value:
                yield f"{path} = {replacement!r}", changed(document, path, replacement)


def _why_we_do_not_issue(problem: Problem) -> bool:
    """What both official generations accept and we still never issue."""
    return (
        problem.keyword in ("minLength", "minItems")  # DM-03: nothing empty
        or problem.message in ("iri", "date-time", "date")  # DM-06, DM-07: formats are checked
        or (problem.path.endswith("/criteria") and problem.keyword == "anyOf")  # ISS-15
        or (problem.path.endswith("/issuer") and problem.message == "object")  # DM-04
        or ("/endorsement/" in problem.path + "/" and problem.message == "proof")  # END-02
    )


def _why_stricter(problem: Problem, document: JsonObject) -> bool:
    """What the official generation of 2026 accepts and we do not read as Open Badges 3.0."""
    value = at(document, problem.path.lstrip("/")) if problem.path else document
    return (
        # DM-11: an object where a text belongs counts there as a language map, and is not signed.
        (isinstance(value, dict) and problem.keyword != "required")
        # VAL-03, VAL-04: there any single string is a context or a type; we want the right one.
        or (isinstance(value, str) and problem.path.rpartition("/")[2] in ("type", "@context"))
        or problem.message in ("date-time", "date")  # DM-06
        # An issuer {} or {"id": …} passes there as a text in no language, or in the one named "id".
        or (problem.path.endswith("/issuer") and problem.message in ("id", "type"))
    )


@pytest.mark.shared
@pytest.mark.requirement("SCH-03", "SCH-04", "SCH-02", "VAL-05", "TRAP-15")
def test_documents_valid_for_us_are_valid_under_both_official_generations(shared: Path) -> None:
    """The fullest and the smallest badge pass both, with an implementation other than ours."""
    for generation in (_PLAIN, _TOLERANT):
        official = jsonschema.Draft201909Validator(_official(shared, generation))
        for document in (credential(), minimal()):
            assert problems(document) == ()
            assert list(official.iter_errors(document)) == []
    for kind, document in _DOCUMENTS.items():
        official = jsonschema.Draft201909Validator(_official(shared, _TOLERANT, kind))
        assert problems(document, kind) == ()
        assert list(official.iter_errors(document)) == []


@pytest.mark.shared
@pytest.mark.requirement("SCH-03", "VAL-05", "DM-02", "DM-09", "TRAP-14", "TRAP-15")
def test_strict_verdicts_are_those_of_both_generations_together(shared: Path) -> None:
    """A changed badge that we accept passes both; one that we refuse fails one, or we say why."""
    official = [
        jsonschema_rs.Draft201909Validator(_official(shared, generation))
        for generation in (_PLAIN, _TOLERANT)
    ]
    for change, document in _mutations(credential()):
        found = problems(document)
        theirs = all(validator.is_valid(document) for validator in official)
        if found and theirs:
            assert all(_why_we_do_not_issue(problem) for problem in found), change
        else:
            assert theirs is not bool(found), change


@pytest.mark.shared
@pytest.mark.requirement("SCH-03", "VER-10", "VAL-05", "DM-09", "TRAP-14", "TRAP-15")
@pytest.mark.parametrize("kind", _DOCUMENTS)
def test_tolerant_verdicts_are_those_of_the_later_generation(shared: Path, kind: str) -> None:
    """What we read passes the later generation; what we refuse fails there, or we say why."""
    official = jsonschema_rs.Draft201909Validator(_official(shared, _TOLERANT, kind))
    for change, document in _mutations(_DOCUMENTS[kind]):
        found = problems(document, kind, strict=False)
        theirs = official.is_valid(document)
        if found and theirs:
            assert all(_why_stricter(problem, document) for problem in found), change
        else:
            assert theirs is not bool(found), change


@pytest.mark.shared
@pytest.mark.requirement("SCH-03")
def test_a_second_implementation_agrees_on_the_official_schemas(shared: Path) -> None:
    """A sample of the changed badges gets the same official verdict from two validators."""
    for generation in (_PLAIN, _TOLERANT):
        schema = _official(shared, generation)
        fast = jsonschema_rs.Draft201909Validator(schema)
        slow = jsonschema.Draft201909Validator(schema)
        for change, document in list(_mutations(credential()))[::60]:
            assert fast.is_valid(document) is slow.is_valid(document), change


@pytest.mark.shared
@pytest.mark.requirement("SCH-03", "VER-10")
def test_the_published_example_is_read(shared: Path) -> None:
    """The signed example of the implementation guide follows the data model as we read it."""
    path = shared / "standards/vectors/1edtech-impl-guide/obv3p0/signed.json"
    assert problems(json.loads(path.read_text("utf-8")), strict=False) == ()


@pytest.mark.requirement("SCH-03")
@pytest.mark.parametrize("strict", [True, False])
def test_our_schemas_are_sound_drafts_of_2019_09(*, strict: bool) -> None:
    """The meta-schema accepts them and every reference leads somewhere."""
    schema = model(strict=strict)
    jsonschema.Draft201909Validator.check_schema(schema)
    references = set()
    pending: list[Any] = [schema]
    while pending:
        node = pending.pop()
        if isinstance(node, dict):
            references |= {node["$ref"]} if isinstance(node.get("$ref"), str) else set()
            pending.extend(node.values())
        elif isinstance(node, list):
            pending.extend(node)
    names = {reference.removeprefix("#/$defs/") for reference in references}
    assert names <= set(schema["$defs"])
    assert set(KINDS.values()) <= set(schema["$defs"])
    if strict:
        assert set(schema["$defs"]) - names <= set(KINDS.values()), "a definition nobody uses"
