"""Which addresses may be fetched: the guard against requests to the inside (SSRF, VER-03).

Ports: 443 and 1024 to 65535. Lower ports belong to mail, directories and the like, which never
serve a badge. With loopback allowed (tests and demonstrations) any port of the machine itself.
"""

import ipaddress
import re
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

from badges.errors import Refused

_URL_LIMIT = 2048
_FORBIDDEN_CHARACTERS = re.compile(r"[\x00-\x20\x7f\\]")
_LOOKS_NUMERIC = re.compile(r"(0[xX][0-9a-fA-F]*|[0-9]+)\.?")
_NAME = re.compile(r"(?=.{1,253}$)([a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?)(\.[a-z0-9_-]{1,63})*")
_HTTPS_PORT = 443
_FIRST_USER_PORT = 1024
_DEFAULT_PORTS = {"https": _HTTPS_PORT, "http": 80}
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
# Reserved, and not known as such to every version of Python. 64:ff9b:1::/48 is for the translators
# of one network: where the IPv4 address stands in it is for that network to choose (RFC 8215).
_RESERVED = tuple(
    map(
        ipaddress.ip_network,
        ("192.0.0.0/24", "192.88.99.0/24", "3fff::/20", "64:ff9b:1::/48", "2001::/23"),
    )
)
# Names that only an inner network knows: a proxy, which looks names up itself, could know them too.
_INNER = re.compile(
    r"(?:[^.]+|.*\.(?:local|localhost|localdomain|internal|intranet|private|corp|home|lan"
    r"|home\.arpa|onion))"
)
_IPV4_COMPATIBLE = ipaddress.ip_network("::/96")

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


@dataclass(frozen=True)
class Target:
    """A URL that may be asked: what to connect to and what to say there."""

    url: str
    scheme: str
    host: str
    port: int
    path: str

    @property
    def authority(self) -> str:
        """The value of the `Host` header."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _DEFAULT_PORTS[self.scheme] else f"{host}:{self.port}"


def require_allowed(url: str, *, allow_loopback: bool = False) -> Target:
    """The target of `url`, when its form is one that we ask at all; no name is looked up yet.

    Raises:
        Refused: another scheme, a user name, a port of another service, an address that is not
            public, or a number written so that two programs could read two addresses.
    """
    parts, port = _take_apart(url)
    host = (parts.hostname or "").removesuffix(".")
    local = _require_host(host, url, allow_loopback=allow_loopback)
    if parts.scheme != "https" and not (parts.scheme == "http" and local):
        raise Refused("fetch.scheme", url=url, scheme=parts.scheme)
    port = _DEFAULT_PORTS[parts.scheme] if port is None else port
    if not (local or port == _HTTPS_PORT or port >= _FIRST_USER_PORT):
        raise Refused("fetch.port", url=url, port=port)
    return Target(url, parts.scheme, host, port, _path(parts))


def _path(parts: SplitResult) -> str:
    path = parts.path or "/"
    return f"{path}?{parts.query}" if parts.query else path


def _take_apart(url: str) -> tuple[SplitResult, int | None]:
    """The parts of a URL in which no two programs can see two hosts, and its port."""
    if len(url) > _URL_LIMIT or _FORBIDDEN_CHARACTERS.search(url) or not url.isascii():
        raise Refused("fetch.url", url=url[:200])
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise Refused("fetch.url", url=url[:200]) from error
    if parts.username is not None or parts.password is not None:
        raise Refused("fetch.userinfo", host=parts.hostname or "")
    return parts, port


def _require_host(host: str, url: str, *, allow_loopback: bool) -> bool:
    """Check a host as it is written; answer whether it is this machine."""
    if "%" in host:
        raise Refused("fetch.address", host=host)
    literal = _literal(host)
    if literal is not None:
        require_public(str(literal), allow_loopback=allow_loopback)
        return _is_loopback(literal)
    if _LOOKS_NUMERIC.fullmatch(host.rpartition(".")[2]):
        raise Refused("fetch.address", host=host)
    if allow_loopback and (host == "localhost" or host.endswith(".localhost")):
        return True
    if not _NAME.fullmatch(host):
        raise Refused("fetch.url", url=url)
    if _INNER.fullmatch(host):
        raise Refused("fetch.address", host=host)
    return False


def _literal(host: str) -> Address | None:
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None


def require_public(address: str, *, allow_loopback: bool = False) -> None:
    """Return when `address` is one that anybody on the Internet can reach.

    Raises:
        Refused: private, link-local, multicast, reserved, a tunnel, or loopback unless allowed.
    """
    literal = _literal(address)
    if literal is None:
        raise Refused("fetch.address", host=address)
    if _is_loopback(literal) and allow_loopback:
        return
    if not _is_public(literal):
        raise Refused("fetch.address", host=address)


def _is_loopback(address: Address) -> bool:
    """Whether this is the machine itself, in its plain form: one in IPv6 clothes is a disguise.

    Python 3.13 began to call such a disguise loopback too.
    """
    is_mapped = isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped is not None
    return address.is_loopback and not is_mapped


def _is_public(address: Address) -> bool:
    """IPv6 forms that carry an IPv4 address are judged by it; old tunnels are never public."""
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped is not None:
            return _is_public(address.ipv4_mapped)
        if address in _NAT64:
            return _is_public(ipaddress.IPv4Address(int(address) & 0xFFFF_FFFF))
        if address.sixtofour is not None or address.teredo is not None:
            return False
        if address in _IPV4_COMPATIBLE or address.is_site_local:
            return False
    if any(address in network for network in _RESERVED):
        return False
    return address.is_global and not (
        address.is_multicast or address.is_reserved or address.is_unspecified
    )
