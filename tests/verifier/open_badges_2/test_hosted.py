"""Hosted badges of Open Badges 2.0: all the trust is in the issuer's site."""

from hashlib import sha256
from typing import Any

import pytest

from badges.documents import JsonObject, serialize
from tests.verifier.open_badges_2.sites import (
    ASSERTION,
    BADGE,
    CONTEXT,
    ELSEWHERE,
    EMAIL,
    ISSUER,
    Place,
    assertion,
    badge_class,
    code,
    profile,
)
from tests.verifier.test_pipeline import require_whole
from verifier.report import Outcome, State, Verdict


@pytest.mark.requirement("OB2-06", "OB2-07", "OB2-15", "VER-01")
def test_a_hosted_badge_is_accepted_and_named_as_what_it_is(place: Place) -> None:
    """Fetched, in scope, whole and in time: accepted, with words that speak of the site alone."""
    report = place.read(assertion())
    answer = report.to_json("en")
    assert (report.verdict, report.state) == (Verdict.ACCEPTED, State.GENUINE)
    assert answer["source"]["standard"] == "OB 2.0"
    assert answer["source"]["data_model"] is None
    assert answer["source"]["proofs"] == ["hosted"]
    assert "Trust rests on the issuer's web site" in answer["sentence"]
    assert "confiance repose sur le site de l'émetteur" in report.sentence("fr")
    for language in ("fr", "en"):
        told = report.headline(language) + report.sentence(language)
        assert not [word for word in ("cryptograph", "sign") if word in told]
    assert code(report) == "hosting.published"
    assert code(report, "proof.signature") == "ob2.not_signed"
    assert code(report, "proof.controller") == "ob2.not_signed"


@pytest.mark.requirement("OB2-05", "OB2-06")
def test_the_report_shows_the_badge_as_it_was_fetched(place: Place) -> None:
    """Assertion, badge class and issuer stand in one document; the summary is made from them."""
    report = place.read(assertion())
    assert report.credential == assertion(badge=badge_class(issuer=profile()))
    summary = report.to_json("fr")["summary"]
    assert summary["achievement"] == "Animer un atelier"
    assert summary["criteria"] == "Mener deux ateliers."
    assert summary["issuer"]["name"] == "Le Lieu"
    assert summary["issuer"]["id"] == ISSUER
    assert summary["awarded"] == "2026-11-20T09:00:00Z"
    assert [item["name"] for item in summary["competencies"]] == ["Animer"]


@pytest.mark.requirement("OB2-06", "OB2-12")
def test_every_page_is_asked_for_json_ld(place: Place) -> None:
    """The question names JSON-LD first, as the standard writes it."""
    place.read(assertion())
    assert place.web.visits == [ASSERTION, BADGE, ISSUER]
    assert set(place.web.accepted.values()) == {"application/ld+json, application/json"}


@pytest.mark.requirement("OB2-06", "BAKE-22")
@pytest.mark.parametrize(
    "members",
    [
        {"recipient": {"type": "email", "hashed": False, "identity": "mallory@example.org"}},
        {"issuedOn": "2020-01-01T00:00:00Z", "expires": "2021-01-01T00:00:00Z"},
        {"badge": badge_class(name="Doctorat", issuer=profile(name="Université"))},
        {"narrative": "Bien plus."},
    ],
)
def test_the_copy_in_hand_is_never_believed(place: Place, members: JsonObject) -> None:
    """Whatever the file says, the report is on what the site publishes; a difference is told."""
    report = place.read(assertion(**members))
    assert report.credential == place.read(assertion()).credential
    assert report.state is State.GENUINE
    assert code(report) == "hosting.published_otherwise"


@pytest.mark.requirement("OB2-06", "BAKE-22")
def test_an_identifier_is_all_that_is_needed(place: Place) -> None:
    """A file that says little more than where the badge is leads to it."""
    report = place.read({"@context": CONTEXT, "type": "Assertion", "id": ASSERTION})
    assert report.state is State.GENUINE
    assert place.read(ASSERTION.encode()).state is State.GENUINE


@pytest.mark.requirement("OB2-08")
def test_a_page_that_is_gone_is_a_revoked_badge(place: Place) -> None:
    """410 says that the badge was taken back, even where the rest cannot be asked."""
    place.web.statuses[ASSERTION] = 410
    report = place.read(assertion())
    assert (report.verdict, report.state) == (Verdict.REJECTED, State.REVOKED)
    assert code(report, "status.revocation") == "status.revoked"
    assert code(report) == "hosting.gone"


@pytest.mark.requirement("OB2-08")
@pytest.mark.parametrize(
    "page",
    [
        assertion(revoked=True, revocationReason="Erreur de personne"),
        {"@context": CONTEXT, "id": ASSERTION, "revoked": True},
        {"revoked": True},
    ],
)
def test_a_page_that_says_revoked_is_a_revoked_badge(place: Place, page: JsonObject) -> None:
    """A revoked badge need say no more than that, and its other shortcomings do not count."""
    place.publish(page, ASSERTION)
    report = place.read(assertion())
    assert (report.verdict, report.state) == (Verdict.REJECTED, State.REVOKED)
    reason = report.finding("status.revocation").evidence[0].value
    assert reason == page.get("revocationReason", "")
    require_whole(report)


@pytest.mark.requirement("OB2-06", "VER-21")
@pytest.mark.parametrize("status", [401, 403, 404, 500, 503])
def test_a_site_that_does_not_answer_leaves_it_open(place: Place, status: int) -> None:
    """Neither true nor false, whatever dates the file in hand claims."""
    place.web.statuses[ASSERTION] = status
    for members in ({}, {"expires": "2026-11-21T00:00:00Z"}, {"revoked": True}):
        report = place.read(assertion(**members))
        assert (report.verdict, report.state) == (Verdict.UNDETERMINED, State.CANNOT_CHECK)
        assert code(report) == "hosting.unreachable"
        assert report.finding("validity.period").because == ("issuer.hosting",)


@pytest.mark.requirement("OB2-05", "VER-21")
@pytest.mark.parametrize("url", [BADGE, ISSUER])
def test_a_part_out_of_reach_leaves_it_open(place: Place, url: str) -> None:
    """Without its badge class or its issuer, a badge is not known to be anybody's."""
    place.web.withdraw(url)
    report = place.read(assertion())
    assert (report.verdict, report.state) == (Verdict.UNDETERMINED, State.CANNOT_CHECK)
    expected = "ob2.badge_unavailable" if url == BADGE else "ob2.issuer_unavailable"
    assert code(report, "document.shape") == expected


@pytest.mark.requirement("OB2-06")
@pytest.mark.parametrize(
    ("page", "expected", "state"),
    [
        (assertion(id=f"{ELSEWHERE}/1"), "hosting.other_id", State.NOT_THE_ISSUER),
        (assertion(id=None), "hosting.other_id", State.NOT_THE_ISSUER),
        (assertion(id="urn:uuid:1"), "hosting.other_id", State.NOT_THE_ISSUER),
        (badge_class(id=ASSERTION), "hosting.not_an_assertion", State.UNREADABLE),
        (profile(id=ASSERTION), "hosting.not_an_assertion", State.UNREADABLE),
        (assertion(type="Extension"), "hosting.not_an_assertion", State.UNREADABLE),
    ],
)
def test_a_page_that_is_not_this_badge_is_refused(
    place: Place, page: JsonObject, expected: str, state: State
) -> None:
    """Another document, or one that names itself otherwise, does not vouch for this badge."""
    place.publish(page, ASSERTION)
    report = place.read(assertion())
    assert (report.verdict, report.state) == (Verdict.REJECTED, state)
    assert code(report) == expected


@pytest.mark.requirement("OB2-06", "OB2-12")
@pytest.mark.parametrize(
    "body", [b"<!doctype html><p>Badge</p>", b"", b"[]", b'{"id":1,"id":2}', b"\xff\xfe", b"{"]
)
def test_a_page_that_is_no_document_is_refused(place: Place, body: bytes) -> None:
    """A page for people at the address of the badge is no badge."""
    place.web.publish(ASSERTION, body, "text/html")
    report = place.read(assertion())
    assert (report.verdict, report.state) == (Verdict.REJECTED, State.UNREADABLE)
    assert code(report) == "hosting.not_an_assertion"


@pytest.mark.requirement("OB2-06")
def test_a_better_address_on_the_same_host_is_asked_once(place: Place) -> None:
    """Sites that put a version into the address are followed one step, and no further."""
    versioned = f"{ASSERTION}?v=2_0"
    place.publish(assertion(id=versioned), ASSERTION)
    place.publish(assertion(id=versioned))
    report = place.read(assertion())
    assert report.state is State.GENUINE
    assert report.credential is not None
    assert report.credential["id"] == versioned
    place.publish(assertion(id=f"{ASSERTION}?v=3"), versioned)
    assert code(place.read(assertion())) == "hosting.other_id"


@pytest.mark.requirement("OB2-11")
@pytest.mark.parametrize(
    ("members", "state", "expected"),
    [
        ({"expires": "2026-11-21T00:00:00Z"}, State.EXPIRED, "time.expired"),
        ({"expires": "2026-11-21"}, State.EXPIRED, "time.expired"),
        ({"issuedOn": "2026-12-01T00:00:00Z"}, State.NOT_YET_VALID, "time.not_yet_valid"),
        ({"issuedOn": 1764547200 + 31536000}, State.NOT_YET_VALID, "time.not_yet_valid"),
        ({"expires": "2026-11-19T00:00:00Z"}, State.UNREADABLE, "time.reversed"),
        ({"expires": "soon"}, State.UNREADABLE, "time.unreadable"),
    ],
)
def test_dates_are_judged_as_published(
    place: Place, members: JsonObject, state: State, expected: str
) -> None:
    """End, beginning and nonsense are told apart, in every form in which 2.0 badges write dates."""
    place.publish(assertion(**members))
    report = place.read(assertion())
    assert (report.verdict, report.state) == (Verdict.REJECTED, state)
    assert code(report, "validity.period") == expected


@pytest.mark.requirement("OB2-03", "OB2-11", "RCP-02", "RCP-03")
@pytest.mark.parametrize(
    ("recipient", "known", "matches"),
    [
        ({"type": "email", "hashed": False, "identity": EMAIL}, EMAIL, True),
        ({"type": "email", "hashed": False, "identity": EMAIL}, "Ines@Example.fr", True),
        ({"type": "email", "hashed": False, "identity": EMAIL}, "a@example.fr", False),
        ({"type": "email", "hashed": True, "identity": "H", "salt": "s"}, EMAIL, True),
        ({"type": "email", "identity": "H", "salt": "s"}, EMAIL, True),
        ({"type": "email", "hashed": "true", "identity": "H", "salt": "s"}, "b@c.fr", False),
        (
            {"type": "url", "hashed": False, "identity": "https://i.example/me"},
            "https://i.example/me",
            True,
        ),
        ({"type": "url", "hashed": True, "identity": "U"}, "https://i.example/me", True),
        ({"type": "url", "hashed": True, "identity": "U"}, "https://i.example/you", False),
        ({"type": "telephone", "hashed": False, "identity": "+33600000000"}, "+33600000000", True),
    ],
)
def test_the_expected_person_is_compared(
    place: Place, recipient: dict[str, Any], known: str, *, matches: bool
) -> None:
    """In clear or hashed, an address, a page or a number: the hash is that of both standards."""
    hashes = {"H": EMAIL + "s", "U": "https://i.example/me"}
    text = hashes.get(recipient["identity"])
    if text is not None:
        recipient = recipient | {"identity": f"sha256${sha256(text.encode()).hexdigest()}"}
    place.publish(assertion(recipient=recipient))
    report = place.read(assertion(), recipient=known)
    finding = report.finding("subject.recipient")
    assert (finding.outcome is Outcome.PASSED) is matches
    assert report.verdict is Verdict.ACCEPTED
    assert known not in str(report.finding("subject.recipient"))


@pytest.mark.requirement("OB2-06")
@pytest.mark.parametrize("name", ["urn:uuid:1", "1", "ftp://a.example/1", None, "https://a@b/1"])
def test_a_hosted_badge_without_address_is_unreadable(place: Place, name: str | None) -> None:
    """A badge that must lie on a site and says nowhere which cannot be looked for."""
    report = place.read(assertion(id=name))
    assert (report.verdict, report.state) == (Verdict.REJECTED, State.UNREADABLE)
    assert code(report) == "hosting.no_address"
    assert not place.web.visits


@pytest.mark.requirement("OB2-11")
def test_a_trust_list_knows_issuers_of_both_standards(place: Place) -> None:
    """An issuer that no list names is no defect; the check is asked all the same."""
    report = place.read(assertion())
    assert code(report, "issuer.trust") == "trust.no_list"


def test_every_byte_is_accounted_for(place: Place) -> None:
    """The digest is of what arrived, not of what was fetched."""
    one, other = (place.read(serialize(assertion(narrative=text))) for text in ("a", "b"))
    assert one.subject_digest != other.subject_digest
    assert one.credential == other.credential
