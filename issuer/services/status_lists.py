"""Status lists: where the badges of a place are said revoked or suspended (STAT-10 to STAT-17).

A list serves many badges of one place, for one purpose. It is signed when it is made and each time
a bit changes, and its bytes are kept: between two changes everybody reads the same ones.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from badges.documents import MEDIA_TYPE_JSON, JsonObject, Secured
from badges.encoding import encode_instant
from badges.model.credential import CREDENTIALS_V2, StatusListEntry
from badges.status.bitstring import MINIMUM_BITS, encode
from issuer.errors import NotAllowed, NotFound, StatusListFull
from issuer.model import StatusList, StatusPosition, StatusPurpose
from issuer.ports import Office, UnitOfWork
from issuer.services.addresses import status_list_url
from issuer.services.chance import numbers
from issuer.services.identities import Identity
from issuer.services.securing import secure_document
from issuer.services.timekeeping import require_on_time

CAPACITY = MINIMUM_BITS
"""Entries of a list: the least that hides one badge among many (STAT-12)."""

TTL_MILLISECONDS = 300_000
"""How long readers may keep a list; serve it with `Cache-Control: max-age` of as much (STAT-11)."""

_TRIES = 40
_ROUNDS = 6
_SHOWN = 100


def publish(office: Office, list_id: str) -> Secured:
    """The signed list, the same bytes until something in it changes.

    Raises:
        NotFound: no such list (`status_list.unknown`).
    """
    with office.store.read() as work:
        known = work.status_lists.get(list_id) if list_id.isprintable() else None
    if known is None:
        raise NotFound("status_list.unknown", list=list_id[:_SHOWN])
    return Secured(known.body, MEDIA_TYPE_JSON)


def allocate(
    office: Office, work: UnitOfWork, identity: Identity, purpose: StatusPurpose
) -> tuple[StatusPosition, StatusListEntry]:
    """Give out an unused index of the place's current list, opening the next list when it is full.

    Raises:
        KeyUnavailable: a new list cannot be signed.
    """
    work.status_lists.lock(identity.place.slug)
    current = _current(office, work, identity, purpose) or _open(office, work, identity, purpose)
    try:
        position = take_index(office, work, current)
    except StatusListFull:
        current = _open(office, work, identity, purpose)
        position = take_index(office, work, current)
    return position, StatusListEntry(current.url, position.index, purpose)


@dataclass(frozen=True)
class Allotment:
    """Indices of one list that were given out together."""

    list_id: str
    url: str
    indices: tuple[int, ...]


def allocate_many(
    office: Office, work: UnitOfWork, identity: Identity, purpose: StatusPurpose, count: int
) -> tuple[Allotment, ...]:
    """As `allocate`, for `count` badges at once: from the current list, then from the next ones.

    Raises:
        KeyUnavailable: a new list cannot be signed.
    """
    found = reserve_many(office, work, identity, purpose, count)
    for part in found:
        work.status_lists.take_many(part.list_id, part.indices)
    return found


def reserve_many(
    office: Office, work: UnitOfWork, identity: Identity, purpose: StatusPurpose, count: int
) -> tuple[Allotment, ...]:
    """Unused indices for `count` badges, which nobody else is given during this unit of work.

    Each is given out when it is used (`take_reserved`); the others stay unused. Reserve once.

    Raises:
        KeyUnavailable: a new list cannot be signed.
    """
    work.status_lists.lock(identity.place.slug)
    found: list[Allotment] = []
    left = count
    current = _current(office, work, identity, purpose)
    while left:
        current = current or _open(office, work, identity, purpose)
        indices = _draw(office, work, current, left)
        if indices:
            found.append(Allotment(current.id, current.url, indices))
        left -= len(indices)
        current = None
    return tuple(found)


def take_reserved(work: UnitOfWork, places: Iterable[tuple[Allotment, int]]) -> None:
    """Give out some of the indices that were reserved."""
    indices: dict[str, list[int]] = {}
    for part, index in places:
        indices.setdefault(part.list_id, []).append(index)
    for list_id, taken in indices.items():
        work.status_lists.take_many(list_id, taken)


def _draw(office: Office, work: UnitOfWork, status_list: StatusList, count: int) -> tuple[int, ...]:
    """So many unused indices at random (STAT-13); fewer when the list has not as many left.

    Every round looks up what it drew at once; where most are taken, what is free is listed instead.
    """
    drawn: dict[int, None] = {}
    capacity = status_list.capacity
    for _ in range(_ROUNDS):
        lacking = count - len(drawn)
        if not lacking:
            return tuple(drawn)
        wanted = numbers(office.identifiers, lacking, capacity)
        taken = work.status_lists.taken_among(status_list.id, wanted)
        drawn.update((index, None) for index in wanted if index not in taken)
    free = sorted(set(range(capacity)).difference(work.status_lists.taken(status_list.id), drawn))
    while free and len(drawn) < count:
        place = office.identifiers.below(len(free))
        free[place], free[-1] = free[-1], free[place]
        drawn[free.pop()] = None
    return tuple(drawn)


def take_index(office: Office, work: UnitOfWork, status_list: StatusList) -> StatusPosition:
    """Give out an index at random, so that it says nothing of when the badge was awarded (STAT-13).

    Raises:
        StatusListFull: every index is given out.
    """
    for _ in range(_TRIES):
        position = StatusPosition(status_list.id, office.identifiers.below(status_list.capacity))
        if not work.status_lists.is_taken(position):
            work.status_lists.take(position)
            return position
    free = sorted(
        set(range(status_list.capacity)).difference(work.status_lists.taken(status_list.id))
    )
    if not free:
        raise StatusListFull("status_list.full", list=status_list.id, capacity=status_list.capacity)
    position = StatusPosition(status_list.id, free[office.identifiers.below(len(free))])
    work.status_lists.take(position)
    return position


def set_bit(
    office: Office, work: UnitOfWork, identity: Identity, position: StatusPosition, *, value: bool
) -> None:
    """Set or clear one bit and sign the list again (STAT-16).

    Two that change a list at once take turns: the one that signs last has seen both bits.

    Raises:
        ClockBehind: the clock went back; nothing may be signed.
        NotAllowed: a bit of revocation never returns to 0 (STAT-17).
        KeyUnavailable: the list cannot be signed.
    """
    work.status_lists.lock(find_list(work, position.list_id).place)
    require_on_time(office, work)
    status_list = find_list(work, position.list_id)
    if not value and status_list.purpose == "revocation":
        raise NotAllowed("status_list.never_back", list=status_list.id)
    work.status_lists.mark(position, value=value)
    _sign(office, work, identity, status_list)


def sign_again(office: Office, work: UnitOfWork, identity: Identity, *, signed_by: str) -> None:
    """Sign anew the lists of a place that a compromised key signed.

    Raises:
        KeyUnavailable: a list cannot be signed.
    """
    for status_list in work.status_lists.of(identity.place.slug):
        if status_list.signed_by == signed_by:
            _sign(office, work, identity, status_list)


def find_list(work: UnitOfWork, list_id: str) -> StatusList:
    """The list of that id.

    Raises:
        NotFound: no such list.
    """
    known = work.status_lists.get(list_id)
    if known is None:
        raise NotFound("status_list.unknown", list=list_id[:_SHOWN])
    return known


def compose_list(status_list: StatusList, indices: tuple[int, ...], valid_from: str) -> JsonObject:
    """The credential of a list: one purpose as plain text, MSB first, no end of validity.

    Without `validUntil`, a list that is not signed again for months still says what was revoked;
    `ttl` says how often to ask anew.
    """
    return {
        "@context": [CREDENTIALS_V2],
        "id": status_list.url,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": status_list.issuer,
        "validFrom": valid_from,
        "credentialSubject": {
            "id": f"{status_list.url}#list",
            "type": "BitstringStatusList",
            "statusPurpose": status_list.purpose,
            "encodedList": encode(indices),
            "ttl": TTL_MILLISECONDS,
        },
    }


def _current(
    office: Office, work: UnitOfWork, identity: Identity, purpose: StatusPurpose
) -> StatusList | None:
    """The newest list that a badge signed now may name: same issuer (STAT-18), same origin."""
    origin = status_list_url(office.settings.base_url, "")
    for known in reversed(work.status_lists.of(identity.place.slug)):
        same = known.purpose == purpose and known.issuer == identity.issuer
        if same and known.url.startswith(origin):
            return known
    return None


def _open(
    office: Office, work: UnitOfWork, identity: Identity, purpose: StatusPurpose
) -> StatusList:
    place = identity.place.slug
    list_id = f"{place}-{purpose}-{work.status_lists.next_number(place, purpose)}"
    new = StatusList(
        id=list_id,
        place=place,
        purpose=purpose,
        issuer=identity.issuer,
        url=status_list_url(office.settings.base_url, list_id),
        capacity=CAPACITY,
        updated=office.clock.now(),
    )
    work.status_lists.add(new)
    return _sign(office, work, identity, new)


def _sign(
    office: Office, work: UnitOfWork, identity: Identity, status_list: StatusList
) -> StatusList:
    """Sign as the issuer that the badges of this list name, whatever the origin is today."""
    now = office.clock.now()
    issuer = replace(identity, issuer=status_list.issuer)
    document = compose_list(
        status_list, work.status_lists.marked(status_list.id), encode_instant(now)
    )
    secured = secure_document(office.keys, issuer, document, now)
    signed = replace(status_list, body=secured.body, updated=now, signed_by=issuer.key().name)
    work.status_lists.replace(signed)
    return signed
