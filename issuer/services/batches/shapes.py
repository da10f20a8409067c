"""Badges of a group that are one document but for a few texts: which texts, and where they stand.

There is one composer only (`orders.compose`). It makes the first badge of each shape; the others
take its document with their own texts in it, and a shape serves only as long as the texts of a
badge, put into its sample, give exactly what the composer makes of that badge.
"""

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import NamedTuple

from badges.documents import JsonObject
from badges.encoding import encode_instant
from badges.errors import ProofError
from badges.model.credential import StatusListEntry
from badges.model.identity import hash_identity, normalise_email
from badges.proofs.series import Series
from issuer.model import StatusPosition
from issuer.ports import Office, UnitOfWork
from issuer.services.composing import duration
from issuer.services.identities import Identity
from issuer.services.orders import Order, compose

_SUBJECT = "/credentialSubject"
_ADDRESS = f"{_SUBJECT}/identifier/1"
_SLOTS = {
    "id": "/id",
    "valid_from": "/validFrom",
    "awarded": "/awardedDate",
    "subject": f"{_SUBJECT}/id",
    "name": f"{_SUBJECT}/identifier/0/identityHash",
    "status": "/credentialStatus/id",
    "index": "/credentialStatus/statusListIndex",
}
_OPTIONAL_SLOTS = {
    "until": "/validUntil",
    "hash": f"{_ADDRESS}/identityHash",
    "salt": f"{_ADDRESS}/salt",
    "hours": f"{_SUBJECT}/narrative",
    "url": "/evidence/0/id",
    "narrative": "/evidence/0/narrative",
}
_SHAPES_LIMIT = 64


class Shape(NamedTuple):
    """What two badges of a group share when they differ in nothing but texts."""

    level: str | None
    has_until: bool
    has_email: bool
    has_hours: bool
    has_url: bool
    has_narrative: bool
    list_url: str


class Drawn(NamedTuple):
    """What was drawn for one badge before it is composed; `salt` is of its own (IDH-04)."""

    award_id: str
    url: str
    subject: str
    salt: bytes
    position: StatusPosition
    list_url: str


@dataclass(frozen=True)
class _Foreseen:
    """`ports.Identifiers` that gives out what was drawn already."""

    drawn: Drawn

    def uuid(self) -> str:
        """The id of the subject."""
        return self.drawn.subject

    def token(self, size: int) -> bytes:
        """The salt of the address."""
        return self.drawn.salt[:size]

    def below(self, limit: int) -> int:
        """Nothing is left to draw when a badge is composed.

        Raises:
            ProofError: always.
        """
        raise ProofError("batch.series", slot=str(limit))


def shape_of(order: Order, drawn: Drawn) -> Shape:
    """The shape of the badge of an order."""
    recipient = order.recipient
    return Shape(
        level=order.level,
        has_until=order.period.valid_until is not None,
        has_email=recipient.email is not None,
        has_hours=recipient.hours is not None,
        has_url=recipient.evidence_url is not None,
        has_narrative=recipient.narrative is not None,
        list_url=drawn.list_url,
    )


def texts_of(order: Order, drawn: Drawn) -> dict[str, str]:
    """The texts of one badge, by the names of the slots."""
    recipient, period, index = order.recipient, order.period, drawn.position.index
    texts = {
        "id": drawn.url,
        "valid_from": _told(period.valid_from),
        "awarded": _told(period.awarded),
        "subject": f"urn:uuid:{drawn.subject}",
        "name": recipient.name,
        "status": f"{drawn.list_url}#{index}",
        "index": str(index),
    }
    if period.valid_until is not None:
        texts["until"] = _told(period.valid_until)
    if recipient.email is not None:
        texts["salt"] = salt = drawn.salt.hex()
        texts["hash"] = hash_identity(normalise_email(recipient.email), salt)
    if recipient.hours is not None:
        texts["hours"] = duration(recipient.hours, order.definition.language) or ""
    if recipient.evidence_url is not None:
        texts["url"] = recipient.evidence_url
    if recipient.narrative is not None:
        texts["narrative"] = recipient.narrative
    return texts


# Badges of one moment share their instants; none of them is anybody's alone.
_told = lru_cache(maxsize=256)(encode_instant)


class Shapes:
    """The series of one run, by shape; at most `_SHAPES_LIMIT` at a time."""

    def __init__(self) -> None:
        self._known: dict[Shape, Series] = {}

    def series(self, shape: Shape, document: JsonObject, texts: dict[str, str]) -> Series:
        """The series of a shape: the one that is known while it still gives `document`.

        A definition that changed meanwhile, or a new key, begins a new series.

        Raises:
            ProofError: the texts are not all that differs (`batch.series`).
        """
        known = self._known.get(shape)
        if known is not None and known.document(texts) == document:
            return known
        if len(self._known) >= _SHAPES_LIMIT:
            self._known.clear()
        pointers = _SLOTS | _OPTIONAL_SLOTS
        made = Series(document, {name: pointers[name] for name in texts})
        if made.document(texts) != document:
            raise ProofError("batch.series", slot=", ".join(texts))
        self._known[shape] = made
        return made


def composed(
    office: Office, work: UnitOfWork, order: Order, identity: Identity, drawn: Drawn
) -> JsonObject:
    """The document of one badge as the one composer makes it.

    Raises:
        NotFound: a competency is published here no more.
        KeyUnavailable: the place that keeps the achievement has no key in use.
    """
    foreseen = replace(office, identifiers=_Foreseen(drawn))
    purpose = order.definition.status_purpose
    entry = StatusListEntry(drawn.list_url, drawn.position.index, purpose)
    credential = compose(foreseen, work, order, identity, credential_id=drawn.url, entry=entry)
    return credential.to_document()
