"""The way out in front of somebody who wants in: names and servers that play tricks (VER-03)."""

import socket
import threading
from collections.abc import Callable, Iterator, Sequence

import pytest

from badges.errors import FetchError, FetchTooLarge, Refused, TooSlow, Unreachable
from badges.net import HttpFetcher
from tests.badges.loopback_site import Site, raw_server, serving


@pytest.fixture
def site() -> Iterator[Site]:
    """A plain HTTP server on this machine."""
    with serving(Site()) as running:
        yield running


@pytest.fixture
def fetcher() -> HttpFetcher:
    """A fetcher that may visit this machine, with little patience."""
    return HttpFetcher(allow_loopback=True, total_seconds=2)


# Names that change their mind


@pytest.mark.requirement("VER-03")
def test_a_name_cannot_change_between_check_and_connection(site: Site) -> None:
    """It is looked up once for each request, and the connection goes to what was checked."""
    answers = iter((["127.0.0.1"], ["10.0.0.1"]))
    asked: list[str] = []

    def rebinding(host: str, port: int) -> Sequence[str]:
        del port
        asked.append(host)
        return next(answers)

    site.answer("/", b"once")
    site.answer("/away", b"", status=302, Location="/")
    fetcher = HttpFetcher(allow_loopback=True, lookup=rebinding)
    url = f"http://rebind.localhost:{site.port}/"
    assert fetcher.fetch(url).body == b"once"
    assert asked == ["rebind.localhost"]
    with pytest.raises(Refused):
        fetcher.fetch(url)


@pytest.mark.requirement("VER-03")
def test_a_redirect_looks_the_name_up_again(site: Site) -> None:
    """The second request of a redirect is checked as if it were the first."""
    answers = iter((["127.0.0.1"], ["192.168.1.1"]))
    site.answer("/", b"", status=302, Location="/inside")
    fetcher = HttpFetcher(allow_loopback=True, lookup=lambda _host, _port: next(answers))
    with pytest.raises(Refused):
        fetcher.fetch(f"http://rebind.localhost:{site.port}/")
    assert [path for path, _ in site.seen] == ["/"]


@pytest.mark.requirement("VER-03")
def test_plain_http_reaches_only_this_machine() -> None:
    """With loopback allowed, a local name that leads elsewhere is not asked in clear."""
    fetcher = HttpFetcher(allow_loopback=True, lookup=lambda _host, _port: ["8.8.8.8"])
    with pytest.raises(Refused, match=r"fetch\.scheme"):
        fetcher.fetch("http://a.localhost/")


@pytest.mark.requirement("VER-03")
@pytest.mark.parametrize(
    "location",
    [
        "//10.0.0.1/",
        "https://localhost/",
        "https://user@example.org/",
        "https://2130706433/",
        "\\\\10.0.0.1\\share",
        "https://[::ffff:7f00:1]/",
        "gopher://10.0.0.1/",
        "javascript:alert(1)",
        "https://example.org:22/",
        "https://[broken/",
        "https://metadata.google.internal/",
        "/a b",
    ],
)
def test_no_redirect_leads_inside(site: Site, location: str) -> None:
    """Whatever a page says that it moved to, the guard sees it first."""
    site.answer("/", b"", status=308, Location=location)
    fetcher = HttpFetcher(allow_loopback=True, total_seconds=2)
    with pytest.raises((Refused, Unreachable)):
        fetcher.fetch(f"http://127.0.0.1:{site.port}/")
    assert [path for path, _ in site.seen] == ["/"]


def test_a_page_that_redirects_to_itself_is_left(site: Site, fetcher: HttpFetcher) -> None:
    """Endless redirects end after three."""
    site.answer("/", b"", status=301, Location="/")
    with pytest.raises(Refused, match=r"fetch\.redirects"):
        fetcher.fetch(site.url("/"))
    assert len(site.seen) == 4


def test_a_redirect_to_nowhere_is_an_error_with_its_status(
    site: Site, fetcher: HttpFetcher
) -> None:
    """A redirect that names no place is told as what it is."""
    site.answer("/", b"", status=302)
    with pytest.raises(Unreachable) as told:
        fetcher.fetch(site.url("/"))
    assert told.value.params["status"] == 302


# Servers that lie, drip or flood


def _answering(words: bytes) -> Callable[[socket.socket], None]:
    def talk(caller: socket.socket) -> None:
        caller.recv(4096)
        caller.sendall(words)

    return talk


def _endless(opening: bytes, piece: bytes) -> Callable[[socket.socket], None]:
    """A server that begins well and never ends."""

    def talk(caller: socket.socket) -> None:
        caller.recv(4096)
        caller.sendall(opening)
        while True:
            caller.sendall(piece)

    return talk


@pytest.mark.requirement("VER-03")
@pytest.mark.parametrize(
    ("opening", "piece"),
    [
        (b"HTTP/1.1 200 OK\r\n", b"X-More: x\r\n"),
        (b"HTTP/1.1 200 OK\r\nX-Long: ", b"x" * 65_536),
        (b"HTTP/1.1 ", b"2" * 65_536),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"f" * 65_536),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5;", b"x" * 65_536),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"10000\r\n" + b"x" * 65_536),
    ],
    ids=["headers", "long header", "status line", "chunk size", "chunk extension", "chunks"],
)
def test_endless_answers_end(opening: bytes, piece: bytes, fetcher: HttpFetcher) -> None:
    """Headers, status line and chunks without end each meet a bound of their own."""
    with raw_server(_endless(opening, piece)) as port, pytest.raises(FetchError):
        fetcher.fetch(f"http://127.0.0.1:{port}/", limit=100_000)


@pytest.mark.requirement("VER-03")
@pytest.mark.parametrize(
    ("opening", "piece"),
    [
        (b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n", b"X: y\r\n"),
    ],
    ids=["continue", "trailers"],
)
def test_what_has_no_size_has_a_time(opening: bytes, piece: bytes) -> None:
    """Interim answers and trailers without end are cut when the time of the fetch is over."""
    fetcher = HttpFetcher(allow_loopback=True, total_seconds=0.3)
    with raw_server(_endless(opening, piece)) as port, pytest.raises(TooSlow):
        fetcher.fetch(f"http://127.0.0.1:{port}/")


@pytest.mark.requirement("VER-03")
@pytest.mark.parametrize(
    "opening",
    [b"", b"HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n", b"HTTP/1.1 200 OK\r\n\r\n"],
    ids=["headers", "announced body", "body"],
)
def test_a_slow_server_is_cut_wherever_it_is(opening: bytes) -> None:
    """One byte now and then, in headers or body, does not hold a verifier."""
    stop = threading.Event()

    def drip(caller: socket.socket) -> None:
        caller.recv(4096)
        caller.sendall(opening)
        while not stop.wait(0.02):
            caller.sendall(b"x")

    fetcher = HttpFetcher(allow_loopback=True, total_seconds=0.3)
    with raw_server(drip) as port:
        try:
            with pytest.raises(TooSlow):
                fetcher.fetch(f"http://127.0.0.1:{port}/")
        finally:
            stop.set()


@pytest.mark.requirement("VER-03")
@pytest.mark.parametrize(
    ("headers", "body"),
    [
        (b"Content-Length: 5", b"12345 and more"),
        (b"Content-Length: 5\r\nContent-Length: 500", b"12345"),
    ],
)
def test_no_more_is_read_than_was_announced(
    headers: bytes, body: bytes, fetcher: HttpFetcher
) -> None:
    """What stands behind the announced end belongs to nobody."""
    words = b"HTTP/1.1 200 OK\r\n" + headers + b"\r\n\r\n" + body
    with raw_server(_answering(words)) as port:
        assert fetcher.fetch(f"http://127.0.0.1:{port}/").body == b"12345"


@pytest.mark.requirement("VER-03")
@pytest.mark.parametrize(
    "headers",
    [
        b"Content-Length: 900",
        b"Content-Length: -5\r\nTransfer-Encoding: chunked",
        b"Transfer-Encoding: chunked",
    ],
)
def test_a_part_is_never_the_whole(headers: bytes, fetcher: HttpFetcher) -> None:
    """Fewer bytes than announced, or chunks that do not end, are no answer."""
    words = b"HTTP/1.1 200 OK\r\n" + headers + b"\r\n\r\n5\r\n12345\r\n"
    with raw_server(_answering(words)) as port, pytest.raises(Unreachable):
        fetcher.fetch(f"http://127.0.0.1:{port}/")


@pytest.mark.requirement("VER-03")
def test_small_chunks_count_together(fetcher: HttpFetcher) -> None:
    """A bomb of one-byte chunks meets the same limit as one large body."""
    words = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + b"1\r\nx\r\n" * 2_000
    with raw_server(_answering(words)) as port, pytest.raises(FetchTooLarge):
        fetcher.fetch(f"http://127.0.0.1:{port}/", limit=1_000)


@pytest.mark.requirement("VER-03")
@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("Content_Encoding", "gzip"),
        ("Content_Encoding", "br"),
        ("Content_Encoding", "identity, gzip"),
        ("Transfer_Encoding", "gzip, chunked"),
        ("Transfer_Encoding", "gzip"),
    ],
)
def test_nothing_is_unfolded(site: Site, fetcher: HttpFetcher, name: str, value: str) -> None:
    """Compressed although identity was asked: refused, in whichever header it is said."""
    site.answer("/", b"\x1f\x8b", 200, **{name: value})
    with pytest.raises(Refused, match=r"fetch\.encoding"):
        fetcher.fetch(site.url("/"))


def test_an_empty_encoding_is_none(site: Site, fetcher: HttpFetcher) -> None:
    """Servers that say nothing in the header are read as if they had not sent it."""
    site.answer("/", b"{}", Content_Encoding="")
    assert fetcher.fetch(site.url("/")).body == b"{}"


def test_many_addresses_of_one_name_share_the_time() -> None:
    """A name with a thousand dead addresses costs one budget, and no answer is a refusal."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    lookup = HttpFetcher(
        allow_loopback=True, lookup=lambda _host, _port: ["127.0.0.1"] * 1_000, total_seconds=2
    )
    with pytest.raises((Unreachable, TooSlow)):
        lookup.fetch(f"http://many.localhost:{port}/")
    with pytest.raises(Unreachable):
        HttpFetcher(lookup=lambda _host, _port: []).fetch("https://none.example.org/")
