"""Taking in a badge from elsewhere, as a file or by its address.

It is verified at once, and kept byte for byte whatever the verdict, as long as it can be read: a
badge that was cancelled or altered is told as such to its holder, and to nobody as valid. Nothing
of it enters the journal.
"""

from dataclasses import dataclass
from hashlib import sha256
from urllib.parse import urlsplit

from badges.errors import FetchError
from issuer.errors import Conflict, InvalidRequest, NotAllowed, TooManyAttempts
from issuer.model import Award, ImportedBadge
from issuer.ports import Office, UnitOfWork
from issuer.services.finding import is_plain
from issuer.services.holders.opening import OpenCard, held_card
from issuer.services.imports import file_kinds
from issuer.services.imports.examining import (
    SIGNED_STATES,
    Judged,
    examine,
    require_examiner,
    visit,
)
from issuer.services.people.lockout import guard

SIZE_LIMIT = 5_000_000
"""Bytes of one file."""
BADGES_LIMIT = 30
"""Badges from elsewhere behind one card."""
TRIES_LIMIT = 30
"""Files and addresses of one card that are examined in ten minutes."""
ADDRESS_LENGTH = 2_000

_ACCEPT = (
    "application/vc, application/vc+ld+json, application/vc+jwt, application/ld+json;q=0.9, "
    "application/json;q=0.9, application/jwt;q=0.8, image/png;q=0.6, image/svg+xml;q=0.6, "
    "text/plain;q=0.4"
)
_PHOTOS = (file_kinds.JPEG, file_kinds.WEBP, file_kinds.OTHER)
_OURS = (*SIGNED_STATES, "cannot_check")
_BAKED = ("png", "svg")


@dataclass(frozen=True)
class Brought:
    """What became of it: a badge that is kept, already or newly, or one of ours on this card."""

    badge: ImportedBadge | None = None
    award: Award | None = None
    is_new: bool = False


@dataclass(frozen=True)
class _Material:
    """Bytes as they came, what they are, and the address that they came from, if any."""

    body: bytes
    media_type: str
    source: str | None = None


def bring_file(office: Office, card: OpenCard, body: bytes, *, language: str) -> Brought:
    """Take in a file. A photo of a code, or a text that is an address, leads to the badge itself.

    Raises:
        InvalidRequest: empty, too large, or no badge that can be read.
        Conflict: the card is full (`import.full`), or it is a badge of this instance behind another
            card (`import.ours`, `import.ours_gone`).
        NotAllowed: nobody examines badges here (`import.closed`).
        TooManyAttempts: too many tries of late.
        NotFound: the card was changed meanwhile.
    """
    if not body:
        raise InvalidRequest("import.no_content", field="file")
    if len(body) > SIZE_LIMIT:
        raise InvalidRequest("import.too_large", field="file", limit=SIZE_LIMIT // 1_000_000)
    address = file_kinds.address_in(body)
    if address is not None:
        return bring_address(office, card, address, language=language)
    _begin(office, card)
    material = _Material(body, file_kinds.media_type_of(body))
    judged = examine(office, body, material.media_type, card.holder, language=language)
    if judged.found_at is not None and _is_photo(material, judged):
        return _from_address(office, card, judged.found_at, language=language)
    return _keep(office, card, material, judged)


def bring_address(office: Office, card: OpenCard, typed: str, *, language: str) -> Brought:
    """Take in the badge at an address; our own addresses are read without the network.

    Raises:
        InvalidRequest: not an address (`import.not_an_address`), nothing there
            (`import.unreachable`), or no badge that can be read.
        Conflict, NotAllowed, TooManyAttempts, NotFound: as `bring_file`.
    """
    url = _clean_address(office, typed)
    _begin(office, card)
    return _from_address(office, card, url, language=language)


def count_try(office: Office, card: OpenCard) -> None:
    """Count one examination for a card: each costs time, also of other sites.

    Raises:
        TooManyAttempts: too many of late (`import.wait`).
    """
    try:
        guard(office, "import", card.holder.id, None, account_limit=TRIES_LIMIT).failed()
    except TooManyAttempts as error:
        raise TooManyAttempts("import.wait", **error.params) from error


def _begin(office: Office, card: OpenCard) -> None:
    """Stop before anything is examined when it could not be kept.

    Raises:
        NotAllowed, Conflict, TooManyAttempts: as `bring_file`.
    """
    require_examiner(office)
    with office.store.read() as work:
        _require_room(work.imported_badges.of_holder(card.holder.id))
    count_try(office, card)


def _from_address(office: Office, card: OpenCard, url: str, *, language: str) -> Brought:
    material = _fetched(office, url)
    if material.media_type == file_kinds.HTML:
        found = visit(office, url, language=language)["source"].get("url")
        material = _fetched(office, found) if found and found != url else material
    if material.media_type == file_kinds.HTML:
        raise InvalidRequest("import.page_only", field="address")
    judged = examine(office, material.body, material.media_type, card.holder, language=language)
    return _keep(office, card, material, judged)


def _fetched(office: Office, url: str) -> _Material:
    if office.fetcher is None:
        raise NotAllowed("import.closed")
    try:
        answer = office.fetcher.fetch(url, accept=_ACCEPT, limit=SIZE_LIMIT)
    except FetchError as error:
        raise InvalidRequest("import.unreachable", field="address") from error
    return _Material(answer.body, file_kinds.media_type_of(answer.body), url)


def _keep(office: Office, card: OpenCard, material: _Material, judged: Judged) -> Brought:
    """Keep the badge, unless it is one of ours or is there already."""
    digest = sha256(material.body).hexdigest()
    with office.store.write() as work:
        held = held_card(office, work, card.words)
        ours = _recognised(work, held, judged)
        if ours is not None:
            return Brought(award=ours)
        known = work.imported_badges.of_holder(held.holder.id)
        twin = _same(known, digest, judged)
        if twin is not None:
            return Brought(badge=twin)
        _require_room(known)
        badge = _new(office, held, material, judged, digest)
        work.imported_badges.add(badge, material.body)
    return Brought(badge=badge, is_new=True)


def _new(
    office: Office, card: OpenCard, material: _Material, judged: Judged, digest: str
) -> ImportedBadge:
    return ImportedBadge(
        id=office.identifiers.uuid(),
        holder=card.holder.id,
        created=office.clock.now(),
        media_type=material.media_type,
        size=len(material.body),
        digest=digest,
        title=judged.title,
        issuer=judged.issuer,
        verdict=judged.verdict,
        state=judged.state,
        examined=judged.examined,
        source=material.source,
        report=judged.report,
    )


def _recognised(work: UnitOfWork, card: OpenCard, judged: Judged) -> Award | None:
    """The award of this instance that this is, unless its signature says that it is another's.

    Raises:
        Conflict: it is behind another card (`import.ours`), or was erased (`import.ours_gone`).
    """
    url = str((judged.credential or {}).get("id") or "").partition("#")[0]
    award = _award_at(work, url) if judged.state in _OURS else None
    if award is None:
        return None
    if award.forgotten is not None:
        raise Conflict("import.ours_gone", field="file")
    if award.holder_id != card.holder.id:
        raise Conflict("import.ours", field="file")
    return award


def _award_at(work: UnitOfWork, url: str) -> Award | None:
    identifier = url.rpartition("/")[2]
    award = work.awards.get(identifier) if identifier and is_plain(identifier) else None
    return award if award is not None and award.url == url else None


def _same(known: tuple[ImportedBadge, ...], digest: str, judged: Judged) -> ImportedBadge | None:
    """The badge that is kept already: the very same bytes, or the same signed document."""
    document = judged.report.get("digest")
    for badge in known:
        if badge.digest == digest or (document and badge.report.get("digest") == document):
            return badge
    return None


def _require_room(known: tuple[ImportedBadge, ...]) -> None:
    if len(known) >= BADGES_LIMIT:
        raise Conflict("import.full", field="file", limit=BADGES_LIMIT)


def _is_photo(material: _Material, judged: Judged) -> bool:
    """Whether the file only shows where the badge is: a photo or a screenshot of its code."""
    if material.media_type in _PHOTOS:
        return True
    return material.media_type == file_kinds.PNG and judged.container not in _BAKED


def _clean_address(office: Office, typed: str) -> str:
    """The address, with https where people leave it out.

    Raises:
        InvalidRequest: it is none, or not a safe one (`import.not_an_address`).
    """
    text = typed.strip()
    if "://" not in text and "." in text.partition("/")[0]:
        text = f"https://{text}"
    is_ours = text.startswith(f"{office.settings.base_url}/")
    is_fit = len(text) <= ADDRESS_LENGTH and text.isascii() and text.isprintable()
    try:
        parts = urlsplit(text)
        is_web = bool(parts.hostname) and "@" not in parts.netloc and " " not in text
    except ValueError:
        is_web = False
    if not (is_fit and is_web and (is_ours or parts.scheme == "https")):
        raise InvalidRequest("import.not_an_address", field="address")
    return text
