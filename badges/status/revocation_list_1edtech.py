"""1EdTechRevocationList: an unsigned list of cancelled credentials at an address of the issuer's.

Deprecated since Open Badges 1.3 of the standard's text; read, never emitted (STAT-40 to STAT-44).
Pure coding: whoever fetches it answers for the address, which the badge's own signature covers, and
for https, which is all that protects the list.
"""

from dataclasses import dataclass
from typing import Any, Self
from urllib.parse import unquote, urlsplit

from badges.documents import JsonObject
from badges.errors import StatusError

ENTRY_TYPE = "1EdTechRevocationList"
MEDIA_TYPE = "application/json"

_MEMBERS = ("revokedCredential", "revokedCredentials")
_URL_LENGTH = 2_048
_REASON_LENGTH = 300


@dataclass(frozen=True)
class RevocationListEntry:
    """The `credentialStatus` of a credential: the address of the list (STAT-40)."""

    list_url: str

    @classmethod
    def read(cls, entry: JsonObject) -> Self:
        """The entry as written in a credential.

        Raises:
            StatusError: another type, or an address that is not https (STAT-44).
        """
        if entry.get("type") != ENTRY_TYPE:
            raise StatusError("status.entry_type", type=str(entry.get("type"))[:80])
        url = entry.get("id")
        if not isinstance(url, str) or len(url) > _URL_LENGTH or not _is_https(url):
            raise StatusError("status.entry_member", member="id")
        return cls(url)


@dataclass(frozen=True)
class Revocation:
    """What a list says of one cancelled credential: the reason, when it gives one."""

    reason: str | None = None


def find(listing: JsonObject, credential: str) -> Revocation | None:
    """What a list says of the credential with that identifier; None when it is not cancelled.

    Listed and not said to be `revoked: false` is cancelled (STAT-42). The member has two names in
    the field (STAT-43); identifiers are compared as those of equal credentials are (EQ-01).

    Raises:
        StatusError: not such a list, or what it says of this credential cannot be read.
    """
    found = [item for item in _items(listing) if _may_name(item, credential)]
    revoked = [item for item in found if _is_revoked(item) is True]
    if not revoked and any(_is_revoked(item) is None for item in found):
        raise StatusError("status.revocation_list_malformed")
    return Revocation(_reason(revoked[0])) if revoked else None


def _items(listing: JsonObject) -> list[Any]:
    """Every item of the list, under either name of the member."""
    lists = [listing[member] for member in _MEMBERS if member in listing]
    if not lists or not all(isinstance(items, list) for items in lists):
        raise StatusError("status.revocation_list_malformed")
    return [item for items in lists for item in items]


def _may_name(item: Any, credential: str) -> bool:
    """Whether an item speaks of that credential, or of nobody knows which."""
    identifier = _identifier(item)
    return identifier is None or _plain(identifier) == _plain(credential)


def _identifier(item: Any) -> str | None:
    """The identifier that an item names; an item may be that identifier alone."""
    identifier = item.get("id") if isinstance(item, dict) else item
    return identifier if isinstance(identifier, str) else None


def _is_revoked(item: Any) -> bool | None:
    """Whether the item cancels what it names; None when it cannot be read."""
    if _identifier(item) is None:
        return None
    revoked = item.get("revoked", True) if isinstance(item, dict) else True
    return revoked if isinstance(revoked, bool) else None


def _reason(item: Any) -> str | None:
    reason = item.get("revocationReason") if isinstance(item, dict) else None
    return reason[:_REASON_LENGTH] if isinstance(reason, str) and reason.strip() else None


def _plain(identifier: str) -> str:
    return unquote(identifier).strip()


def _is_https(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme == "https" and bool(parts.netloc)
