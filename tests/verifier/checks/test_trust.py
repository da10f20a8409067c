"""Whom the reader trusts: lists of issuers, of what they may award, of who keeps status lists."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from badges.documents import JsonObject, serialize
from badges.errors import SettingsError
from badges.i18n import LANGUAGES, Translator
from tests.verifier.badges_to_read import Desk, Place, achievement, badge, with_subject
from tests.world import NOON
from verifier.report import Finding, Outcome, Severity, State, Trust
from verifier.trust import AllowList, Entry, TrustLists, read_trust

PLACE = Place.by_key()
BADGE = achievement()["id"]
DAY = timedelta(days=1)
PAGE = "https://reseau.example.fr/liste"


def reader(desk: Desk, *entries: Entry) -> Desk:
    """The desk of somebody whose one list has these entries."""
    return Desk(desk.web, desk.clock, TrustLists((AllowList("Ouest", entries, PAGE),)))


def written(tmp_path: Path, listing: JsonObject, name: str = "list.json") -> Path:
    """A list as a file."""
    path = tmp_path / name
    path.write_bytes(serialize(listing))
    return path


def test_the_report_cites_the_list_and_its_page(desk: Desk) -> None:
    """Which list, where it is published, and under which name it knows the issuer."""
    report = reader(desk, Entry(PLACE.did, "Le Lieu Un")).read(PLACE.sign(badge(PLACE)))
    finding = report.finding("issuer.trust")
    assert (finding.outcome, finding.code) == (Outcome.PASSED, "trust.listed")
    (fact,) = finding.evidence
    assert (fact.value, fact.source) == ("Ouest: Le Lieu Un", PAGE)
    assert (report.summary.trust, report.summary.voucher) == (Trust.LISTED, "Ouest")


@pytest.mark.parametrize(
    "entry", [Entry(PLACE.did, begins=NOON + DAY), Entry(PLACE.did, ends=NOON)]
)
def test_an_entry_counts_in_its_time_only(desk: Desk, entry: Entry) -> None:
    """Before and after, the issuer is as unknown as any, and the report says why."""
    report = reader(desk, entry).read(PLACE.sign(badge(PLACE)))
    finding = report.finding("issuer.trust")
    assert (finding.outcome, finding.code) == (Outcome.UNKNOWN, "trust.lapsed")
    assert (report.state, report.summary.trust) == (State.GENUINE, Trust.UNLISTED)
    within = Entry(PLACE.did, begins=NOON, ends=NOON + DAY)
    report = reader(desk, within).read(PLACE.sign(badge(PLACE)))
    assert report.summary.trust is Trust.LISTED


def test_whoever_only_keeps_lists_is_no_issuer(desk: Desk) -> None:
    """Its name on a list says nothing of the badges that it signs."""
    report = reader(desk, Entry(PLACE.did, is_issuer=False)).read(PLACE.sign(badge(PLACE)))
    assert report.finding("issuer.trust").code == "trust.unlisted"


def entitled(desk: Desk, *entries: Entry, **members: Any) -> Finding:
    """The finding on the right to award, for a badge whose achievement has these members."""
    document = with_subject(badge(PLACE), achievement=achievement(**members))
    report = reader(desk, *entries).read(PLACE.sign(document))
    assert report.state is State.GENUINE
    return report.finding("issuer.entitled")


def test_a_badge_of_ones_own_is_ones_own(desk: Desk) -> None:
    """Without a creator, or with oneself as creator, there is nothing to tell."""
    assert entitled(desk).code == "entitled.own"
    creator = {"id": PLACE.did, "type": ["Profile"]}
    assert entitled(desk, creator=creator).code == "entitled.own"


def test_another_creator_is_told(desk: Desk) -> None:
    """Who designed the badge is not who awards it: a notice, no defect."""
    creator = {"id": "https://autre.example.org/", "type": ["Profile"], "name": "Autre Lieu"}
    finding = entitled(desk, creator=creator)
    assert (finding.outcome, finding.code) == (Outcome.UNKNOWN, "entitled.other_creator")
    assert (finding.severity, finding.params) == (Severity.NOTICE, {"creator": "Autre Lieu"})


def test_a_list_may_say_who_awards_what(desk: Desk) -> None:
    """Who is named for this achievement may award it; nobody else, whoever they are."""
    named = Entry(PLACE.did, achievements=frozenset({BADGE}))
    assert entitled(desk, named).code == "entitled.listed"
    for other in (
        Entry("did:web:other", achievements=frozenset({BADGE})),
        Entry(PLACE.did, achievements=frozenset({"https://example.org/autre"})),
        Entry(PLACE.did, achievements=frozenset({BADGE}), ends=NOON),
    ):
        finding = entitled(desk, other)
        assert (finding.outcome, finding.code) == (Outcome.FAILED, "entitled.not_listed")
        assert (finding.severity, finding.params) == (Severity.WARNING, {"list": "Ouest"})
    elsewhere = Entry("did:web:other", achievements=frozenset({"https://example.org/autre"}))
    assert entitled(desk, elsewhere).code == "entitled.own"
    assert entitled(desk, elsewhere, named).code == "entitled.listed"


def test_lists_are_read_from_a_file_or_a_folder(tmp_path: Path) -> None:
    """Issuers as objects or bare identifiers; the name of a list defaults to its file's."""
    issuers = [{"id": "did:a", "name": "x"}]
    first = written(tmp_path, {"name": "A", "url": PAGE, "issuers": issuers}, "a.json")
    written(tmp_path, {"issuers": ["did:a", "did:b"]}, "b.json")
    lists = read_trust(tmp_path)
    named = lists.issuer("did:a", NOON)
    assert named is not None
    assert (named.list, named.url, named.name) == ("A", PAGE, "x")
    other = lists.issuer("did:b", NOON)
    assert other is not None
    assert other.list == "b"
    assert lists.issuer("did:c", NOON) is None
    assert read_trust(first).issuer("did:b", NOON) is None
    assert read_trust(None).is_empty


def test_an_entry_says_when_what_and_for_whom(tmp_path: Path) -> None:
    """Every member of an entry is read."""
    whole = {
        "id": "did:a",
        "valid_from": "2026-11-22T12:00:00Z",
        "valid_until": "2026-11-23T12:00:00+01:00",
        "achievements": [BADGE],
        "status_lists_for": ["did:b"],
    }
    keeper = {"id": "did:k", "role": "status_lists"}
    lists = read_trust(written(tmp_path, {"issuers": [whole, keeper]}))
    assert lists.issuer("did:a", NOON - DAY) is None
    assert lists.issuer("did:a", NOON) is not None
    assert lists.issuer("did:a", NOON + DAY) is None
    said = lists.entitled("did:a", BADGE, NOON)
    assert said is not None
    assert said[0]
    assert lists.keeper("did:a", "did:b", NOON) is not None
    assert lists.keeper("did:a", "did:c", NOON) is None
    assert lists.keeper("did:k", "did:c", NOON) is not None
    assert lists.issuer("did:k", NOON) is None


def test_a_registry_of_the_dcc_is_a_list(tmp_path: Path) -> None:
    """Its identifiers are members; names come along."""
    registry = {
        "meta": {"created": "2020-12-02", "updated": "2021-09-20"},
        "registry": {
            "did:key:z6Mk": {"name": "Lieu Un", "location": "Nantes", "url": "https://a.example"}
        },
    }
    lists = read_trust(written(tmp_path, registry, "dcc.json"))
    mention = lists.issuer("did:key:z6Mk", NOON)
    assert mention is not None
    assert (mention.list, mention.name) == ("dcc", "Lieu Un")


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"issuers": {}}', '{"registry": []}', "{"])
def test_a_file_that_is_no_list_is_told_at_once(tmp_path: Path, text: str) -> None:
    """A list that cannot be read stops the start; it is never read as empty."""
    (tmp_path / "list.json").write_text(text)
    with pytest.raises(SettingsError, match=r"settings\.trust "):
        read_trust(tmp_path)
    with pytest.raises(SettingsError):
        read_trust(tmp_path / "absent.json")


@pytest.mark.parametrize(
    ("listing", "place"),
    [
        ({"issuers": [1]}, "issuers/0"),
        ({"issuers": ["did:a", ""]}, "issuers/1"),
        ({"issuers": [{"name": "x"}]}, "issuers/0/id"),
        ({"issuers": [{"id": "did:a", "valid_from": "hier"}]}, "issuers/0/valid_from"),
        ({"issuers": [{"id": "did:a", "valid_until": 5}]}, "issuers/0/valid_until"),
        ({"issuers": [{"id": "did:a", "achievements": [5]}]}, "issuers/0/achievements"),
        ({"issuers": [{"id": "did:a", "status_lists_for": {}}]}, "issuers/0/status_lists_for"),
        ({"issuers": [{"id": "did:a", "role": "friend"}]}, "issuers/0/role"),
        ({"issuers": [], "name": 1}, "name"),
        ({"registry": {"did:a": 5}}, "registry/did:a"),
        ({"registry": {"did:a": {"name": 5}}}, "registry/did:a/name"),
    ],
)
def test_a_wrong_entry_is_told_with_its_place(
    tmp_path: Path, listing: JsonObject, place: str
) -> None:
    """Who writes a list learns which file and which member to correct, in either language."""
    path = written(tmp_path, listing)
    with pytest.raises(SettingsError) as caught:
        read_trust(path)
    assert caught.value.code == "settings.trust_entry"
    assert caught.value.params == {"path": str(path), "place": place}
    for language in LANGUAGES:
        sentence = Translator(language, "verifier")(caught.value.code, **caught.value.params)
        assert place in sentence


def test_lists_are_bounded(tmp_path: Path) -> None:
    """Neither an endless file nor an endless folder is read."""
    (tmp_path / "large.json").write_bytes(b'{"issuers": []}' + b" " * 5_000_000)
    with pytest.raises(SettingsError, match=r"settings\.trust "):
        read_trust(tmp_path / "large.json")
    for number in range(201):
        (tmp_path / f"{number}.json").write_text('{"issuers": []}')
    with pytest.raises(SettingsError, match=r"settings\.trust_files"):
        read_trust(tmp_path)
