"""Findings told from memory are told as anew, and nothing of a badge stays in that memory."""

import json
from datetime import UTC, datetime
from itertools import product

import pytest

from badges.i18n import LANGUAGES, Translator
from verifier.report import Evidence, Finding, Outcome, Report, Severity
from verifier.report.telling import Teller, teller

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
_SECRET = "Zoé Martin"  # what a badge may say in a place where nobody expects it
_FACTS = (Evidence("key", _SECRET), Evidence("list", "b", "https://example.org", "00"))
_FINDINGS = (
    Finding("proof.signature", Outcome.PASSED, Severity.FATAL, "proof.valid", {"suite": _SECRET}),
    Finding("proof.signature", Outcome.PASSED, Severity.FATAL, "proof.valid"),
    Finding("proof.signature", Outcome.FAILED, Severity.FATAL, "proof.invalid", spec="#one"),
    Finding("proof.signature", Outcome.UNKNOWN, Severity.ERROR, "proof.invalid", spec="#two"),
    Finding("proof.signature", Outcome.PASSED, Severity.FATAL, "proof.valid", evidence=_FACTS),
    Finding("proof.signature", Outcome.SKIPPED, Severity.ERROR, "x.y", because=("document.shape",)),
    Finding(
        *("status.revocation", Outcome.UNKNOWN, Severity.ERROR, "status.unreachable"),
        {"cause": "fetch.unreachable", "url": _SECRET},
    ),
)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_finding_is_told_the_same_whatever_was_told_before(language: str) -> None:
    """Whichever finding was met first, each one has its own words, and its members in order."""
    words = Translator(language, "verifier")
    for first, then in product(_FINDINGS, repeat=2):
        one = Teller(language)
        one.told(first)
        told, anew = one.told(then), then.to_json(words)
        assert list(told.items()) == list(anew.items())


def test_what_a_badge_says_is_not_remembered() -> None:
    """Parameters and facts of a badge are in its own report, and in nothing that is kept."""
    one = Teller("fr")
    told = [one.told(finding) for finding in _FINDINGS]
    assert _SECRET in str(told)
    assert _SECRET not in str(one.__dict__)


def test_whoever_changes_a_report_changes_no_other() -> None:
    """Reports share no list and no object: a caller may add to what it was given."""
    bare = _FINDINGS[1]
    mine = teller("fr").told(bare)
    mine["evidence"].append("mine")
    mine["because"].append("mine")
    mine["params"]["mine"] = "mine"
    mine["message"] = "mine"
    assert "mine" not in str(teller("fr").told(bare))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_text_of_a_report_says_what_its_members_say(language: str) -> None:
    """Written with what is known by heart, twice, a report reads the same, member by member."""
    inside = Report(_FINDINGS[:3], "default", NOON, "sha256:00")
    told = Report(_FINDINGS, "default", NOON, "sha256:00", parts=(inside,))
    for _ in range(2):
        read = json.loads(told.to_bytes(language))
        assert json.dumps(read) == json.dumps(told.to_json(language))


def test_a_large_number_is_written_too() -> None:
    """What the quick writer refuses is written by the other one: no report is lost for it."""
    large = Report(_FINDINGS, "default", NOON, "sha256:00", credential={"n": 2**70})
    assert json.loads(large.to_bytes())["credential"] == {"n": 2**70}
