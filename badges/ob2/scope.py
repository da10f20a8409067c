"""Where the badges of an issuer may lie: what makes a hosted badge worth something (OB2-07).

Anybody can publish an assertion that names somebody else's badge. It is the issuer's own profile
that says which addresses are its own; when it says nothing, its own host is.
"""

import re
import unicodedata
from typing import Any
from urllib.parse import unquote_to_bytes

from badges.documents import JsonObject
from badges.ob2.members import listed, origin, web_address
from badges.ob2.model import Profile

_PROPERTIES = ("id", "@id")
_ESCAPES = re.compile(r"%(?![0-9A-Fa-f]{2})")
_TRAPS = re.compile(r"[\x00-\x1f\x7f/\\%;]")


def is_understood(rules: JsonObject) -> bool:
    """Whether we know what the rules compare: the standard defines `id` only."""
    return all(name in _PROPERTIES for name in listed(rules.get("verificationProperty")))


def is_in_scope(assertion_id: str, badge_id: str | None, issuer: Profile) -> bool:
    """Whether the addresses of an assertion and its badge class are the issuer's own.

    With declared prefixes and origins the assertion must satisfy both kinds; without any, assertion
    and badge class must have the host of the profile.
    """
    beginnings = listed(issuer.rules.get("startsWith"))
    origins = listed(issuer.rules.get("allowedOrigins"))
    home = origin(issuer.id)
    if origin(assertion_id) is None or home is None:
        return False
    if not beginnings and not origins:
        ours = [assertion_id] if web_address(badge_id) is None else [assertion_id, str(badge_id)]
        return all(origin(address) == home for address in ours)
    begins = not beginnings or any(_begins(assertion_id, item) for item in beginnings)
    return begins and (not origins or any(_is_origin(assertion_id, item) for item in origins))


def _begins(address: str, beginning: Any) -> bool:
    """Whether `address` begins so; the host must be whole, lest `example.org.evil` pass.

    What follows must not lead out again once a server has decoded it.
    """
    if origin(beginning) is None or origin(beginning) != origin(address):
        return False
    parts = web_address(beginning)
    if parts is not None and parts.path in ("", "/") and not parts.query:
        return True
    start = str(beginning)
    return address.startswith(start) and _stays(start, address.removeprefix(start))


def _stays(start: str, rest: str) -> bool:
    """Whether every server takes the rest of an address for a place below its beginning.

    Some decode `%2f` before they look for the folder, some twice; some climb on a back slash, some
    drop what follows a semicolon; for some `//` begins anew.
    """
    path = re.split(r"[?#]", rest, maxsplit=1)[0]
    if "?" in start or "#" in start:
        return True
    if _ESCAPES.search(path) or "//" in start[-1:] + path:
        return False
    return all(map(_is_plain, path.split("/")))


def _is_plain(segment: str) -> bool:
    """Whether one segment of a path is the same place before and after it is decoded."""
    try:
        decoded = unquote_to_bytes(segment).decode("utf-8")
    except UnicodeDecodeError:
        return False
    shown = unicodedata.normalize("NFKC", decoded)
    return not _TRAPS.search(shown) and (not shown or bool(shown.strip(" .")))


def _is_origin(address: str, allowed: Any) -> bool:
    """Whether `address` is at the host, written as such or as an address."""
    if not isinstance(allowed, str):
        return False
    written = origin(allowed) if "://" in allowed else allowed.strip().lower().removesuffix("/")
    return written == origin(address)
