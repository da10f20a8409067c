"""Proofs that were not tried: they make nothing good, and nothing bad."""

import json
from dataclasses import replace

import pytest

from badges.documents import JsonObject
from tests.verifier.badges_to_read import Desk, Place, badge
from tests.verifier.proofs_to_read import in_json
from verifier.bootstrap import Verifier
from verifier.case import an_object, listed
from verifier.evidence import collect
from verifier.pipeline import Pipeline
from verifier.report import State, Verdict
from verifier.settings import BOUNDS


def with_proofs(place: Place, wrong: int, good: int) -> JsonObject:
    """A badge with so many proofs that do not hold, then so many that do."""
    document = place.sign(badge(place)).document
    proof = an_object(listed(document["proof"])[0])
    changed = proof | {"created": "2026-11-22T11:59:59Z"}
    return document | {"proof": [changed] * wrong + [proof] * good}


@pytest.mark.requirement("ISS-31", "VER-02")
@pytest.mark.parametrize(
    ("wrong", "good", "state"),
    [
        (BOUNDS.proofs - 1, 1, State.GENUINE),
        (BOUNDS.proofs, 0, State.ALTERED),
        (BOUNDS.proofs, 1, State.CANNOT_CHECK),
    ],
)
def test_a_proof_beyond_the_bound_leaves_the_question_open(
    desk: Desk, place: Place, wrong: int, good: int, state: State
) -> None:
    """One that holds is enough: the badge is not altered while one was not looked at."""
    assert desk.read(in_json(with_proofs(place, wrong, good))).state is state


def test_the_evidence_works_no_longer_than_the_verification(desk: Desk, place: Place) -> None:
    """What was left out for want of time has no canonical forms, and says why."""
    secured = in_json(with_proofs(place, 0, 2))
    bounds = replace(BOUNDS, proofs_seconds=-1.0)
    report = Verifier(Pipeline(desk.clock, desk.web, desk.trust, bounds=bounds)).verify(
        secured.body
    )
    assert report.verdict is Verdict.ACCEPTED
    files = {item.name: item.content for item in collect(secured, report)}
    assert "proof-1/signed.bin" in files
    assert [name for name in files if name.startswith("proof-2/")] == ["proof-2/facts.json"]
    assert json.loads(files["proof-2/facts.json"])["problem"] == "proof.not_tried"
