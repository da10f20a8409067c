"""Related resources: what a digest in the badge binds must still be the same."""

import base64
import hashlib
from typing import Any

import pytest

from badges.documents import JsonObject, serialize
from schemas.catalogue import EDITION_2025_04
from tests.verifier.badges_to_read import OB_3, VC_2, Desk, Place, badge
from verifier.report import Finding, Outcome, Report, Severity, State, Verdict

PLACE = Place.by_key()
GUIDE = "https://lieu-un.example.fr/guide.pdf"
CONTENT = b"%PDF-1.7 le guide"


def sri(content: bytes, algorithm: str = "sha256") -> str:
    """A Subresource Integrity expression."""
    return f"{algorithm}-{base64.b64encode(hashlib.new(algorithm, content).digest()).decode()}"


def resource(url: str = GUIDE, content: bytes = CONTENT, **members: Any) -> JsonObject:
    """A related resource with its digest."""
    return {"id": url, "digestSRI": sri(content)} | members


def read(desk: Desk, *resources: Any) -> Report:
    """The report on a badge with these related resources."""
    return desk.read(PLACE.sign(badge(PLACE, relatedResource=list(resources))))


def judged(desk: Desk, *resources: Any) -> Finding:
    """The finding of the check."""
    return read(desk, *resources).finding("resource.integrity")


def test_a_resource_that_is_still_the_same_passes(desk: Desk) -> None:
    """It is fetched once and compared; the report keeps its address and digest."""
    desk.web.publish(GUIDE, CONTENT, "application/pdf")
    finding = judged(desk, resource(mediaType="application/pdf"))
    assert (finding.outcome, finding.code) == (Outcome.PASSED, "resource.intact")
    (fact,) = finding.evidence
    assert (fact.source, fact.sha256) == (GUIDE, hashlib.sha256(CONTENT).hexdigest())
    assert desk.web.visits.count(GUIDE) == 1


def test_a_resource_that_has_changed_rejects_the_badge(desk: Desk) -> None:
    """The issuer bound it: another content is another badge (VCDM 2.0 section 5.3)."""
    desk.web.publish(GUIDE, CONTENT + b"!", "application/pdf")
    report = read(desk, resource())
    finding = report.finding("resource.integrity")
    assert (finding.outcome, finding.code) == (Outcome.FAILED, "resource.changed")
    assert finding.params["url"] == GUIDE
    assert (report.verdict, report.state) == (Verdict.REJECTED, State.ALTERED)


@pytest.mark.requirement("VER-21")
@pytest.mark.parametrize(
    ("entry", "cause"),
    [
        (resource(), "fetch.unreachable"),
        (resource(url="urn:uuid:6a1e0cf1-98c3-4e4b-8d55-0a8d3a1f0b11"), "resource.address"),
        ({"id": GUIDE, "digestSRI": "md5-1B2M2Y8AsgTpgAmY7PhCfg=="}, "resource.algorithm"),
    ],
)
def test_a_resource_that_cannot_be_compared_is_a_warning(
    desk: Desk, entry: JsonObject, cause: str
) -> None:
    """It may be the same: the badge stands, and the report says what was not checked."""
    report = read(desk, entry)
    finding = report.finding("resource.integrity")
    assert (finding.outcome, finding.code) == (Outcome.UNKNOWN, "resource.unknown")
    assert (finding.severity, finding.params["cause"]) == (Severity.WARNING, cause)
    assert report.state is State.GENUINE


@pytest.mark.parametrize(
    ("entries", "cause"),
    [
        (({"id": GUIDE},), "model.related_resource_undigested"),
        ((resource(digestSRI="sha256-x"),), "model.related_resource_digest"),
        (({"id": GUIDE, "digestMultibase": "z6Mk"},), "model.related_resource_digest"),
        ((resource(), resource()), "model.related_resource_twice"),
        (({"digestSRI": sri(CONTENT)},), "model.related_resource_id"),
    ],
)
def test_a_list_that_breaks_the_data_model_rejects(
    desk: Desk, entries: tuple[JsonObject, ...], cause: str
) -> None:
    """The data model requires an address of its own and a digest for each."""
    report = read(desk, *entries)
    finding = report.finding("resource.integrity")
    assert (finding.outcome, finding.code) == (Outcome.FAILED, "resource.malformed")
    assert finding.params["cause"] == cause
    assert report.verdict is Verdict.REJECTED


@pytest.mark.requirement("ISS-05")
def test_contexts_that_we_carry_are_compared_without_network(desk: Desk) -> None:
    """Their bytes are in the catalogue, in each edition that was published."""
    entries = [
        resource(
            VC_2,
            b"",
            digestSRI="sha384-l/HrjlBCNWyAX91hr6LFV2Y3heB5Tcr6IeE4/Tje8YyzYBM8IhqjHWiWpr8+ZbYU",
        ),
        resource(OB_3, EDITION_2025_04.content(OB_3)),
    ]
    assert judged(desk, *entries).code == "resource.intact"
    assert judged(desk, resource(OB_3, b"{}")).code == "resource.changed"
    assert not desk.web.visits


def test_what_is_inside_the_badge_is_compared_too(desk: Desk) -> None:
    """A data: address holds the content itself."""
    inside = "data:text/plain;base64," + base64.b64encode(CONTENT).decode()
    assert judged(desk, resource(inside)).code == "resource.intact"
    assert judged(desk, resource(inside, b"autre")).code == "resource.changed"
    assert judged(desk, resource("data:text/plain;base64,%")).code == "resource.unknown"


@pytest.mark.requirement("VER-03")
def test_only_a_few_resources_are_fetched(desk: Desk) -> None:
    """Whoever made the badge does not decide how many pages we visit."""
    urls = [f"https://lieu-un.example.fr/{number}" for number in range(9)]
    for url in urls:
        desk.web.publish(url, CONTENT)
    finding = judged(desk, *map(resource, urls))
    assert (finding.outcome, finding.params["cause"]) == (Outcome.UNKNOWN, "resource.too_many")
    assert sum(url in urls for url in desk.web.visits) == 4


@pytest.mark.requirement("VER-03")
def test_nothing_is_fetched_for_a_badge_that_is_not_the_issuers(desk: Desk) -> None:
    """An address in an unsigned document is nobody's word."""
    signed = PLACE.sign(badge(PLACE, relatedResource=[resource()])).document
    report = desk.read(serialize(signed | {"name": "Autre"}))
    assert report.finding("resource.integrity").outcome is Outcome.SKIPPED
    assert not desk.web.visits


@pytest.mark.parametrize("media_type", ["text/html\r\nHost: autre", 5, "", "é/é"])
def test_a_media_type_is_no_way_into_the_request(desk: Desk, media_type: Any) -> None:
    """What is no media type is not asked for."""
    desk.web.publish(GUIDE, CONTENT)
    signed = PLACE.sign(badge(PLACE, relatedResource=[resource(mediaType=media_type)]), "vc-jwt")
    assert desk.read(signed).finding("resource.integrity").code == "resource.intact"
