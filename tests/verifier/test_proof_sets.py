"""Several proofs on one badge: sets, chains, who counts, and what each policy asks of them."""

from typing import Any

import pytest

from badges.documents import JsonObject
from badges.errors import MalformedProof
from badges.proofs import foundations
from tests.verifier.badges_to_read import Desk, Place, badge
from tests.verifier.proofs_to_read import add_proof, in_json
from tests.world import NOON, WebOfDocuments
from verifier.policy import DEFAULT
from verifier.report import Outcome, Report, State, Verdict
from verifier.settings import BOUNDS

FIRST, SECOND, THIRD = (f"urn:uuid:0000000{n}-0000-4000-8000-000000000000" for n in (1, 2, 3))
NOTARY = Place.by_key()


def chain(place: Place) -> JsonObject:
    """The place signs, the notary signs over that, and the place signs over both."""
    document = add_proof(badge(place), place, id=FIRST)
    document = add_proof(document, NOTARY, after=(FIRST,), id=SECOND)
    return add_proof(document, place, after=(FIRST, SECOND), id=THIRD)


def read(desk: Desk, document: JsonObject, **options: Any) -> Report:
    """The report on a document."""
    return desk.read(in_json(document), **options)


@pytest.mark.requirement("PRF-07", "ISS-31")
def test_every_proof_of_a_set_is_verified_and_told(desk: Desk, place: Place) -> None:
    """Two proofs by two keys: each is in the evidence, with its key, and both hold."""
    document = add_proof(add_proof(badge(place), place), NOTARY)
    report = read(desk, document)
    told = report.finding("proof.signature").evidence
    assert report.state is State.GENUINE
    assert [fact.value for fact in told if fact.name != "public_key"] == [
        place.method,
        NOTARY.method,
    ]
    assert [fact.value for fact in told if fact.name == "public_key"] == [
        place.key.public.multikey(),
        NOTARY.key.public.multikey(),
    ]
    assert report.finding("proof.others").code == "proof.all_valid"


@pytest.mark.requirement("PRF-07", "ISS-31")
def test_another_proof_that_does_not_hold_is_a_warning(desk: Desk, place: Place) -> None:
    """The issuer's proof is enough; strict rules, and those of the W3C, need all."""
    document = add_proof(add_proof(badge(place), NOTARY), place)
    document["proof"][0]["created"] = "2026-11-22T12:00:01Z"
    report = read(desk, document)
    assert (report.verdict, report.state) == (Verdict.ACCEPTED, State.GENUINE)
    assert report.to_json()["warnings"] == ["proof.other_invalid"]
    for report in (
        read(desk, document, policy="strict"),
        desk.verifier.pipeline.verify(in_json(document).body, policy=DEFAULT.with_all_proofs()),
    ):
        assert (report.verdict, report.state) == (Verdict.REJECTED, State.ALTERED)
        assert report.failed_codes(*{item.severity for item in report.findings if item.is_grave})


def test_a_proof_that_could_not_be_checked_is_told_too(desk: Desk, place: Place) -> None:
    """An unknown suite beside a good proof: accepted, and undetermined under strict rules."""
    document = add_proof(add_proof(badge(place), NOTARY), place)
    document["proof"][0]["cryptosuite"] = "unheard-of-2030"
    report = read(desk, document)
    assert report.state is State.GENUINE
    assert report.finding("proof.others").code == "proof.other_unknown"
    strict = read(desk, document, policy="strict")
    assert (strict.verdict, strict.state) == (Verdict.UNDETERMINED, State.CANNOT_CHECK)


@pytest.mark.requirement("PRF-07")
def test_a_chain_holds_when_all_of_it_holds(desk: Desk, place: Place) -> None:
    """Each proof covers those that it names."""
    report = read(desk, chain(place), policy="strict")
    assert report.state is State.GENUINE
    assert report.finding("proof.others").params["count"] == 3


@pytest.mark.requirement("PRF-07")
@pytest.mark.parametrize("member", ["created", "proofValue"])
def test_a_chain_falls_from_the_changed_proof_upwards(
    desk: Desk, place: Place, member: str
) -> None:
    """The second proof changed: the first still holds, the second and the third do not."""
    document = chain(place)
    changed = {"created": "2026-11-22T12:00:01Z", "proofValue": document["proof"][0]["proofValue"]}
    document["proof"][1][member] = changed[member]
    report = read(desk, document)
    told = report.finding("proof.others")
    assert report.state is State.GENUINE
    assert (told.code, told.params["count"]) == ("proof.other_invalid", 2)
    assert report.finding("proof.signature").evidence[0].value == place.method


@pytest.mark.requirement("PRF-07")
def test_a_proof_holds_only_with_those_that_it_names(desk: Desk) -> None:
    """The last signature is good over what is there, but the one below it never was one."""
    place = Place.by_key()
    document = add_proof(badge(place), NOTARY, id=FIRST)
    document["proof"][0]["created"] = "2026-11-22T12:00:01Z"
    document = add_proof(document, place, after=(FIRST,))
    report = read(desk, document)
    codes = [fact.value for fact in report.finding("proof.signature").evidence[:2]]
    assert codes == ["proof.invalid proof.signature", "proof.previous_invalid"]
    assert (report.verdict, report.state) == (Verdict.REJECTED, State.ALTERED)


def test_a_chain_over_an_unknown_suite_is_unknown(desk: Desk, place: Place) -> None:
    """What stands on something that we cannot check cannot be checked."""
    document = add_proof(badge(place), NOTARY, id=FIRST)
    document["proof"][0]["cryptosuite"] = "unheard-of-2030"
    document = add_proof(document, place, after=(FIRST,))
    report = read(desk, document)
    assert (report.verdict, report.state) == (Verdict.UNDETERMINED, State.CANNOT_CHECK)


@pytest.mark.requirement("PRF-07")
@pytest.mark.parametrize(
    "names", [THIRD, [FIRST, THIRD], "", [], 7, [FIRST] * 9, {"id": FIRST}, [None]]
)
def test_a_name_that_leads_nowhere_is_refused(desk: Desk, place: Place, names: Any) -> None:
    """`previousProof` names proofs of the document by their ids, each once."""
    document = add_proof(add_proof(badge(place), place, id=FIRST), place)
    document["proof"][1]["previousProof"] = names
    report = read(desk, document)
    assert report.finding("proof.others").params["count"] == 1
    facts = report.finding("proof.signature").evidence
    assert "proof.invalid proof.previous" in [fact.value for fact in facts]


@pytest.mark.requirement("PRF-07")
def test_circles_are_refused(desk: Desk, place: Place) -> None:
    """Two proofs that build on each other, and one that builds on itself."""
    document = add_proof(add_proof(badge(place), place, id=FIRST), place, id=SECOND)
    first, second = document["proof"]
    first["previousProof"], second["previousProof"] = SECOND, FIRST
    report = read(desk, document)
    finding = report.finding("proof.signature")
    assert finding.params["cause"] == "proof.previous_circle"
    assert report.state is State.ALTERED
    alone = add_proof(badge(place), place, id=FIRST)
    alone["proof"][0]["previousProof"] = FIRST
    assert read(desk, alone).finding("proof.signature").params["cause"] == "proof.previous"


def test_foundations_follow_chains_to_their_end() -> None:
    """All that a proof builds on, through others too; a circle is seen as such."""
    proofs: tuple[JsonObject, ...] = (
        {"id": "a"},
        {"id": "b", "previousProof": "a"},
        {"id": "c", "previousProof": ["b"]},
        {"id": "d", "previousProof": "e"},
        {"id": "e", "previousProof": ["d", "c"]},
        {"id": "f", "previousProof": "nowhere"},
    )
    found = foundations(proofs)
    assert found[:3] == (frozenset(), frozenset({0}), frozenset({0, 1}))
    assert 3 in found[3]
    assert found[4] == frozenset({0, 1, 2, 3, 4})
    assert found[5] == frozenset()


def test_a_stranger_beside_the_issuer_changes_nothing(desk: Desk, place: Place) -> None:
    """A stranger's proof that holds and an issuer's that does not: not the issuer's badge."""
    document = add_proof(add_proof(badge(place), place), NOTARY)
    document["proof"][0]["created"] = "2026-11-22T12:00:01Z"
    report = read(desk, document)
    assert (report.verdict, report.state) == (Verdict.REJECTED, State.NOT_THE_ISSUER)


def test_the_issuer_s_own_proof_out_of_reach_is_not_a_false_issuer(
    desk: Desk, place: Place, web: WebOfDocuments
) -> None:
    """A notary's good proof settles nothing while the issuer's own cannot be checked."""
    document = add_proof(add_proof(badge(place), place), NOTARY)
    web.withdraw("https://badges.example.fr/places/lieu-1/did.json")
    report = read(desk, document)
    assert (report.verdict, report.state) == (Verdict.UNDETERMINED, State.CANNOT_CHECK)
    assert report.finding("proof.controller").code == "key.not_checked"


def test_a_proof_out_of_its_time_does_not_speak_for_the_issuer(desk: Desk, place: Place) -> None:
    """The issuer's proof has ended and a stranger's holds: nobody's badge, or an archived one."""
    document = add_proof(badge(place), place, expires="2026-11-22T11:00:00Z")
    document = add_proof(document, NOTARY)
    report = read(desk, document)
    assert (report.verdict, report.state) == (Verdict.REJECTED, State.NOT_THE_ISSUER)
    archived = read(desk, document, policy="archive")
    assert (archived.verdict, archived.state) == (Verdict.ACCEPTED, State.GENUINE)


def test_a_proof_that_has_ended_is_expired(desk: Desk, place: Place) -> None:
    """A proof may set its own end; the clock of the verification decides."""
    document = add_proof(badge(place), place, expires=NOON.strftime("%Y-%m-%dT%H:%M:%SZ"))
    assert read(desk, document).state is State.GENUINE
    document = add_proof(badge(place), place, expires="2026-11-22T11:59:59Z")
    report = read(desk, document)
    assert (report.verdict, report.state) == (Verdict.REJECTED, State.EXPIRED)
    assert report.finding("proof.controller").outcome is Outcome.PASSED


def test_the_work_for_many_proofs_is_bounded(desk: Desk, place: Place) -> None:
    """So many proofs are tried, the rest are told as not tried and never counted as holding."""
    document = badge(place)
    for _ in range(BOUNDS.proofs):
        document = add_proof(document, NOTARY)
    document = add_proof(document, place)
    report = read(desk, document)
    facts = report.finding("proof.signature").evidence
    assert [fact.value for fact in facts if fact.value == "proof.not_tried"] == ["proof.not_tried"]
    assert report.verdict is not Verdict.ACCEPTED
    for _ in range(10):
        document = add_proof(document, NOTARY)
    assert read(desk, document).finding("proof.signature").params["cause"] == "proof.too_many"


@pytest.mark.requirement("PRF-06")
def test_experts_get_the_names_of_the_standard(desk: Desk, place: Place) -> None:
    """Beside our own code, the problem type that the W3C gives to what went wrong."""
    cases = {
        "INVALID_VERIFICATION_METHOD_URL": {"verificationMethod": "ftp://x#y"},
        "INVALID_VERIFICATION_METHOD": {"verificationMethod": f"{place.did}#other"},
        "PROOF_VERIFICATION_ERROR": {"proofPurpose": "authentication"},
        "PROOF_GENERATION_ERROR": {"created": "yesterday"},
    }
    for name, members in cases.items():
        document = add_proof(badge(place), place)
        document["proof"][0] |= members
        finding = read(desk, document).finding("proof.signature")
        assert finding.params["problem"] == f"https://w3id.org/security#{name}"
        assert finding.evidence[0].source == finding.params["problem"]


def test_a_name_that_is_there_twice_is_no_name() -> None:
    """Two proofs of one id cannot be told apart, so nothing can build on them."""
    twins: tuple[JsonObject, ...] = ({"id": "a"}, {"id": "a"}, {"id": "b", "previousProof": "a"})
    assert foundations(twins)[2] == frozenset()
    assert issubclass(MalformedProof, Exception)
