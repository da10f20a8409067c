"""What an Open Badges 2.0 badge must say, and how other hands write it."""

from typing import Any

import pytest

from badges.documents import JsonObject
from tests.verifier.open_badges_2.sites import (
    ASSERTION,
    BADGE,
    CONTEXT,
    EMAIL,
    Place,
    assertion,
    badge_class,
    code,
    profile,
)
from tests.verifier.test_pipeline import require_whole
from verifier.report import Report, State, Verdict


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


@pytest.mark.requirement("OB2-11")
def test_a_name_in_an_extension_is_shown(place: Place) -> None:
    """The recipient's name is read even where nothing explains the extension that holds it."""
    holder = {"type": ["Extension"], "name": "Inès Martin"}
    place.publish(assertion(**{"extensions:recipientProfile": holder}))
    report = place.read(assertion())
    assert report.state is State.GENUINE
    assert report.summary.holder == "Inès Martin"
    assert report.finding("document.schema").params["name"] == "recipientProfile"
