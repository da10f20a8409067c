"""The other ways to say that a badge no longer counts, or something else about it."""

import gzip
from typing import Any

import pytest

from badges.documents import JsonObject, serialize
from badges.encoding import encode_base64url
from badges.ports import Fetched
from tests.verifier.badges_to_read import (
    INDEX,
    LIST_URL,
    OB_3,
    VC_2,
    Desk,
    Place,
    badge,
    status_entry,
    status_list,
)
from tests.world import NOON
from verifier.report import Outcome, Report, Severity, State, Verdict
from verifier.trust import AllowList, Entry, TrustLists

REGISTER = "https://badges.example.fr/revocations"
EXTENSIONS = "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json"
BADGE_ID = "https://badges.example.fr/credentials/4f8b"
ENTRY = {"id": REGISTER, "type": "1EdTechRevocationList"}


def listing(*items: Any, member: str = "revokedCredential") -> JsonObject:
    """A list of cancelled credentials as 1EdTech describes it."""
    return {"id": REGISTER, "issuer": "did:web:badges.example.fr", member: list(items)}


def read(desk: Desk, place: Place, page: JsonObject | bytes | None, **members: Any) -> Report:
    """The report on a badge whose status is in such a list."""
    if page is not None:
        desk.web.publish(REGISTER, page)
    contexts = [VC_2, OB_3, EXTENSIONS]
    document = badge(place, **{"@context": contexts, "credentialStatus": ENTRY, **members})
    return desk.read(place.sign(document))


@pytest.mark.requirement("STAT-40", "STAT-41", "STAT-42", "STAT-43", "VER-16", "VAL-12")
@pytest.mark.parametrize("member", ["revokedCredential", "revokedCredentials"])
@pytest.mark.parametrize(
    "item",
    [
        {"id": BADGE_ID, "revoked": True},
        {"id": BADGE_ID},
        BADGE_ID,
        {"id": "https://badges.example.fr/credentials/%34f8b ", "revoked": True},
    ],
    ids=["true", "absent", "bare", "encoded"],
)
def test_a_listed_badge_is_cancelled(desk: Desk, place: Place, member: str, item: Any) -> None:
    """Under either name of the member, with `revoked` true or absent."""
    report = read(desk, place, listing({"id": "urn:x"}, item, member=member))
    assert (report.verdict, report.state) == (Verdict.REJECTED, State.REVOKED)
    finding = report.finding("status.revocation")
    assert (finding.code, finding.evidence[0].source) == ("status.revoked", REGISTER)


@pytest.mark.requirement("STAT-42")
@pytest.mark.parametrize(
    "items", [(), ({"id": f"{BADGE_ID}0"},), ({"id": BADGE_ID, "revoked": False},)]
)
def test_a_badge_that_is_not_listed_is_fine(
    desk: Desk, place: Place, items: tuple[Any, ...]
) -> None:
    """Absent, or said not to be revoked."""
    report = read(desk, place, listing(*items))
    assert report.state is State.GENUINE
    assert report.finding("status.revocation").code == "status.clear"


def test_the_reason_is_shown_to_experts(desk: Desk, place: Place) -> None:
    """The list's own words are evidence, never more."""
    item = {"id": BADGE_ID, "revocationReason": "Erreur de nom"}
    report = read(desk, place, listing(item))
    facts = {fact.name: fact.value for fact in report.finding("status.revocation").evidence}
    assert facts["status.reason"] == "Erreur de nom"


@pytest.mark.requirement("STAT-42", "VER-16", "VER-21", "VAL-12")
@pytest.mark.parametrize(
    ("page", "code"),
    [
        (None, "status.unavailable"),
        (b"<html></html>", "status.list_unreadable"),
        ({"id": REGISTER}, "status.list_unreadable"),
        ({"revokedCredential": {}}, "status.list_unreadable"),
        (listing({"revoked": True}), "status.list_unreadable"),
        (listing({"id": BADGE_ID, "revoked": "yes"}), "status.list_unreadable"),
        (listing(5), "status.list_unreadable"),
    ],
)
def test_a_list_that_cannot_be_read_leaves_it_open(
    desk: Desk, place: Place, page: Any, code: str
) -> None:
    """Neither cancelled nor fine."""
    report = read(desk, place, page)
    finding = report.finding("status.revocation")
    assert (finding.outcome, finding.code) == (Outcome.UNKNOWN, code)
    assert (report.verdict, report.state) == (Verdict.UNDETERMINED, State.CANNOT_CHECK)


@pytest.mark.requirement("STAT-42")
def test_one_broken_item_does_not_hide_the_badge(desk: Desk, place: Place) -> None:
    """Whatever else the list holds, a badge that it names is cancelled."""
    page = listing({"revoked": True}, {"id": BADGE_ID})
    assert read(desk, place, page).state is State.REVOKED


@pytest.mark.requirement("STAT-44")
@pytest.mark.parametrize("url", ["http://badges.example.fr/revocations", "https://", "urn:x", None])
def test_a_list_that_is_not_on_https_is_not_believed(desk: Desk, place: Place, url: Any) -> None:
    """Nothing but https protects this list: without it nobody knows who wrote it."""
    desk.web.publish("http://badges.example.fr/revocations", listing())
    entry = {name: value for name, value in (ENTRY | {"id": url}).items() if value is not None}
    report = read(desk, place, None, credentialStatus=entry)
    finding = report.finding("status.revocation")
    assert (finding.outcome, finding.code) == (Outcome.UNKNOWN, "status.list_address")
    assert not desk.web.visits or all("did.json" in url for url in desk.web.visits)


def test_a_badge_without_identifier_cannot_be_looked_up(desk: Desk, place: Place) -> None:
    """A list of identifiers says nothing about a badge that has none."""
    finding = read(desk, place, listing(), id=None).finding("status.revocation")
    assert (finding.outcome, finding.code) == (Outcome.UNKNOWN, "status.no_identifier")


@pytest.mark.requirement("VER-16", "TRAP-14")
def test_the_gravest_of_several_entries_decides(desk: Desk, place: Place) -> None:
    """One list clears, another cancels; an unread one never makes it green."""
    desk.web.publish(LIST_URL, place.sign(status_list(place)).body)
    both = [status_entry(), ENTRY]
    unread = {"id": "urn:z", "type": "https://example.org/terms#Other"}
    for page, entries, code in (
        (listing(), both, "status.clear"),
        (listing(BADGE_ID), both, "status.revoked"),
        (listing(), [*both, unread], "status.unknown_type"),
        (listing(BADGE_ID), [unread, *both], "status.revoked"),
    ):
        report = read(desk, place, page, credentialStatus=entries)
        assert report.finding("status.revocation").code == code


def test_a_page_larger_than_the_limit_is_out_of_reach(desk: Desk, place: Place) -> None:
    """An endless list is not downloaded."""
    desk.web.pages[REGISTER] = Fetched(REGISTER, "application/json", b" " * 1_000_001)
    report = read(desk, place, None)
    assert report.finding("status.revocation").code == "status.unavailable"


MESSAGES = [
    {"status": "0x0", "message": "En cours d'examen"},
    {"status": "0x1", "message": "Confirmé par le réseau"},
    {"status": "0x2", "message": "Contesté"},
    {"status": "0x3", "message": "Remplacé"},
]


def with_message(desk: Desk, place: Place, value: int, **members: Any) -> Report:
    """The report on a badge whose list of messages has this value of two bits."""
    bits = bytearray(2 * 16_384)
    position = 2 * INDEX
    bits[position // 8] |= value << 6 - position % 8
    page = status_list(place)
    encoded = "u" + encode_base64url(gzip.compress(bytes(bits)))
    page["credentialSubject"] |= {"statusPurpose": "message", "encodedList": encoded, "ttl": 60_000}
    desk.web.publish(LIST_URL, place.sign(page).body)
    several = {"statusSize": 2, "statusMessage": MESSAGES}
    entry = status_entry(statusPurpose="message", **(several | members))
    return desk.read(place.sign(badge(place, credentialStatus=entry), "vc-jwt"))


@pytest.mark.requirement("STAT-03", "STAT-06", "STAT-07", "STAT-25")
@pytest.mark.parametrize("value", [1, 2, 3])
def test_a_message_is_told_in_the_issuers_words(desk: Desk, place: Place, value: int) -> None:
    """Any value but zero is a remark; none of them cancels the badge."""
    report = with_message(desk, place, value)
    finding = report.finding("status.message")
    assert (finding.outcome, finding.code) == (Outcome.FAILED, "status.message")
    assert finding.severity is Severity.WARNING
    assert finding.params == {"message": MESSAGES[value]["message"]}
    assert report.state is State.GENUINE
    assert report.finding("status.revocation").outcome is Outcome.NOT_APPLICABLE


@pytest.mark.requirement("STAT-07")
def test_the_first_message_is_told_without_a_remark(desk: Desk, place: Place) -> None:
    """Zero is how every entry begins."""
    finding = with_message(desk, place, 0).finding("status.message")
    assert (finding.outcome, finding.params["message"]) == (Outcome.PASSED, "En cours d'examen")


@pytest.mark.requirement("STAT-08", "STAT-11", "STAT-27")
def test_references_and_lifetime_are_in_the_evidence(desk: Desk, place: Place) -> None:
    """Where the issuer explains its codes, and how long the list may be kept."""
    reference = "https://badges.example.fr/codes"
    report = with_message(desk, place, 2, statusReference=reference)
    facts = {fact.name: fact.value for fact in report.finding("status.message").evidence}
    assert facts["status.reference"] == reference
    assert facts["status.ttl"] == "60000 ms"
    assert facts["status.message"] == "Contesté"


@pytest.mark.requirement("STAT-07", "VER-21")
@pytest.mark.parametrize(
    "members",
    [
        {"statusMessage": None},
        {"statusMessage": MESSAGES[:3]},
        {"statusMessage": [*MESSAGES[:3], MESSAGES[0]]},
        {"statusSize": 0},
        {"statusSize": 64},
        {"statusSize": "2"},
        {"statusSize": True},
    ],
)
def test_an_entry_of_several_bits_needs_its_messages(
    desk: Desk, place: Place, members: JsonObject
) -> None:
    """Without one message for each value nobody knows what is said."""
    report = with_message(desk, place, 1, **members)
    finding = report.finding("status.message")
    assert (finding.outcome, finding.code) == (Outcome.UNKNOWN, "status.entry_malformed")
    assert report.verdict is not Verdict.REJECTED


def test_a_signal_without_words_is_told_as_such(desk: Desk, place: Place) -> None:
    """One bit may be set without a message: the value is told."""
    page = status_list(place, INDEX)
    page["credentialSubject"]["statusPurpose"] = "message"
    desk.web.publish(LIST_URL, place.sign(page).body)
    entry = status_entry(statusPurpose="message")
    finding = desk.read(place.sign(badge(place, credentialStatus=entry))).finding("status.message")
    assert (finding.code, finding.params) == ("status.message_unsaid", {"value": "0x1"})


def kept_by(desk: Desk, place: Place, entry: Entry | None, *indices: int) -> Report:
    """The report on a badge whose status list another house keeps, for a reader with this entry."""
    keeper = Place.by_key()
    page = keeper.sign(status_list(keeper, *indices)).body
    desk.web.publish(LIST_URL, page)
    lists: tuple[AllowList, ...] = ()
    if entry is not None:
        named = Entry(keeper.did, lists_for=entry.lists_for, is_issuer=False, ends=entry.ends)
        lists = (AllowList("Réseau", (named,), "https://reseau.example.fr/"),)
    reader = Desk(desk.web, desk.clock, TrustLists(lists))
    return reader.read(place.sign(badge(place, credentialStatus=status_entry())))


@pytest.mark.requirement("STAT-18")
def test_a_foreign_list_counts_when_the_readers_lists_name_its_keeper(
    desk: Desk, place: Place
) -> None:
    """For this issuer or for anybody; the report says on whose word."""
    for served in (place.did, "*"):
        entry = Entry("", lists_for=frozenset({served}))
        report = kept_by(desk, place, entry)
        facts = {fact.name: fact.source for fact in report.finding("status.revocation").evidence}
        assert facts["status.kept_by"] == "https://reseau.example.fr/"
        assert report.state is State.GENUINE
        assert kept_by(desk, place, entry, INDEX).state is State.REVOKED


@pytest.mark.requirement("STAT-18", "VER-21")
@pytest.mark.parametrize(
    "entry",
    [
        None,
        Entry(""),
        Entry("", lists_for=frozenset({"did:web:other"})),
        Entry("", lists_for=frozenset({"*"}), ends=NOON.replace(year=2025)),
    ],
)
def test_a_foreign_list_of_nobody_we_know_leaves_it_open(
    desk: Desk, place: Place, entry: Entry | None
) -> None:
    """Who is named for nobody, for others, or for another time, does not speak for the issuer."""
    report = kept_by(desk, place, entry, INDEX)
    assert report.finding("status.revocation").code == "status.foreign_issuer"
    assert report.state is State.CANNOT_CHECK


@pytest.mark.requirement("VER-16", "VER-21")
def test_a_list_that_is_not_asked_is_not_visited(desk: Desk, place: Place) -> None:
    """A badge that was changed sends nobody anywhere."""
    signed = place.sign(
        badge(place, credentialStatus=ENTRY, **{"@context": [VC_2, OB_3, EXTENSIONS]})
    )
    desk.read(serialize(signed.document | {"name": "Autre"}))
    assert REGISTER not in desk.web.visits
