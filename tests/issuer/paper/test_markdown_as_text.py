"""Markdown from people becomes plain words."""

import pytest

from issuer.services.markdown_as_text import as_text


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ("Une *boîte* **à** `graines`.", "Une boîte à graines."),
        ("# Titre\n\nUn texte\nsur deux lignes.", "Titre\nUn texte sur deux lignes."),
        ("- un\n- deux\n  - trois", "• un\n• deux\n• trois"),
        ("1. un\n2. deux", "1. un\n2. deux"),
        ("[le site](https://example.org)", "le site"),
        ("<b>gras</b> & <script>x</script>", "<b>gras</b> & <script>x</script>"),
        ("<div>\nseul\n</div>", "<div> seul </div>"),
        ("```\ncode\n```", "code"),
        ("![une image](x.png)", "une image"),
        ("", ""),
    ],
)
def test_marks_go_and_words_stay(written: str, printed: str) -> None:
    """Paragraphs are lines, points keep their sign, HTML stays what it is: text."""
    assert as_text(written) == printed


def test_a_text_without_end_is_cut() -> None:
    """Deep nesting and length cost little."""
    assert len(as_text("> " * 5_000 + "mot " * 50_000)) < 20_001
