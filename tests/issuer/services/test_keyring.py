"""Keys of places: made, replaced, declared compromised."""

import json

import pytest

from badges.did import did_key
from badges.jsonld import require_nothing_lost
from badges.keys import PublicKey
from issuer.errors import Conflict, InvalidRequest, KeyUnavailable, NotAllowed, NotFound
from issuer.model import PlaceRequest, SigningKey
from issuer.services import journal, keyring, places, publishing, status_lists
from tests.issuer.faults import picture
from tests.issuer.world import FABLAB, Town

DID = "did:web:badges.example.fr:places:fablab-rural"


def states(town: Town) -> dict[str, str]:
    """Key name -> state."""
    return {key.name: key.state for key in keyring.list_all(town.office, "fablab-rural")}


@pytest.mark.requirement("KEY-05", "TRAP-10")
def test_the_did_document_has_the_shape_that_readers_need(city: Town) -> None:
    """Two contexts, full ids, controllers, keys as Multikey only, and an array of strings."""
    places.add(city.office, FABLAB)
    document = publishing.did_document(city.office, "fablab-rural")
    assert document["@context"] == [
        "https://www.w3.org/ns/did/v1",
        "https://w3id.org/security/multikey/v1",
    ]
    assert document["id"] == DID
    first, second = document["verificationMethod"]
    assert (first["id"], first["type"], first["controller"]) == (f"{DID}#key-1", "Multikey", DID)
    assert first["publicKeyMultibase"].startswith("z6Mk")
    assert (second["id"], second["type"]) == (f"{DID}#key-2", "Multikey")
    assert second["publicKeyMultibase"].startswith("zDn")
    assert document["assertionMethod"] == [f"{DID}#key-1", f"{DID}#key-2"]


@pytest.mark.requirement("KEY-05", "KEY-11")
def test_the_did_document_loses_nothing(city: Town) -> None:
    """Every member of it is defined by its contexts, the date of a revoked key too."""
    places.add(city.office, FABLAB)
    keyring.revoke(city.office, "fablab-rural", "key-1", reason="volée")
    require_nothing_lost(publishing.did_document(city.office, "fablab-rural"))


@pytest.mark.requirement("KEY-05")
def test_a_did_key_has_no_document_to_serve(village: Town) -> None:
    """Under plain http nobody could fetch one: the DID is the key."""
    places.add(village.office, FABLAB)
    (key,) = keyring.list_all(village.office, "fablab-rural")
    assert places.issuer_id(village.office, "fablab-rural") == did_key(
        PublicKey.from_multikey(key.public)
    )
    with pytest.raises(NotFound, match=r"place\.no_did_document"):
        publishing.did_document(village.office, "fablab-rural")


@pytest.mark.requirement("KEY-11")
def test_rotating_keeps_old_keys_published(city: Town) -> None:
    """New names, new keys for new badges, old ones still listed to assert."""
    city.laser()
    old = city.issue()
    made = keyring.rotate(city.office, "fablab-rural")
    assert [(key.name, key.algorithm) for key in made] == [("key-3", "Ed25519"), ("key-4", "P-256")]
    assert states(city) == {
        "key-1": "retired",
        "key-2": "retired",
        "key-3": "active",
        "key-4": "active",
    }
    document = publishing.did_document(city.office, "fablab-rural")
    assert document["assertionMethod"] == [f"{DID}#key-{number}" for number in (1, 2, 3, 4)]
    assert json.loads(old.json)["proof"][0]["verificationMethod"] == f"{DID}#key-1"
    new = json.loads(city.issue().json)
    assert new["proof"][0]["verificationMethod"] == f"{DID}#key-3"


@pytest.mark.requirement("KEY-11")
def test_a_compromised_key_asserts_nothing_any_more(city: Town) -> None:
    """Marked with its date, no longer listed to assert, replaced, its lists signed again."""
    city.laser()
    award = city.issue()
    city.clock.advance(days=1)
    revoked = keyring.revoke(city.office, "fablab-rural", "key-1", reason="clé volée", actor="zoe")
    assert (revoked.state, revoked.ended) == ("revoked", city.clock.now())
    document = publishing.did_document(city.office, "fablab-rural")
    assert document["verificationMethod"][0]["revoked"] == "2026-11-23T12:00:00Z"
    assert document["assertionMethod"] == [f"{DID}#key-2", f"{DID}#key-3"]
    status_list = status_lists.publish(city.office, award.status.list_id).document
    assert status_list["proof"][0]["verificationMethod"] == f"{DID}#key-3"
    line = journal.read(city.office, subject="fablab-rural#key-1")[0]
    assert (line.action, line.actor, line.reason) == ("key.revoke", "zoe", "clé volée")
    with pytest.raises(Conflict, match=r"keys\.already_revoked"):
        keyring.revoke(city.office, "fablab-rural", "key-1", reason="encore")


@pytest.mark.requirement("KEY-11")
def test_names_are_never_reused(city: Town) -> None:
    """After rotations and a revocation, every key that ever was has its own name and half."""
    places.add(city.office, FABLAB)
    keyring.rotate(city.office, "fablab-rural")
    keyring.revoke(city.office, "fablab-rural", "key-1", reason="vieille clé perdue")
    keys = keyring.list_all(city.office, "fablab-rural")
    assert [key.name for key in keys] == [f"key-{number}" for number in (1, 2, 3, 4)]
    assert len({key.public for key in keys}) == 4


def test_a_did_key_cannot_be_replaced(village: Town) -> None:
    """Its key is its identity: rotating and revoking are refused with the reason."""
    places.add(village.office, FABLAB)
    with pytest.raises(NotAllowed, match=r"keys\.identity_is_key"):
        keyring.rotate(village.office, "fablab-rural")
    with pytest.raises(NotAllowed, match=r"keys\.identity_is_key"):
        keyring.revoke(village.office, "fablab-rural", "key-1", reason="volée")
    assert states(village) == {"key-1": "active"}


def test_unknown_keys_are_not_found(city: Town) -> None:
    """And a reason is always needed."""
    places.add(city.office, FABLAB)
    with pytest.raises(NotFound, match=r"keys\.unknown"):
        keyring.revoke(city.office, "fablab-rural", "key-9", reason="volée")
    with pytest.raises(InvalidRequest, match=r"text\.empty"):
        keyring.revoke(city.office, "fablab-rural", "key-1", reason="")


@pytest.mark.requirement("KEY-12")
def test_private_keys_are_nowhere_in_clear(village: Town) -> None:
    """Neither in the database, nor in what a key shows of itself."""
    village.laser()
    (key,) = keyring.list_all(village.office, "fablab-rural")
    signer = village.office.keys.signer(key, "x")
    secret = signer.key.secret()  # type: ignore[attr-defined] # the adapter's own, out of the port
    stored = repr(picture(village.office.settings.database_url))
    assert repr(secret)[2:-1] not in stored
    assert repr(secret[-32:])[2:-1] not in stored
    assert "sealed" not in repr(key)
    assert "key=" not in repr(signer)


def test_a_wrong_key_file_seals_nothing_more(village: Town) -> None:
    """A second place is refused while the file opens none of the first one's keys."""
    places.add(village.office, FABLAB)
    path = village.office.settings.data_dir / "keys" / "key-encryption.key"
    path.write_text("A" * 43, encoding="ascii")
    with pytest.raises(KeyUnavailable, match=r"keys\.file_wrong"):
        places.add(village.office, PlaceRequest("Atelier"))
    assert [place.slug for place in places.list_all(village.office)] == ["fablab-rural"]


def test_a_lost_key_file_is_not_replaced_in_silence(village: Town) -> None:
    """A new file would make the loss final and unnoticed."""
    places.add(village.office, FABLAB)
    path = village.office.settings.data_dir / "keys" / "key-encryption.key"
    path.unlink()
    with pytest.raises(KeyUnavailable, match=r"keys\.file_lost"):
        places.add(village.office, PlaceRequest("Atelier"))
    assert not path.exists()


def test_a_place_without_key_says_so(village: Town) -> None:
    """A database restored without its keys gives a sentence, not a traceback."""
    places.add(village.office, FABLAB)
    with village.office.store.write() as work:
        (key,) = work.keys.of("fablab-rural")
        work.keys.replace(SigningKey(**(vars(key) | {"state": "retired"})))
    with pytest.raises(KeyUnavailable, match=r"keys\.none_active"):
        places.issuer_id(village.office, "fablab-rural")
