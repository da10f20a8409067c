"""The status of a badge: believed only from a list whose own signature, issuer and dates hold."""

import gzip
from typing import Any

import pytest

from badges.documents import serialize
from badges.encoding import encode_base64url
from badges.ports import Fetched
from tests.verifier.badges_to_read import (
    INDEX,
    LIST_URL,
    Desk,
    Place,
    badge,
    status_entry,
    status_list,
)
from verifier.report import Finding, Outcome, Severity, State, Verdict

PROBLEMS = "https://www.w3.org/ns/credentials/status-list#"


def judged(desk: Desk, place: Place, listing: bytes | None, **entry: Any) -> Finding:
    """The finding on revocation for the badge of `place`, with this page at the list's address."""
    if listing is not None:
        desk.web.publish(LIST_URL, listing, "application/vc")
    report = desk.read(place.sign(badge(place, credentialStatus=status_entry(**entry))))
    return report.finding("status.revocation")


def with_list(place: Place, **subject: Any) -> bytes:
    """A signed list with these members of its subject replaced."""
    listing = status_list(place)
    listing["credentialSubject"] |= subject
    return place.sign(listing).body


def encoded(bits: bytes) -> str:
    """An `encodedList` of these bytes, of whatever length."""
    return "u" + encode_base64url(gzip.compress(bits))


def set_bit(index: int, size: int = 16_384) -> bytes:
    """Bytes with one bit set, counted from the left of the first byte."""
    bits = bytearray(size)
    bits[index // 8] = 0x80 >> index % 8
    return bytes(bits)


@pytest.mark.requirement("STAT-12", "STAT-25", "TRAP-16")
@pytest.mark.parametrize("index", [0, 7, 8, INDEX, 131_071])
def test_the_left_most_bit_comes_first(desk: Desk, place: Place, index: int) -> None:
    """One set bit revokes exactly the badge of its index."""
    listing = with_list(place, encodedList=encoded(set_bit(index)))
    assert judged(desk, place, listing, statusListIndex=str(index)).code == "status.revoked"
    other = (index + 1) % 131_072
    assert judged(desk, place, listing, statusListIndex=str(other)).code == "status.clear"


@pytest.mark.requirement("STAT-24")
def test_entries_of_several_bits_are_read_whole(desk: Desk, place: Place) -> None:
    """With a status size the index counts entries, and any value but zero is set."""
    bits = set_bit(2 * INDEX + 1, 2 * 16_384)
    listing = with_list(place, encodedList=encoded(bits))
    messages = [{"status": hex(value), "message": "x"} for value in range(4)]
    finding = judged(desk, place, listing, statusSize=2, statusMessage=messages)
    assert finding.code == "status.revoked"


@pytest.mark.requirement("STAT-20", "STAT-26", "VER-16", "VER-21")
def test_a_list_out_of_reach_is_never_green(desk: Desk, place: Place) -> None:
    """When the list cannot be fetched the verdict stays open."""
    finding = judged(desk, place, None)
    assert (finding.outcome, finding.code) == (Outcome.UNKNOWN, "status.unavailable")
    assert finding.evidence[0].value == f"{PROBLEMS}STATUS_RETRIEVAL_ERROR"
    report = desk.read(place.sign(badge(place, credentialStatus=status_entry())))
    assert (report.verdict, report.state) == (Verdict.UNDETERMINED, State.CANNOT_CHECK)


def _forged(place: Place) -> bytes:
    listing = place.sign(status_list(place, INDEX)).document
    listing["credentialSubject"]["encodedList"] = encoded(bytes(16_384))
    return serialize(listing)


RETRIEVAL, VERIFICATION = "STATUS_RETRIEVAL_ERROR", "STATUS_VERIFICATION_ERROR"
MALFORMED, TOO_SHORT = "MALFORMED_VALUE_ERROR", "STATUS_LIST_LENGTH_ERROR"

Wrong = dict[str, tuple[bytes, str, str]]
"""Lists that must not be believed: the page, the code and the W3C name of the problem."""


def _unreadable() -> Wrong:
    code = "status.list_unreadable"
    former = b'{"@context":"https://w3id.org/openbadges/v2"}'
    return {
        "a page": (b"<html></html>", code, RETRIEVAL),
        "nothing": (b"", code, RETRIEVAL),
        "an old badge": (former, "status.list_unverified", VERIFICATION),
    }


def _unverified(place: Place) -> Wrong:
    def signed(**members: Any) -> bytes:
        return place.sign(status_list(place, **members)).body

    code = "status.list_unverified"
    return {
        "unsigned": (serialize(status_list(place)), code, VERIFICATION),
        "changed": (_forged(place), code, VERIFICATION),
        "another type": (signed(type=["VerifiableCredential"]), code, VERIFICATION),
        "too old": (signed(validUntil="2026-11-21T00:00:00Z"), code, VERIFICATION),
        "too early": (signed(validFrom="2026-11-23T00:00:00Z"), code, VERIFICATION),
        "another list": (signed(id=f"{LIST_URL}0"), "status.other_list", VERIFICATION),
    }


def _unfit(place: Place) -> Wrong:
    def holding(**subject: Any) -> bytes:
        return with_list(place, **subject)

    purpose, malformed = "status.other_purpose", "status.list_malformed"
    bomb, short = encoded(bytes(17 << 20)), encoded(bytes(16_383))
    return {
        "another purpose": (holding(statusPurpose="suspension"), purpose, VERIFICATION),
        "no purpose": (holding(statusPurpose="message"), purpose, VERIFICATION),
        "no gzip": (holding(encodedList="uAAAA"), malformed, MALFORMED),
        "no multibase": (holding(encodedList="AAAA"), malformed, MALFORMED),
        "a bomb": (holding(encodedList=bomb), malformed, MALFORMED),
        "too short": (holding(encodedList=short), "status.list_too_short", TOO_SHORT),
    }


PLACE = Place.by_key()
LISTS = _unreadable() | _unverified(PLACE) | _unfit(PLACE)


@pytest.mark.requirement("STAT-20", "STAT-21", "STAT-22", "STAT-23", "STAT-26", "STAT-28")
@pytest.mark.parametrize("name", LISTS)
def test_a_list_that_does_not_hold_is_not_believed(desk: Desk, name: str) -> None:
    """Neither revoked nor fine: the status is unknown, with the W3C name of the problem."""
    page, code, problem = LISTS[name]
    finding = judged(desk, PLACE, page)
    assert (finding.outcome, finding.code) == (Outcome.UNKNOWN, code)
    assert finding.evidence[0].value == PROBLEMS + problem
    assert finding.state is State.CANNOT_CHECK


@pytest.mark.requirement("STAT-18", "STAT-28")
def test_a_list_of_another_issuer_is_not_believed(desk: Desk, place: Place) -> None:
    """A stranger's list neither clears nor revokes, however well it is signed."""
    stranger = Place.by_key()
    for indices in ((), (INDEX,)):
        page = stranger.sign(status_list(stranger, *indices)).body
        assert judged(desk, place, page).code == "status.foreign_issuer"
    in_their_name = stranger.sign(status_list(place, INDEX)).body
    assert judged(desk, place, in_their_name).code == "status.list_unverified"


@pytest.mark.requirement("STAT-24")
def test_an_index_outside_the_list_is_unknown(desk: Desk, place: Place) -> None:
    """The range is checked before the bit is read."""
    finding = judged(desk, place, place.sign(status_list(place)).body, statusListIndex="131072")
    assert finding.code == "status.out_of_range"
    assert finding.evidence[0].value == f"{PROBLEMS}RANGE_ERROR"


@pytest.mark.requirement("STAT-04", "TRAP-16")
@pytest.mark.parametrize("index", [5, "-1", "1.5", "0x1", "", "x", "٣", None])
def test_an_index_that_is_no_text_of_digits_is_unknown(
    desk: Desk, place: Place, index: Any
) -> None:
    """A wrong entry in a well-signed badge leaves the status open, and never raises."""
    entry = {k: v for k, v in status_entry(statusListIndex=index).items() if v is not None}
    report = desk.read(place.sign(badge(place, credentialStatus=entry), "vc-jwt"))
    finding = report.finding("status.revocation")
    assert (finding.outcome, finding.code) == (Outcome.UNKNOWN, "status.entry_malformed")


@pytest.mark.requirement("STAT-11", "TRAP-16")
@pytest.mark.parametrize("suite", ["eddsa-rdfc-2022", "vc-jwt"])
@pytest.mark.parametrize("purposes", ["revocation", ["suspension", "revocation"]])
def test_a_list_may_have_several_purposes_and_either_form(
    desk: Desk, place: Place, purposes: Any, suite: str
) -> None:
    """Readers accept a list of purposes, and a list signed as a JWT."""
    listing = status_list(place, INDEX)
    listing["credentialSubject"]["statusPurpose"] = purposes
    assert judged(desk, place, place.sign(listing, suite).body).code == "status.revoked"


@pytest.mark.requirement("VER-16", "TRAP-14")
def test_several_entries_are_each_looked_up(desk: Desk, place: Place) -> None:
    """An array of entries is read: one list revokes, another suspends."""
    other = f"{LIST_URL}-suspension"
    suspended = status_list(place, INDEX, id=other)
    suspended["credentialSubject"] |= {"id": f"{other}#list", "statusPurpose": "suspension"}
    desk.web.publish(LIST_URL, place.sign(status_list(place)).body)
    desk.web.publish(other, place.sign(suspended).body)
    second = status_entry(
        id=f"{other}#{INDEX}", statusPurpose="suspension", statusListCredential=other
    )
    report = desk.read(
        place.sign(badge(place, credentialStatus=[status_entry(), second]), "vc-jwt")
    )
    assert report.finding("status.revocation").code == "status.clear"
    assert report.finding("status.suspension").code == "status.suspended"


@pytest.mark.requirement("VER-16")
def test_a_status_for_another_purpose_is_a_warning(desk: Desk, place: Place) -> None:
    """An entry for a purpose that is not ours to judge is told and does not decide."""
    entry = status_entry(statusPurpose="honour")
    report = desk.read(place.sign(badge(place, credentialStatus=entry)))
    finding = report.finding("status.message")
    assert (finding.code, finding.severity) == ("status.unknown_purpose", Severity.WARNING)
    assert report.state is State.GENUINE
    assert "status.unknown_purpose" in report.to_json("fr")["warnings"]


@pytest.mark.requirement("VER-16", "VER-21")
def test_a_status_that_we_cannot_read_is_never_green(desk: Desk, place: Place) -> None:
    """A badge whose cancellation would be told in another way is undetermined, not genuine."""
    entry = {"id": "https://a.example/s", "type": "https://a.example/terms#Register"}
    report = desk.read(place.sign(badge(place, credentialStatus=entry)))
    finding = report.finding("status.revocation")
    assert (finding.outcome, finding.code) == (Outcome.UNKNOWN, "status.unknown_type")
    assert report.state is State.CANNOT_CHECK


def test_a_badge_without_status_says_so(desk: Desk, place: Place) -> None:
    """No status entry is allowed, and is told."""
    report = desk.read(place.sign(badge(place)))
    for check in ("status.revocation", "status.suspension"):
        assert report.finding(check).outcome is Outcome.NOT_APPLICABLE


@pytest.mark.requirement("STAT-27")
def test_the_list_is_asked_once_for_a_badge(desk: Desk, place: Place) -> None:
    """One verification asks for one page once, and only after the signature held."""
    desk.web.publish(LIST_URL, place.sign(status_list(place)).body)
    signed = place.sign(badge(place, credentialStatus=status_entry()))
    desk.read(signed)
    assert desk.web.visits.count(LIST_URL) == 1
    desk.web.visits.clear()
    changed = signed.document | {"name": "Autre"}
    desk.read(serialize(changed))
    assert LIST_URL not in desk.web.visits


def test_a_list_larger_than_the_limit_is_out_of_reach(desk: Desk, place: Place) -> None:
    """An endless list is not downloaded."""
    desk.web.pages[LIST_URL] = Fetched(LIST_URL, "application/vc", b" " * 1_000_001)
    assert judged(desk, place, None).code == "status.unavailable"


def test_the_evidence_says_which_list_was_read(desk: Desk, place: Place) -> None:
    """The list's address, the entry and the digest of the very bytes are in the report."""
    finding = judged(desk, place, place.sign(status_list(place)).body)
    (fact,) = finding.evidence
    assert (fact.value, fact.source) == ("0", f"{LIST_URL}#{INDEX}")
    assert fact.sha256 is not None
    assert len(fact.sha256) == 64
