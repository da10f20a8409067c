"""A finding that says the same of every badge is made once; all others are their badge's own."""

from tests.verifier.badges_to_read import Desk, Place, badge
from verifier.case import Answer, not_applicable, passed
from verifier.checks import CHECKS
from verifier.policy import DEFAULT, STRICT
from verifier.report import Evidence, Outcome, Severity

CHECK = CHECKS[0]


def test_what_says_only_its_code_is_one_finding() -> None:
    """The same answer gives the very same finding, and the check its own name and weight."""
    assert CHECK.finding(passed("x.y")) is CHECK.finding(passed("x.y"))
    assert CHECK.finding(passed("x.y")).check == CHECK.id
    assert CHECKS[1].finding(passed("x.y")).check == CHECKS[1].id


def test_one_code_with_two_outcomes_is_two_findings() -> None:
    """The outcome is part of what is said."""
    outcomes = [CHECK.finding(answer).outcome for answer in (passed("x.z"), not_applicable("x.z"))]
    assert outcomes == [Outcome.PASSED, Outcome.NOT_APPLICABLE]


def test_facts_and_parameters_are_never_shared() -> None:
    """Whatever speaks of one badge is written down for that badge alone."""
    assert CHECK.finding(passed("x.y", count=1)).params == {"count": 1}
    assert CHECK.finding(passed("x.y", Evidence("a", "b"))).evidence == (Evidence("a", "b"),)
    graver = Answer(Outcome.PASSED, "x.y", severity=Severity.NOTICE)
    assert CHECK.finding(graver).severity is Severity.NOTICE
    assert CHECK.finding(passed("x.y")).params == {}


def test_facts_of_any_length_are_cut_as_before() -> None:
    """A report repeats no document: the beginning of a fact is enough."""
    long = Evidence("n" * 400, "v" * 3_000, "s" * 3_000, "d")
    found = CHECK.finding(passed("x.y", long, long)).evidence
    assert [len(found[0].name), len(found[0].value), len(found[0].source or "")] == [
        *(300, 2_048, 2_048)
    ]
    assert found[0].sha256 == "d"


def test_rules_that_weigh_nothing_leave_the_finding() -> None:
    """Only rules that give another weight make another finding."""
    warning = Answer(Outcome.FAILED, "x.w", severity=Severity.WARNING)
    finding = CHECK.finding(warning)
    assert DEFAULT.weigh(finding) is finding
    assert STRICT.weigh(finding).severity is Severity.ERROR


def test_the_same_badge_twice_gives_equal_reports(desk: Desk, place: Place) -> None:
    """What was remembered from the first verification changes no word of the second."""
    signed = place.sign(badge(place))
    verifier = desk.verifier
    first, second = (verifier.verify(signed.body) for _ in range(2))
    assert first == second == desk.read(signed)
    assert first.to_json("fr") == second.to_json("fr")
