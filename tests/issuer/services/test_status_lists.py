"""Status lists: their shape, their indices, their bytes."""

from dataclasses import replace

import pytest

from badges import proofs
from badges.did import Resolver
from badges.jsonld import require_nothing_lost
from badges.status.bitstring import MINIMUM_BITS, decode
from issuer.errors import NotAllowed, NotFound, StatusListFull
from issuer.model import StatusList, StatusPosition
from issuer.ports import Office, UnitOfWork
from issuer.services import keyring, people, publishing, status_lists
from issuer.services.identities import Identity
from issuer.services.life import revoking
from tests.issuer.world import LAPTOP, Town


def identity_in(office: Office, work: UnitOfWork) -> Identity:
    """Who the fablab signs as."""
    place = work.places.get("fablab-rural")
    assert place is not None
    return keyring.prepare_identity(office, work, place)


def tiny(town: Town, capacity: int) -> StatusList:
    """A signed list of the fablab with room for `capacity` badges, instead of its usual one."""
    with town.office.store.write() as work:
        identity = identity_in(town.office, work)
        new = StatusList(
            id="fablab-rural-revocation-1",
            place="fablab-rural",
            purpose="revocation",
            issuer=identity.issuer,
            url=f"{LAPTOP}/status/fablab-rural-revocation-1",
            capacity=capacity,
            updated=town.clock.now(),
        )
        work.status_lists.add(new)
    return new


@pytest.mark.requirement("STAT-10", "STAT-11", "STAT-12", "STAT-14", "STAT-18", "TRAP-16")
def test_a_list_is_a_signed_credential(town: Town) -> None:
    """Types, ids, one plain purpose, enough bits, the issuer and mechanism of its badges."""
    town.laser()
    award = town.issue()
    secured = status_lists.publish(town.office, award.status.list_id)
    require_nothing_lost(secured.document)
    document = dict(secured.document)
    url = f"{LAPTOP}/status/{award.status.list_id}"
    subject, (proof,) = dict(document.pop("credentialSubject")), document.pop("proof")
    assert document == {
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "id": url,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": award.issuer,
        "validFrom": "2026-11-22T12:00:00Z",
    }
    bits = decode(subject.pop("encodedList"))
    assert subject == {
        "id": f"{url}#list",
        "type": "BitstringStatusList",
        "statusPurpose": "revocation",
        "ttl": 300_000,
    }
    assert len(bits) == MINIMUM_BITS
    assert not any(bits.bits)
    assert proof["cryptosuite"] == "eddsa-rdfc-2022"
    verified = proofs.suite_of(proof).verify(secured, proof, Resolver(None))
    assert verified.method.controller == award.issuer


@pytest.mark.requirement("STAT-12", "TRAP-16")
def test_the_first_bit_is_the_left_most(town: Town) -> None:
    """The bit of index i is bit 7 - i % 8 of byte i // 8."""
    town.laser()
    award = town.issue()
    revoking.revoke(town.office, award.id, people.operator("zoe"), reason="erreur")
    document = status_lists.publish(town.office, award.status.list_id).document
    bits = decode(document["credentialSubject"]["encodedList"]).bits
    index = award.status.index
    assert bits[index // 8] == 1 << (7 - index % 8)
    assert sum(bits) == bits[index // 8]


@pytest.mark.requirement("STAT-13")
def test_indices_are_scattered_in_one_list(village: Town) -> None:
    """Many badges, one list, and indices that do not follow the order of awards."""
    village.laser()
    awards = [village.issue() for _ in range(12)]
    assert len({award.status.list_id for award in awards}) == 1
    indices = [award.status.index for award in awards]
    assert len(set(indices)) == 12
    assert indices != sorted(indices)
    assert all(0 <= index < MINIMUM_BITS for index in indices)
    assert max(indices) > MINIMUM_BITS // 4


@pytest.mark.requirement("STAT-11")
def test_bytes_stay_the_same_until_something_changes(town: Town) -> None:
    """Time passes and badges are awarded: the list is the same, byte for byte."""
    town.laser()
    award = town.issue()
    before = status_lists.publish(town.office, award.status.list_id)
    town.clock.advance(days=30)
    town.issue()
    after = status_lists.publish(town.office, award.status.list_id)
    assert after.body == before.body
    assert publishing.etag(after.body) == publishing.etag(before.body)
    revoking.revoke(town.office, award.id, people.operator("zoe"), reason="erreur")
    changed = status_lists.publish(town.office, award.status.list_id)
    assert publishing.etag(changed.body) != publishing.etag(before.body)


def test_each_purpose_has_its_list(village: Town) -> None:
    """Revocation and suspension never share one."""
    village.laser()
    first = village.issue()
    with village.office.store.write() as work:
        identity = identity_in(village.office, work)
        position, entry = status_lists.allocate(village.office, work, identity, "suspension")
    assert position.list_id == "fablab-rural-suspension-1"
    assert entry.status_purpose == "suspension"
    assert first.status.list_id == "fablab-rural-revocation-1"


def test_a_full_list_is_followed_by_the_next(town: Town) -> None:
    """The last free index is given out, then another list opens by itself."""
    town.laser()
    tiny(town, 3)
    awards = [town.issue() for _ in range(4)]
    assert sorted(award.status.index for award in awards[:3]) == [0, 1, 2]
    assert awards[3].status.list_id == "fablab-rural-revocation-2"
    assert status_lists.publish(town.office, "fablab-rural-revocation-2").body


def test_a_full_list_says_so(town: Town) -> None:
    """Taking an index of a full list is refused, not waited for."""
    town.laser()
    full = tiny(town, 1)
    with town.office.store.write() as work:
        work.status_lists.take(StatusPosition(full.id, 0))
        with pytest.raises(StatusListFull, match=r"status_list\.full"):
            status_lists.take_index(town.office, work, full)


@pytest.mark.requirement("STAT-17")
def test_a_bit_of_revocation_never_returns(town: Town) -> None:
    """Even code that asks for it is refused."""
    town.laser()
    award = town.issue()
    with town.office.store.write() as work:
        identity = identity_in(town.office, work)
        with pytest.raises(NotAllowed, match=r"status_list\.never_back"):
            status_lists.set_bit(town.office, work, identity, award.status, value=False)


@pytest.mark.requirement("STAT-18")
def test_a_new_origin_has_new_lists(village: Town) -> None:
    """A badge never names a list under an origin that is not its own; old lists live on."""
    village.laser()
    first = village.issue()
    settings = replace(village.office.settings, base_url="https://badges.example.fr")
    moved = replace(village, office=replace(village.office, settings=settings))
    second = moved.issue()
    assert second.issuer.startswith("did:web:")
    assert second.status.list_id == "fablab-rural-revocation-2"
    revoking.revoke(moved.office, first.id, people.operator("zoe"), reason="erreur")
    document = status_lists.publish(moved.office, first.status.list_id).document
    assert document["issuer"] == first.issuer
    assert document["id"].startswith(LAPTOP)


@pytest.mark.parametrize("name", ["nothing", "", "\x00", "x" * 10_000])
def test_unknown_lists_are_not_found(town: Town, name: str) -> None:
    """Whatever is asked for, and whatever the database."""
    with pytest.raises(NotFound, match=r"status_list\.unknown"):
        status_lists.publish(town.office, name)
    with town.office.store.read() as work, pytest.raises(NotFound):
        status_lists.find_list(work, "nothing")
