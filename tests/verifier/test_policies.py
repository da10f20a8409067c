"""Each named policy, shown by a badge whose verdict it changes."""

from typing import Any

import pytest

from badges.documents import JsonObject, Secured
from badges.i18n import LANGUAGES, Translator
from tests.vectors import vector
from tests.verifier import jwt_forgery
from tests.verifier.badges_to_read import (
    LIST_URL,
    Desk,
    Place,
    badge,
    endorsement,
    status_entry,
    status_list,
)
from tests.verifier.proofs_to_read import add_proof, in_json
from verifier.policy import ARCHIVE, DEFAULT, OB3_CERTIFICATION, POLICIES, PROOF, STRICT
from verifier.report import Severity, State, Verdict

ACCEPTED, REJECTED, UNDETERMINED = Verdict.ACCEPTED, Verdict.REJECTED, Verdict.UNDETERMINED
OLD_CONTEXT = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.2.json"


def verdicts(desk: Desk, material: Secured | bytes, *names: str) -> list[Verdict]:
    """The verdicts of these policies on one badge."""
    return [desk.read(material, policy=name).verdict for name in names]


def with_list(desk: Desk, place: Place, purpose: str, *indices: int) -> Secured:
    """A badge with a status for `purpose`, and its list, in which `indices` are set."""
    listing = status_list(place, *indices)
    listing["credentialSubject"]["statusPurpose"] = purpose
    desk.web.publish(LIST_URL, place.sign(listing).body, "application/vc")
    return place.sign(badge(place, credentialStatus=status_entry(statusPurpose=purpose)))


def test_a_good_badge_is_good_under_every_policy(desk: Desk, place: Place) -> None:
    """What we issue by default gives no occasion for a remark."""
    signed = place.sign(badge(place))
    names = [policy.name for policy in POLICIES]
    assert names == ["default", "strict", "ob3-certification", "archive", "proof"]
    assert verdicts(desk, signed, *names) == [ACCEPTED] * len(names)


def test_a_changed_badge_is_rejected_under_every_policy(desk: Desk, place: Place) -> None:
    """No set of rules lets a wrong signature pass."""
    changed = place.sign(badge(place)).document | {"name": "Autre chose"}
    names = [policy.name for policy in POLICIES]
    assert verdicts(desk, in_json(changed), *names) == [REJECTED] * len(names)


def test_strict_rejects_the_least_remark(desk: Desk, place: Place) -> None:
    """An older vocabulary is a warning for everybody else."""
    document = badge(place, awardedDate=None)
    document["@context"][1] = OLD_CONTEXT
    signed = place.sign(document)
    assert desk.read(signed).to_json()["warnings"] == ["context.old"]
    assert verdicts(desk, signed, "default", "archive", "strict") == [ACCEPTED, ACCEPTED, REJECTED]
    assert desk.read(signed, recipient="Jean Dupont").verdict is ACCEPTED
    assert desk.read(signed, recipient="Jean Dupont", policy="strict").verdict is REJECTED


@pytest.mark.requirement("VAL-09", "VAL-15", "ISS-12")
def test_certification_wants_an_issuer_with_a_name_and_endorsements_that_hold(
    desk: Desk, place: Place
) -> None:
    """A bare identifier and a broken endorsement are errors of the official validator."""
    bare = place.sign(badge(place, issuer=place.did))
    for name, severity in (("default", Severity.WARNING), ("ob3-certification", Severity.ERROR)):
        assert "issuer.bare" in desk.read(bare, policy=name).failed_codes(severity)

    neighbour = Place.by_key()
    said = neighbour.sign(endorsement(neighbour, "urn:uuid:somebody-else")).document
    endorsed = place.sign(badge(place, endorsement=[said]))
    assert verdicts(desk, endorsed, "default", "ob3-certification") == [ACCEPTED, REJECTED]


def _by(algorithm: str, suite: str) -> tuple[str, Secured]:
    place = Place.by_key(algorithm)
    return suite, place.sign(badge(place), suite)


@pytest.mark.requirement("VAL-10a", "VAL-10b")
@pytest.mark.parametrize(
    ("algorithm", "suite", "verdict"),
    [
        ("Ed25519", "eddsa-rdfc-2022", ACCEPTED),
        ("P-256", "vc-jwt", ACCEPTED),
        ("Ed25519", "vc-jwt", REJECTED),
        ("P-256", "ecdsa-rdfc-2019", REJECTED),
    ],
)
def test_certification_knows_few_ways_to_sign(
    desk: Desk, algorithm: str, suite: str, verdict: Verdict
) -> None:
    """A good signature of another kind does not count there, and the finding says which counts."""
    _, signed = _by(algorithm, suite)
    assert verdicts(desk, signed, "default", "ob3-certification") == [ACCEPTED, verdict]
    finding = desk.read(signed, policy="ob3-certification").finding("proof.signature")
    assert (finding.code == "proof.not_admitted") is (verdict is REJECTED)
    if verdict is REJECTED:
        assert finding.repair(Translator("fr", "verifier"))


@pytest.mark.requirement("VAL-10b", "PRF-21")
def test_the_older_suite_counts_in_the_older_data_model() -> None:
    """Ed25519Signature2020 is for VCDM 1.1; RS256 counts in both, disclosure too."""
    assert OB3_CERTIFICATION.admits("Ed25519Signature2020", is_vcdm_1=True)
    assert not OB3_CERTIFICATION.admits("Ed25519Signature2020", is_vcdm_1=False)
    for name in ("RS256", "ecdsa-sd-2023"):
        assert OB3_CERTIFICATION.admits(name, is_vcdm_1=False)
    assert DEFAULT.admits("anything", is_vcdm_1=False)


@pytest.mark.requirement("VAL-05")
def test_certification_warns_of_what_a_strict_schema_refuses(desk: Desk, place: Place) -> None:
    """A single value for an array: a notice usually, a warning of the official validator."""
    document = badge(place)
    document["credentialSubject"]["achievement"]["tag"] = "atelier"
    signed = place.sign(document)
    for name, warnings in (("default", []), ("ob3-certification", ["schema.not_strict"])):
        report = desk.read(signed, policy=name)
        assert (report.verdict, report.to_json("fr")["warnings"]) == (ACCEPTED, warnings)


@pytest.mark.requirement("VAL-14")
def test_certification_knows_no_grace_before_the_start(desk: Desk, place: Place) -> None:
    """A badge of half a minute ahead is good for people, and early for the validator."""
    early = place.sign(badge(place, validFrom="2026-11-22T12:00:30Z"))
    assert verdicts(desk, early, "default", "ob3-certification") == [ACCEPTED, REJECTED]


@pytest.mark.requirement("VAL-12")
def test_certification_passes_over_a_status_of_another_kind(desk: Desk, place: Place) -> None:
    """For people such a status is unknown, never green; the validator does not look at it."""
    entry = {"id": "https://badges.example.fr/s/1", "type": "SimpleRevocationList2023"}
    context = {"SimpleRevocationList2023": "https://example.org/terms#Simple"}
    document = badge(place, credentialStatus=entry)
    document["@context"] = [*document["@context"], context]
    signed = place.sign(document)
    assert verdicts(desk, signed, "default", "ob3-certification") == [UNDETERMINED, ACCEPTED]
    assert desk.read(signed).finding("status.revocation").code == "status.unknown_type"


def _ended(place: Place, suite: str) -> Secured:
    return place.sign(badge(place, validUntil="2026-11-21T00:00:00Z"), suite)


@pytest.mark.parametrize("suite", ["eddsa-rdfc-2022", "vc-jwt"])
def test_an_archive_asks_whether_it_was_good_then(desk: Desk, place: Place, suite: str) -> None:
    """An end is a warning there, of the badge and of its token; a changed badge is altered."""
    signed = _ended(place, suite)
    assert desk.read(signed).state is State.EXPIRED
    report = desk.read(signed, policy="archive")
    assert (report.verdict, report.state) == (ACCEPTED, State.GENUINE)
    assert "time.expired" in report.failed_codes(Severity.WARNING)
    early = place.sign(badge(place, validFrom="2027-01-01T00:00:00Z"), suite)
    assert desk.read(early, policy="archive").state is State.NOT_YET_VALID


def test_an_archive_keeps_cancelled_badges_out(desk: Desk, place: Place) -> None:
    """Suspended then is told; cancelled is cancelled; a list out of reach is told."""
    suspended = with_list(desk, place, "suspension", 48213)
    assert verdicts(desk, suspended, "default", "archive") == [REJECTED, ACCEPTED]
    cancelled = with_list(desk, place, "revocation", 48213)
    assert verdicts(desk, cancelled, "default", "archive") == [REJECTED, REJECTED]
    desk.web.withdraw(LIST_URL)
    assert verdicts(desk, cancelled, "default", "archive") == [UNDETERMINED, ACCEPTED]


def test_an_archive_does_not_take_an_ended_proof_for_everybody(desk: Desk, place: Place) -> None:
    """The ended proof must still be the issuer's."""
    stranger = Place.by_key()
    document = add_proof(badge(place), stranger, expires="2026-11-22T11:00:00Z")
    assert desk.read(in_json(document), policy="archive").state is State.NOT_THE_ISSUER


def test_the_policy_of_proof_tells_every_proof(desk: Desk, place: Place) -> None:
    """Who signed what, and nothing else; asked for all, a broken one rejects."""
    document = add_proof(add_proof(_no_dates(place), Place.by_key()), place)
    document["proof"][0]["created"] = "2026-11-22T12:00:01Z"
    body = in_json(document).body
    assert verdicts(desk, body, "proof") == [ACCEPTED]
    pipeline = desk.verifier.pipeline
    assert pipeline.verify(body, policy=PROOF.with_all_proofs()).verdict is REJECTED


def _no_dates(place: Place) -> JsonObject:
    return badge(place, validUntil="2026-11-21T00:00:00Z")


def test_weights_go_by_code_before_check() -> None:
    """Only what a policy names weighs otherwise; strict raises every warning and no notice."""
    assert ARCHIVE.is_mild("time.expired")
    assert not ARCHIVE.is_mild("status.revoked")
    assert not DEFAULT.is_mild("time.expired")
    assert not OB3_CERTIFICATION.is_mild("issuer.bare")
    assert STRICT.with_all_proofs().warnings_reject


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_policy_has_its_words(language: str) -> None:
    """A title of a few words, and a description that people can read."""
    words = Translator(language, "verifier")
    for policy in POLICIES:
        assert policy.title(words) != f"policy.{policy.name}"
        assert 0 < len(policy.title(words)) < 40
        assert policy.description(words).endswith(".") or policy.description(words).endswith("?")


def test_a_good_token_of_the_usual_kind_counts_for_certification(desk: Desk) -> None:
    """RS256 is what every Open Badges reader must know."""
    place = Place.by_web(desk.web, algorithm="RSA")
    signed = jwt_forgery.with_header(place, badge(place))
    assert verdicts(desk, signed, "ob3-certification") == [ACCEPTED]


def test_the_published_chain_rests_on_what_it_names() -> None:
    """W3C's own chain: the third proof on the first two, the fourth on all."""
    proofs: list[dict[str, Any]] = vector("w3c_vc_di_eddsa")["proof_chain"]
    assert [len(proof.get("previousProof", [])) > 0 for proof in proofs] == [
        False,
        False,
        True,
        True,
    ]
