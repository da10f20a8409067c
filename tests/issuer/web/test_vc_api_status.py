"""VC-API, the side that signs: statuses given, set, cleared, and for ever."""

from pathlib import Path
from typing import Any

import pytest

from badges.documents import JsonObject, parse
from badges.status import bitstring
from issuer.services import keyring, status_lists
from tests.issuer.web.vc import PROBLEM, SUITES, Signing, credential, open_signing, refused


@pytest.mark.requirement("STAT-04")
@pytest.mark.parametrize("suite", SUITES)
@pytest.mark.parametrize("where", ["online", "laptop"])
def test_a_status_is_added_on_request(
    place: Signing, laptop: Signing, where: str, suite: str
) -> None:
    """The entry names a list of ours, signed by the same issuer, in which its bit is 0."""
    signing = place if where == "online" else laptop
    signed = signing.signed(credential(id=f"urn:x:{suite}"), status=True, cryptosuite=suite)
    entry = signed["credentialStatus"]
    assert entry["type"] == "BitstringStatusListEntry"
    assert entry["statusPurpose"] == "revocation"
    assert entry["statusListIndex"] == str(int(entry["statusListIndex"]))
    assert entry["id"] != entry["statusListCredential"]
    listed = _list(signing, entry)
    assert "BitstringStatusListCredential" in listed["type"]
    assert listed["issuer"] == signed["issuer"]
    assert listed["credentialSubject"]["encodedList"].startswith("u")
    assert not _bit(signing, entry)
    assert signing.verify(listed).status_code == 200
    assert signing.verify(signed, checks=["proof", "credentialStatus"]).status_code == 200


@pytest.mark.requirement("STAT-16", "STAT-17")
def test_a_credential_is_cancelled_for_good(place: Signing) -> None:
    """Its bit is set, whoever verifies sees it, doing it twice is safe, and undoing refused."""
    signed = place.signed(credential(id="urn:x:cancelled"), status=True)
    entry = signed["credentialStatus"]
    for _ in range(2):
        response = place.set_status("urn:x:cancelled", statusPurpose="revocation")
        assert response.status_code == 200
        assert response.json == {"credentialStatus": entry, "status": True}
    assert _bit(place, entry)
    assert place.verify(signed, checks=["proof"]).status_code == 200
    judged = place.verify(signed, checks=["proof", "credentialStatus"])
    assert judged.status_code == 400
    assert judged.json is not None
    assert judged.json["errors"] == ["status.revoked"]
    undone = place.set_status("urn:x:cancelled", value=False)
    assert (undone.status_code, undone.mimetype) == (409, PROBLEM)
    assert _bit(place, entry)


def test_clearing_what_was_never_set_changes_nothing(place: Signing) -> None:
    """200: the status is what was asked for."""
    entry = place.signed(credential(id="urn:x:clear"), status=True)["credentialStatus"]
    before = place.client.get(_path(entry)).data
    assert place.set_status("urn:x:clear", value=False).status_code == 200
    assert place.client.get(_path(entry)).data == before


def test_a_suspension_can_be_ended(place: Signing) -> None:
    """A list of its own purpose, set and cleared; without `status` in the request it is set."""
    options = {"status": True, "statusPurpose": "suspension"}
    signed = place.signed(credential(id="urn:x:suspended"), **options)
    entry = signed["credentialStatus"]
    assert entry["statusPurpose"] == "suspension"
    answer = place.set_status("urn:x:suspended", value=None, statusPurpose="suspension")
    assert answer.status_code == 200
    assert _bit(place, entry)
    assert place.verify(signed).status_code == 400
    assert (
        place.set_status("urn:x:suspended", value=False, statusPurpose="suspension").status_code
        == 200
    )
    assert not _bit(place, entry)
    assert place.verify(signed).status_code == 200


def test_signing_again_gives_the_same_status(place: Signing) -> None:
    """The status is that of the credential's id: cancelling it cancels every copy."""
    first, second = (
        place.signed(credential(id="urn:x:again"), status=True)["credentialStatus"]
        for _ in range(2)
    )
    assert first == second


def test_a_status_stands_beside_those_of_the_client(place: Signing) -> None:
    """An entry that the client wrote is kept."""
    own = {"id": "urn:x:own", "type": "https://example.org/#Own"}
    signed = place.signed(credential(id="urn:x:beside", credentialStatus=own), status=True)
    assert signed["credentialStatus"][0] == own
    assert signed["credentialStatus"][1]["type"] == "BitstringStatusListEntry"


def test_what_is_signed_takes_no_status_any_more(place: Signing) -> None:
    """It would break the proofs that are there."""
    assert refused(place.issue(place.signed(credential()), status=True))


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"credentialId": 4},
        {"credentialId": ""},
        {"credentialId": "urn:x:" + "x" * 2000},
        {"credentialId": "urn:x:1"},
        {"credentialId": "urn:x:1", "credentialStatus": [{"type": "BitstringStatusListEntry"}]},
        {"credentialId": "urn:x:1", "credentialStatus": {"type": "StatusList2021Entry"}},
    ],
)
def test_a_status_request_of_another_form_is_refused(place: Signing, body: Any) -> None:
    """400: the id, the kind of status and its value must be readable."""
    assert refused(place.post("/credentials/status", body))


def test_the_value_of_a_status_is_true_or_false(place: Signing) -> None:
    """400 for anything else, and for a purpose that we do not keep."""
    body = {"credentialId": "urn:x:1", "credentialStatus": {"type": "BitstringStatusListEntry"}}
    assert refused(place.post("/credentials/status", {**body, "status": "1"}))
    body["credentialStatus"] = {"type": "BitstringStatusListEntry", "statusPurpose": "refresh"}
    assert refused(place.post("/credentials/status", body))


def test_a_credential_that_we_do_not_know_is_404(place: Signing) -> None:
    """Never signed here, signed without status, or with a status of another purpose."""
    place.signed(credential(id="urn:x:without"))
    place.signed(credential(id="urn:x:revocable"), status=True)
    for identifier, purpose in (
        ("urn:x:never", "revocation"),
        ("urn:x:without", "revocation"),
        ("urn:x:revocable", "suspension"),
    ):
        response = place.set_status(identifier, statusPurpose=purpose)
        assert (response.status_code, response.mimetype) == (404, PROBLEM), identifier


def test_what_old_keys_signed_can_still_be_cancelled(tmp_path: Path) -> None:
    """After a rotation the list is signed with the new key, and still holds."""
    with open_signing(tmp_path) as signing:
        entry = signing.signed(credential(), status=True)["credentialStatus"]
        keyring.rotate(signing.office, "premier")
        assert signing.set_status(str(credential()["id"])).status_code == 200
        assert _bit(signing, entry)
        assert signing.verify(_list(signing, entry)).status_code == 200


def _path(entry: JsonObject) -> str:
    return "/status/" + str(entry["statusListCredential"]).rpartition("/")[2]


def _list(signing: Signing, entry: JsonObject) -> JsonObject:
    return parse(signing.client.get(_path(entry)).data)


def _bit(signing: Signing, entry: JsonObject) -> bool:
    """The bit of that entry, read in the list as a stranger reads it."""
    subject = _list(signing, entry)["credentialSubject"]
    decoded = bitstring.decode(subject["encodedList"])
    assert len(decoded) >= status_lists.CAPACITY
    return bool(decoded.value(int(entry["statusListIndex"])))
