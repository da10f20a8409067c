"""npm @digitalbazaar/vc, the reference of Data Integrity proofs, reads our badges."""

import json

import pytest

from badges.baking import unbake
from tests.interop.instance import BADGES, Instance, IssuedBadge
from tests.interop.node_programs import Answers, NodePrograms
from tests.interop.tampering import CHANGES, PROOF_DATE, UNSIGNED_TERM, tampered_documents

pytestmark = pytest.mark.interop

POINTERS = [pointer for pointer, _ in (*CHANGES, PROOF_DATE, UNSIGNED_TERM)]


@pytest.fixture(scope="module")
def taken_back(instance: Instance) -> dict[str, IssuedBadge]:
    """Two badges that we take back in the course of the tests."""
    return instance.award_to_take_back()


@pytest.fixture(scope="module")
def verdicts(node: NodePrograms, instance: Instance, taken_back: dict[str, IssuedBadge]) -> Answers:
    """What it says of each badge in each container, and of each badge that was tampered with."""
    cases = {purpose: {"credential": badge.document} for purpose, badge in taken_back.items()}
    for name, badge in instance.badges.items():
        cases[f"{name}, json"] = {"credential": badge.document}
        for kind in ("png", "svg"):
            credential = json.loads(unbake(badge.files[kind]).body)
            cases[f"{name}, {kind}"] = {"credential": credential}
    document = instance.badges["corrected"].document
    for pointer, changed in tampered_documents(document):
        cases[pointer] = {"credential": changed}
    return node.run("verify_vc", cases, origins=instance.origins)


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
    return node.run("verify_vc", cases, origins=instance.origins)


@pytest.mark.requirement("PRF-03", "PRF-04", "STAT-10", "STAT-12", "TRAP-04", "TRAP-07", "TRAP-25")
@pytest.mark.parametrize("kind", ["json", "png", "svg"])
@pytest.mark.parametrize("name", BADGES)
def test_each_badge_is_accepted(
    verdicts: Answers, instance: Instance, name: str, kind: str
) -> None:
    """Each badge, as JSON or unbaked from its image, verifies and its status bit is clear."""
    assert verdicts[f"{name}, {kind}"] == {
        "verified": True,
        "error": None,
        "statuses": [[instance.badges[name].purpose, False]],
        "statusError": None,
    }


@pytest.mark.requirement("PRF-04", "SAFE-01", "TRAP-03")
@pytest.mark.parametrize("pointer", POINTERS)
def test_one_changed_field_is_refused(verdicts: Answers, pointer: str) -> None:
    """A badge with one changed field does not verify."""
    assert verdicts[pointer]["verified"] is False
    assert verdicts[pointer]["error"]


def test_it_asked_for_nothing_outside(verdicts: Answers) -> None:
    """All that it needs is in the badge, in the W3C and 1EdTech contexts, or served by us."""
    assert verdicts.refused == ()


@pytest.mark.requirement("STAT-02", "STAT-03", "STAT-04", "STAT-16", "STAT-25", "TRAP-16")
@pytest.mark.parametrize("purpose", ["revocation", "suspension"])
def test_a_badge_taken_back_is_said_so(verdicts: Answers, later: Answers, purpose: str) -> None:
    """The bit that it reads in our list is clear before we revoke or suspend, and set after."""
    assert verdicts[purpose]["statuses"] == [[purpose, False]]
    assert later[purpose]["statuses"] == [[purpose, True]]
