"""Encrypted connections, the egress proxy, and the settings that choose them."""

import socket
from collections.abc import Sequence
from pathlib import Path

import pytest

from badges.errors import Refused, SettingsError, Unreachable
from badges.net import HttpFetcher
from badges.settings import Settings
from tests.badges.loopback_site import NAME, Site, certificate, raw_server, serving, tunnel


def here(host: str, port: int) -> Sequence[str]:
    """A name service in which every name is this machine."""
    del host, port
    return ["127.0.0.1"]


@pytest.mark.requirement("VER-03")
def test_https_is_checked_against_the_name(tmp_path: Path) -> None:
    """The connection goes to the checked address; certificate and Host are those of the name."""
    ca, context = certificate(tmp_path)
    with serving(Site(), context) as site:
        site.answer("/", b"safe")
        trusting = HttpFetcher(allow_loopback=True, ca=ca, lookup=here)
        assert trusting.fetch(site.url("/")).body == b"safe"
        assert site.seen[0][1]["host"] == f"{NAME}:{site.port}"
        with pytest.raises(Unreachable, match=r"fetch\.tls"):
            trusting.fetch(f"https://other.example.test:{site.port}/")
        with pytest.raises(Unreachable, match=r"fetch\.tls"):
            HttpFetcher(allow_loopback=True, lookup=here).fetch(site.url("/"))


def test_a_proxy_makes_the_connection(tmp_path: Path) -> None:
    """With an egress proxy the name goes to the proxy; TLS is still with the site itself."""
    ca, context = certificate(tmp_path)
    heard: list[str] = []
    with serving(Site(), context) as site, raw_server(tunnel(site.port, heard)) as proxy:
        site.answer("/", b"through")
        fetcher = HttpFetcher(proxy=f"http://us:p%40ss@127.0.0.1:{proxy}", ca=ca)
        assert fetcher.fetch(site.url("/")).body == b"through"
    assert heard[0].startswith(f"CONNECT {NAME}:{site.port} HTTP/1.")
    assert "Proxy-Authorization: Basic dXM6cEBzcw==" in heard


def test_a_proxy_does_not_lift_the_guard() -> None:
    """Scheme, host and literal addresses are refused before the proxy hears of them."""
    fetcher = HttpFetcher(proxy="http://127.0.0.1:9")
    for url in ("https://10.0.0.1/", "https://localhost/", "http://example.org/"):
        with pytest.raises(Refused):
            fetcher.fetch(url)


def test_a_proxy_that_refuses_is_told() -> None:
    """When the proxy does not open the way, the message speaks of the proxy."""

    def refuse(caller: socket.socket) -> None:
        caller.recv(4096)
        caller.sendall(b"HTTP/1.1 403 Forbidden\r\n\r\n")

    with raw_server(refuse) as port, pytest.raises(Unreachable, match=r"fetch\.proxy"):
        HttpFetcher(proxy=f"http://127.0.0.1:{port}").fetch("https://example.org/")


def test_settings_choose_the_way_out(tmp_path: Path) -> None:
    """BADGES_FETCH_* become the fetcher, and wrong ones are told at once."""
    HttpFetcher.of(Settings(fetch_allow_loopback=True, fetch_proxy="http://proxy:3128"))
    wrong = tmp_path / "ca.pem"
    wrong.write_text("no certificate")
    for settings in (
        Settings(fetch_proxy="socks5://proxy"),
        Settings(fetch_proxy="http://:port"),
        Settings(fetch_ca=wrong),
        Settings(fetch_ca=tmp_path / "absent.pem"),
    ):
        with pytest.raises(SettingsError):
            HttpFetcher.of(settings)
