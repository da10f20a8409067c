"""npm @digitalcredentials/verifier-core, the engine of VerifierPlus, reads our badges.

It brings its own contexts (Open Badges 3.0.3 as it was in April 2025) and fetches status lists, DID
documents, issuer registries and the official JSON Schema over http.
"""

import json
from pathlib import Path

import pytest

from badges.documents import JsonObject
from tests.interop.instance import BADGES, Instance, IssuedBadge
from tests.interop.node_programs import Answers, NodePrograms
from tests.interop.tampering import CHANGES, PROOF_DATE, UNSIGNED_TERM, tampered_documents

pytestmark = pytest.mark.interop

POINTERS = [pointer for pointer, _ in (*CHANGES, PROOF_DATE, UNSIGNED_TERM)]
REGISTRY = "https://registre.example/lieux.json"
SCHEMA = (
    "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json"
)


def registry(instance: Instance) -> JsonObject:
    """A list of known issuers that names our place."""
    listed = {"name": "La Fabrique", "url": instance.base_url, "location": "France"}
    return {"registry": {instance.issuer_id: listed}}


@pytest.fixture(scope="module")
def taken_back(instance: Instance) -> dict[str, IssuedBadge]:
    """Two badges that we take back in the course of the tests."""
    return instance.award_to_take_back()


@pytest.fixture(scope="module")
def verdicts(node: NodePrograms, instance: Instance, taken_back: dict[str, IssuedBadge]) -> Answers:
    """What it says of each badge and of each badge that was tampered with."""
    badges = {**instance.badges, **taken_back}
    cases = {name: {"credential": badge.document} for name, badge in badges.items()}
    document = instance.badges["corrected"].document
    cases |= {pointer: {"credential": changed} for pointer, changed in tampered_documents(document)}
    return node.run(
        "verify_core",
        cases,
        origins=instance.origins,
        pages={REGISTRY: registry(instance)},
        registries=({"name": "Lieux", "type": "dcc-legacy", "url": REGISTRY},),
    )


@pytest.fixture(scope="module")
def later(
    node: NodePrograms,
    instance: Instance,
    taken_back: dict[str, IssuedBadge],
    verdicts: Answers,
) -> Answers:
    """What it says of the two once we took them back, after its first verdicts."""
    del verdicts
    instance.take_back(taken_back)
    cases = {purpose: {"credential": badge.document} for purpose, badge in taken_back.items()}
    return node.run("verify_core", cases, origins=instance.origins)


@pytest.mark.requirement("PRF-03", "KEY-03", "KEY-05", "STAT-10", "TRAP-25")
@pytest.mark.parametrize("name", BADGES)
def test_each_badge_is_accepted(verdicts: Answers, instance: Instance, name: str) -> None:
    """Each badge passes its four steps: signature, dates, status and known issuer."""
    assert verdicts[name]["errors"] == []
    assert verdicts[name]["steps"] == {
        "valid_signature": True,
        "expiration": True,
        f"{instance.badges[name].purpose}_status": True,
        "registered_issuer": True,
    }


@pytest.mark.requirement("PRF-04", "TRAP-03")
@pytest.mark.parametrize("pointer", POINTERS)
def test_one_changed_field_is_refused(verdicts: Answers, pointer: str) -> None:
    """A badge with one changed field gets an error in place of a log of steps."""
    assert verdicts[pointer]["errors"]
    assert verdicts[pointer]["steps"] == {}


def test_it_asked_for_nothing_but_the_schema(verdicts: Answers) -> None:
    """Its own contexts suffice for our badges: only the official schema is wanted from outside."""
    assert set(verdicts.refused) <= {SCHEMA}


@pytest.mark.shared
@pytest.mark.requirement("SCH-03", "SCH-05")
def test_its_schema_check_passes(node: NodePrograms, by_domain: Instance, shared: Path) -> None:
    """Given the official schema, it finds that each badge follows it."""
    path = "standards/schemas/ob_v3p0-2026-06/ob_v3p0_achievementcredential_schema.json"
    cases = {name: {"credential": badge.document} for name, badge in by_domain.badges.items()}
    pages = {SCHEMA: json.loads((shared / path).read_bytes())}

    answers = node.run("verify_core", cases, origins=by_domain.origins, pages=pages)

    for name in cases:
        (checked,) = answers[name]["schemas"]
        assert (checked["schema"], checked["result"]) == (SCHEMA, {"valid": True})


@pytest.mark.requirement("STAT-03", "STAT-16", "STAT-25", "TRAP-16")
@pytest.mark.parametrize("purpose", ["revocation", "suspension"])
def test_a_badge_taken_back_is_said_so(verdicts: Answers, later: Answers, purpose: str) -> None:
    """The step of the purpose is true before we revoke or suspend, and false after."""
    assert verdicts[purpose]["steps"][f"{purpose}_status"] is True
    assert later[purpose]["steps"][f"{purpose}_status"] is False
    assert later[purpose]["steps"]["valid_signature"] is True
