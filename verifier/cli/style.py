"""How a terminal shows a verdict: a mark always, a colour when the terminal has colours.

The mark and the words say everything; the colour only helps the eye (design/experience.md).
"""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TextIO

from verifier.report import Outcome, Verdict

WHEN = ("auto", "always", "never")
_UNSEEN = ("C", "Zl", "Zp")


class Tone(StrEnum):
    """What a line says by its colour, besides saying it in words."""

    GOOD = "32"
    BAD = "31"
    UNKNOWN = "33"
    QUIET = "2"
    TITLE = "1"


_MARKS = {"good": "✓", "bad": "✗", "unknown": "?", "none": "–", "skipped": "·", "next": "→"}
_ASCII_MARKS = {
    "good": "+",
    "bad": "x",
    "unknown": "?",
    "none": "-",
    "skipped": ".",
    "next": ">",
}
_VERDICTS = {
    Verdict.ACCEPTED: ("good", Tone.GOOD),
    Verdict.REJECTED: ("bad", Tone.BAD),
    Verdict.UNDETERMINED: ("unknown", Tone.UNKNOWN),
}
_OUTCOMES = {
    Outcome.PASSED: ("good", Tone.GOOD),
    Outcome.FAILED: ("bad", Tone.BAD),
    Outcome.UNKNOWN: ("unknown", Tone.UNKNOWN),
    Outcome.NOT_APPLICABLE: ("none", Tone.QUIET),
    Outcome.SKIPPED: ("skipped", Tone.QUIET),
}


@dataclass(frozen=True)
class Style:
    """The marks and colours that one output can show."""

    has_colours: bool = False
    has_signs: bool = True

    @classmethod
    def of(cls, stream: TextIO, when: str, environment: Mapping[str, str]) -> "Style":
        """The style for an output; `when` is what the person asked by `--color`.

        Without a wish, NO_COLOR and FORCE_COLOR decide, then whether a person reads there.
        """
        return cls(_has_colours(stream, when, environment), _has_signs(stream))

    def verdict(self, verdict: Verdict) -> str:
        """The mark of a verdict."""
        return self._mark(*_VERDICTS[verdict])

    def outcome(self, outcome: Outcome, *, is_grave: bool = True) -> str:
        """The mark of one finding; what does not weigh is not shown in the colour of a refusal."""
        name, tone = _OUTCOMES[outcome]
        return self._mark(name, tone if is_grave or tone is not Tone.BAD else Tone.UNKNOWN)

    def arrow(self) -> str:
        """The mark of what to do next."""
        return self._mark("next", Tone.QUIET)

    def verdict_tone(self, verdict: Verdict) -> Tone:
        """The colour of a verdict."""
        return _VERDICTS[verdict][1]

    def paint(self, text: str, *tones: Tone) -> str:
        """`text` in these tones, when the output has colours."""
        if not self.has_colours or not text:
            return text
        return f"\033[{';'.join(tone.value for tone in tones)}m{text}\033[0m"

    def _mark(self, name: str, tone: Tone) -> str:
        return self.paint((_MARKS if self.has_signs else _ASCII_MARKS)[name], tone)


def is_for_people(stream: TextIO, environment: Mapping[str, str]) -> bool:
    """Whether `stream` is a terminal on which the cursor can be moved."""
    return stream.isatty() and environment.get("TERM", "") != "dumb"


def _has_colours(stream: TextIO, when: str, environment: Mapping[str, str]) -> bool:
    if when != "auto":
        return when == "always"
    if environment.get("NO_COLOR"):
        return False
    forced = environment.get("FORCE_COLOR")
    if forced:
        return forced != "0"
    return is_for_people(stream, environment)


def _has_signs(stream: TextIO) -> bool:
    """Whether the output can write our marks; else a tick would become a question mark."""
    try:
        "".join(_MARKS.values()).encode(stream.encoding or "ascii")
    except (UnicodeError, LookupError):
        return False
    return True


def one_line_of(text: str) -> str:
    """The same in one line: what a badge says must not look like a line of ours."""
    return plain(" ".join(text.split()))


def plain(text: str) -> str:
    """Text for a terminal: what a badge says must not move the cursor or turn the line around."""
    return "".join(
        character
        for character in text
        if character == "\n" or not unicodedata.category(character).startswith(_UNSEEN)
    )
