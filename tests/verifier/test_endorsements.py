"""Endorsements inside a badge: each verified by itself, none able to void the badge."""

from typing import Any

import pytest

from badges.documents import JsonObject, serialize
from tests.verifier.badges_to_read import Desk, Place, achievement, badge, endorsement, with_subject
from verifier.report import Finding, Outcome, Severity, State

NEIGHBOUR = Place.by_key()
BADGE_ID = "https://badges.example.fr/credentials/4f8b"
ACHIEVEMENT_ID = "https://badges.example.fr/achievements/animer"


def signed(target: str = BADGE_ID, **members: Any) -> JsonObject:
    """An endorsement by the neighbour, signed."""
    return NEIGHBOUR.sign(endorsement(NEIGHBOUR, target, **members)).document


def compact(target: str = BADGE_ID) -> str:
    """The same as a compact JWT."""
    return NEIGHBOUR.sign(endorsement(NEIGHBOUR, target), "vc-jwt").text


def judged(desk: Desk, place: Place, **members: Any) -> Finding:
    """The finding on endorsements of a genuine badge with these members."""
    report = desk.read(place.sign(badge(place, **members)))
    assert report.state is State.GENUINE
    return report.finding("endorsements")


def test_a_badge_without_endorsement_says_so(desk: Desk, place: Place) -> None:
    """There is nothing to check."""
    assert judged(desk, place).outcome is Outcome.NOT_APPLICABLE


@pytest.mark.requirement("END-01", "END-02", "END-03", "VER-20")
def test_endorsements_are_found_at_every_depth_and_in_both_forms(desk: Desk, place: Place) -> None:
    """On the badge, the achievement and a profile; embedded or compact."""
    document = badge(place, endorsement=[signed()], endorsementJwt=[compact()])
    document = with_subject(document, achievement=achievement(endorsement=[signed(ACHIEVEMENT_ID)]))
    document["issuer"]["endorsement"] = [signed(place.did)]
    report = desk.read(place.sign(document))
    finding = report.finding("endorsements")
    assert (finding.outcome, finding.code) == (Outcome.PASSED, "endorsement.valid")
    assert finding.params == {"endorsements": 4, "valid": 4}
    assert report.state is State.GENUINE


def _changed() -> JsonObject:
    document = signed()
    document["credentialSubject"]["endorsementComment"] = "Le meilleur de tous."
    return document


def _unsigned() -> JsonObject:
    return endorsement(NEIGHBOUR, BADGE_ID)


def _of_somebody_else() -> JsonObject:
    return Place.by_key().sign(endorsement(NEIGHBOUR, BADGE_ID)).document


@pytest.mark.requirement("END-02", "END-03", "END-04", "END-06", "DM-24", "TRAP-17")
@pytest.mark.parametrize(
    ("embedded", "cause"),
    [
        (_changed(), "proof.invalid"),
        (_unsigned(), "proof.missing"),
        (_of_somebody_else(), "key.controller_mismatch"),
        (signed("https://example.org/something-else"), "endorsement.target_absent"),
        (signed(validFrom="2026-11-30T00:00:00Z"), "time.not_yet_valid"),
        (signed(validUntil="2026-11-21T00:00:00Z"), "time.expired"),
        (signed(name=""), "schema.invalid"),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_an_endorsement_that_does_not_hold_is_told_beside_the_badge(
    desk: Desk, place: Place, embedded: JsonObject, cause: str
) -> None:
    """The badge stays genuine; the warning says how many hold and why one does not."""
    if cause == "schema.invalid":
        del embedded["name"]
        embedded = NEIGHBOUR.sign({k: v for k, v in embedded.items() if k != "proof"}).document
    finding = judged(desk, place, endorsement=[signed(), embedded])
    assert (finding.outcome, finding.code) == (Outcome.FAILED, "endorsement.invalid")
    assert finding.severity is Severity.WARNING
    assert finding.params["cause"] == cause
    assert (finding.params["endorsements"], finding.params["valid"]) == (2, 1)


@pytest.mark.requirement("END-06")
@pytest.mark.parametrize("token", ["", "x", "a.b", "....", "e30.e30.e30", "é.é.é"])
def test_a_broken_compact_endorsement_is_told(desk: Desk, place: Place, token: str) -> None:
    """Whatever stands in the place of a JWT is an endorsement that does not hold."""
    report = desk.read(place.sign(badge(place, endorsementJwt=[token]), "vc-jwt"))
    assert report.finding("endorsements").outcome is Outcome.FAILED


def test_an_endorser_out_of_reach_is_unknown(desk: Desk, place: Place) -> None:
    """An endorsement whose key cannot be fetched is neither good nor bad."""
    far = Place.by_web(desk.web, "far")
    embedded = far.sign(endorsement(far, BADGE_ID)).document
    desk.web.withdraw("https://badges.example.fr/places/far/did.json")
    finding = judged(desk, place, endorsement=[embedded])
    assert (finding.outcome, finding.code) == (Outcome.UNKNOWN, "endorsement.unknown")


def test_the_number_of_endorsements_is_bounded(desk: Desk, place: Place) -> None:
    """Beyond the bound the rest is said to be unchecked."""
    finding = judged(desk, place, endorsement=[signed()] * 17)
    assert (finding.outcome, finding.code) == (Outcome.UNKNOWN, "endorsement.too_many")
    assert finding.params == {"endorsements": 17, "valid": 16}


@pytest.mark.requirement("END-05")
def test_an_endorsement_cannot_be_added_to_a_signed_badge(desk: Desk, place: Place) -> None:
    """The outer signature covers it, so later endorsements are documents of their own."""
    document = place.sign(badge(place)).document | {"endorsement": [signed()]}
    from_outside = desk.read(serialize(document))
    assert from_outside.state is State.ALTERED
