"""Our schema of a record (CLR 2.0) against the official one: the same verdicts on what changed.

What is inside a record is judged on its own, so the schema looks at each badge there from outside.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import jsonschema_rs
import pytest

from badges.documents import JsonObject
from badges.json_schema import Problem, problems
from tests.badges.credentials import JWS, OB_3, VC_1, VC_2, at, changed, credential, paths
from tests.badges.credentials import endorsement as signed_endorsement

CLR = "https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json"
_INSIDE = "credentialSubject/verifiableCredential"


def record() -> JsonObject:
    """A record with every member of its own classes; those of Open Badges are tested there."""
    inner = credential()
    achievement = {
        "id": "urn:uuid:a1",
        "type": ["Achievement"],
        "name": "Animer",
        "description": "Animer un atelier.",
        "criteria": {"narrative": "Animer deux ateliers."},
    }
    return {
        "@context": [VC_2, CLR, OB_3],
        "id": "urn:uuid:0001",
        "type": ["VerifiableCredential", "ClrCredential"],
        "name": "Relevé d'acquis",
        "description": "Tout ce qui a été appris.",
        "partial": False,
        "image": {"id": "https://example.org/i.png", "type": "Image"},
        "issuer": {"id": "https://example.org/", "type": ["Profile"], "name": "L'école"},
        "validFrom": "2026-11-22T09:00:00Z",
        "validUntil": "2027-11-22T09:00:00Z",
        "awardedDate": "2026-11-22T09:00:00Z",
        "endorsement": [signed_endorsement()],
        "endorsementJwt": [JWS],
        "credentialSubject": {
            "id": "urn:uuid:0002",
            "type": ["ClrSubject"],
            "identifier": inner["credentialSubject"]["identifier"],
            "achievement": [achievement, achievement | {"id": "urn:uuid:a2"}],
            "association": [
                {
                    "type": "Association",
                    "associationType": "precedes",
                    "sourceId": "urn:uuid:a1",
                    "targetId": "urn:uuid:a2",
                }
            ],
            "verifiableCredential": [
                {name: inner[name] for name in ("@context", "id", "type", "issuer")}
                | {"validFrom": inner["validFrom"], "credentialSubject": {"id": "urn:uuid:0002"}}
                | {"proof": inner["proof"]}
            ],
        },
        "proof": inner["proof"],
    }


def _mutations(document: JsonObject) -> Iterator[tuple[str, JsonObject]]:
    """Every member removed, or replaced by each kind of value."""
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


def _why_stricter(problem: Problem, document: JsonObject) -> bool:
    """What the official schema accepts and we do not read, as in the tests of Open Badges."""
    value = at(document, problem.path.lstrip("/")) if problem.path else document
    return (
        (isinstance(value, dict) and problem.keyword != "required")
        or (isinstance(value, str) and problem.path.rpartition("/")[2] in ("type", "@context"))
        or problem.message in ("date-time", "date")
        or (problem.path.endswith("/issuer") and problem.message in ("id", "type"))
    )


def _is_seen_elsewhere(change: str) -> bool:
    """What the official schema asks of a badge inside, and we ask when it is examined."""
    return change.startswith(_INSIDE)


@pytest.mark.shared
@pytest.mark.requirement("CLR-01")
def test_a_whole_record_is_valid_for_both(shared: Path) -> None:
    """The fullest record and that of the official guide."""
    official = jsonschema.Draft201909Validator(_official(shared))
    guide = shared / "standards/vectors/1edtech-impl-guide/clrv2p0/signed.json"
    for document in (record(), json.loads(guide.read_text("utf-8"))):
        assert problems(document, "clrcredential", strict=False) == ()
        assert list(official.iter_errors(document)) == []
    assert problems(record(), "clrcredential") == ()


@pytest.mark.shared
@pytest.mark.requirement("CLR-01")
def test_verdicts_are_those_of_the_official_schema(shared: Path) -> None:
    """What we read passes there; what we refuse fails there, or we say why."""
    official = jsonschema_rs.Draft201909Validator(_official(shared))
    for change, document in _mutations(record()):
        found = problems(document, "clrcredential", strict=False)
        theirs = official.is_valid(document)
        if found and theirs:
            assert all(_why_stricter(problem, document) for problem in found), change
        elif not found and not theirs:
            assert _is_seen_elsewhere(change), change


def _official(shared: Path) -> JsonObject:
    path = shared / "standards/schemas/clr_v2p0-2026-06/clr_v2p0_clrcredential_schema.json"
    schema: JsonObject = json.loads(path.read_text("utf-8"))
    return schema


@pytest.mark.requirement("CLR-01", "VER-22")
def test_a_record_of_the_older_model_has_its_own_dates() -> None:
    """VCDM 1.1: `issuanceDate`, and its own first context."""
    older = record() | {"@context": [VC_1, CLR, OB_3]}
    assert problems(older, "clrcredential", strict=False) != ()
    kind = "anyclrcredential"
    assert [item.message for item in problems(older, kind, strict=False)] == ["issuanceDate"]
    older["issuanceDate"] = "2020-01-01T00:00:00Z"
    assert problems(older, kind, strict=False) == ()
