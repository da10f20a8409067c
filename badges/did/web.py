"""did:web: the DID names a host and a path, where its document is published over https (KEY-04)."""

import re
from dataclasses import dataclass
from urllib.parse import unquote

from badges.errors import ResolutionError

_PREFIX = "did:web:"
_HOST = re.compile(r"([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*")
_PORT = re.compile(r"[1-9][0-9]{0,4}")
_LARGEST_PORT = 65_535
_SEGMENT = re.compile(r"([A-Za-z0-9._-]|%[0-9A-Fa-f]{2})+")
# Signs that would lead somewhere else once a server decodes the segment.
_TRAPS = re.compile(r"[\x00-\x20/\\?#%:@\x7f]")


@dataclass(frozen=True)
class DidWeb:
    """The did:web method."""

    name: str = "web"

    def computed(self, did: str) -> None:
        """Nothing: the document is published."""
        del did

    def address(self, did: str) -> str:
        """`https://host/.well-known/did.json`, or `https://host/a/b/did.json` with a path.

        Raises:
            ResolutionError: no host name, an IP address, a wrong port, or a path that a server
                could read as another one.
        """
        host, *path = did.removeprefix(_PREFIX).split(":")
        origin = f"https://{_authority(host, did)}"
        if not path:
            return f"{origin}/.well-known/did.json"
        for segment in path:
            _require_plain(segment, did)
        return f"{origin}/{'/'.join(path)}/did.json"


def did_web(host: str, *path: str) -> str:
    """The did:web of a host (with `:port` when it has one) and a path.

    Raises:
        ResolutionError: it would not be a DID that resolves.
    """
    did = _PREFIX + ":".join((host.replace(":", "%3A"), *path))
    DidWeb().address(did)
    return did


def _authority(text: str, did: str) -> str:
    host, separator, port = text.replace("%3a", "%3A").partition("%3A")
    if not _HOST.fullmatch(host.lower()) or _is_number(host.rpartition(".")[2]):
        raise ResolutionError("did.web", did=did[:200], part="host")
    if not separator:
        return host.lower()
    if not _PORT.fullmatch(port) or int(port) > _LARGEST_PORT:
        raise ResolutionError("did.web", did=did[:200], part="port")
    return f"{host.lower()}:{port}"


def _is_number(label: str) -> bool:
    """A last label that is a number makes the host an IP address (WHATWG URL section 3.5)."""
    return label.isdigit() or re.fullmatch(r"0[xX][0-9a-fA-F]*", label) is not None


def _require_plain(segment: str, did: str) -> None:
    decoded = unquote(segment, errors="replace")
    if (
        not _SEGMENT.fullmatch(segment)
        or decoded in (".", "..")
        or _TRAPS.search(decoded)
        or "\N{REPLACEMENT CHARACTER}" in decoded
    ):
        raise ResolutionError("did.web", did=did[:200], part="path")


DID_WEB = DidWeb()
