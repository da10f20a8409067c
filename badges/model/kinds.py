"""The kinds of document that types name; one that names two of them at once is neither.

Who must have signed and what must be said follow from the kind. A document that is a presentation
and a credential could be signed by its holder and shown in the name of its issuer, so nobody may
choose: it is refused (VER-05).
"""

from typing import Any

from badges.documents import JsonObject

BADGE = frozenset({"OpenBadgeCredential", "AchievementCredential"})
RECORD = frozenset({"ClrCredential"})
ENDORSEMENT = frozenset({"EndorsementCredential"})
STATUS_LIST = frozenset({"BitstringStatusListCredential"})
PRESENTATION = frozenset({"VerifiablePresentation"})
CREDENTIAL = frozenset({"VerifiableCredential"})
"""What every kind but the presentation is as well."""

_KINDS = (BADGE, RECORD, ENDORSEMENT, STATUS_LIST, PRESENTATION)
_VOCABULARIES = (
    "https://www.w3.org/2018/credentials#",
    "https://www.w3.org/ns/credentials/status#",
    "https://purl.imsglobal.org/spec/vc/ob/vocab.html#",
    "https://purl.imsglobal.org/spec/vc/clr/vocab.html#",
)


def type_names(document: JsonObject) -> frozenset[str]:
    """What a document says that it is, under either name of the member, by term or by address."""
    names = _listed(document.get("type"))
    if "@type" in document:
        names = [*names, *_listed(document["@type"])]
    return frozenset([_short(name) for name in names if isinstance(name, str)])


def is_of_two_kinds(document: JsonObject) -> bool:
    """Whether the types name two kinds, such as a presentation and any credential."""
    names = type_names(document)
    found = [kind for kind in _KINDS if not kind.isdisjoint(names)]
    return len(found) > 1 or (found == [PRESENTATION] and not CREDENTIAL.isdisjoint(names))


def is_presentation(document: JsonObject) -> bool:
    """Whether this presents credentials and is none."""
    return not PRESENTATION.isdisjoint(type_names(document)) and not is_of_two_kinds(document)


def _short(name: str) -> str:
    if ":" not in name:
        return name
    for beginning in _VOCABULARIES:
        name = name.removeprefix(beginning)
    return name


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
