"""A whole referential may be fetched by who asks for so much, and by nobody else."""

import http.server
import time

import pytest

from badges.errors import FetchTooLarge, TooSlow
from badges.net import HttpFetcher
from badges.net.http_fetcher import LIMIT, MOST
from tests.badges.loopback_site import Site, serving

SLOW = 0.6


def wait(handler: http.server.BaseHTTPRequestHandler) -> None:
    """Answer after a while."""
    time.sleep(SLOW)
    handler.send_response(200)
    handler.send_header("Content-Length", "2")
    handler.end_headers()
    handler.wfile.write(b"{}")


def test_a_large_file_is_had_by_who_asks_for_it() -> None:
    """More than the usual limit, whole; the usual limit still holds for everybody else."""
    body = b"x" * (LIMIT + 1)
    with serving(Site()) as site:
        site.answer("/rome.zip", body)
        fetcher = HttpFetcher(allow_loopback=True)
        assert fetcher.fetch(site.url("/rome.zip"), limit=LIMIT + 1).body == body
        with pytest.raises(FetchTooLarge):
            fetcher.fetch(site.url("/rome.zip"))


def test_nobody_gets_more_than_the_most() -> None:
    """Whatever is asked for, an answer that announces more is refused before it is read."""
    with serving(Site()) as site:
        site.answer("/all", b"", Content_Length=str(MOST + 1))
        with pytest.raises(FetchTooLarge) as refusal:
            HttpFetcher(allow_loopback=True).fetch(site.url("/all"), limit=MOST * 10)
    assert refusal.value.params["limit"] == MOST


def test_a_large_file_is_given_the_time_that_it_needs() -> None:
    """The budget grows with the limit; a small limit does not shorten it."""
    with serving(Site()) as site:
        site.routes["/slow"] = wait
        fetcher = HttpFetcher(allow_loopback=True, total_seconds=SLOW / 2)
        assert fetcher.fetch(site.url("/slow"), limit=LIMIT * 20).body == b"{}"
        with pytest.raises(TooSlow):
            fetcher.fetch(site.url("/slow"), limit=10)
