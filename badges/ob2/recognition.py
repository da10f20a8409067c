"""Which standard a document follows, and what it is there (OB2-01, OB2-13).

The context decides. A document with the context of W3C credentials is never of Open Badges 2.0,
whatever else it names: it would be processed under both.
"""

import re
from enum import StrEnum

from badges.documents import JsonObject
from badges.ob2.members import listed, types

CONTEXT = "https://w3id.org/openbadges/v2"

_CREDENTIALS = ("https://www.w3.org/ns/credentials/", "https://www.w3.org/2018/credentials/")
_V2 = re.compile(
    r"https?://(?:w3id\.org/openbadges/v2(?:\.\d)?|openbadgespec\.org/v2/context\.json|"
    r"purl\.imsglobal\.org/spec/ob/v2p[01]/[\w./-]{1,80})/?"
)
_V1 = re.compile(
    r"https?://(?:w3id\.org/openbadges/v1(?:\.\d)?|openbadgespec\.org/v1(?:/[\w./-]{1,80})?|"
    r"standard\.openbadges\.org/1\.[01]/[\w./-]{1,80})/?"
)
_AWARD_MEMBERS = {"badge", "recipient"}
_RELICS = {"uid", "verify"}


class Standard(StrEnum):
    """The generations of Open Badges before 3.0."""

    V2 = "OB 2.0"
    V1 = "OB 1.x"


class Nature(StrEnum):
    """What a document of Open Badges 2.0 is; only the first is an award."""

    ASSERTION = "Assertion"
    BADGE_CLASS = "BadgeClass"
    PROFILE = "Profile"
    KEY = "CryptographicKey"
    REVOCATION_LIST = "RevocationList"
    ENDORSEMENT = "Endorsement"


_NATURES = {nature.value: nature for nature in Nature} | {"Issuer": Nature.PROFILE}


def standard_of(document: JsonObject) -> Standard | None:
    """The older standard that a document follows; None when it follows neither."""
    contexts = [item for item in listed(document.get("@context")) if isinstance(item, str)]
    for context in contexts:
        if context.startswith(_CREDENTIALS):
            return None
    if any(_V2.fullmatch(context) for context in contexts):
        return Standard.V2
    if any(_V1.fullmatch(context) for context in contexts):
        return Standard.V1
    return None if contexts else _by_members(document)


def _by_members(document: JsonObject) -> Standard | None:
    """What a document without any context looks like: 1.0 had none, and 2.0 requires one."""
    names = types(document)
    is_award = document.keys() >= _AWARD_MEMBERS
    if names & {Nature.ASSERTION.value, Nature.BADGE_CLASS.value}:
        is_older = is_award and "uid" in document
        return Standard.V1 if is_older else Standard.V2
    if is_award and not names:
        is_oldest = not isinstance(document.get("recipient"), dict)
        return Standard.V1 if is_oldest or document.keys() & _RELICS else None
    return None


def nature_of(document: JsonObject) -> Nature | None:
    """What a document of Open Badges 2.0 is by its type; None when it does not say."""
    names = types(document)
    for name, nature in _NATURES.items():
        if name in names:
            return nature
    return None


def is_award(document: JsonObject) -> bool:
    """Whether this claims to be a badge of Open Badges 2.0 that somebody received.

    A document that does not say what it is counts as one: it is then told what it lacks.
    """
    nature = nature_of(document)
    return standard_of(document) is Standard.V2 and nature in (None, Nature.ASSERTION)
