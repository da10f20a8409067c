"""The way out: what is refused, what is bounded, and what is pinned, against real servers."""

import http.server
import socket
import threading
from collections.abc import Iterator, Sequence

import pytest

from badges.errors import (
    BadgeError,
    FetchTooLarge,
    Refused,
    TooSlow,
    Unreachable,
)
from badges.i18n import LANGUAGES, Translator
from badges.net import HttpFetcher, OfflineFetcher, require_allowed, require_public
from tests.badges.loopback_site import Site, raw_server, serving


@pytest.fixture
def site() -> Iterator[Site]:
    """A plain HTTP server on this machine."""
    with serving(Site()) as running:
        yield running


@pytest.fixture
def fetcher() -> HttpFetcher:
    """A fetcher that may visit this machine."""
    return HttpFetcher(allow_loopback=True, total_seconds=3)


@pytest.mark.requirement("VER-03")
@pytest.mark.parametrize(
    "url",
    [
        "ftp://example.org/",
        "file:///etc/passwd",
        "http://example.org/badge",
        "gopher://example.org/",
        "https://",
        "https:///path",
        "//example.org/",
        "https://user@example.org/",
        "https://user:secret@example.org/",
        "https://example.org@127.0.0.1/",
        "https://127.0.0.1/",
        "https://localhost/",
        "https://localhost./",
        "https://a.localhost/",
        "https://10.0.0.1/",
        "https://172.16.0.1/",
        "https://192.168.1.1/",
        "https://169.254.169.254/latest/meta-data/",
        "https://100.64.0.1/",
        "https://192.0.0.8/",
        "https://192.88.99.1/",
        "https://[3fff::1]/",
        "https://0.0.0.0/",
        "https://0/",
        "https://224.0.0.1/",
        "https://255.255.255.255/",
        "https://2130706433/",
        "https://0x7f000001/",
        "https://0x7f.1/",
        "https://0177.0.0.1/",
        "https://127.1/",
        "https://1.2.3.0x04/",
        "https://[::1]/",
        "https://[::]/",
        "https://[::ffff:127.0.0.1]/",
        "https://[::ffff:7f00:1]/",
        "https://[::127.0.0.1]/",
        "https://[64:ff9b::7f00:1]/",
        "https://[64:ff9b::10.0.0.1]/",
        "https://[2002:7f00:1::]/",
        "https://[2002:808:808::]/",
        "https://[2001:0:4136:e378:8000:63bf:3fff:fdd2]/",
        "https://[fe80::1]/",
        "https://[fe80::1%25eth0]/",
        "https://[fc00::1]/",
        "https://[fec0::1]/",
        "https://[ff02::1]/",
        "https://example.org:22/",
        "https://example.org:80/",
        "https://example.org:0/",
        "https://example.org:65536/",
        "https://example.org:abc/",
        "https://exam ple.org/",
        "https://example.org/\r\nHost: evil",
        "https://example.org\\@127.0.0.1/",
        "https://ex%61mple.org/",
        "https://exämple.org/",
        "https://-.org/?" + "x" * 2048,
        "https://[::1",
        "https://a..b/",
    ],
)
def test_an_address_that_could_lead_inside_is_refused_unasked(url: str) -> None:
    """Another scheme, user name, port or an inner address in any spelling never gets a packet."""
    with pytest.raises(Refused):
        require_allowed(url)


@pytest.mark.requirement("VER-03")
@pytest.mark.parametrize(
    ("url", "host", "port", "authority"),
    [
        ("https://example.org", "example.org", 443, "example.org"),
        ("https://EXAMPLE.org./a?b=c", "example.org", 443, "example.org"),
        ("https://example.org:8443/", "example.org", 8443, "example.org:8443"),
        ("https://8.8.8.8/", "8.8.8.8", 443, "8.8.8.8"),
        ("https://[2606:4700::1111]:9000/", "2606:4700::1111", 9000, "[2606:4700::1111]:9000"),
        ("https://xn--caf-dma.fr/", "xn--caf-dma.fr", 443, "xn--caf-dma.fr"),
    ],
)
def test_a_public_https_address_is_allowed(url: str, host: str, port: int, authority: str) -> None:
    """Names and public addresses on 443 or a high port may be asked."""
    target = require_allowed(url)
    assert (target.host, target.port, target.authority) == (host, port, authority)


@pytest.mark.requirement("VER-03")
@pytest.mark.parametrize("url", ["http://127.0.0.1:8000/", "http://localhost/", "http://[::1]:80/"])
def test_plain_http_is_for_this_machine_when_allowed(url: str) -> None:
    """Loopback over http needs the setting; elsewhere http is refused even with it."""
    require_allowed(url, allow_loopback=True)
    with pytest.raises(Refused):
        require_allowed(url)
    with pytest.raises(Refused):
        require_allowed("http://example.org/", allow_loopback=True)
    with pytest.raises(Refused):
        require_allowed("http://10.0.0.1/", allow_loopback=True)


@pytest.mark.requirement("VER-03")
@pytest.mark.parametrize(
    "address", ["10.0.0.1", "::ffff:10.0.0.1", "64:ff9b::a00:1", "fe80::1%eth0", "not an address"]
)
def test_a_looked_up_address_must_be_public(address: str) -> None:
    """What a name leads to is judged like an address that was written out."""
    with pytest.raises(Refused):
        require_public(address, allow_loopback=True)


def test_an_address_translated_for_ipv6_networks_is_judged_by_its_ipv4() -> None:
    """NAT64 to a public IPv4 address is how an IPv6-only machine reaches most sites."""
    require_public("64:ff9b::808:808")


@pytest.mark.requirement("VER-03")
def test_a_name_that_leads_inside_is_refused() -> None:
    """One inner address among those of a name is enough to refuse the name."""
    for answer in (["127.0.0.1"], ["8.8.8.8", "192.168.0.1"], ["::1"]):
        lookup = lambda _host, _port, answer=answer: answer  # noqa: E731 - shorter than three defs
        with pytest.raises(Refused):
            HttpFetcher(lookup=lookup).fetch("https://rebind.example.org/")


def test_a_name_that_does_not_exist_is_unreachable() -> None:
    """A failed look-up may be mended later: it is not a refusal."""

    def nowhere(host: str, port: int) -> Sequence[str]:
        raise socket.gaierror(host, port)

    with pytest.raises(Unreachable, match=r"fetch\.name"):
        HttpFetcher(lookup=nowhere).fetch("https://nowhere.example.org/")


def test_looking_a_name_up_has_a_time_limit() -> None:
    """A name service that never answers ends the fetch, not the verifier."""
    gate = threading.Event()

    def asleep(host: str, port: int) -> Sequence[str]:
        del host, port
        gate.wait(10)
        return []

    try:
        with pytest.raises(TooSlow):
            HttpFetcher(lookup=asleep, total_seconds=0.2).fetch("https://slow.example.org/")
    finally:
        gate.set()


def test_a_page_is_fetched_without_extras(site: Site, fetcher: HttpFetcher) -> None:
    """The answer has its type and age; the request has our name, no cookie and no compression."""
    site.answer(
        "/a?b=c", b"{}", Content_Type="Application/VC; charset=utf-8", Cache_Control="max-age=60"
    )
    answer = fetcher.fetch(site.url("/a?b=c"), accept="application/vc")
    assert (answer.body, answer.media_type, answer.max_age) == (b"{}", "application/vc", 60)
    ((path, headers),) = site.seen
    assert path == "/a?b=c"
    assert headers["accept"] == "application/vc"
    assert headers["accept-encoding"] == "identity"
    assert headers["user-agent"].startswith("badges-tiers-lieux")
    assert headers["host"] == f"127.0.0.1:{site.port}"
    assert not {"cookie", "authorization", "referer"} & set(headers)


@pytest.mark.parametrize(
    ("directives", "age"),
    [("no-store, max-age=60", 0), ("public", None), ("s-maxage=9", None), ("MAX-AGE=7", 7)],
)
def test_the_age_of_an_answer_follows_its_directives(
    site: Site, fetcher: HttpFetcher, directives: str, age: int | None
) -> None:
    """`no-store` is no age at all, and the age for shared caches is not ours."""
    site.answer("/", b"x", Cache_Control=directives)
    assert fetcher.fetch(site.url("/")).max_age == age


@pytest.mark.requirement("VER-03")
def test_the_body_is_bounded(site: Site, fetcher: HttpFetcher) -> None:
    """Too large is told whether the server announces the size or streams without end."""
    site.answer("/announced", b"x" * 2000)

    def stream(handler: http.server.BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.end_headers()
        while True:
            handler.wfile.write(b"x" * 65536)

    site.routes["/endless"] = stream
    for path in ("/announced", "/endless"):
        with pytest.raises(FetchTooLarge):
            fetcher.fetch(site.url(path), limit=1000)
    assert len(fetcher.fetch(site.url("/announced"), limit=2000).body) == 2000


def test_compression_is_refused(site: Site, fetcher: HttpFetcher) -> None:
    """A compressed answer, which nobody asked for, could unfold without limit."""
    site.answer("/", b"x", Content_Encoding="gzip")
    with pytest.raises(Refused, match=r"fetch\.encoding"):
        fetcher.fetch(site.url("/"))


def test_an_answer_cut_short_is_no_answer(site: Site, fetcher: HttpFetcher) -> None:
    """A part must not pass for the whole."""
    site.answer("/", b"half", Content_Length="100")
    with pytest.raises(Unreachable):
        fetcher.fetch(site.url("/"))


@pytest.mark.parametrize("status", [404, 410, 500, 204])
def test_only_success_is_an_answer(site: Site, fetcher: HttpFetcher, status: int) -> None:
    """Errors come as Unreachable with their status."""
    site.answer("/", b"", status=status)
    with pytest.raises(Unreachable) as told:
        fetcher.fetch(site.url("/"))
    assert told.value.params["status"] == status


@pytest.mark.requirement("VER-03")
def test_redirects_are_followed_three_times(site: Site, fetcher: HttpFetcher) -> None:
    """Three redirects reach the page, relative ones included; a fourth is too many."""
    for step in range(4):
        site.answer(f"/{step}", b"", status=(301, 302, 307, 308)[step], Location=f"/{step + 1}")
    site.answer("/4", b"there")
    answer = fetcher.fetch(site.url("/1"))
    assert (answer.body, answer.url) == (b"there", site.url("/4"))
    with pytest.raises(Refused, match=r"fetch\.redirects"):
        fetcher.fetch(site.url("/0"))


@pytest.mark.requirement("VER-03")
@pytest.mark.parametrize(
    "location",
    ["https://10.0.0.1/", "http://example.org/", "file:///etc/passwd", "https://[::ffff:a00:1]/"],
)
def test_every_redirect_is_checked_again(site: Site, fetcher: HttpFetcher, location: str) -> None:
    """A public page cannot send us inside, nor down to plain http."""
    site.answer("/", b"", status=302, Location=location)
    with pytest.raises(Refused):
        fetcher.fetch(site.url("/"))


@pytest.mark.requirement("VER-03")
def test_a_dripping_server_is_cut_off() -> None:
    """One byte at a time never meets a per-read limit; the budget of the whole fetch ends it."""
    stop = threading.Event()

    def drip(caller: socket.socket) -> None:
        caller.recv(4096)
        caller.sendall(b"HTTP/1.1 200 OK\r\nX-Long: ")
        while not stop.wait(0.02):
            caller.sendall(b"x")

    with raw_server(drip) as port:
        with pytest.raises(TooSlow):
            HttpFetcher(allow_loopback=True, total_seconds=0.3).fetch(f"http://127.0.0.1:{port}/")
        stop.set()


@pytest.mark.parametrize(
    "words", [b"", b"not http\r\n\r\n", b"HTTP/1.1 200 OK\r\n" + b"a:b\r\n" * 200]
)
def test_a_server_that_speaks_nonsense_is_unreachable(words: bytes) -> None:
    """Whatever comes back instead of HTTP is one of our errors."""

    def talk(caller: socket.socket) -> None:
        caller.recv(4096)
        caller.sendall(words)

    with raw_server(talk) as port, pytest.raises(Unreachable):
        HttpFetcher(allow_loopback=True).fetch(f"http://127.0.0.1:{port}/")


def test_nobody_listening_is_unreachable(fetcher: HttpFetcher) -> None:
    """A closed port is told as a site that does not answer."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    with pytest.raises(Unreachable):
        fetcher.fetch(f"http://127.0.0.1:{port}/")


def test_offline_reaches_nothing() -> None:
    """Without a network every address is unreachable."""
    with pytest.raises(Unreachable, match=r"fetch\.offline"):
        OfflineFetcher().fetch("https://example.org/")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_refusal_has_its_sentence(language: str) -> None:
    """What the guard says to a person holds no bare code and no unfilled parameter."""
    words = Translator(language)
    for url in ("https://a@b/", "https://a:1/", "ftp://a/", "https://10.0.0.1/", "https://[a"):
        with pytest.raises(BadgeError) as told:
            require_allowed(url)
        sentence = words(told.value.code, **told.value.params)
        assert sentence != told.value.code
        assert "{" not in sentence
