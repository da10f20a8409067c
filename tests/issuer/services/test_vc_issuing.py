"""Signing for machine clients, on each kind of database: what is kept, and what is not."""

import pytest

from badges.documents import JsonObject
from issuer.errors import AlreadyRevoked, InvalidRequest, NotFound
from issuer.model import PlaceRequest
from issuer.services import journal, places, vc_issuing
from tests.issuer.web.vc import credential
from tests.issuer.world import FABLAB, Town

ID = "urn:uuid:86294362-4254-4f36-854f-3952fe42555d"


def change(town: Town, *, value: bool, purpose: str = "revocation") -> vc_issuing.Changed:
    """Set or clear the status of the credential."""
    entry = {"type": "BitstringStatusListEntry", "statusPurpose": purpose}
    body = {"credentialId": ID, "credentialStatus": entry, "status": value}
    return vc_issuing.set_status(town.office, "fablab-rural", body)


def issue(town: Town, **options: object) -> JsonObject:
    """A credential signed by the fablab, with a status."""
    body = {"credential": credential(id=ID), "options": {"status": True, **options}}
    return vc_issuing.issue(town.office, "fablab-rural", body)


@pytest.mark.requirement("STAT-16", "STAT-17")
def test_a_status_is_kept_set_and_told_in_the_journal(town: Town) -> None:
    """The entry is that of the credential, cancelling is written once, and is for good."""
    places.add(town.office, FABLAB)
    signed = issue(town)
    assert issue(town)["credentialStatus"] == signed["credentialStatus"]
    for _ in range(2):
        assert change(town, value=True).entry.to_document() == signed["credentialStatus"]
    with pytest.raises(AlreadyRevoked):
        change(town, value=False)
    actions = [line.action for line in journal.read(town.office, subject=ID)]
    assert sorted(actions) == ["credential.issue", "credential.issue", "credential.set"]


def test_each_purpose_has_a_status_of_its_own(town: Town) -> None:
    """A suspension can be set and cleared beside a cancellation that never was."""
    places.add(town.office, FABLAB)
    first, second = issue(town), issue(town, statusPurpose="suspension")
    entries = [document["credentialStatus"] for document in (first, second)]
    assert {entry["statusPurpose"] for entry in entries} == {"revocation", "suspension"}
    assert change(town, value=True, purpose="suspension").value is True
    assert change(town, value=False, purpose="suspension").value is False
    assert change(town, value=False).entry.index == int(
        first["credentialStatus"]["statusListIndex"]
    )


def test_nothing_is_kept_of_what_is_refused(town: Town) -> None:
    """No list is opened, no key made and no line written for a credential that is not signed."""
    places.add(town.office, FABLAB)
    before = journal.read(town.office)
    body = {"credential": credential(unheard=1), "options": {"status": True}}
    with pytest.raises(InvalidRequest):
        vc_issuing.issue(town.office, "fablab-rural", body)
    with pytest.raises(NotFound):
        change(town, value=True)
    assert journal.read(town.office) == before


def test_another_place_cannot_change_it(town: Town) -> None:
    """A status belongs to the place that gave it."""
    places.add(town.office, FABLAB)
    other = places.add(town.office, PlaceRequest(name="Autre lieu"))
    issue(town)
    entry = {"type": "BitstringStatusListEntry"}
    with pytest.raises(NotFound):
        vc_issuing.set_status(
            town.office, other.slug, {"credentialId": ID, "credentialStatus": entry}
        )
