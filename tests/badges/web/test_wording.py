"""Typography, written dates, and names that cannot disturb a page."""

import unicodedata
from datetime import UTC, datetime

import pytest

from badges.web import wording


def test_french_signs_keep_their_space() -> None:
    """Double signs and quotation marks never stand alone at the start of a line."""
    text = wording.typography("Quoi ? « Ça » : oui ; non !", "fr")
    assert text == "Quoi\u202f? «\u00a0Ça\u00a0»\u00a0: oui\u202f; non\u202f!"


def test_french_apostrophes_are_curved_between_letters_only() -> None:
    """An apostrophe between letters is typeset; a quote around code is left alone."""
    assert wording.typography("l'atelier, 'x' et 5'3", "fr") == "l\u2019atelier, 'x' et 5'3"


def test_english_is_left_as_written() -> None:
    """English has none of these rules."""
    assert wording.typography("What's that ?", "en") == "What's that ?"


@pytest.mark.parametrize(
    ("moment", "language", "expected"),
    [
        (datetime(2026, 11, 22, 9, tzinfo=UTC), "fr", "22 novembre 2026"),
        (datetime(2026, 12, 31, 23, 30, tzinfo=UTC), "fr", "1er janvier 2027"),
        ("2026-07-31T22:30:00Z", "fr", "1er août 2026"),
        ("2026-07-31T22:30:00Z", "en", "1 August 2026"),
        ("2026-11-22T09:00:00", "fr", "22 novembre 2026"),
        ("2026-11-22", "fr", "22 novembre 2026"),
        (None, "fr", ""),
        ("", "fr", ""),
        ("soon", "fr", "soon"),
    ],
)
def test_a_day_is_written_out_in_paris_time(
    moment: datetime | str | None, language: str, expected: str
) -> None:
    """The day is the one of Paris, summer and winter; what is no date is shown as it is."""
    assert wording.day(moment, language).replace("\u00a0", " ") == expected


def test_a_moment_has_its_hour() -> None:
    """The hour is the one on the wall in Paris."""
    text = wording.minute("2026-07-14T10:05:00Z", "fr").replace("\u00a0", " ")
    assert text == "14 juillet 2026 à 12:05"
    assert wording.minute("never", "fr") == "never"


def test_a_date_at_the_end_of_time_does_not_break_the_page() -> None:
    """Dates come from strangers: the last year that exists is shown, not computed with."""
    assert wording.day("9999-12-31T23:59:59Z", "fr") == "9999-12-31T23:59:59Z"


def test_direction_marks_and_control_characters_leave_a_name() -> None:
    """A name cannot reverse, hide or break the words that stand beside it."""
    assert wording.name("Al\u202eice\u2066\x00\x1b[1m\ufeff") == "Alice[1m"


def test_a_right_to_left_name_is_isolated() -> None:
    """A name in Arabic script is kept whole, and set apart from the sentence around it."""
    assert wording.name("\u0645\u062d\u0645\u062f") == "\u2068\u0645\u062d\u0645\u062f\u2069"


def test_joiners_inside_a_name_stay() -> None:
    """Zero-width joiners are letters of some scripts and of emoji."""
    assert (
        wording.name("\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645").strip("\u2068\u2069")
        == "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645"
    )


def test_what_passes_without_a_look_at_each_sign_is_harmless() -> None:
    """No sign of the short cut is one that is taken away or that runs from right to left."""
    passing = [chr(code) for code in range(0x110000) if wording._HARMLESS.fullmatch(chr(code))]  # noqa: SLF001 - the short cut itself
    assert len(passing) > 1_000
    for sign in passing:
        assert sign == "\n" or unicodedata.category(sign) not in ("Cc", "Cs")
        assert unicodedata.bidirectional(sign) not in ("R", "AL", "AN", "LRE", "RLE", "LRO", "RLO")
        assert sign not in "\u200e\u200f\u2028\u2029"
