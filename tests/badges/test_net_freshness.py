"""How long an answer may be kept, as its site says it (RFC 9111, STAT-27)."""

import http.server
import socket
from collections.abc import Iterator

import pytest

from badges.net import HttpFetcher
from tests.badges.loopback_site import Site, raw_server, serving


@pytest.fixture
def site() -> Iterator[Site]:
    """A plain HTTP server on this machine."""
    with serving(Site()) as running:
        yield running


@pytest.fixture
def fetcher() -> HttpFetcher:
    """A fetcher that may visit this machine."""
    return HttpFetcher(allow_loopback=True, total_seconds=2)


@pytest.mark.requirement("STAT-27")
@pytest.mark.parametrize(
    ("headers", "age"),
    [
        ({}, None),
        ({"Cache_Control": "private, max-age=60"}, 0),
        ({"Cache_Control": "no-store"}, 0),
        ({"Cache_Control": 'no-cache="set-cookie", max-age=9'}, 0),
        ({"Cache_Control": "public, max-age=60", "Age": "20"}, 40),
        ({"Cache_Control": "max-age=60", "Age": "90"}, 0),
        ({"Cache_Control": "max-age=60", "Age": "soon"}, 60),
        ({"Cache_Control": 'max-age="60"'}, 60),
        ({"Cache_Control": "max-age=60", "Vary": "Accept"}, 60),
        ({"Cache_Control": "max-age=60", "Vary": "*"}, 0),
        ({"Pragma": "no-cache"}, 0),
        ({"Pragma": "no-cache", "Cache_Control": "max-age=5"}, 5),
        ({"Expires": "0"}, 0),
        ({"Expires": "Thu, 01 Jan 1970 00:00:00 GMT"}, 0),
        ({"Expires": "Fri, 31 Dec 9999 23:59:59 -2359"}, 0),
        ({"Expires": "tomorrow", "Cache_Control": "max-age=7"}, 7),
    ],
)
def test_a_site_says_how_long_its_answer_is_good(
    site: Site, fetcher: HttpFetcher, headers: dict[str, str], age: int | None
) -> None:
    """Cache-Control, Age, Vary, Pragma and Expires, for a memory that many people share."""
    site.answer("/", b"x", 200, **headers)
    assert fetcher.fetch(site.url("/")).max_age == age


def test_an_expiry_counts_from_the_date_of_the_answer(fetcher: HttpFetcher) -> None:
    """A server whose clock is wrong is compared with itself."""
    words = (
        b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\nDate: Sun, 22 Nov 2026 12:00:00 GMT\r\n"
        b"Expires: Sun, 22 Nov 2026 12:02:00 GMT\r\n\r\nx"
    )

    def talk(caller: socket.socket) -> None:
        caller.recv(4096)
        caller.sendall(words)

    with raw_server(talk) as port:
        assert fetcher.fetch(f"http://127.0.0.1:{port}/").max_age == 120


def test_two_directives_in_two_headers_are_both_heard(site: Site, fetcher: HttpFetcher) -> None:
    """A proxy may add a line of its own: the stricter of both holds."""

    def route(handler: http.server.BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Cache-Control", "max-age=60")
        handler.send_header("Cache-Control", "no-store")
        handler.send_header("Content-Length", "0")
        handler.end_headers()

    site.routes["/"] = route
    assert fetcher.fetch(site.url("/")).max_age == 0
