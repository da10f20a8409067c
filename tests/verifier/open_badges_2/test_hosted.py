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
    HOME,
    ISSUER,
    Place,
    assertion,
    badge_class,
    profile,
)
from tests.verifier.test_pipeline import require_whole
from verifier.report import Outcome, Report, State, Verdict


def code(report: Report, check: str = "issuer.hosting") -> str:
    """The code of one finding, after a look at the whole report."""
    require_whole(report)
    return report.finding(check).code


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
    assert report.finding("issuer.hosting").because == ("status.revocation",)


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


@pytest.mark.requirement("OB2-05", "OB2-07")
@pytest.mark.parametrize("url", [ASSERTION, BADGE, ISSUER])
def test_another_host_cannot_answer_in_its_place(place: Place, url: str) -> None:
    """A redirection to a stranger leaves it open who speaks; one to `www` does not."""
    place.web.answered_by[url] = f"{ELSEWHERE}/copy"
    report = place.read(assertion())
    assert (report.verdict, report.state) == (Verdict.UNDETERMINED, State.ISSUER_UNCONFIRMED)
    assert "sign" not in report.sentence("fr")
    require_whole(report)
    place.web.answered_by[url] = url.replace("lieu.", "www.lieu.")
    assert place.read(assertion()).state is State.GENUINE


@pytest.mark.requirement("OB2-07", "OB2-11")
@pytest.mark.parametrize(
    ("rules", "genuine"),
    [
        (None, True),
        ({"type": "hosted"}, True),
        ({"startsWith": f"{HOME}/assertions/"}, True),
        ({"startsWith": [f"{ELSEWHERE}/", f"{HOME}/assertions"]}, True),
        ({"startsWith": HOME}, True),
        ({"allowedOrigins": "lieu.example.fr"}, True),
        ({"allowedOrigins": ["ailleurs.example", HOME]}, True),
        ({"allowedOrigins": "LIEU.example.fr"}, True),
        ({"startsWith": f"{HOME}/", "verificationProperty": "id"}, True),
        ({"startsWith": f"{HOME}/badges/"}, False),
        ({"startsWith": "https://lieu.example"}, False),
        ({"startsWith": "http"}, False),
        ({"startsWith": ""}, False),
        ({"allowedOrigins": "example.fr"}, False),
        ({"allowedOrigins": ["ailleurs.example"]}, False),
        ({"allowedOrigins": "lieu.example.fr:8443"}, False),
        ({"allowedOrigins": "lieu.example.fr", "startsWith": f"{ELSEWHERE}/"}, False),
        ({"allowedOrigins": [3], "startsWith": [None]}, False),
    ],
)
def test_the_issuer_says_where_its_badges_lie(
    place: Place, rules: JsonObject | None, *, genuine: bool
) -> None:
    """Prefixes and hosts are compared whole; what is outside of them is a false issuer's."""
    place.publish(profile(verification=rules))
    report = place.read(assertion())
    assert (report.state is State.GENUINE) is genuine
    if not genuine:
        assert (report.verdict, report.state) == (Verdict.REJECTED, State.NOT_THE_ISSUER)
        assert code(report) == "hosting.out_of_scope"


@pytest.mark.requirement("OB2-07")
def test_a_rule_that_we_do_not_know_leaves_it_open(place: Place) -> None:
    """The standard compares identifiers; another property cannot be judged."""
    place.publish(profile(verification={"startsWith": HOME, "verificationProperty": "image"}))
    report = place.read(assertion())
    assert (report.verdict, report.state) == (Verdict.UNDETERMINED, State.CANNOT_CHECK)
    assert code(report) == "hosting.unknown_rule"


@pytest.mark.requirement("OB2-07", "OB2-11")
@pytest.mark.parametrize(
    "scheme", ["https://ailleurs.example/1", "https://lieu.example.fr.evil.example/1"]
)
def test_anybody_can_name_somebody_elses_badge(place: Place, scheme: str) -> None:
    """An assertion on a stranger's site that names a real badge class is a false issuer's."""
    place.publish(assertion(id=scheme))
    report = place.read(assertion(id=scheme))
    assert (report.verdict, report.state) == (Verdict.REJECTED, State.NOT_THE_ISSUER)
    assert "Le Lieu" in report.sentence("fr")


@pytest.mark.requirement("OB2-05", "OB2-07")
def test_an_issuer_written_out_by_a_stranger_is_asked_itself(place: Place) -> None:
    """A profile that a stranger writes into its badge is not believed: its address is asked."""
    claimed = profile(verification={"allowedOrigins": ["ailleurs.example"]})
    false = assertion(id=f"{ELSEWHERE}/1", badge=badge_class(issuer=claimed))
    place.publish(false)
    report = place.read(false)
    assert (report.verdict, report.state) == (Verdict.REJECTED, State.NOT_THE_ISSUER)
    nameless = assertion(
        id=f"{ELSEWHERE}/1",
        badge=badge_class(id=f"{ELSEWHERE}/b", issuer=profile(id="urn:uuid:1")),
    )
    place.publish(nameless)
    assert place.read(nameless).verdict is Verdict.REJECTED


@pytest.mark.requirement("OB2-05")
def test_parts_may_be_written_out_on_the_same_host(place: Place) -> None:
    """A site that embeds its own badge class and profile is believed without further questions."""
    place.publish(assertion(badge=badge_class(issuer=profile())))
    report = place.read(assertion())
    assert report.state is State.GENUINE
    assert place.web.visits == [ASSERTION]


@pytest.mark.requirement("OB2-07")
def test_a_badge_class_on_another_host_needs_a_declaration(place: Place) -> None:
    """Without a declared scope, assertion and badge class must be at the issuer's host."""
    place.publish(badge_class(id=f"{ELSEWHERE}/b"))
    place.publish(assertion(badge=f"{ELSEWHERE}/b"))
    assert code(place.read(assertion())) == "hosting.out_of_scope"
    place.publish(profile(verification={"allowedOrigins": "lieu.example.fr"}))
    assert place.read(assertion()).state is State.GENUINE


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


@pytest.mark.requirement("OB2-01", "OB2-03", "VAL-16")
@pytest.mark.parametrize(
    ("members", "expected", "path"),
    [
        ({"recipient": None}, "ob2.missing", "/recipient"),
        ({"recipient": EMAIL}, "ob2.recipient", "/recipient"),
        ({"recipient": {"type": "email"}}, "ob2.missing", "/recipient/identity"),
        ({"recipient": {"identity": EMAIL}}, "ob2.missing", "/recipient/type"),
        ({"badge": None}, "ob2.missing", "/badge"),
        ({"verification": None}, "ob2.missing", "/verification"),
        ({"verification": {"type": "Magic"}}, "ob2.verification", "/verification/type"),
        ({"verification": {}}, "ob2.verification", "/verification/type"),
        ({"issuedOn": None}, "ob2.missing", "/issuedOn"),
        ({"issuedOn": "yesterday"}, "ob2.date", "/issuedOn"),
    ],
)
def test_an_assertion_says_what_it_must(
    place: Place, members: JsonObject, expected: str, path: str
) -> None:
    """Each required property of an assertion, absent or misshapen, makes it unreadable."""
    place.publish(assertion(**members))
    _require_lacking(place.read(assertion()), expected, path)


@pytest.mark.requirement("OB2-02", "OB2-04", "OB2-05", "VAL-16")
@pytest.mark.parametrize(
    ("members", "expected", "path"),
    [
        ({"type": "Assertion"}, "ob2.type", "/badge/type"),
        ({"name": None}, "ob2.missing", "/badge/name"),
        ({"name": 5}, "ob2.missing", "/badge/name"),
        ({"description": None}, "ob2.missing", "/badge/description"),
        ({"image": None}, "ob2.missing", "/badge/image"),
        ({"image": "animer.png"}, "ob2.image", "/badge/image"),
        ({"image": {"caption": "Une image"}}, "ob2.image", "/badge/image"),
        ({"criteria": None}, "ob2.missing", "/badge/criteria"),
        ({"criteria": {"type": "Criteria"}}, "ob2.missing", "/badge/criteria/narrative"),
        (
            {"alignment": [{"targetUrl": "https://example.org/1"}]},
            "ob2.missing",
            "/badge/alignment/0/targetName",
        ),
        ({"alignment": {"targetName": "A"}}, "ob2.missing", "/badge/alignment/0/targetUrl"),
    ],
)
def test_a_badge_class_says_what_it_must(
    place: Place, members: JsonObject, expected: str, path: str
) -> None:
    """Each required property of a badge class, absent or misshapen, makes the badge unreadable."""
    place.publish(badge_class(**members))
    _require_lacking(place.read(assertion()), expected, path)


@pytest.mark.requirement("OB2-02", "VAL-16")
@pytest.mark.parametrize("member", ["type", "name", "url", "email"])
def test_a_profile_says_what_it_must(place: Place, member: str) -> None:
    """Each required property of an issuer's profile, when absent, makes the badge unreadable."""
    place.publish(profile(**{member: None}))
    expected = "ob2.type" if member == "type" else "ob2.missing"
    _require_lacking(place.read(assertion()), expected, f"/badge/issuer/{member}")


@pytest.mark.requirement("OB2-02")
def test_a_badge_class_without_issuer_is_nobodys(place: Place) -> None:
    """Nobody to ask is told, not guessed."""
    place.publish(badge_class(issuer=None))
    report = place.read(assertion())
    assert (report.verdict, report.state) == (Verdict.REJECTED, State.UNREADABLE)
    require_whole(report)


def _require_lacking(report: Report, expected: str, path: str) -> None:
    finding = report.finding("document.shape")
    assert (report.verdict, report.state) == (Verdict.REJECTED, State.UNREADABLE)
    assert (finding.code, finding.params["path"]) == (expected, path)
    require_whole(report)


@pytest.mark.requirement("OB2-01", "OB2-13")
@pytest.mark.parametrize("context", [None, "https://example.org/mine", [{"a": "b"}]])
def test_the_context_of_the_standard_is_required(place: Place, context: Any) -> None:
    """A page that does not say which standard it follows is no badge of it."""
    place.publish(assertion(**{"@context": context}))
    report = place.read(assertion())
    assert (report.verdict, report.state) == (Verdict.REJECTED, State.UNREADABLE)
    assert code(report, "document.context") == "ob2.no_context"


@pytest.mark.requirement("OB2-01", "OB2-07")
@pytest.mark.parametrize(
    "members",
    [
        {"verification": None, "verify": {"type": "hosted", "url": ASSERTION}},
        {"verification": {"type": ["VerificationObject", "HostedBadge"]}},
        {"verification": {"type": "https://w3id.org/openbadges#HostedBadge"}},
        {"type": ["Assertion", "Extension"]},
        {"@context": [CONTEXT, {"extra": "https://example.org/extra"}]},
        {"@context": "https://openbadgespec.org/v2/context.json"},
        {"issuedOn": "2026-11-20"},
        {"issuedOn": 1_763_600_000},
        {"issuedOn": "1763600000"},
        {"badge": [BADGE]},
        {"evidence": "https://example.org/preuve", "narrative": "Bravo"},
        {"image": {"id": "https://example.org/i.png", "caption": "Badge"}},
        {"image": "data:image/png;base64,AAAA"},
    ],
)
def test_other_hands_write_otherwise(place: Place, members: JsonObject) -> None:
    """Aliases, lists of one and careless dates of real badges are read as they were meant."""
    place.publish(assertion(**members))
    report = place.read(assertion())
    assert report.state is State.GENUINE
    require_whole(report)


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


@pytest.mark.requirement("OB2-11")
def test_what_is_left_unread_is_told(place: Place) -> None:
    """Endorsements and extensions do not decide, and nobody is left to think they were checked."""
    place.publish(
        assertion(
            endorsement=["https://example.org/e"],
            **{"extensions:recipientProfile": {"type": ["Extension"], "name": "Inès Martin"}},
        )
    )
    report = place.read(assertion())
    assert report.state is State.GENUINE
    assert report.summary.holder == "Inès Martin"
    assert report.finding("endorsements").params == {"count": 1}
    assert report.finding("document.schema").params == {"names": "recipientProfile"}
    assert report.finding("endorsements").outcome is Outcome.UNKNOWN


@pytest.mark.requirement("OB2-06")
@pytest.mark.parametrize("name", ["urn:uuid:1", "1", "ftp://a.example/1", None, "https://a@b/1"])
def test_a_hosted_badge_without_address_is_unreadable(place: Place, name: str | None) -> None:
    """A badge that must lie on a site and says nowhere which cannot be looked for."""
    report = place.read(assertion(id=name))
    assert (report.verdict, report.state) == (Verdict.REJECTED, State.UNREADABLE)
    assert code(report) == "hosting.no_address"
    assert not place.web.visits


@pytest.mark.requirement("OB2-06", "VER-03")
def test_pages_that_name_each_other_do_not_make_us_circle(place: Place) -> None:
    """However badge, class and issuer point at one another, few pages are asked."""
    loop = assertion(badge=ASSERTION, issuer=ASSERTION, publicKey=ASSERTION)
    place.publish(loop)
    report = place.read(loop)
    assert report.verdict is Verdict.REJECTED
    assert len(place.web.visits) <= 6
    for number in range(40):
        place.publish(assertion(id=f"{HOME}/{number + 1}"), f"{HOME}/{number}")
    place.web.visits.clear()
    assert place.read(assertion(id=f"{HOME}/0")).verdict is Verdict.REJECTED
    assert len(place.web.visits) <= 2


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
