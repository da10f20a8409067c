"""Narratives from strangers, rendered without danger."""

import pytest

from badges.web.markdown import LENGTH_LIMIT, render


def test_plain_markdown_becomes_html() -> None:
    """Paragraphs, emphasis and lists are what criteria are made of."""
    html = render("Sur une machine :\n\n- *un*\n- deux")
    assert "<li><em>un</em></li>" in html


@pytest.mark.requirement("DM-10")
@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[x](javascript:alert(1))",
        "[x](data:text/html;base64,PHNjcmlwdD4=)",
        "![x](https://tracker.example/p.png)",
        '<https://a.example/"onmouseover=alert(1)>',
    ],
)
def test_nothing_runs_and_nothing_is_loaded(text: str) -> None:
    """Raw HTML is text, images are not loaded, and no link runs a script."""
    html = render(text)
    assert "<script" not in html
    assert "<img" not in html
    assert 'href="javascript' not in html
    assert 'href="data' not in html
    assert '" onmouseover' not in html


def test_links_are_not_vouched_for() -> None:
    """A link out of a narrative carries no credit and no way back."""
    html = render("[voir](https://example.org/)")
    assert 'rel="nofollow noopener noreferrer"' in html
    assert 'href="https://example.org/"' in html


def test_headings_do_not_enter_the_outline() -> None:
    """A stranger's heading is shown strong, outside the headings of the page."""
    html = render("# Grand titre\n\nSuite")
    assert "<h1" not in html
    assert "<strong>Grand titre</strong>" in html


def test_a_very_long_narrative_is_cut() -> None:
    """What is shown is bounded, however long the narrative."""
    assert len(render("a" * (LENGTH_LIMIT * 3))) < LENGTH_LIMIT + 100
