"""Endorsements at any depth, and what a page can show of each."""

from typing import Any

import pytest

from badges.documents import JsonObject, serialize
from badges.encoding import encode_multibase
from badges.proofs.rdfc import hash_rdfc
from schemas.catalogue import EDITION_2025_04
from tests.verifier.badges_to_read import (
    INDEX,
    LIST_URL,
    OB_3,
    VC_2,
    Desk,
    Place,
    achievement,
    badge,
    endorsement,
    status_entry,
    status_list,
    with_subject,
)
from verifier.report import Finding, Outcome, Report, State, Verdict

NEIGHBOUR = Place.by_key()
FRIEND = Place.by_key()
BADGE_ID = "https://badges.example.fr/credentials/4f8b"
PRAISE_ID = "https://ailleurs.example.org/endorsements/1"


def praise(target: str = BADGE_ID, *, by: Place = NEIGHBOUR, **members: Any) -> JsonObject:
    """A signed endorsement."""
    return by.sign(endorsement(by, target, **members)).document


def compact(target: str = BADGE_ID, *, by: Place = NEIGHBOUR, **members: Any) -> str:
    """The same as a compact JWS."""
    return by.sign(endorsement(by, target, **members), "vc-jwt").text


def judged(desk: Desk, place: Place, **members: Any) -> Finding:
    """The finding on a genuine badge with these members."""
    report = desk.read(place.sign(badge(place, **members)))
    assert report.state is State.GENUINE
    return report.finding("endorsements")


def profile(**members: Any) -> JsonObject:
    """The profile of somebody beside the issuer."""
    return {"id": "https://autre.example.org/", "type": ["Profile"], "name": "Autre"} | members


@pytest.mark.requirement("END-01", "VER-20", "VAL-15")
@pytest.mark.parametrize("place_of_it", ["creator", "source", "parentOrg"])
def test_endorsements_of_any_profile_are_found(desk: Desk, place: Place, place_of_it: str) -> None:
    """Whoever is described in the badge may be endorsed there, in either form."""
    other = profile(endorsement=[praise(profile()["id"])])
    other["endorsementJwt"] = [compact(profile()["id"])]
    document = badge(place)
    if place_of_it == "creator":
        document = with_subject(document, achievement=achievement(creator=other))
    elif place_of_it == "source":
        document = with_subject(document, source=other)
    else:
        document["issuer"]["parentOrg"] = other
    finding = desk.read(place.sign(document)).finding("endorsements")
    assert (finding.code, finding.params) == ("endorsement.valid", {"endorsements": 2, "valid": 2})


@pytest.mark.requirement("END-01", "END-04")
def test_an_endorsement_may_be_endorsed(desk: Desk, place: Place) -> None:
    """Of the endorsement itself, of its author, or of the badge around it; embedded or compact."""
    inner = [
        praise(PRAISE_ID, by=FRIEND, id="urn:uuid:1"),
        praise(BADGE_ID, by=FRIEND, id="urn:uuid:2"),
        praise(NEIGHBOUR.did, by=FRIEND, id="urn:uuid:3"),
    ]
    outer = praise(endorsement=inner, endorsementJwt=[compact(PRAISE_ID, by=FRIEND)])
    token = compact(endorsement=[praise(PRAISE_ID, by=FRIEND, id="urn:uuid:4")])
    finding = judged(desk, place, endorsement=[outer], endorsementJwt=[token])
    assert (finding.code, finding.params) == ("endorsement.valid", {"endorsements": 7, "valid": 7})


@pytest.mark.requirement("END-04", "DM-24")
def test_an_inner_endorsement_may_not_speak_of_its_neighbour(desk: Desk, place: Place) -> None:
    """What it endorses must surround it."""
    first = praise(id="urn:uuid:1")
    second = praise(id="urn:uuid:2", endorsement=[praise("urn:uuid:1", by=FRIEND)])
    finding = judged(desk, place, endorsement=[first, second])
    assert finding.params["cause"] == "endorsement.target_absent"
    assert (finding.params["endorsements"], finding.params["valid"]) == (3, 2)


@pytest.mark.requirement("END-06", "VAL-15")
def test_a_broken_endorsement_inside_a_sound_one_is_told(desk: Desk, place: Place) -> None:
    """Every one is judged by itself."""
    unsigned = endorsement(FRIEND, PRAISE_ID, id="urn:uuid:1")
    finding = judged(desk, place, endorsement=[praise(endorsement=[unsigned])])
    assert (finding.outcome, finding.params["cause"]) == (Outcome.FAILED, "proof.missing")
    assert (finding.params["endorsements"], finding.params["valid"]) == (2, 1)


@pytest.mark.requirement("END-06", "VER-20")
def test_the_summary_shows_who_recommends_in_which_words(desk: Desk, place: Place) -> None:
    """Author, comment, verdict and the code that decides, for each, in the order of the badge."""
    forged = praise() | {"name": "Autre"}
    document = badge(place, endorsement=[praise(), forged], endorsementJwt=["a.b.c"])
    report = desk.read(place.sign(document))
    expected = {"issuer": "Le Voisin", "comment": "Du bon travail."}
    assert report.to_json("fr")["summary"]["endorsements"] == [
        expected | {"verdict": "accepted", "code": "endorsement.valid"},
        expected | {"verdict": "rejected", "code": "proof.invalid"},
        {"issuer": None, "comment": None, "verdict": "rejected", "code": "encoding.base64url"},
    ]


def test_long_words_are_cut(desk: Desk, place: Place) -> None:
    """A comment of a book's length does not become the page."""
    document = endorsement(NEIGHBOUR, BADGE_ID)
    document["credentialSubject"]["endorsementComment"] = "x" * 9_000
    document["issuer"]["name"] = "y" * 900
    report = desk.read(place.sign(badge(place, endorsement=[NEIGHBOUR.sign(document).document])))
    (claim,) = report.summary.endorsements
    assert (len(claim.issuer or ""), len(claim.comment or "")) == (300, 2_000)


@pytest.mark.requirement("END-03", "VAL-15")
def test_the_status_of_an_endorsement_is_asked(desk: Desk, place: Place) -> None:
    """A recommendation that was taken back no longer counts; the badge does."""
    desk.web.publish(LIST_URL, NEIGHBOUR.sign(status_list(NEIGHBOUR, INDEX)).body)
    finding = judged(desk, place, endorsement=[praise(credentialStatus=status_entry())])
    assert (finding.outcome, finding.params["cause"]) == (Outcome.FAILED, "status.revoked")


@pytest.mark.requirement("END-01", "END-03", "END-06")
def test_an_endorsement_that_arrives_alone_is_judged_with_those_inside(desk: Desk) -> None:
    """It is a document of its own, and says who endorses it."""
    inner = praise(PRAISE_ID, by=FRIEND, id="urn:uuid:1")
    signed = NEIGHBOUR.sign(endorsement(NEIGHBOUR, BADGE_ID, endorsement=[inner]))
    report = desk.read(signed)
    assert (report.verdict, report.source.document) == (Verdict.ACCEPTED, "endorsement")
    assert report.finding("endorsements").code == "endorsement.valid"
    assert [item.verdict for item in report.summary.endorsements] == ["accepted"]


def _earlier(place: Place, document: JsonObject, *unsigned: str) -> bytes:
    """`document` signed with the bytes that context 3.0.3 had in April 2025."""
    signed = {name: value for name, value in document.items() if name not in unsigned}
    options = {
        "type": "DataIntegrityProof",
        "cryptosuite": "eddsa-rdfc-2022",
        "created": "2026-11-20T09:00:00Z",
        "verificationMethod": place.method,
        "proofPurpose": "assertionMethod",
    }
    value = place.key.sign(hash_rdfc(signed, options, EDITION_2025_04).signed)
    return serialize({**document, "proof": [{**options, "proofValue": encode_multibase(value)}]})


@pytest.mark.requirement("END-07", "TRAP-17", "VER-06")
def test_a_compact_endorsement_under_an_old_context_is_never_taken_for_signed(
    desk: Desk, place: Place
) -> None:
    """Older contexts do not know the member: refused, or told to have come from anybody."""

    def read(document: JsonObject) -> Report:
        return desk.read(place.sign(document, "vc-jwt"))

    for older in ("3.0.1", "3.0.2"):
        contexts = [VC_2, OB_3.replace("3.0.3", older)]
        report = read(badge(place, endorsementJwt=[compact()], **{"@context": contexts}))
        assert report.finding("document.terms").code == "jsonld.dropped"
        assert report.verdict is Verdict.REJECTED
    added = badge(place, endorsementJwt=[compact()])
    report = desk.read(_earlier(place, added, "endorsementJwt"))
    assert report.finding("document.terms").code == "jsonld.unsigned"
    assert "jsonld.unsigned" in report.to_json("fr")["warnings"]
