"""What every page and file carries: nothing inline, nothing from elsewhere, headers complete."""

import re
from html.parser import HTMLParser
from urllib.parse import urlsplit

from werkzeug.test import TestResponse

from tests.journeys.tour import Tour

COMPLETE = {
    "Content-Security-Policy",
    "Cross-Origin-Opener-Policy",
    "Cross-Origin-Resource-Policy",
    "Permissions-Policy",
    "Referrer-Policy",
    "Strict-Transport-Security",
    "X-Content-Type-Options",
    "X-Frame-Options",
}
DIRECTIVES = {"default-src 'none'", "base-uri 'none'", "frame-ancestors 'none'"}
UNSAFE = re.compile(r"unsafe|\*|https?:(?!//)|data:(?! )")
FETCHED = {
    "img": ("src", "srcset"),
    "script": ("src",),
    "source": ("src", "srcset"),
    "video": ("src", "poster"),
    "audio": ("src",),
    "iframe": ("src",),
    "object": ("data",),
    "embed": ("src",),
    "form": ("action",),
}
_NOT_RUN = "application/ld+json"
LINKS_FETCHED = {"stylesheet", "icon", "preload", "modulepreload", "manifest", "prefetch"}


class _Parts(HTMLParser):
    """What a page asks the browser to fetch or to run by itself."""

    def __init__(self) -> None:
        super().__init__()
        self.fetched: list[str] = []
        self.inline: list[str] = []
        self._script = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what is fetched, and what stands inside the page that should not."""
        given = {name: value or "" for name, value in attrs}
        self.fetched += [given[name] for name in FETCHED.get(tag, ()) if name in given]
        if tag == "link" and LINKS_FETCHED & set(given.get("rel", "").split()):
            self.fetched.append(given.get("href", ""))
        wrong = [name for name in given if name.startswith("on") or name == "style"]
        self.inline += [f"{tag} {name}" for name in wrong]
        is_run = tag == "script" and "src" not in given and given.get("type") != _NOT_RUN
        if tag == "style" or is_run:
            self.inline.append(tag)


def _parts(answer: TestResponse) -> _Parts:
    parts = _Parts()
    parts.feed(answer.get_data(as_text=True))
    return parts


def _told(tour: Tour, path: str) -> TestResponse:
    return tour.get(path)


def test_no_page_asks_for_anything_of_another_origin(tour: Tour) -> None:
    """Pictures, styles, scripts and forms are ours; links that a person follows may lead out."""
    base = tour.town.studio.office.settings.base_url
    own = urlsplit(base).netloc
    found = [
        (path, address)
        for path in tour.pages
        for address in _parts(_told(tour, path)).fetched
        if urlsplit(address).netloc not in ("", own) or address.startswith("data:")
    ]
    assert found == []


def test_no_page_has_anything_inline(tour: Tour) -> None:
    """No style, script or handler inside a page, so that the policy needs no exception."""
    found = [(path, part) for path in tour.pages for part in _parts(_told(tour, path)).inline]
    assert found == []


def test_every_page_carries_every_header(tour: Tour) -> None:
    """All that protect, and a policy that starts from nothing and allows nothing unsafe."""
    wrong: list[tuple[str, object]] = []
    for path in tour.pages:
        headers = _told(tour, path).headers
        if missing := COMPLETE - set(headers.keys()):
            wrong.append((path, missing))
        policy = headers.get("Content-Security-Policy", "")
        if not set(policy.split("; ")) >= DIRECTIVES or UNSAFE.search(policy):
            wrong.append((path, policy))
    assert wrong == []


def test_no_page_asks_to_accept_cookies(tour: Tour) -> None:
    """Reading sets no cookie at all: there is nothing to consent to, and no wall."""
    public = [path for path in tour.pages if not path.startswith("/workshop")]
    assert [path for path in public if "Set-Cookie" in _told(tour, path).headers] == []
