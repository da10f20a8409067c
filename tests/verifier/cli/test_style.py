"""Marks, colours and the progress bar: what each kind of output can show, and when."""

import io

import pytest

from verifier.cli.progress import Progress
from verifier.cli.style import Style, Tone, one_line_of, plain
from verifier.report import Outcome, Verdict


class Screen(io.StringIO):
    """An output that is a terminal or not, with one encoding."""

    encoding: str = "utf-8"

    def __init__(self, encoding: str = "utf-8", *, is_terminal: bool = True) -> None:
        super().__init__()
        self.encoding = encoding
        self._is_terminal = is_terminal

    def isatty(self) -> bool:
        """Whether a person reads here."""
        return self._is_terminal


@pytest.mark.parametrize(
    ("is_terminal", "when", "environment", "has_colours"),
    [
        (True, "auto", {"TERM": "xterm"}, True),
        (True, "auto", {}, True),
        (False, "auto", {"TERM": "xterm"}, False),
        (True, "auto", {"TERM": "dumb"}, False),
        (True, "auto", {"NO_COLOR": "1"}, False),
        (True, "auto", {"NO_COLOR": ""}, True),
        (False, "auto", {"FORCE_COLOR": "1"}, True),
        (True, "auto", {"FORCE_COLOR": "0"}, False),
        (False, "auto", {"FORCE_COLOR": "1", "NO_COLOR": "1"}, False),
        (False, "always", {"NO_COLOR": "1"}, True),
        (True, "never", {"FORCE_COLOR": "1"}, False),
    ],
)
def test_colours_follow_the_person_then_the_terminal(
    when: str, environment: dict[str, str], *, is_terminal: bool, has_colours: bool
) -> None:
    """The option wins over the environment, and that over what the output is."""
    style = Style.of(Screen(is_terminal=is_terminal), when, environment)
    assert style.has_colours is has_colours
    assert (style.paint("x", Tone.GOOD) != "x") is has_colours


def test_marks_differ_without_colour() -> None:
    """Each verdict and each outcome has its own shape: the colour never says it alone."""
    for encoding in ("utf-8", "ascii"):
        style = Style.of(Screen(encoding), "never", {})
        verdicts = [style.verdict(verdict) for verdict in Verdict]
        outcomes = [style.outcome(outcome) for outcome in Outcome]
        assert len(set(verdicts)) == len(Verdict)
        assert len(set(outcomes)) == len(Outcome)
        assert "".join(verdicts + outcomes + [style.arrow()]).encode(encoding)


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp1252", "nowhere", ""])
def test_an_old_terminal_gets_other_marks(encoding: str) -> None:
    """A tick that cannot be written would become a question mark, and so another answer."""
    assert Style.of(Screen(encoding), "never", {}).verdict(Verdict.ACCEPTED) == "+"


def test_a_remark_is_not_shown_as_a_refusal() -> None:
    """What failed and does not weigh has the colour of a doubt; its mark still says no."""
    style = Style(has_colours=True)
    assert style.outcome(Outcome.FAILED) == "\033[31m✗\033[0m"
    assert style.outcome(Outcome.FAILED, is_grave=False) == "\033[33m✗\033[0m"


def _bar(total: int, screen: Screen, environment: dict[str, str]) -> Progress:
    instants = iter(range(1_000))
    return Progress(total, screen, environment, monotonic=lambda: float(next(instants)))


def test_the_bar_moves_and_goes() -> None:
    """It shows how many of how many, and leaves the line empty behind it."""
    screen = Screen()
    bar = _bar(4, screen, {})
    for _ in range(4):
        bar.step()
    bar.clear()
    bar.clear()
    drawn = screen.getvalue().split("\r\033[K")
    assert drawn[1] == "[######..................] 1/4"
    assert drawn[-2] == "[########################] 4/4"
    assert drawn[-1] == ""


def test_the_bar_does_not_flicker() -> None:
    """Between two drawings a moment passes, whatever the number of badges; the end is shown."""
    screen = Screen()
    bar = Progress(500, screen, {}, monotonic=lambda: 1.0)
    for _ in range(500):
        bar.step()
    assert screen.getvalue().count("\r") == 2
    assert screen.getvalue().endswith("500/500")


@pytest.mark.parametrize(
    ("total", "environment", "is_terminal"),
    [(9, {}, False), (9, {"TERM": "dumb"}, True), (1, {}, True)],
)
def test_no_bar_where_nobody_watches(
    total: int, environment: dict[str, str], *, is_terminal: bool
) -> None:
    """Logs, pipes and simple terminals get no bar, and one badge needs none."""
    screen = Screen(is_terminal=is_terminal)
    bar = _bar(total, screen, environment)
    bar.step()
    bar.clear()
    assert screen.getvalue() == ""


def test_what_a_badge_says_stays_in_one_line() -> None:
    """A line feed or another sign that ends a line must not forge a line of ours."""
    forged = "Inès\r\n  ✓ Signature\x0b\x85\u2028\u2029\x1b[2Jet plus"
    assert one_line_of(forged) == "Inès ✓ Signature [2Jet plus"
    assert plain("a\u2028b\nc") == "ab\nc"
