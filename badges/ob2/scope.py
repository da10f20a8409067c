"""Where the badges of an issuer may lie: what makes a hosted badge worth something (OB2-07).

Anybody can publish an assertion that names somebody else's badge. It is the issuer's own profile
that says which addresses are its own; when it says nothing, its own host is.
"""

from typing import Any

from badges.documents import JsonObject
from badges.ob2.members import listed, origin, web_address
from badges.ob2.model import Profile

_PROPERTIES = ("id", "@id")


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
    """Whether `address` begins so; the host must be whole, lest `example.org.evil` pass."""
    if origin(beginning) is None or origin(beginning) != origin(address):
        return False
    parts = web_address(beginning)
    if parts is not None and not parts.path and not parts.query:
        return True
    return address.startswith(str(beginning))


def _is_origin(address: str, allowed: Any) -> bool:
    """Whether `address` is at the host, written as such or as an address."""
    if not isinstance(allowed, str):
        return False
    written = origin(allowed) if "://" in allowed else allowed.strip().lower().removesuffix("/")
    return written == origin(address)
