"""Does a document follow the W3C Verifiable Credentials data model? Pure rules, 2.0 and 1.1.

https://www.w3.org/TR/vc-data-model-2.0/ (https://www.w3.org/TR/vc-data-model/ for 1.1). Whatever a
credential says beside them is its own business. What needs linked data (a type without a meaning,
a protected term defined anew) is asked where linked data is read; who signed is asked elsewhere.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from badges.documents import JsonObject
from badges.encoding import decode_instant
from badges.errors import Malformed, SchemaError
from badges.model.kinds import is_of_two_kinds
from badges.model.related_resources import related_resources

VC_2 = "https://www.w3.org/ns/credentials/v2"
VC_1 = "https://www.w3.org/2018/credentials/v1"

CREDENTIAL, PRESENTATION = "VerifiableCredential", "VerifiablePresentation"
ENVELOPED_CREDENTIAL = "EnvelopedVerifiableCredential"
ENVELOPED_PRESENTATION = "EnvelopedVerifiablePresentation"
ENVELOPED = frozenset({ENVELOPED_CREDENTIAL, ENVELOPED_PRESENTATION})

LIMIT = 50
"""Departures that are told at most."""
_SHOWN = 80

_ENVELOPE_MEMBERS = frozenset({"@context", "id", "type"})
"""An envelope is signed by nobody: whatever else it said could not be believed."""
_URL = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20\x7f<>\"{}|\\^`]+")
_COMPACT_JWS = re.compile(r"[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*\.[A-Za-z0-9_-]*")
_IN_LANGUAGE = frozenset({"@value", "@language", "@direction"})
_DIRECTIONS = frozenset({"ltr", "rtl"})
_TYPED = (
    *("credentialStatus", "credentialSchema", "refreshService", "termsOfUse", "evidence"),
    *("confidenceMethod", "renderMethod"),
)
"""Members whose objects must say what they are (section 4.5, and 5.10 for the last two)."""
_NAMED = {"credentialSchema": (VC_2, VC_1), "credentialStatus": (VC_1,), "refreshService": (VC_1,)}
"""Those of them that must have an identifier, and in which edition of the model."""


@dataclass(frozen=True)
class Departure:
    """One place where a document departs from the data model: a code, and a JSON pointer."""

    code: str
    path: str


def departures(credential: JsonObject) -> tuple[Departure, ...]:
    """Where a credential departs from the data model that its first context names."""
    return _first(_credential(credential))


def presentation_departures(presentation: JsonObject) -> tuple[Departure, ...]:
    """Where a presentation departs; the credentials in it are looked at from outside only."""
    return _first(_presentation(presentation))


def envelope_departures(envelope: JsonObject) -> tuple[Departure, ...]:
    """Where an enveloped credential or presentation departs from sections 4.13.1 and 4.13.2."""
    return _first(_envelope(envelope, ""))


def is_envelope(document: Any) -> bool:
    """Whether this object says that what it carries is in its `id`, as a `data:` URL."""
    return isinstance(document, dict) and not ENVELOPED.isdisjoint(_texts(document.get("type")))


def _first(found: Iterator[Departure]) -> tuple[Departure, ...]:
    return tuple(departure for departure, _ in zip(found, range(LIMIT), strict=False))


def _credential(credential: JsonObject) -> Iterator[Departure]:
    yield from _contexts(credential)
    yield from _types(credential, CREDENTIAL)
    yield from _identifier(credential, "")
    yield from _agent(credential, "issuer", is_needed=True)
    yield from _subjects(credential)
    for path, holder in (("", credential), ("/issuer", credential.get("issuer"))):
        yield from _wordings(holder, path)
    yield from _period(credential)
    for member in _TYPED:
        yield from _typed(credential, member)
    yield from _proofs(credential)
    yield from _resources(credential)


def _presentation(presentation: JsonObject) -> Iterator[Departure]:
    yield from _contexts(presentation)
    yield from _types(presentation, PRESENTATION)
    yield from _identifier(presentation, "")
    yield from _agent(presentation, "holder", is_needed=False)
    yield from _typed(presentation, "termsOfUse")
    yield from _proofs(presentation)
    if presentation.get("verifiableCredential", []) != []:
        is_older = _edition(presentation) == VC_1
        for path, item in _items(presentation, "verifiableCredential"):
            yield from _inner(item, path, is_older=is_older)


def _inner(item: Any, path: str, *, is_older: bool) -> Iterator[Departure]:
    """One credential of a presentation; a text was allowed in 1.1, when it is a JWT."""
    if is_envelope(item):
        yield from _envelope(item, path)
    elif isinstance(item, str) and is_older:
        if not _COMPACT_JWS.fullmatch(item):
            yield Departure("vcdm.inner", path)
    elif not isinstance(item, dict):
        yield Departure("vcdm.inner", path)
    elif CREDENTIAL not in _texts(item.get("type")):
        yield Departure("vcdm.inner_type", f"{path}/type")


def _envelope(envelope: JsonObject, path: str) -> Iterator[Departure]:
    if _edition(envelope) != VC_2:
        yield Departure("vcdm.context_first", f"{path}/@context")
    if len(_listed(envelope.get("type"))) != 1 or not is_envelope(envelope):
        yield Departure("vcdm.envelope_type", f"{path}/type")
    identifier = envelope.get("id")
    if not isinstance(identifier, str) or identifier[:5].lower() != "data:":
        yield Departure("vcdm.envelope_id", f"{path}/id")
    for member in sorted(envelope.keys() - _ENVELOPE_MEMBERS):
        yield Departure("vcdm.envelope_member", f"{path}/{member[:_SHOWN]}")


def _contexts(document: JsonObject) -> Iterator[Departure]:
    """Section 4.3: first the context of the data model, then addresses and objects."""
    contexts = _listed(document.get("@context"))
    if not contexts:
        yield Departure("vcdm.context_missing", "/@context")
    elif _edition(document) is None:
        yield Departure("vcdm.context_first", "/@context")
    for index, context in enumerate(contexts[1:], start=1):
        if not isinstance(context, dict) and not _is_url(context):
            yield Departure("vcdm.context_item", f"/@context/{index}")


def _edition(document: JsonObject) -> str | None:
    """The base context of the data model that comes first; None when neither does."""
    contexts = _listed(document.get("@context"))
    return next((base for base in (VC_2, VC_1) if contexts and contexts[0] == base), None)


def _types(document: JsonObject, expected: str) -> Iterator[Departure]:
    """Section 4.5."""
    types = _listed(document.get("type"))
    if not types:
        yield Departure("vcdm.type_missing", "/type")
    elif len(_texts(types)) != len(types):
        yield Departure("vcdm.type_text", "/type")
    elif expected not in types:
        code = "vcdm.type_credential" if expected == CREDENTIAL else "vcdm.type_presentation"
        yield Departure(code, "/type")
    if is_of_two_kinds(document):
        yield Departure("vcdm.two_kinds", "/type")


def _identifier(part: JsonObject, path: str) -> Iterator[Departure]:
    """Section 4.4: one URL, where there is one at all."""
    if "id" in part and not _is_url(part["id"]):
        yield Departure("vcdm.id", f"{path}/id")


def _agent(document: JsonObject, member: str, *, is_needed: bool) -> Iterator[Departure]:
    """Who issues or presents: a URL, or an object that has one (sections 4.7 and 4.13)."""
    if member not in document:
        if is_needed:
            yield Departure("vcdm.issuer_missing", f"/{member}")
        return
    value = document[member]
    identifier, path = value, f"/{member}"
    if isinstance(value, dict):
        identifier, path = value.get("id"), f"/{member}/id"
    if not _is_url(identifier):
        yield Departure(f"vcdm.{member}", path)


def _subjects(credential: JsonObject) -> Iterator[Departure]:
    """Section 4.8: one or more objects, each of which says something."""
    for path, subject in _items(credential, "credentialSubject"):
        if not isinstance(subject, dict) or not subject:
            yield Departure("vcdm.subject", path)
        else:
            yield from _identifier(subject, path)


def _wordings(part: Any, path: str) -> Iterator[Departure]:
    """Sections 4.6 and 11.1: a text, or texts with their language."""
    for member in ("name", "description"):
        if isinstance(part, dict) and member in part:
            for place, wording in _items({member: part[member]}, member):
                if not _is_wording(wording):
                    yield Departure("vcdm.wording", f"{path}{place}")


def _is_wording(wording: Any) -> bool:
    if not isinstance(wording, dict):
        return isinstance(wording, str)
    return (
        wording.keys() <= _IN_LANGUAGE
        and isinstance(wording.get("@value"), str)
        and isinstance(wording.get("@language", ""), str)
        and wording.get("@direction", "ltr") in _DIRECTIONS
    )


def _period(credential: JsonObject) -> Iterator[Departure]:
    """Section 4.9: instants with their zone, the end not before the start."""
    members = ("validFrom", "validUntil")
    if _edition(credential) == VC_1:
        members = ("issuanceDate", "expirationDate")
        if "issuanceDate" not in credential:
            yield Departure("vcdm.issued_missing", "/issuanceDate")
    moments = {name: _instant(credential[name]) for name in members if name in credential}
    yield from (Departure("vcdm.instant", f"/{name}") for name in moments if moments[name] is None)
    begins, ends = moments.get(members[0]), moments.get(members[1])
    if begins is not None and ends is not None and ends < begins:
        yield Departure("vcdm.period", f"/{members[1]}")


def _instant(value: Any) -> datetime | None:
    try:
        return decode_instant(value) if isinstance(value, str) else None
    except Malformed:
        return None


def _typed(document: JsonObject, member: str) -> Iterator[Departure]:
    """Objects that must say what they are, and give their identifier where they must."""
    needs_id = _edition(document) in _NAMED.get(member, ())
    if member not in document:
        return
    for path, item in _items(document, member):
        if not isinstance(item, dict):
            yield Departure("vcdm.not_an_object", path)
            continue
        if not _is_typed(item):
            yield Departure("vcdm.type_needed", f"{path}/type")
        if needs_id and "id" not in item:
            yield Departure("vcdm.id_needed", f"{path}/id")
        yield from _identifier(item, path)


def _proofs(document: JsonObject) -> Iterator[Departure]:
    """Section 4.12: a proof is an object of some type, or there are several."""
    if "proof" not in document:
        return
    for path, proof in _items(document, "proof"):
        if not isinstance(proof, dict):
            yield Departure("vcdm.proof", path)
        elif not _is_typed(proof):
            yield Departure("vcdm.type_needed", f"{path}/type")


def _resources(credential: JsonObject) -> Iterator[Departure]:
    """Section 5.3: each resource once, and with a digest."""
    if "relatedResource" not in credential:
        return
    for path, entry in _items(credential, "relatedResource"):
        if not isinstance(entry, dict):
            yield Departure("vcdm.related_resource", path)
            return
    try:
        related_resources(credential)
    except SchemaError:
        yield Departure("vcdm.related_resource", "/relatedResource")


def _items(document: JsonObject, member: str) -> Iterator[tuple[str, Any]]:
    """Each value of a member with its pointer; an empty list or null is one value, and wrong."""
    value = document.get(member)
    if isinstance(value, list) and value:
        yield from ((f"/{member}/{index}", item) for index, item in enumerate(value))
    else:
        yield f"/{member}", value


def _is_typed(part: JsonObject) -> bool:
    types = _listed(part.get("type"))
    return bool(types) and len(_texts(types)) == len(types)


def _listed(value: Any) -> list[Any]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def _texts(value: Any) -> list[str]:
    return [item for item in _listed(value) if isinstance(item, str) and item]


def _is_url(value: Any) -> bool:
    return isinstance(value, str) and _URL.fullmatch(value) is not None
