"""Which representation a client gets for its `Accept` header."""

import pytest
from flask import Flask, request

from badges.web.negotiation import choose, is_browser, prefers_page

OFFERS = ("application/vc", "text/html", "application/json", "application/ld+json", "text/plain")
CHROME = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8"


@pytest.mark.requirement("ISS-35", "TRAP-13")
@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        (None, "application/vc"),
        ("", "application/vc"),
        ("*/*", "application/vc"),
        ("application/json", "application/json"),
        ("application/vc", "application/vc"),
        ("application/json;q=0.4, text/html;q=0.5", "text/html"),
        ("application/json, text/plain, */*", "application/json"),
        ("text/html, */*", "text/html"),
        ("application/*", "application/vc"),
        ("application/vc;q=0, application/*", "application/json"),
        (
            'application/ld+json; profile="https://www.w3.org/ns/json-ld#compacted"',
            "application/ld+json",
        ),
        (CHROME, "text/html"),
        ("image/png", None),
        ("*/*;q=0", None),
        ("garbage", None),
    ],
)
def test_the_best_offer_wins(accept: str | None, expected: str | None) -> None:
    """Quality first, then the range that names more, then the server's order."""
    assert choose(OFFERS, accept) == expected


def test_a_browser_that_takes_anything_gets_a_page() -> None:
    """A wildcard alone is a page for a browser and JSON for a program."""
    assert choose(OFFERS, "*/*", browser=True) == "text/html"
    assert choose(OFFERS, "*/*", browser=False) == "application/vc"


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ({}, False),
        ({"User-Agent": "curl/8.5"}, False),
        ({"User-Agent": "Mozilla/5.0 (X11)"}, True),
        ({"User-Agent": "LinkedInBot/1.0 (compatible; Mozilla/5.0)"}, True),
        ({"User-Agent": "facebookexternalhit/1.1"}, True),
        ({"User-Agent": "Twitterbot/1.0"}, True),
        ({"User-Agent": "WhatsApp/2.23.20.0 A"}, True),
        ({"User-Agent": "TelegramBot (like TwitterBot)"}, True),
        ({"User-Agent": "Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)"}, True),
        ({"User-Agent": "Mastodon/4.3.0 (http.rb/5.2.0; +https://mastodon.example/) Bot"}, True),
        ({"User-Agent": "reader-of-whatsapp/1.0"}, False),
        ({"User-Agent": "Mozilla/5.0", "Sec-Fetch-Mode": "cors"}, False),
        ({"User-Agent": "Mozilla/5.0", "Sec-Fetch-Mode": "navigate"}, True),
    ],
)
def test_a_browser_is_known_by_what_it_does(headers: dict[str, str], *, expected: bool) -> None:
    """A script in a page is a program, even inside a browser; a card robot sees the page."""
    with Flask(__name__).test_request_context(headers=headers):
        assert is_browser(request) is expected


def test_a_program_that_takes_anything_gets_a_problem_document() -> None:
    """Errors are JSON unless a page is preferred."""
    with Flask(__name__).test_request_context(headers={"Accept": "*/*"}):
        assert not prefers_page(request)
    with Flask(__name__).test_request_context(headers={"Accept": CHROME}):
        assert prefers_page(request)
