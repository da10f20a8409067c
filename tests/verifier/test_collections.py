"""Collections: an archive or a list is as good as its worst badge, and takes bounded time."""

import json
from typing import Any

import pytest

from badges.documents import JsonObject
from tests.verifier.badges_to_read import Desk, Place, badge
from tests.verifier.intake.test_archive import packed
from verifier.pipeline import Pipeline
from verifier.report import Outcome, Report, State, Verdict
from verifier.settings import Bounds

ISSUER = Place.by_key()


def awarded(**members: Any) -> JsonObject:
    """A signed badge."""
    return ISSUER.sign(badge(ISSUER, **members)).document


def in_list(*badges: Any) -> bytes:
    """A JSON list."""
    return json.dumps(badges).encode()


def inside(report: Report) -> tuple[Outcome, str]:
    """What was found inside."""
    finding = report.finding("credentials.inside")
    return finding.outcome, finding.code


def test_each_badge_of_an_archive_has_its_report(desk: Desk) -> None:
    """With the name of its file; the whole is accepted when all are."""
    files = [(f"badges/{name}.json", json.dumps(awarded()).encode()) for name in ("inès", "omar")]
    report = desk.read(packed(*files, ("notes.txt", b"Bonjour")))
    assert report.state is State.GENUINE
    assert inside(report) == (Outcome.PASSED, "inside.accepted")
    assert [part.source.name for part in report.parts] == ["badges/inès.json", "badges/omar.json"]
    assert (report.source.container, report.source.document) == ("archive", "collection")
    assert report.source.remarks == ("archive.passed_over",)
    assert report.summary.achievement == "Animer un atelier"
    assert report.summary.issuer_name == "Le Lieu Un"


def test_the_worst_badge_decides(desk: Desk) -> None:
    """And what is no badge at all is one that does not hold."""
    late = awarded(validUntil="2026-11-21T00:00:00Z")
    report = desk.read(in_list(awarded(), late))
    assert (report.verdict, report.state) == (Verdict.REJECTED, State.EXPIRED)
    assert report.finding("credentials.inside").params == {"count": 2, "accepted": 1}
    report = desk.read(in_list(awarded(), "hello"))
    assert (report.verdict, report.state) == (Verdict.REJECTED, State.UNREADABLE)
    report = desk.read(in_list(awarded(), "https://example.org/away"))
    assert (report.verdict, report.state) == (Verdict.UNDETERMINED, State.CANNOT_CHECK)


def test_lists_may_lie_in_archives_and_nothing_deeper(desk: Desk) -> None:
    """A collection in a collection is opened; one more is refused."""
    pair = in_list(awarded(), awarded())
    report = desk.read(packed(("a.json", pair), ("b.json", json.dumps(awarded()).encode())))
    assert report.state is State.GENUINE
    assert len(report.parts[0].parts) == 2
    answer = json.dumps({"credential": [awarded(), awarded()]})
    deeper = in_list(f"data:,{answer}", awarded())
    report = desk.read(packed(("a.json", deeper), ("b.json", pair)))
    refused = report.parts[0].parts[0]
    assert refused.finding("input.readable").code == "input.too_many_steps"
    assert report.verdict is Verdict.REJECTED


@pytest.mark.requirement("VER-02")
def test_a_collection_takes_bounded_time(desk: Desk) -> None:
    """When the time is over, what is left is not looked at, and never green."""
    hasty = Pipeline(desk.clock, desk.web, desk.trust, bounds=Bounds(parts_seconds=-1.0))
    report = hasty.verify(in_list(awarded(), awarded()))
    assert inside(report) == (Outcome.UNKNOWN, "inside.undetermined")
    assert (report.verdict, report.state) == (Verdict.UNDETERMINED, State.CANNOT_CHECK)
    for part in report.parts:
        assert part.finding("input.readable").code == "inside.not_examined"


def test_every_wrapping_is_one_value_with_its_parts(desk: Desk) -> None:
    """The JSON of a report holds the whole report of each part."""
    report = desk.read(in_list(awarded(), awarded() | {"name": "x"})).to_json("fr")
    assert [part["verdict"] for part in report["parts"]] == ["accepted", "rejected"]
    assert [part["source"]["name"] for part in report["parts"]] == ["1", "2"]
    assert report["source"]["path"] == ["json_list"]
    assert report["credential"] is None
