"""Who it was awarded to, who vouches for the issuer, and what the badge says one can do."""

from typing import Any

import pytest

from badges.documents import JsonObject
from badges.frameworks import load_tiers_lieux
from badges.frameworks.alignments import alignments
from tests.verifier.badges_to_read import Desk, Place, achievement, badge, with_subject
from verifier.report import Outcome, Report, Severity, State, Trust
from verifier.trust import AllowList, TrustLists

UPPER_CASE_HASH = "sha256$973DFE463EC85785F5F95AF5BA3906EEDB2D931C24E69824A89EA65DBA4E813B"
ORIGIN = "https://badges.example.fr"


def asked(desk: Desk, place: Place, recipient: str | None, **subject: Any) -> Report:
    """The report on a badge when this person is expected."""
    return desk.read(place.sign(with_subject(badge(place), **subject)), recipient=recipient)


@pytest.mark.requirement("RCP-01", "RCP-02", "IDH-02", "IDH-05", "VER-19", "TRAP-18")
@pytest.mark.parametrize(
    "recipient",
    [
        *("a@example.com", "A@Example.COM", " a@example.com "),
        *("Inès Martin", "ine\u0300s  martin", "INÈS MARTIN", "Ines Martin", "MARTIN, Inès"),
        "urn:uuid:6a1e0cf1-98c3-4e4b-8d55-0a8d3a1f0b11",
    ],
)
def test_the_expected_person_is_recognised(desk: Desk, place: Place, recipient: str) -> None:
    """By e-mail whatever its case, by name as people type it, by identifier exactly."""
    finding = asked(desk, place, recipient).finding("subject.recipient")
    assert (finding.outcome, finding.code) == (Outcome.PASSED, "recipient.match")


@pytest.mark.requirement("RCP-01", "RCP-02", "VER-19")
@pytest.mark.parametrize(
    "recipient",
    [
        *(
            "b@example.com",
            "Inès",
            "Inès Martin Durand",
            "Inès Marin",
            "urn:uuid:0",
            "did:key:z6Mk",
        ),
        "sha256$b5809d8a92f8858436d7e6b87c12ebc0ae1eac4baecc2c0b913aee2c922ef399",
    ],
)
def test_another_person_is_a_warning(desk: Desk, place: Place, recipient: str) -> None:
    """The badge stays genuine; it is told that it is not this person's."""
    report = asked(desk, place, recipient)
    finding = report.finding("subject.recipient")
    assert (finding.code, finding.severity) == ("recipient.no_match", Severity.WARNING)
    assert report.state is State.GENUINE
    assert report.to_json("fr")["warnings"] == ["recipient.no_match"]


@pytest.mark.requirement("RCP-03")
def test_the_expected_person_is_never_repeated(desk: Desk, place: Place) -> None:
    """What the reader typed appears nowhere in the report."""
    for recipient in ("someone.else@example.com", "Quelqu'un d'autre"):
        report = asked(desk, place, recipient)
        assert recipient not in str(report.to_json("fr"))


def test_nobody_asked_is_skipped(desk: Desk, place: Place) -> None:
    """Without an expected person there is nothing to compare."""
    finding = asked(desk, place, None).finding("subject.recipient")
    assert (finding.outcome, finding.code) == (Outcome.SKIPPED, "recipient.not_asked")


def test_a_badge_without_identity_cannot_be_compared(desk: Desk, place: Place) -> None:
    """A badge for whoever holds it says nothing about a name."""
    finding = asked(desk, place, "Inès", identifier=None).finding("subject.recipient")
    assert (finding.outcome, finding.code) == (Outcome.UNKNOWN, "recipient.nothing_to_compare")


@pytest.mark.requirement("RCP-02", "IDH-03")
@pytest.mark.parametrize(
    ("identity", "recipient"),
    [
        ({"identityHash": "42", "identityType": "identifier", "hashed": False}, "42"),
        ({"identityHash": "42", "identityType": "ext:badge", "hashed": False}, "42"),
        (
            {
                "identityHash": UPPER_CASE_HASH,
                "identityType": "emailAddress",
                "hashed": True,
            },
            "test@example.com",
        ),
    ],
)
def test_other_kinds_of_identity_are_compared(
    desk: Desk, place: Place, identity: JsonObject, recipient: str
) -> None:
    """Plain identifiers by equality; hexadecimal in either case, an absent salt as none."""
    whole = {"type": "IdentityObject", **identity}
    finding = asked(desk, place, recipient, identifier=[whole]).finding("subject.recipient")
    assert finding.code == "recipient.match"


def test_trust_is_listed_unlisted_or_unknown_and_never_a_defect(desk: Desk, place: Place) -> None:
    """The lists say who vouches; being on none changes the words only."""
    signed = place.sign(badge(place))
    for lists, trust, outcome in (
        ((), Trust.UNKNOWN, Outcome.NOT_APPLICABLE),
        ((AllowList.of("Ouest", "did:web:other"),), Trust.UNLISTED, Outcome.UNKNOWN),
        ((AllowList.of("Ouest", place.did),), Trust.LISTED, Outcome.PASSED),
    ):
        report = Desk(desk.web, desk.clock, TrustLists(lists)).read(signed)
        assert report.state is State.GENUINE
        assert report.summary.trust is trust
        assert report.finding("issuer.trust").outcome is outcome
    assert report.to_json("fr")["summary"]["issuer"]["listed_by"] == "Ouest"


def test_a_false_issuer_is_never_listed(desk: Desk, place: Place) -> None:
    """Trust is asked only about an issuer whose key signed."""
    lists = TrustLists((AllowList.of("Ouest", place.did),))
    report = Desk(desk.web, desk.clock, lists).read(Place.by_key().sign(badge(place)))
    assert report.summary.trust is Trust.UNKNOWN
    assert report.finding("issuer.trust").because == ("proof.controller",)


def _of_ours(notation: str, **subject: Any) -> tuple[JsonObject, Any]:
    """Members of an achievement aligned with one of our competencies, and that competency."""
    framework = load_tiers_lieux()
    competency = framework.find(notation)
    return {"alignment": list(alignments(competency, framework, ORIGIN)), **subject}, competency


def claimed(desk: Desk, place: Place, members: JsonObject, **subject: Any) -> list[JsonObject]:
    """The competencies of the report on a badge with these members in its achievement."""
    document = with_subject(badge(place), achievement=achievement(**members), **subject)
    report = desk.read(place.sign(document))
    assert report.state is State.GENUINE
    found: list[JsonObject] = report.to_json("en")["summary"]["competencies"]
    return found


def test_a_competency_of_ours_is_named_in_our_words(desk: Desk, place: Place) -> None:
    """Notation and address recognised, official items become cousins, words in both languages."""
    first = load_tiers_lieux().competencies[0]
    members, competency = _of_ours(first.notation)
    (claim,) = claimed(desk, place, members)
    assert claim["known"] is True
    assert claim["code"] == first.notation
    assert claim["name"] == competency.label.say("en")
    assert claim["statement"] == competency.statement.say("en")
    assert {cousin["code"] for cousin in claim["matches"]} == {m.code for m in competency.matches}


def test_the_level_is_told_with_its_word(desk: Desk, place: Place) -> None:
    """A result that reaches a level of the achievement's own scale gives the level."""
    framework = load_tiers_lieux()
    members, competency = _of_ours(framework.competencies[0].notation)
    levels = [
        {
            "id": f"{ORIGIN}/frameworks/{framework.slug}/levels/{level.code}",
            "type": ["RubricCriterionLevel"],
            "name": level.label.say("fr"),
        }
        for level in framework.levels
    ]
    description = {
        "id": f"{ORIGIN}/achievements/animer#level",
        "type": ["ResultDescription"],
        "name": "Niveau",
        "resultType": "RubricCriterionLevel",
        "rubricCriterionLevel": levels,
    }
    result = {
        "type": ["Result"],
        "resultDescription": description["id"],
        "achievedLevel": levels[2]["id"],
    }
    members["resultDescription"] = [description]
    (claim,) = claimed(desk, place, members, result=[result])
    code = framework.levels[2].code
    assert (claim["level"], claim["level_name"]) == (code, competency.level(code).label.say("en"))


def test_a_code_of_ours_at_another_address_is_not_ours(desk: Desk, place: Place) -> None:
    """Whoever borrows a notation gets their own words shown, not ours."""
    notation = load_tiers_lieux().competencies[0].notation
    alignment = {
        "type": ["Alignment"],
        "targetName": "Tout autre chose",
        "targetUrl": "https://example.org/skills/1",
        "targetCode": notation,
    }
    (claim,) = claimed(desk, place, {"alignment": [alignment]})
    assert (claim["known"], claim["name"]) == (False, "Tout autre chose")


def test_competencies_of_other_referentials_are_shown_as_they_are(desk: Desk, place: Place) -> None:
    """Without one of ours, every alignment is a claim in the badge's own words."""
    alignment = {
        "type": ["Alignment"],
        "targetName": "Souder",
        "targetUrl": "https://example.org/rome/1",
        "targetType": "ext:ROME",
    }
    claims = claimed(desk, place, {"alignment": [alignment, {**alignment, "targetName": "Couper"}]})
    assert [claim["name"] for claim in claims] == ["Souder", "Couper"]
