"""A status that was not looked up is never taken for one that could not be had."""

from dataclasses import replace

import pytest

from badges.documents import JsonObject, serialize
from tests.verifier.badges_to_read import (
    INDEX,
    LIST_URL,
    VC_2,
    Desk,
    Place,
    badge,
    status_entry,
    status_list,
)
from tests.verifier.proofs_to_read import in_json
from verifier.bootstrap import Verifier
from verifier.case import an_object, listed
from verifier.pipeline import Pipeline
from verifier.report import Report, State, Verdict
from verifier.settings import BOUNDS

GONE = "https://badges.example.fr/status/gone"
FOREIGN = "https://elsewhere.example.org/status"
UNREAD: JsonObject = {"id": "urn:example:1", "type": "Mystery"}


def credential(place: Place, *entries: JsonObject) -> JsonObject:
    """An unsigned credential with these status entries: a badge has one at most."""
    return {
        "@context": [VC_2, {"Mystery": "urn:example:Mystery"}],
        "type": ["VerifiableCredential"],
        "issuer": place.did,
        "credentialSubject": {"id": "urn:uuid:6a1e0cf1-98c3-4e4b-8d55-0a8d3a1f0b11"},
        "credentialStatus": list(entries),
    }


def presented(desk: Desk, *credentials: JsonObject, policy: str) -> Report:
    """The report on the last of these credentials, presented together."""
    presentation: JsonObject = {
        "@context": [VC_2],
        "type": ["VerifiablePresentation"],
        "verifiableCredential": list(credentials),
    }
    return desk.read(serialize(presentation), policy=policy).parts[-1]


def gone(number: int) -> JsonObject:
    """A status entry whose list is not there."""
    return status_entry(id=f"urn:example:{number}", statusListCredential=f"{GONE}/{number}")


def cancelled(desk: Desk, place: Place) -> None:
    """Publish the list that cancels what the usual entry names."""
    desk.web.publish(LIST_URL, place.sign(status_list(place, INDEX)).body, "application/vc")


@pytest.mark.requirement("VER-21", "STAT-26")
@pytest.mark.parametrize(
    "others",
    [
        [status_entry(statusListCredential=FOREIGN)],
        [UNREAD],
        [*map(gone, range(1, BOUNDS.status_entries)), status_entry()],
    ],
    ids=["of somebody else", "of an unknown kind", "beyond the bound"],
)
def test_a_list_that_is_gone_hides_no_other_entry(
    desk: Desk, place: Place, others: list[JsonObject]
) -> None:
    """An archive takes a list that is gone lightly, and nothing else that stays open."""
    cancelled(desk, place)
    stranger = Place.by_key()
    desk.web.publish(FOREIGN, stranger.sign(status_list(stranger, INDEX, id=FOREIGN)).body)
    alone = place.sign(credential(place, gone(0))).document
    assert presented(desk, alone, policy="archive").verdict is Verdict.ACCEPTED
    both = place.sign(credential(place, gone(0), *others)).document
    assert presented(desk, both, policy="archive").verdict is Verdict.UNDETERMINED


@pytest.mark.requirement("VER-21")
def test_a_kind_that_is_passed_over_hides_no_unseen_entry(desk: Desk, place: Place) -> None:
    """Certification passes over kinds of status that it does not know, not over the rest."""
    desk.web.publish(LIST_URL, place.sign(status_list(place)).body, "application/vc")
    clear = [status_entry(id=f"urn:example:{number}") for number in range(BOUNDS.status_entries)]
    few = place.sign(credential(place, UNREAD, *clear[1:])).document
    many = place.sign(credential(place, UNREAD, *clear)).document
    code = "ob3-certification"
    assert presented(desk, few, policy=code).finding("status.revocation").severity.is_grave is False
    assert presented(desk, many, policy=code).verdict is Verdict.UNDETERMINED


@pytest.mark.requirement("VER-21", "VER-03")
def test_what_lies_before_a_badge_cannot_spend_the_fetch_of_its_list(desk: Desk) -> None:
    """A cancelled credential behind two that ask too much stays open, in an archive too."""
    place, other = Place.by_key(), Place.by_key()
    cancelled(desk, place)
    before = [
        other.sign(credential(other, *map(gone, range(start, start + 16)))).document
        for start in (0, 16)
    ]
    ours = place.sign(credential(place, status_entry())).document
    assert presented(desk, ours, policy="archive").state is State.REVOKED
    report = presented(desk, *before, ours, policy="archive")
    assert (report.verdict, report.state) == (Verdict.UNDETERMINED, State.CANNOT_CHECK)
    assert report.finding("status.revocation").code == "status.not_asked"


@pytest.mark.requirement("VER-21", "VER-03")
def test_added_proofs_cannot_spend_the_fetch_of_a_list(desk: Desk) -> None:
    """Anybody may add proofs to a badge, whose keys are far away: its status stays open."""
    place = Place.by_key()
    cancelled(desk, place)
    document = place.sign(badge(place, credentialStatus=status_entry())).document
    own = an_object(listed(document["proof"])[0])
    far = [own | {"verificationMethod": f"did:web:far-{n}.example.org#1"} for n in range(7)]
    document["proof"] = [*far, own]
    bounds = replace(BOUNDS, fetches=len(far))
    pipeline = Pipeline(desk.clock, desk.web, desk.trust, bounds=bounds)
    report = Verifier(pipeline).verify(in_json(document).body, policy="archive")
    assert (report.verdict, report.state) == (Verdict.UNDETERMINED, State.CANNOT_CHECK)
    assert report.finding("status.revocation").code == "status.not_asked"
