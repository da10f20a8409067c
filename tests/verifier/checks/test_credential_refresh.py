"""The newer version of a badge: asked once, at its issuer's, and taken only when it is the same."""

from dataclasses import replace
from typing import Any

import pytest

from badges.documents import JsonObject, Secured, serialize
from badges.ports import Fetched
from tests.verifier.badges_to_read import (
    INDEX,
    LIST_URL,
    OB_3,
    VC_2,
    Desk,
    Place,
    badge,
    endorsement,
    status_entry,
    status_list,
)
from tests.world import StillClock, WebOfDocuments
from verifier.bootstrap import Verifier
from verifier.pipeline import Pipeline
from verifier.report import Outcome, Report, Severity, State, Verdict
from verifier.settings import BOUNDS
from verifier.trust import TrustLists

REFRESH = "https://badges.example.fr/refresh/8d1c"
EXTENSIONS = "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json"
SERVICE = {"id": REFRESH, "type": "1EdTechCredentialRefresh"}
NEWER = "2026-11-21T09:00:00Z"


def renewable(place: Place, **members: Any) -> JsonObject:
    """A badge that says where its newer version is."""
    contexts = [VC_2, OB_3, EXTENSIONS]
    return badge(place, **{"@context": contexts, "refreshService": SERVICE, **members})


def read(desk: Desk, place: Place, answer: Secured | bytes | None, **members: Any) -> Report:
    """The report on the badge when its service gives this answer."""
    if answer is not None:
        body = answer.body if isinstance(answer, Secured) else answer
        desk.web.publish(REFRESH, body)
    return desk.read(place.sign(renewable(place, **members)))


@pytest.mark.requirement("VER-15", "REF-01", "REF-02", "REF-04", "EQ-01", "EQ-02", "VAL-11")
@pytest.mark.parametrize("suite", ["eddsa-rdfc-2022", "vc-jwt"])
def test_a_newer_version_takes_the_place_of_what_arrived(
    desk: Desk, place: Place, suite: str
) -> None:
    """As JSON or as a compact JWS; the report says so, and shows the newer one."""
    newer = place.sign(renewable(place, validFrom=NEWER, name="Animer deux ateliers"), suite)
    arrived = place.sign(renewable(place))
    desk.web.publish(REFRESH, newer.body)
    report = desk.read(arrived)
    finding = report.finding("credential.refresh")
    assert (finding.outcome, finding.code) == (Outcome.PASSED, "refresh.done")
    assert finding.params == {"valid_from": NEWER}
    assert finding.evidence[0].source == REFRESH
    assert report.state is State.GENUINE
    assert report.credential is not None
    assert report.credential["name"] == "Animer deux ateliers"
    assert report.subject_digest == desk.read(arrived).subject_digest
    assert report.secured == newer


@pytest.mark.requirement("VER-15")
def test_dates_and_status_are_those_of_the_newer_version(desk: Desk, place: Place) -> None:
    """An expired badge that was prolonged is valid; a newer one that was cancelled is not."""
    longer = place.sign(renewable(place, validFrom=NEWER, validUntil="2027-11-21T00:00:00Z"))
    report = read(desk, place, longer, validUntil="2026-11-21T00:00:00Z")
    assert report.state is State.GENUINE
    desk.web.publish(LIST_URL, place.sign(status_list(place, INDEX)).body)
    cancelled = place.sign(renewable(place, validFrom=NEWER, credentialStatus=status_entry()))
    assert read(desk, place, cancelled).state is State.REVOKED
    assert read(desk, place, place.sign(renewable(place, validUntil=NEWER))).state is State.EXPIRED


@pytest.mark.requirement("VER-15")
def test_a_newer_version_is_not_refreshed_again(desk: Desk, place: Place) -> None:
    """One question for one badge, even when the answer sends us elsewhere."""
    elsewhere = {"id": f"{REFRESH}/2", "type": "1EdTechCredentialRefresh"}
    newer = place.sign(renewable(place, validFrom=NEWER, refreshService=elsewhere))
    assert read(desk, place, newer).finding("credential.refresh").code == "refresh.done"
    assert desk.web.visits.count(REFRESH) == 1
    assert f"{REFRESH}/2" not in desk.web.visits


@pytest.mark.requirement("VER-15")
def test_the_status_of_the_older_version_is_not_asked(desk: Desk, place: Place) -> None:
    """Nothing more is asked about a version that is no longer the current one."""
    newer = place.sign(renewable(place, validFrom=NEWER))
    report = read(desk, place, newer, credentialStatus=status_entry())
    assert report.state is State.GENUINE
    assert LIST_URL not in desk.web.visits


@pytest.mark.requirement("REF-02", "VER-15")
def test_when_there_is_none_the_badge_stands(desk: Desk, place: Place) -> None:
    """404 means that nothing is newer; so does the very same badge."""
    absent = read(desk, place, None).finding("credential.refresh")
    assert (absent.outcome, absent.code) == (Outcome.PASSED, "refresh.nothing_newer")
    same = read(desk, place, place.sign(renewable(place))).finding("credential.refresh")
    assert (same.outcome, same.code) == (Outcome.PASSED, "refresh.nothing_newer")


STRANGER = Place.by_key()
PLACE = Place.by_key()


def _forged() -> bytes:
    document = PLACE.sign(renewable(PLACE, validFrom=NEWER)).document
    return serialize(document | {"name": "Diriger un atelier"})


def _newer(**members: Any) -> bytes:
    return PLACE.sign(renewable(PLACE, **{"validFrom": NEWER, **members})).body


ANSWERS = {
    "nothing to read": (b"<html></html>", "document.not_json"),
    "not signed": (serialize(renewable(PLACE, validFrom=NEWER)), "proof.missing"),
    "changed": (_forged(), "proof.invalid"),
    "another badge": (
        _newer(id="https://badges.example.fr/credentials/5"),
        "refresh.other_credential",
    ),
    "another issuer": (
        STRANGER.sign(renewable(STRANGER, validFrom=NEWER)).body,
        "refresh.other_credential",
    ),
    "in their name": (
        STRANGER.sign(renewable(PLACE, validFrom=NEWER)).body,
        "key.controller_mismatch",
    ),
    "older": (_newer(validFrom="2026-11-19T09:00:00Z"), "refresh.older"),
    "no date": (_newer(validFrom=None), "refresh.older"),
    "no badge": (PLACE.sign(endorsement(PLACE, "urn:x")).body, "refresh.other_credential"),
    "not the data model": (_newer(image="https://example.org/i.png"), "schema.invalid"),
    "a term unknown": (
        PLACE.sign(renewable(PLACE, validFrom=NEWER, x="y"), "vc-jwt").body,
        "jsonld.dropped",
    ),
}


@pytest.mark.requirement("VER-15", "REF-04", "EQ-01", "VAL-11")
@pytest.mark.parametrize("name", ANSWERS)
def test_an_answer_that_is_not_the_same_badge_is_left_aside(desk: Desk, name: str) -> None:
    """The badge that arrived is kept and judged; a warning tells why."""
    answer, cause = ANSWERS[name]
    report = read(desk, PLACE, answer)
    finding = report.finding("credential.refresh")
    assert (finding.outcome, finding.code) == (Outcome.FAILED, "refresh.failed")
    assert finding.severity is Severity.WARNING
    assert finding.params["cause"] == cause
    assert report.state is State.GENUINE
    assert report.credential is not None
    assert report.credential["validFrom"] == "2026-11-20T09:00:00Z"
    assert report.to_json("fr")["warnings"] == ["refresh.failed"]


@pytest.mark.requirement("VER-15", "VER-21")
def test_a_service_out_of_reach_is_told(desk: Desk, place: Place) -> None:
    """Whether a newer version exists is not known; what arrived is judged as it is."""
    desk.web.pages[REFRESH] = Fetched(REFRESH, "application/json", b" " * 1_400_001)
    report = desk.read(place.sign(renewable(place)))
    finding = report.finding("credential.refresh")
    assert (finding.outcome, finding.code) == (Outcome.UNKNOWN, "refresh.failed")
    assert finding.severity is Severity.WARNING
    assert report.state is State.GENUINE


@pytest.mark.requirement("VER-15", "VER-21")
def test_a_service_that_was_not_asked_leaves_the_badge_open(web: WebOfDocuments) -> None:
    """Fetches spent before it could hide a newer version: that is not the same as none there."""
    place = Place.by_web(web)
    web.publish(REFRESH, place.sign(renewable(place, validFrom=NEWER)).body, "application/vc")
    frugal = Pipeline(StillClock(), web, TrustLists(), bounds=replace(BOUNDS, fetches=1))
    report = Verifier(frugal).verify(place.sign(renewable(place)).body)
    assert report.finding("credential.refresh").code == "refresh.not_asked"
    assert (report.verdict, report.state) == (Verdict.UNDETERMINED, State.CANNOT_CHECK)


@pytest.mark.requirement("VER-15")
def test_nobody_is_asked_about_a_badge_that_is_not_sound(desk: Desk, place: Place) -> None:
    """Only the issuer's own signature makes the address in the document worth a visit."""
    changed = place.sign(renewable(place)).document | {"name": "Autre"}
    report = desk.read(serialize(changed))
    assert report.verdict is Verdict.REJECTED
    assert report.finding("credential.refresh").outcome is Outcome.SKIPPED
    assert REFRESH not in desk.web.visits


def test_another_kind_of_service_is_said_to_be_unread(desk: Desk, place: Place) -> None:
    """What we cannot ask for is told without weight, and nobody is visited."""
    service = {"id": REFRESH, "type": "https://example.org/terms#Renewal"}
    report = read(desk, place, None, refreshService=service)
    finding = report.finding("credential.refresh")
    assert (finding.outcome, finding.code) == (Outcome.UNKNOWN, "refresh.unknown_type")
    assert finding.severity is Severity.NOTICE
    assert REFRESH not in desk.web.visits


@pytest.mark.requirement("STAT-03")
@pytest.mark.parametrize(
    ("indices", "code"), [((INDEX,), "refresh.announced"), ((), "refresh.none")]
)
def test_a_list_may_announce_a_newer_version(
    desk: Desk, place: Place, indices: tuple[int, ...], code: str
) -> None:
    """The issuer's list says that an updated version exists; the badge stays genuine."""
    listing = status_list(place, *indices)
    listing["credentialSubject"]["statusPurpose"] = "refresh"
    desk.web.publish(LIST_URL, place.sign(listing).body)
    entry = status_entry(statusPurpose="refresh")
    report = desk.read(place.sign(badge(place, credentialStatus=entry)))
    finding = report.finding("credential.refresh")
    assert (finding.code, finding.severity) == (code, Severity.NOTICE)
    assert report.state is State.GENUINE


@pytest.mark.requirement("END-03", "VER-15")
def test_an_endorsement_is_refreshed_once_too(desk: Desk, place: Place) -> None:
    """The words shown are those of its newer version."""
    voice, target = Place.by_key(), badge(place)["id"]
    contexts = {"@context": [VC_2, OB_3, EXTENSIONS], "refreshService": SERVICE}
    newer = endorsement(voice, target, validFrom=NEWER, **contexts)
    newer["credentialSubject"]["endorsementComment"] = "Encore mieux."
    desk.web.publish(REFRESH, voice.sign(newer).body)
    older = voice.sign(endorsement(voice, target, **contexts)).document
    document = badge(place, endorsement=[older], **{"@context": contexts["@context"]})
    report = desk.read(place.sign(document))
    assert [item.comment for item in report.summary.endorsements] == ["Encore mieux."]
