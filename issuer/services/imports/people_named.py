"""Whether a badge from elsewhere names the person whose card it is put behind.

A badge says whom it names in clear, or by the digest of an e-mail address. An address counts only
when the place knows it: one that was typed behind the card could be that of anybody.
"""

import unicodedata
from typing import Any, Literal

from badges.documents import JsonObject
from badges.model.identity import is_identity
from issuer.model import Holder
from issuer.ports import Office
from issuer.services.holders.holding import email_digest

Named = Literal["same", "other", "unsaid"]

_MOST = 20
_LENGTH = 300


def named_in(
    office: Office, credential: JsonObject | None, name: str | None, holder: Holder
) -> Named:
    """Whether the badge names this holder, somebody else, or nobody that can be compared."""
    email = _known_email(office, holder)
    if email is not None and any(is_identity(one, email) for one in _identities(credential)):
        return "same"
    if name is None:
        return "unsaid"
    return "same" if is_same_name(name, holder.name) else "other"


def is_same_name(one: str, other: str) -> bool:
    """Whether two names are those of one person: capitals, accents and order do not matter."""
    return bool(_parts(one)) and _parts(one) == _parts(other)


def _parts(name: str) -> list[str]:
    plain = unicodedata.normalize("NFKD", name[:_LENGTH]).casefold()
    letters = "".join(sign for sign in plain if not unicodedata.combining(sign))
    return sorted("".join(sign if sign.isalnum() else " " for sign in letters).split())


def _known_email(office: Office, holder: Holder) -> str | None:
    if holder.email is None or holder.email_lookup != email_digest(office, holder.email):
        return None
    return holder.email


def _identities(credential: JsonObject | None) -> list[JsonObject]:
    """The addresses in a badge: identity objects of 3.0, or the recipient of 2.0 as one."""
    document = credential or {}
    subjects = _objects(document.get("credentialSubject"))
    found = [one for subject in subjects for one in _objects(subject.get("identifier"))]
    found += [_as_identity(one) for one in _objects(document.get("recipient"))]
    return [one for one in found if one.get("identityType") in ("emailAddress", "email")][:_MOST]


def _as_identity(recipient: JsonObject) -> JsonObject:
    """A recipient of Open Badges 2.0 as an identity object of 3.0."""
    return {
        "identityType": recipient.get("type"),
        "identityHash": recipient.get("identity"),
        "hashed": recipient.get("hashed", False),
        "salt": recipient.get("salt") or "",
    }


def _objects(value: Any) -> list[JsonObject]:
    items = value if isinstance(value, list) else [value]
    return [item for item in items[:_MOST] if isinstance(item, dict)]
