"""Every spelling of an address that leads inside, and those that only look unusual (VER-03)."""

from collections.abc import Sequence

import pytest

from badges.errors import Refused
from badges.net import HttpFetcher, require_allowed, require_public


@pytest.mark.requirement("VER-03")
@pytest.mark.parametrize(
    "url",
    [
        "https://127.0.0.1./",
        "https://127.0.0.1../",
        "https://0x7f.0.0.1/",
        "https://0x7f000001./",
        "https://017700000001/",
        "https://0000000000000000000000000000000000000000000177.0.0.1/",
        "https://4294967295/",
        "https://127.0.1/",
        "https://127.0.0.0x1/",
        "https://1.1.1.1.1.1.08/",
        "https://[::ffff:0:127.0.0.1]/",
        "https://[0:0:0:0:0:ffff:127.0.0.1]/",
        "https://[::ffff:169.254.169.254]/",
        "https://[::ffff:a9fe:a9fe]/",
        "https://[64:ff9b::169.254.169.254]/",
        "https://[64:ff9b:1::8.8.8.8]/",
        "https://[64:ff9b:1:a00:0:100:808:808]/",
        "https://[2002:a9fe:a9fe::]/",
        "https://[2001:10::1]/",
        "https://[2001:20::1]/",
        "https://[2001:db8::1]/",
        "https://[100::1]/",
        "https://[5f00::1]/",
        "https://[fe80::1%eth0]/",
        "https://[fe80::1%25lo]/",
        "https://[::1%25lo]/",
        "https://[v1.fe80::a]/",
        "https://[127.0.0.1]/",
        "https://[]/",
        "https://LOCALHOST/",
        "https://LocalHost./",
        "https://localhost../",
        "https://x.localhost/",
        "https://localhost.localdomain/",
        "https://metadata.google.internal/computeMetadata/v1/",
        "https://router.home.arpa/",
        "https://printer.local/",
        "https://intranet/",
        "https://wiki.corp/",
        "https://db.lan/",
        "https://secret.onion/",
        "HTTP://EXAMPLE.org/",
        "FILE:///etc/passwd",
        "hTtP://169.254.169.254/",
        "https:example.org/",
        "https:/example.org/",
        "https:///example.org/",
        "https://@example.org/",
        "https://:@example.org/",
        "https://example.org#@10.0.0.1/",
        "https://example.org%2f@10.0.0.1/",
        "https://example.org%00.evil.example/",
        "https://10.0.0.1%2eexample.org/",
        "https://ⓛocalhost/",
        "https://127。0。0。1/",
        "https://example.org\u3002evil.example/",
        "https://xn--\u00e9.fr/",
        "https://example.org/\u202e",
        "https://exam\tple.org/",
        "https://exam\nple.org/",
        "\nhttps://example.org/",
        "https://example.org/ HTTP/1.1\r\nX-Evil: 1",
        "https://example.org/%0d%0a\r\n",
        "https://example.org\\.evil.example/",
        "https:\\\\example.org/",
        "https://example.org:+443/",
        "https://example.org:-1/",
        "https://example.org:4 43/",
        "https://example.org:443:80/",
        "https://example.org:١٢٣٤/",
        "https://example.org:25/",
        "https://example.org:1023/",
        "https://example.org:99999/",
        "jar:https://example.org!/",
        "data:text/plain,x",
        "ws://example.org/",
        "ldap://example.org/",
        "dict://example.org:11211/",
        "",
        "https",
        "://",
        "https://" + "a" * 254 + "/",
        "https://" + "a" * 64 + ".org/",
        "https://example.org/" + "a" * 2_048,
    ],
)
def test_every_other_spelling_of_inside_is_refused(url: str) -> None:
    """Numbers, tunnels, zones, inner names, hidden signs: refused before any name is looked up."""

    def never(host: str, port: int) -> Sequence[str]:
        raise AssertionError(host, port)

    if not url.startswith("https://example.org#"):
        with pytest.raises(Refused):
            HttpFetcher(lookup=never).fetch(url)
    else:  # behind the number sign stands no host: what is asked is the public name before it
        assert require_allowed(url).host == "example.org"


@pytest.mark.requirement("VER-03")
@pytest.mark.parametrize(
    ("url", "host", "path"),
    [
        ("HTTPS://Example.ORG", "example.org", "/"),
        ("https://example.org.", "example.org", "/"),
        ("https://example.org:443", "example.org", "/"),
        ("https://example.org:/", "example.org", "/"),
        ("https://example.org?x=1", "example.org", "/?x=1"),
        ("https://example.org/a;b?c#d", "example.org", "/a;b?c"),
        ("https://example.org//10.0.0.1/", "example.org", "//10.0.0.1/"),
        ("https://example.org/@10.0.0.1/", "example.org", "/@10.0.0.1/"),
        ("https://xn--bcher-kva.example/", "xn--bcher-kva.example", "/"),
        ("https://local.example/", "local.example", "/"),
        ("https://my-internal.fr/", "my-internal.fr", "/"),
    ],
)
def test_public_addresses_stay_public(url: str, host: str, path: str) -> None:
    """What only looks unusual may be asked, and the host is the one that anybody reads."""
    target = require_allowed(url)
    assert (target.host, target.path, target.scheme) == (host, path, "https")


@pytest.mark.requirement("VER-03")
@pytest.mark.parametrize(
    "address",
    [
        "64:ff9b:1:a00:0:100:808:808",
        "::ffff:0:8.8.8.8",
        "::8.8.8.8",
        "fe80::1%1",
        "2001:4860:4860::8888%eth0x" * 9,
        "198.18.0.1",
        "192.0.2.1",
        "240.0.0.1",
        "0.0.0.1",
        "127.1.2.3",
        "",
    ],
)
def test_a_name_that_leads_to_such_an_address_is_refused(address: str) -> None:
    """What a name service answers is not believed more than what a badge says."""
    fetcher = HttpFetcher(lookup=lambda _host, _port: [address])
    with pytest.raises(Refused):
        fetcher.fetch("https://rebind.example.org/")
    with pytest.raises(Refused):
        require_public(address)
