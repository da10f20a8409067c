"""Which representation a client wants: `Accept` read properly, `*/*` answered by who asks.

A browser that follows a link gets a page; a program that asks for anything gets JSON (ISS-35,
TRAP-13). Parameters of a media range other than `q` are ignored: `application/ld+json` with a
profile is still JSON-LD.
"""

from collections.abc import Sequence

from flask import Request
from werkzeug.datastructures import Accept
from werkzeug.http import parse_accept_header

HTML = "text/html"

# Programs that draw a card of a page for their network: they accept anything, do not all call
# themselves Mozilla-compatible, and read Open Graph tags, which only the page has.
_DRAWERS = (
    "facebookexternalhit",
    "linkedinbot",
    "mastodon",
    "skypeuripreview",
    "slackbot",
    "telegrambot",
    "twitterbot",
    "viber",
    "whatsapp",
)

# What changes the answer of a negotiated URL, for caches.
VARY = ("Accept", "Sec-Fetch-Mode", "User-Agent")


def choose(offers: Sequence[str], accept: str | None, *, browser: bool = False) -> str | None:
    """The best of `offers` for this `Accept` header, or None when none is acceptable.

    Offers stand in the server's order of preference. At equal quality the range that names more
    wins, then the server's order; a `browser` is taken to prefer HTML.
    """
    ranges = _ranges(accept)
    order = sorted(offers, key=lambda offer: offer != HTML) if browser else list(offers)
    best: tuple[float, int, int] | None = None
    chosen = None
    for index, offer in enumerate(order):
        quality, named = _quality(offer, ranges)
        rank = (quality, named, -index)
        if quality > 0 and (best is None or rank > best):
            best, chosen = rank, offer
    return chosen


def is_browser(request: Request) -> bool:
    """Whether a person follows a link: told by Fetch Metadata, else by the usual `Mozilla/` mark.

    A script's `fetch()` says `cors` or `same-origin`; robots that draw link cards are known by name
    where they do not call themselves Mozilla-compatible, and so see the page that people see.
    """
    mode = request.headers.get("Sec-Fetch-Mode")
    if mode is not None:
        return mode == "navigate"
    agent = request.headers.get("User-Agent", "")
    return "Mozilla/" in agent or agent.lower().startswith(_DRAWERS)


def negotiate(request: Request, offers: Sequence[str]) -> str | None:
    """The representation to send for `request`, or None when none is acceptable."""
    return choose(offers, request.headers.get("Accept"), browser=is_browser(request))


def prefers_page(request: Request) -> bool:
    """Whether the client is better served by a page than by JSON; programs are the default."""
    chosen = negotiate(request, ("application/json", "application/problem+json", HTML))
    return chosen == HTML


def _ranges(accept: str | None) -> dict[str, float]:
    ranges: dict[str, float] = {}
    parsed: Accept = parse_accept_header(accept or "*/*", Accept)
    for value, quality in parsed:
        name = value.split(";", 1)[0].strip().lower()
        ranges[name] = max(quality, ranges.get(name, 0.0))
    return ranges or {"*/*": 1.0}


def _quality(offer: str, ranges: dict[str, float]) -> tuple[float, int]:
    """Quality of the most specific range that matches, and how specific that range is."""
    family = offer.split("/", 1)[0] + "/*"
    for named, name in ((2, offer), (1, family), (0, "*/*")):
        if name in ranges:
            return ranges[name], named
    return 0.0, 0
