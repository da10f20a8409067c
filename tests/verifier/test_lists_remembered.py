"""A status list that held is not verified again for each badge, and is never believed too long."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from typing import Any

import pytest

from badges import proofs
from badges.keys import KeySigner, PrivateKey
from badges.status.bitstring import decode
from tests.verifier.badges_to_read import (
    INDEX,
    LIST_URL,
    Desk,
    Place,
    badge,
    status_entry,
    status_list,
)
from tests.world import NOON, StillClock, WebOfDocuments
from verifier.bootstrap import Verifier
from verifier.case import RememberedLists, StatusList
from verifier.pipeline import Pipeline
from verifier.report import Report
from verifier.trust import TrustLists

DID_DOCUMENT = "https://badges.example.fr/places/lieu-1/did.json"


@dataclass
class Office:
    """One verifier that reads badge after badge; the place signs its lists with a second key."""

    web: WebOfDocuments
    place: Place
    clock: StillClock = field(default_factory=StillClock)

    def __post_init__(self) -> None:
        self.keeper = replace(
            self.place, key=PrivateKey.generate("Ed25519"), method=f"{self.place.did}#lists"
        )
        self.publish_keys()
        self.publish_list()
        self.verifier = Verifier(Pipeline(self.clock, self.web, TrustLists()))

    def publish_keys(self, *, lists: bool = True, **members: Any) -> None:
        """Publish the keys of the place: that of badges and, unless told, that of lists."""
        document = self.place.document
        entry = self.keeper.document["verificationMethod"][0] | members
        if lists:
            document["verificationMethod"].append(entry)
            document["assertionMethod"].append(self.keeper.method)
        self.web.publish(DID_DOCUMENT, document)

    def publish_list(self, *indices: int, **members: Any) -> bytes:
        """Publish a list in which `indices` are set."""
        body = self.keeper.sign(status_list(self.place, *indices, **members)).body
        self.web.publish(LIST_URL, body, "application/vc")
        return body

    def read(self, **entry: Any) -> Report:
        """The report on a badge of the place."""
        document = badge(self.place, credentialStatus=status_entry(**entry))
        return self.verifier.verify(self.place.sign(document).body)

    def read_afresh(self, **entry: Any) -> Report:
        """The same by a verifier that remembers nothing."""
        document = badge(self.place, credentialStatus=status_entry(**entry))
        return Desk(self.web, self.clock).read(self.place.sign(document))


@pytest.fixture
def office(web: WebOfDocuments, place: Place) -> Office:
    """A verifier that has read one badge."""
    office = Office(web, place)
    assert office.read().finding("status.revocation").code == "status.clear"
    return office


def remembered(office: Office) -> StatusList | None:
    """What the verifier remembers of the list as it is published."""
    return office.verifier.pipeline.remembered.recall(office.web.pages[LIST_URL].body)


@pytest.mark.requirement("STAT-21", "STAT-27")
def test_a_list_that_held_is_remembered_and_answers_the_same(office: Office) -> None:
    """The second badge gets the report that a verifier without memory gives, fact for fact."""
    assert remembered(office) is not None
    assert office.read() == office.read_afresh()
    assert (
        office.read(statusListIndex="7").findings
        == office.read_afresh(statusListIndex="7").findings
    )


def _revoked(office: Office) -> None:
    office.publish_list(INDEX)


def _withdrawn(office: Office) -> None:
    office.web.withdraw(LIST_URL)


def _key_taken_away(office: Office) -> None:
    office.publish_keys(lists=False)


def _key_replaced(office: Office) -> None:
    other = PrivateKey.generate("Ed25519").public.multikey()
    office.publish_keys(publicKeyMultibase=other)


def _keys_out_of_reach(office: Office) -> None:
    office.web.withdraw(DID_DOCUMENT)


def _signed_by_another(office: Office) -> None:
    stranger = PrivateKey.generate("Ed25519")
    signer = KeySigner(stranger, office.keeper.method)
    suite = proofs.suite("eddsa-rdfc-2022")
    body = suite.secure(status_list(office.place), signer, created=NOON).body
    office.web.publish(LIST_URL, body, "application/vc")


CHANGES: dict[str, tuple[Callable[[Office], None], str]] = {
    "revoked": (_revoked, "status.revoked"),
    "withdrawn": (_withdrawn, "status.unavailable"),
    "key_taken_away": (_key_taken_away, "status.list_unverified"),
    "key_replaced": (_key_replaced, "status.list_unverified"),
    "keys_out_of_reach": (_keys_out_of_reach, "check.skipped"),
    "signed_by_another": (_signed_by_another, "status.list_unverified"),
}


@pytest.mark.requirement("STAT-21", "STAT-26", "KEY-11")
@pytest.mark.parametrize("change", CHANGES)
def test_what_changes_outside_is_seen_at_once(office: Office, change: str) -> None:
    """A new list, no list, a key that is gone or another one: the next badge is told of it."""
    alter, code = CHANGES[change]
    alter(office)
    report = office.read()
    assert report.finding("status.revocation").code == code
    assert report == office.read_afresh()


@pytest.mark.requirement("STAT-21", "VER-17")
@pytest.mark.parametrize(("hours", "code"), [(1, "status.clear"), (3, "status.list_unverified")])
def test_a_remembered_list_ends_when_it_says(office: Office, hours: int, code: str) -> None:
    """The dates of a list are compared with the instant of each verification."""
    office.publish_list(validUntil="2026-11-22T14:00:00Z")
    office.read()
    assert remembered(office) is not None
    office.clock.advance(hours=hours)
    assert office.read().finding("status.revocation").code == code
    assert office.read() == office.read_afresh()


@pytest.mark.requirement("VER-18")
def test_a_list_is_not_believed_before_it_begins(office: Office) -> None:
    """A verifier whose clock was set back judges the list by its new clock."""
    office.publish_list(validFrom="2026-11-22T11:00:00Z")
    office.read()
    office.clock.advance(hours=-2)
    assert office.read().finding("status.revocation").code == "status.list_unverified"
    assert office.read() == office.read_afresh()


@pytest.mark.requirement("STAT-18")
def test_the_remembered_list_of_another_issuer_is_refused(office: Office) -> None:
    """That a list holds does not make it the list of whoever points to it."""
    other = Place.by_web(office.web, "lieu-2")
    signed = other.sign(badge(other, credentialStatus=status_entry()))
    report = office.verifier.verify(signed.body)
    assert report.finding("status.revocation").code == "status.foreign_issuer"


@pytest.mark.requirement("STAT-22")
def test_purpose_and_address_are_compared_for_each_badge(office: Office) -> None:
    """A remembered list still speaks of its own purpose, at its own address, only."""
    purpose = office.read(statusPurpose="suspension").finding("status.suspension")
    assert purpose.code == "status.other_purpose"
    elsewhere = "https://badges.example.fr/status/2"
    office.web.pages[elsewhere] = office.web.pages[LIST_URL]
    moved = office.read(statusListCredential=elsewhere).finding("status.revocation")
    assert moved.code == "status.other_list"


@pytest.mark.requirement("STAT-21")
def test_a_list_that_did_not_hold_is_not_remembered(office: Office) -> None:
    """Each badge has a doubtful list examined anew: it may be mended."""
    _signed_by_another(office)
    office.read()
    assert remembered(office) is None


def _list(number: int, size: int) -> StatusList:
    body = number.to_bytes(4) * (size // 4)
    bits = decode(status_list(Place.by_key())["credentialSubject"]["encodedList"])
    return StatusList(body, "", {}, is_lasting=True, bits=bits)


def test_the_memory_for_lists_is_bounded() -> None:
    """The list kept first makes room, and one that is too large is not kept at all."""
    memory = RememberedLists(total_bytes=400_000)
    lists = [_list(number, 4_000) for number in range(40)]
    for listing in lists:
        memory.keep(listing)
    kept = [memory.recall(listing.body) is not None for listing in lists]
    assert (kept[0], kept[-1]) == (False, True)
    assert sum(listing.size for listing, is_kept in zip(lists, kept, strict=True) if is_kept) <= (
        400_000
    )
    large = _list(99, 200_000)
    memory.keep(large)
    assert memory.recall(large.body) is None


def test_a_list_kept_twice_takes_its_room_once() -> None:
    """Two threads that verified the same list leave one."""
    memory = RememberedLists(total_bytes=400_000)
    first, again = _list(1, 4_000), _list(2, 4_000)
    memory.keep(first)
    for _ in range(100):
        memory.keep(again)
    assert memory.recall(first.body) is first
    assert memory.recall(again.body) is again


def test_four_threads_share_one_verifier(office: Office) -> None:
    """Badges of two lists that come and go are each told their own status."""
    clear, revoked = office.publish_list(), office.publish_list(INDEX)
    pages = office.web.pages
    other = "https://badges.example.fr/status/9"
    pages[other] = replace(pages[LIST_URL], url=other, body=_at(office, other))
    pages[LIST_URL] = replace(pages[LIST_URL], body=clear)
    assert clear != revoked

    def code(number: int) -> str:
        url = other if number % 2 else LIST_URL
        return office.read(statusListCredential=url).finding("status.revocation").code

    with ThreadPoolExecutor(4) as pool:
        codes = list(pool.map(code, range(40)))
    assert codes == ["status.clear", "status.revoked"] * 20


def _at(office: Office, url: str) -> bytes:
    return office.keeper.sign(status_list(office.place, INDEX, id=url)).body


def test_the_memory_holds_nothing_of_a_badge(office: Office) -> None:
    """After many badges it holds the list that they share, and no more than that."""
    before = remembered(office)
    for number in range(5):
        office.read(statusListIndex=str(number))
    assert remembered(office) is before
    assert before is not None
    assert before.document["type"] == ["VerifiableCredential", "BitstringStatusListCredential"]
