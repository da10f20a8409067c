"""The record of a portfolio (CLR 2.0): its badges as they were signed, in one signed envelope.

The envelope is signed by the place of the card, and dated of the last change of the portfolio, so
that the same content gives the same bytes. It bears no status: each badge inside has its own, and a
withdrawn portfolio is served no more. Only badges that hold when it is asked for are in it, since a
record is as good as its worst part; `partial` says that others stand in the portfolio.
"""

from collections import OrderedDict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from threading import Lock

from badges import jsonld
from badges.baking import is_image, unbake
from badges.documents import MEDIA_TYPE_JSON, JsonObject, parse, serialize
from badges.errors import BadgeError, JsonLdError
from badges.json_schema import problems, require_valid
from badges.model.clr import CLR_2_0_1, LearnerRecord
from badges.model.credential import CREDENTIALS_V2, OPEN_BADGES_3_0_3
from issuer.errors import NotFound
from issuer.model import ImportedBadge
from issuer.ports import Office, UnitOfWork
from issuer.services.identities import Identity, identity_of, profile_of
from issuer.services.portfolios.reading import Collection, Entry
from issuer.services.portfolios.standing import is_in_force
from issuer.services.securing import secure_document

BADGES_IN_RECORD = 50
"""Badges of one record, as many as verifiers look at in one (ours too)."""
SIZE_LIMIT = 800_000
"""Bytes of the badges of one record: verifiers read a megabyte."""

_KEPT = 32
_CLR = "clrcredential"


@dataclass(frozen=True)
class _Part:
    """A badge that may stand in the record, and whether we wrote it."""

    document: JsonObject
    is_ours: bool


class _Signed:
    """The last records that were signed, by what is in them: signing fifty badges takes a while."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._known: OrderedDict[bytes, bytes] = OrderedDict()
        self._lock = Lock()

    def get(self, key: bytes, make: Callable[[], bytes]) -> bytes:
        """What was made for that key, else what `make` makes now."""
        with self._lock:
            known = self._known.get(key)
            if known is not None:
                self._known.move_to_end(key)
                return known
        made = make()
        with self._lock:
            self._known[key] = made
            if len(self._known) > self._limit:
                self._known.popitem(last=False)
        return made


_SIGNED = _Signed(_KEPT)


def record(office: Office, collection: Collection) -> bytes:
    """The signed record of what readers of a portfolio see.

    Raises:
        NotFound: no badge in it holds today (`portfolio.nothing_to_sign`).
        KeyUnavailable: the place cannot sign.
    """
    with office.store.read() as work:
        place = collection.place
        identity = identity_of(office.settings, place, work.keys.of(place.slug))
        parts = tuple(_parts(office, work, collection))
    key = sha256(serialize(_composed(office, identity, collection, parts)))
    key.update(identity.key().public.encode())
    return _SIGNED.get(key.digest(), lambda: _sign(office, identity, collection, parts))


def _sign(
    office: Office, identity: Identity, collection: Collection, parts: tuple[_Part, ...]
) -> bytes:
    """The record with every part; without those from elsewhere when they cannot be told together.

    Each of them was tried alone before; together they may still ask too much of whoever reads.
    """
    attempts = [parts, tuple(part for part in parts if part.is_ours)]
    for attempt in attempts[:-1]:
        try:
            return _signed(office, identity, collection, attempt)
        except JsonLdError:
            continue
    return _signed(office, identity, collection, attempts[-1])


def _signed(
    office: Office, identity: Identity, collection: Collection, parts: tuple[_Part, ...]
) -> bytes:
    document = _composed(office, identity, collection, parts)
    secured = secure_document(office.keys, identity, document, collection.portfolio.changed)
    require_valid(secured.document, _CLR)
    return secured.body


def _composed(
    office: Office, identity: Identity, collection: Collection, parts: tuple[_Part, ...]
) -> JsonObject:
    if not parts:
        raise NotFound("portfolio.nothing_to_sign")
    portfolio = collection.portfolio
    return LearnerRecord(
        id=f"{office.settings.base_url}/portfolio/{portfolio.id}",
        name=portfolio.title,
        description=portfolio.introduction,
        issuer=profile_of(office.settings, collection.place, identity.issuer),
        valid_from=portfolio.changed,
        holder=collection.holder.name,
        credentials=[part.document for part in parts],
        is_partial=len(parts) < len(collection.seen),
    ).to_document()


def _parts(office: Office, work: UnitOfWork, collection: Collection) -> Iterator[_Part]:
    """The badges that hold and can be told, in order, as many as a reader takes."""
    room, count = SIZE_LIMIT, 0
    for entry in collection.seen:
        part = _part(office, work, entry)
        size = len(serialize(part.document)) if part else 0
        if part is not None and size <= room:
            room, count = room - size, count + 1
            yield part
        if count == BADGES_IN_RECORD:
            return


def _part(office: Office, work: UnitOfWork, entry: Entry) -> _Part | None:
    if entry.award is not None:
        holds = is_in_force(entry.award, office.clock.now())
        return _Part(parse(entry.award.json), is_ours=True) if holds else None
    if entry.imported is None:
        return None
    document = _carried(entry.imported, work.imported_badges.body(entry.imported.id))
    return None if document is None else _Part(document, is_ours=False)


def _carried(badge: ImportedBadge, body: bytes | None) -> JsonObject | None:
    """The Open Badge 3.0 with an embedded proof that was brought, None when it is another thing.

    A JWT has no place in a record: CLR 2.0 wants credentials whose proofs are in them.
    """
    if not body or badge.verdict != "accepted":
        return None
    try:
        document = _document(body)
        return document if document is not None and _fits(document) else None
    except BadgeError:
        return None


def _document(body: bytes) -> JsonObject | None:
    if not is_image(body):
        return parse(body)
    secured = unbake(body)
    return secured.document if secured.media_type == MEDIA_TYPE_JSON else None


def _fits(document: JsonObject) -> bool:
    """Whether a record that holds nothing else could be signed."""
    wrapped: JsonObject = {
        "@context": [CREDENTIALS_V2, CLR_2_0_1, OPEN_BADGES_3_0_3],
        "id": "urn:uuid:00000000-0000-4000-8000-000000000000",
        "type": ["VerifiableCredential", "ClrCredential"],
        "name": "-",
        "issuer": {"id": "urn:uuid:00000000-0000-4000-8000-000000000001", "type": ["Profile"]},
        "validFrom": "2026-01-01T00:00:00Z",
        "credentialSubject": {
            "id": "urn:uuid:00000000-0000-4000-8000-000000000002",
            "type": ["ClrSubject"],
            "verifiableCredential": [document],
        },
    }
    if problems(wrapped, _CLR):
        return False
    jsonld.digest(wrapped)
    return True
