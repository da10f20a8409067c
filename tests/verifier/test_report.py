"""The report as a value: verdict and state follow from the findings, and from nothing else."""

import itertools
from datetime import UTC, datetime

import pytest

from badges.i18n import LANGUAGES, Translator
from verifier.report import (
    BadgeRejected,
    BadgeUndetermined,
    Evidence,
    Finding,
    Outcome,
    Report,
    Severity,
    State,
    Summary,
    Trust,
    Verdict,
    say,
    stamp,
    written_date,
)

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


def finding(
    outcome: Outcome,
    severity: Severity = Severity.ERROR,
    state: State | None = None,
    code: str = "proof.valid",
) -> Finding:
    """A finding of which only the weight and the outcome matter."""
    return Finding("proof.signature", outcome, severity, code, state=state)


def report(*findings: Finding, summary: Summary | None = None) -> Report:
    """A report with these findings."""
    return Report(findings, "default", NOON, "sha256:0", summary=summary or Summary())


@pytest.mark.requirement("VER-21")
def test_nothing_grave_never_accepts() -> None:
    """An empty report, or one in which only light checks passed, is undetermined."""
    assert report().verdict is Verdict.UNDETERMINED
    assert report().state is State.CANNOT_CHECK
    light = finding(Outcome.PASSED, Severity.NOTICE)
    assert report(light).verdict is Verdict.UNDETERMINED
    for outcome in (Outcome.SKIPPED, Outcome.NOT_APPLICABLE):
        assert report(finding(outcome)).verdict is Verdict.UNDETERMINED


@pytest.mark.parametrize("outcomes", list(itertools.product(Outcome, repeat=2)))
def test_the_verdict_follows_from_the_grave_findings(outcomes: tuple[Outcome, Outcome]) -> None:
    """A grave failure rejects, a grave unknown leaves it open, and only then a pass accepts."""
    verdict = report(*(finding(outcome) for outcome in outcomes)).verdict
    if Outcome.FAILED in outcomes:
        assert verdict is Verdict.REJECTED
    elif Outcome.UNKNOWN in outcomes or Outcome.PASSED not in outcomes:
        assert verdict is Verdict.UNDETERMINED
    else:
        assert verdict is Verdict.ACCEPTED


def test_light_findings_never_decide() -> None:
    """A failed warning is told among the warnings and changes no verdict."""
    said = report(
        finding(Outcome.PASSED),
        finding(Outcome.FAILED, Severity.WARNING, code="context.old"),
        finding(Outcome.UNKNOWN, Severity.NOTICE),
    )
    assert said.verdict is Verdict.ACCEPTED
    assert said.state is State.GENUINE
    assert said.to_json("fr")["warnings"] == ["context.old"]
    assert said.to_json("fr")["errors"] == []


@pytest.mark.parametrize(("first", "second"), list(itertools.combinations(tuple(State)[:7], 2)))
def test_of_two_failures_the_graver_state_is_told(first: State, second: State) -> None:
    """The order of `State` is the order of precedence, whatever the order of the checks."""
    failures = [finding(Outcome.FAILED, state=state) for state in (second, first)]
    assert report(*failures).state is first
    assert report(*reversed(failures)).state is first


def test_a_failure_is_told_before_what_is_unknown() -> None:
    """An expired badge whose status is out of reach is an expired badge."""
    said = report(
        finding(Outcome.UNKNOWN, state=State.CANNOT_CHECK),
        finding(Outcome.FAILED, state=State.EXPIRED),
    )
    assert said.state is State.EXPIRED


def test_a_finding_without_state_has_the_plain_one() -> None:
    """Unless a check says otherwise, a failure means broken and an unknown means unchecked."""
    assert report(finding(Outcome.FAILED)).state is State.UNREADABLE
    assert report(finding(Outcome.UNKNOWN)).state is State.CANNOT_CHECK


def test_a_report_has_no_truth_value() -> None:
    """`if report:` would hide the third verdict, so it is an error."""
    with pytest.raises(TypeError):
        bool(report(finding(Outcome.PASSED)))


def test_callers_may_want_exceptions() -> None:
    """`raise_for_verdict` raises the decisive code, or nothing."""
    report(finding(Outcome.PASSED)).raise_for_verdict()
    with pytest.raises(BadgeRejected, match=r"status\.revoked"):
        report(finding(Outcome.FAILED, code="status.revoked")).raise_for_verdict()
    with pytest.raises(BadgeUndetermined, match=r"status\.unavailable"):
        report(finding(Outcome.UNKNOWN, code="status.unavailable")).raise_for_verdict()
    with pytest.raises(BadgeUndetermined, match=r"verdict\.nothing_grave"):
        report().raise_for_verdict()


def test_the_json_has_exactly_the_members_of_the_contract() -> None:
    """Programs rely on these names; more may come, none may go."""
    fact = Evidence("key", "did:key:z#z", "did:key:z", "00")
    said = report(
        Finding(
            "proof.signature",
            Outcome.PASSED,
            Severity.FATAL,
            "proof.valid",
            {"suite": "x"},
            (fact,),
        )
    )
    answer = said.to_json("en")
    assert set(answer) >= {
        *("verdict", "verified", "warnings", "errors", "state", "policy", "verified_at"),
        *("subject_digest", "source", "summary", "findings", "credential"),
    }
    assert answer["verified"] is True
    assert answer["verified_at"] == "2026-11-22T12:00:00Z"
    assert set(answer["source"]) >= {"container", "standard", "data_model", "proofs"}
    assert set(answer["summary"]) >= {
        *("holder", "achievement", "issuer", "awarded", "valid_until", "competencies"),
    }
    assert set(answer["findings"][0]) >= {
        *("check", "outcome", "severity", "code", "params", "message"),
        *("evidence", "because", "spec", "repair"),
    }
    assert answer["findings"][0]["evidence"] == [
        {"name": "key", "value": "did:key:z#z", "source": "did:key:z", "sha256": "00"}
    ]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("state", State)
def test_every_state_has_its_words(state: State, language: str) -> None:
    """Each state has a headline and one sentence with nothing left to fill in."""
    outcome = Outcome.PASSED if state is State.GENUINE else Outcome.FAILED
    said = report(finding(outcome, state=state))
    for text in (said.headline(language), said.sentence(language)):
        assert text
        assert "{" not in text
        assert not text.startswith("state.")


@pytest.mark.parametrize("language", LANGUAGES)
def test_people_are_sent_to_try_again_only_where_that_helps(language: str) -> None:
    """A site that did not answer may answer later; a form that we do not know stays unknown."""
    later = {"fr": "réessayez", "en": "try again"}[language]
    for code, params, may_pass in (
        ("status.unavailable", {"cause": "fetch.unreachable"}, True),
        ("status.unavailable", {"cause": "fetch.address"}, False),
        ("sight.busy", {}, True),
        ("proof.unsupported", {"suite": "StrangeSuite"}, False),
    ):
        unknown = Finding("a.b", Outcome.UNKNOWN, Severity.ERROR, code, params)
        said = report(unknown)
        assert (later in said.sentence(language)) is may_pass
        assert "StrangeSuite" not in said.sentence(language)
        assert said.to_json(language)["wording"] == said.wording


def test_a_badge_at_fault_is_told_from_a_file_that_is_none() -> None:
    """What was read, and is badly made, must be made again: another file would not help."""
    for check, words in (("time.period", "badge corrigé"), ("input.readable", "savons lire")):
        failed = Finding(check, Outcome.FAILED, Severity.ERROR, "time.reversed")
        assert words in report(failed).sentence("fr")


def test_a_sentence_begins_with_a_capital() -> None:
    """Also when the place has no name."""
    said = report(finding(Outcome.FAILED, state=State.REVOKED))
    assert said.sentence("fr").startswith("Ce lieu a annulé")


def test_an_issuer_on_a_list_is_not_introduced() -> None:
    """Only a place that no list names is announced as one to discover."""
    listed = report(finding(Outcome.PASSED), summary=Summary(trust=Trust.LISTED))
    unlisted = report(finding(Outcome.PASSED), summary=Summary(trust=Trust.UNLISTED))
    assert listed.headline("fr") == "Badge authentique"
    assert unlisted.headline("fr") == "Badge authentique, lieu à découvrir"
    assert listed.state is unlisted.state is State.GENUINE


def test_sentences_name_place_person_and_day() -> None:
    """What the badge says fills the sentence; dates are written out."""
    summary = Summary(
        holder="Inès",
        issuer_name="Le Lieu",
        trust=Trust.LISTED,
        valid_until=datetime(2026, 3, 1, tzinfo=UTC),
    )
    genuine = report(finding(Outcome.PASSED), summary=summary)
    assert "Le Lieu à Inès" in genuine.sentence("fr")
    expired = report(finding(Outcome.FAILED, state=State.EXPIRED), summary=summary)
    assert "1er mars 2026" in expired.sentence("fr")
    assert "1 March 2026" in expired.sentence("en")


@pytest.mark.parametrize("month", range(1, 13))
def test_every_month_has_its_name(month: int) -> None:
    """Twelve months in both languages."""
    day = datetime(2026, month, 2, tzinfo=UTC)
    for language in LANGUAGES:
        assert len(written_date(day, Translator(language, "verifier")).split()) == 3


def test_words_fall_back_to_what_there_is() -> None:
    """Asked language, then the badge's own words, then French, then anything."""
    assert say({"fr": "a", "en": "b"}, "en") == "b"
    assert say({"fr": "a", "": "c"}, "en") == "c"
    assert say({"fr": "a", "de": "d"}, "en") == "a"
    assert say({"de": "d"}, "en") == "d"
    assert say({}, "en") is None
    assert stamp(None) is None
