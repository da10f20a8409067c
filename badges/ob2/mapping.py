"""An Open Badges 2.0 badge in the shape of ours, so that one reader serves both (section 8.2).

The view is for reading only: nothing signs it, and it claims nothing that the badge does not. What
careless hands wrote is read as they meant it: a day or a number of seconds as an instant, one word
as a list of one, a hash as a hash even where `hashed` was forgotten.
"""

import re
from datetime import UTC, datetime
from typing import Any

from badges.documents import JsonObject
from badges.encoding import encode_instant
from badges.ob2.members import (
    a_text,
    an_object,
    identifier,
    listed,
    objects,
    web_address,
)
from badges.ob2.model import Assertion

_LAST_SECOND = 253_402_300_799  # of the year 9999
_SECONDS = re.compile(r"\d{9,11}")
_DATE = re.compile(
    r"(?P<day>\d{4}-\d\d-\d\d)(?:[Tt ](?P<time>\d\d:\d\d(?::\d\d)?)(?:\.\d{1,12})?"
    r"(?P<zone>[Zz]|[+-]\d\d:?\d\d)?)?"
)
_HASH = re.compile(r"(?:sha256\$[0-9a-f]{64}|md5\$[0-9a-f]{32})", re.IGNORECASE)
_IDENTITY_TYPES = {"email": "emailAddress", "telephone": "ext:telephone"}
_ADDRESSES = ("url", "id")
_HOLDER = ("extensions:recipientProfile", "recipientProfile")
_ITEMS = 100


def instant_of(value: Any) -> datetime | None:
    """The instant that a date of a 2.0 badge names; None when it names none.

    A day is its first second in UTC, and a time without zone is in UTC, as earlier readers of such
    badges had it. Numbers are seconds since 1970.
    """
    if isinstance(value, str) and _SECONDS.fullmatch(value):
        value = int(value)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return datetime.fromtimestamp(value, UTC) if 0 <= value <= _LAST_SECOND else None
    found = _DATE.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        return None
    time, zone = found["time"] or "00:00:00", (found["zone"] or "Z").upper()
    try:
        return datetime.fromisoformat(f"{found['day']}T{time}{zone}").astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def as_credential(assertion: JsonObject, badge: JsonObject, issuer: JsonObject) -> JsonObject:
    """The view of a badge: what a credential of Open Badges 3.0 would say in its place."""
    subject = {
        "type": ["AchievementSubject"],
        "id": _subject_id(assertion),
        "identifier": _identities(assertion) + _holder(assertion),
        "narrative": a_text(assertion.get("narrative")),
        "image": _image(assertion.get("image")),
        "achievement": _achievement(badge),
    }
    view = {
        "id": identifier(assertion),
        "type": ["Assertion"],
        "name": a_text(badge.get("name")),
        "issuer": _profile(issuer),
        "validFrom": _date(assertion.get("issuedOn")),
        "validUntil": _date(assertion.get("expires")),
        "credentialSubject": _present(subject),
        "evidence": [_evidence(item) for item in listed(assertion.get("evidence"))[:_ITEMS]],
    }
    return _present(view)


def as_endorsement(endorsement: JsonObject, issuer: JsonObject) -> JsonObject:
    """The view of an endorsement: what an endorsement credential would say in its place."""
    claim = an_object(endorsement.get("claim"))
    comment = a_text(claim.get("endorsementComment"))
    subject = {"id": identifier(claim), "endorsementComment": comment}
    view = {"id": identifier(endorsement), "issuer": _profile(issuer)}
    return _present(view | {"credentialSubject": _present(subject)})


def _date(value: Any) -> Any:
    """The date as we write it; one that cannot be read stays, and is judged as such."""
    instant = instant_of(value)
    return value if instant is None else encode_instant(instant)


def _identities(assertion: JsonObject) -> list[JsonObject]:
    """The recipients as identity objects; the hash of both standards is the same (OB2-03)."""
    return [
        _present(
            {
                "type": "IdentityObject",
                "hashed": is_hashed(recipient),
                "identityHash": a_text(recipient.get("identity")),
                "identityType": _identity_type(recipient),
                "salt": a_text(recipient.get("salt")),
            }
        )
        for recipient in Assertion(assertion).recipients[:_ITEMS]
    ]


def is_hashed(recipient: JsonObject) -> bool:
    """Whether the identity is a hash: it looks like one, whatever `hashed` says of it."""
    return _HASH.fullmatch(a_text(recipient.get("identity")) or "") is not None


def _identity_type(recipient: JsonObject) -> str | None:
    kind = a_text(recipient.get("type"))
    return _IDENTITY_TYPES.get(kind or "", kind)


def _subject_id(assertion: JsonObject) -> str | None:
    """The address that names the recipient, when it is written in clear."""
    for recipient in Assertion(assertion).recipients:
        if a_text(recipient.get("type")) in _ADDRESSES and not is_hashed(recipient):
            return a_text(recipient.get("identity"))
    return None


def _holder(assertion: JsonObject) -> list[JsonObject]:
    """The recipient's name, which a common extension carries."""
    for member in _HOLDER:
        name = a_text(an_object(assertion.get(member)).get("name"))
        if name is not None:
            identity = {"type": "IdentityObject", "hashed": False, "identityType": "name"}
            return [identity | {"identityHash": name}]
    return []


def _achievement(badge: JsonObject) -> JsonObject:
    aligned = objects(badge.get("alignment", badge.get("alignments")))[:_ITEMS]
    return _present(
        {
            "id": identifier(badge),
            "type": ["Achievement"],
            "name": a_text(badge.get("name")),
            "description": a_text(badge.get("description")),
            "criteria": _criteria(badge.get("criteria")),
            "image": _image(badge.get("image")),
            "tag": _tags(badge.get("tags", badge.get("tag"))),
            "alignment": [_alignment(item) for item in aligned],
        }
    )


def _criteria(value: Any) -> JsonObject | None:
    if isinstance(value, dict):
        return _present({"id": identifier(value), "narrative": a_text(value.get("narrative"))})
    text = a_text(value)
    if text is None:
        return None
    return {"id": text} if web_address(text) else {"narrative": text}


def _alignment(item: JsonObject) -> JsonObject:
    """One alignment; 1.x called its members `name`, `url` and `description`."""
    pairs = (
        ("targetName", "name"),
        ("targetUrl", "url"),
        ("targetDescription", "description"),
        ("targetFramework", "framework"),
        ("targetCode", "code"),
    )
    texts = {member: a_text(item.get(member, item.get(older))) for member, older in pairs}
    return _present({"type": ["Alignment"], **texts})


def _tags(value: Any) -> list[str]:
    found = [item for item in listed(value)[:_ITEMS] if isinstance(item, str)]
    words = [word.strip() for item in found for word in item.split(",")]
    return [word for word in words if word][:_ITEMS]


def _image(value: Any) -> JsonObject | None:
    name = identifier(value) or a_text(an_object(value).get("url"))
    if name is None:
        return None
    caption = a_text(an_object(value).get("caption"))
    return _present({"id": name, "type": "Image", "caption": caption})


def _evidence(item: Any) -> JsonObject:
    told = an_object(item)
    members = ("name", "description", "narrative", "genre", "audience")
    texts = {member: a_text(told.get(member)) for member in members}
    return _present({"id": identifier(item), "type": ["Evidence"], **texts})


def _profile(issuer: JsonObject) -> JsonObject:
    members = {"name": "name", "url": "url", "email": "email", "description": "description"}
    members["telephone"] = "phone"
    texts = {ours: a_text(issuer.get(theirs)) for theirs, ours in members.items()}
    image = _image(issuer.get("image"))
    return _present({"id": identifier(issuer), "type": ["Profile"], **texts, "image": image})


def _present(members: JsonObject) -> JsonObject:
    """The members that say something."""
    return {name: value for name, value in members.items() if value not in (None, [], {})}
