"""What an issuer took back: signed badges by its list, all badges by their own word."""

from typing import Any

import pytest

from badges.documents import JsonObject
from tests.verifier.open_badges_2.sites import (
    ELSEWHERE,
    ISSUER,
    REVOCATIONS,
    Place,
    assertion,
    code,
    jws,
    profile,
    signed_assertion,
)
from tests.verifier.test_pipeline import require_whole
from verifier.report import Outcome, State, Verdict

CONTEXT = {"@context": "https://w3id.org/openbadges/v2"}


def list_of(*items: Any, **members: Any) -> JsonObject:
    """A revocation list with these items."""
    document = {"id": REVOCATIONS, "type": "RevocationList", "issuer": ISSUER}
    return CONTEXT | document | {"revokedAssertions": list(items)} | members


@pytest.mark.requirement("OB2-10", "OB2-08")
@pytest.mark.parametrize(
    ("items", "revoked"),
    [
        (["urn:uuid:4f8b"], True),
        ([{"id": "urn:uuid:4f8b", "revocationReason": "Erreur"}], True),
        ([{"id": "urn:uuid:4f8b", "revoked": True}], True),
        ([{"uid": "urn:uuid:4f8b"}], True),
        ([{"uid": "relic-7"}], True),
        (["urn:uuid:other", {"id": "urn:uuid:5"}], False),
        ([" urn:uuid:4f8b\n"], True),
        (["urn%3Auuid:4f8b"], True),
        (["URN:UUID:4F8B"], True),
        ([{"id": ["urn:uuid:other", "urn:uuid:4f8b"]}], True),
        ([{"@id": "urn:uuid:4f8b", "id": "urn:uuid:other"}], True),
        ([None, "urn:uuid:4f8b"], True),
        (["RELIC-7"], False),
        ([{"id": "urn:uuid:4f8b", "revoked": False}], False),
        ([], False),
    ],
)
def test_the_issuers_list_names_what_was_taken_back(
    place: Place, items: list[Any], *, revoked: bool
) -> None:
    """Texts and objects, by `id` or `uid`."""
    place.publish(profile(revocationList=REVOCATIONS))
    place.publish(list_of(*items))
    report = place.read(jws(signed_assertion(uid="relic-7")))
    finding = report.finding("status.revocation")
    assert (finding.outcome is Outcome.FAILED) is revoked
    assert report.state is (State.REVOKED if revoked else State.GENUINE)
    require_whole(report)


@pytest.mark.requirement("OB2-10", "VER-21")
@pytest.mark.parametrize("item", [None, 5, {}, {"id": None}, {"assertion": "urn:uuid:4f8b"}, " "])
def test_an_item_that_names_nothing_may_name_this_badge(place: Place, item: Any) -> None:
    """One unreadable item leaves it open; another that names the badge still decides."""
    place.publish(profile(revocationList=REVOCATIONS))
    place.publish(list_of("urn:uuid:other", item))
    report = place.read(jws(signed_assertion()))
    assert (report.verdict, report.state) == (Verdict.UNDETERMINED, State.CANNOT_CHECK)
    place.publish(list_of(item, "urn:uuid:4f8b"))
    assert place.read(jws(signed_assertion())).state is State.REVOKED


@pytest.mark.requirement("OB2-10", "VER-21")
@pytest.mark.parametrize(
    ("named", "state"),
    [
        ({"@value": REVOCATIONS}, State.CANNOT_CHECK),
        (True, State.CANNOT_CHECK),
        ("", State.CANNOT_CHECK),
        ([None, {}], State.CANNOT_CHECK),
        ([REVOCATIONS, {}], State.CANNOT_CHECK),
        ([REVOCATIONS] * 4, State.CANNOT_CHECK),
        ({"revokedAssertions": ["urn:uuid:4f8b"]}, State.REVOKED),
        (list_of("urn:uuid:4f8b"), State.REVOKED),
        ([REVOCATIONS, list_of("urn:uuid:4f8b")], State.REVOKED),
        ({"revokedAssertions": ["urn:uuid:other"]}, State.GENUINE),
        (list_of(), State.GENUINE),
        (REVOCATIONS, State.GENUINE),
        (None, State.GENUINE),
        ([None], State.GENUINE),
    ],
)
def test_a_list_that_is_there_is_read_or_leaves_it_open(
    place: Place, named: Any, state: State
) -> None:
    """By its address or written out; what is neither is never taken for no list at all."""
    place.publish(profile(revocationList=named))
    place.publish(list_of("urn:uuid:other"))
    assert place.read(jws(signed_assertion())).state is state


@pytest.mark.requirement("OB2-08", "VER-21")
@pytest.mark.parametrize(
    ("said", "state"),
    [
        ([True], State.REVOKED),
        ({"@value": True}, State.REVOKED),
        ([False, "true"], State.REVOKED),
        ("yes", State.CANNOT_CHECK),
        ({}, State.CANNOT_CHECK),
        ("false", State.GENUINE),
        ([], State.GENUINE),
    ],
)
def test_a_cancellation_in_another_form_is_never_green(
    place: Place, said: Any, state: State
) -> None:
    """Hosted or signed: yes in any wrapping is yes, and what cannot be read is unknown."""
    place.publish(assertion(revoked=said))
    assert place.read(assertion()).state is state
    assert place.read(jws(signed_assertion(revoked=said))).state is state


@pytest.mark.requirement("OB2-08")
def test_a_signed_badge_may_say_that_it_is_revoked(place: Place) -> None:
    """Unlikely, and believed all the same."""
    report = place.read(jws(signed_assertion(revoked=True)))
    assert (report.verdict, report.state) == (Verdict.REJECTED, State.REVOKED)


@pytest.mark.requirement("OB2-10", "VER-21")
@pytest.mark.parametrize(
    ("document", "expected"),
    [
        (None, "status.unavailable"),
        (list_of("x" * 1_000_001), "status.unavailable"),
        (list_of(issuer=f"{ELSEWHERE}/issuer"), "status.foreign_issuer"),
        (list_of(revokedAssertions="urn:uuid:other"), "status.list_unreadable"),
        (CONTEXT | {"id": REVOCATIONS, "type": "RevocationList"}, "status.list_unreadable"),
        (list_of(id=f"{ELSEWHERE}/list"), "status.list_unreadable"),
        (list_of(*range(60_000)), "status.list_unreadable"),
    ],
    ids=["absent", "huge", "foreign", "no-list", "empty", "elsewhere", "too-many"],
)
def test_a_list_that_cannot_be_read_is_never_green(
    place: Place, document: JsonObject | None, expected: str
) -> None:
    """Absent, huge, or not the issuer's: undetermined."""
    place.publish(profile(revocationList=REVOCATIONS))
    if document is not None:
        place.publish(document, REVOCATIONS)
    report = place.read(jws(signed_assertion()))
    assert (report.verdict, report.state) == (Verdict.UNDETERMINED, State.CANNOT_CHECK)
    assert code(report, "status.revocation") == expected
