"""What the world can read of us: credentials, files, profiles, DID documents, definitions."""

import hashlib
from collections.abc import Callable
from functools import partial

from badges.baking import bake
from badges.documents import MEDIA_TYPE_JSON, MEDIA_TYPE_JWT, JsonObject, Secured
from issuer.errors import NotFound
from issuer.model import Achievement, ArtworkSpec, Award
from issuer.ports import Office
from issuer.services import composing, printing
from issuer.services.achievements.keeping import as_awarded, version_in
from issuer.services.achievements.translations import related_of, spoken, translated
from issuer.services.addresses import achievement_in, verification_url
from issuer.services.commons.referentials import competency
from issuer.services.finding import (
    find_achievement,
    find_award,
    find_award_by_code,
    find_place,
    is_plain,
    require_shown,
)
from issuer.services.identities import identity_of, profile_document
from issuer.services.jwt_forms import jwt_of
from issuer.services.signed_badges import artwork_of

FILE_KINDS = ("json", "jwt", "png", "svg", "pdf", "qr.svg", "qr.png")
IMAGE_KINDS = ("svg", "png")

PNG = "image/png"
SVG = "image/svg+xml"
PDF = "application/pdf"

_SHOWN = 100
_MOST_AWARDS = 1_000


def award(office: Office, name: str) -> Award:
    """The award of that UUID, URL or short code, when whoever has its address may read it.

    Raises:
        NotFound: no such award (`award.unknown`).
        Withdrawn: it is not shown at its address.
    """
    with office.store.read() as work:
        return require_shown(find_award(work, name))


def by_short_code(office: Office, code: str) -> Award:
    """The award of a short code as people type it: case, dashes, spaces, 0/O and 1/I/L forgiven.

    Raises:
        NotFound: no such award (`award.unknown`).
        Withdrawn: it is not shown at its address.
    """
    with office.store.read() as work:
        return require_shown(find_award_by_code(work, code))


def awards(
    office: Office,
    *,
    place: str | None = None,
    achievement: str | None = None,
    limit: int = 100,
) -> tuple[Award, ...]:
    """The latest awards, newest first; at most a thousand."""
    if not all(name is None or is_plain(name) for name in (place, achievement)):
        return ()
    with office.store.read() as work:
        return work.awards.list(
            place=place, achievement=achievement, limit=min(max(limit, 0), _MOST_AWARDS)
        )


def verify_url(office: Office, award: Award) -> str:
    """The short address printed on paper: `{base}/v/<short code>`."""
    return verification_url(office.settings.base_url, award.short_code)


def file(office: Office, name: str, kind: str) -> tuple[bytes, str]:
    """One file of an award and its media type; `kind` is one of `FILE_KINDS`.

    The picture files are made from the stored bytes, and the same each time.

    Raises:
        NotFound: no such award, or no such kind of file (`file.unknown`).
        Withdrawn: it is not shown at its address.
        Conflict: a badge that was taken back is not printed (`paper.taken_back`).
        KeyUnavailable: nobody asked for its JWT before, and the place cannot sign it now.
    """
    make = _maker(kind)
    return make(office, award(office, name))


def held_file(office: Office, award: Award, kind: str) -> tuple[bytes, str]:
    """As `file`, for whoever holds the badge: what they hid from others stays theirs.

    Raises:
        NotFound, Conflict, KeyUnavailable: as `file`.
    """
    return _maker(kind)(office, award)


def qr_code(office: Office, address: str, kind: str) -> tuple[bytes, str]:
    """A QR code that leads to an address of ours, and its media type.

    Raises:
        NotFound: no such kind of picture (`file.unknown`).
    """
    if kind == "qr.svg":
        return office.artwork.qr_svg(address), SVG
    if kind == "qr.png":
        return office.artwork.qr_png(address), PNG
    raise NotFound("file.unknown", kind=kind[:_SHOWN], known="qr.svg, qr.png")


def _maker(kind: str) -> "_Maker":
    make = _FILES.get(kind)
    if make is None:
        raise NotFound("file.unknown", kind=kind[:_SHOWN], known=", ".join(FILE_KINDS))
    return make


def award_artwork(office: Office, award: Award, definition: Achievement) -> ArtworkSpec:
    """How the badge of one person looks: as the definition, with the level that was reached."""
    return artwork_of(award, definition, partial(competency, office))


def achievement_image(office: Office, slug: str, kind: str, version: int = 1) -> tuple[bytes, str]:
    """The picture of a version of a definition, without any badge in it.

    `kind` is one of `IMAGE_KINDS`. The picture of a version never changes.

    Raises:
        NotFound: no such achievement or version, or no such kind of picture.
    """
    if kind not in IMAGE_KINDS:
        raise NotFound("file.unknown", kind=kind[:_SHOWN], known=", ".join(IMAGE_KINDS))
    with office.store.read() as work:
        spec = version_in(work, slug, version).artwork
    if kind == "svg":
        return office.artwork.badge_svg(spec), SVG
    return office.artwork.badge_png(spec), PNG


def achievement_document(
    office: Office, slug: str, language: str | None = None, version: int | None = None
) -> JsonObject:
    """The definition as a JSON-LD document of its own; in `language` when it speaks it (DM-11).

    Raises:
        NotFound: no such achievement, or no such version of it.
    """
    with office.store.read() as work:
        definition = (
            find_achievement(work, slug) if version is None else version_in(work, slug, version)
        )
        tag = spoken(definition, language or definition.language)
        told = translated(definition, tag)
        document = composing.achievement_document(office, work, told)
    if tag == definition.language:
        return document
    base = office.settings.base_url
    related = [item.to_document() for item in related_of(definition, base, tag)]
    return document | {"id": achievement_in(base, definition.slug, tag), "related": related}


def place_profile(office: Office, slug: str) -> JsonObject:
    """The OB 3.0 Profile of a place as a JSON-LD document of its own.

    Raises:
        NotFound: no such place.
    """
    with office.store.read() as work:
        place = find_place(work, slug)
        identity = identity_of(office.settings, place, work.keys.of(slug))
    return profile_document(office.settings, place, identity.issuer)


def did_document(office: Office, slug: str) -> JsonObject:
    """The DID document of a place, served at `/places/<slug>/did.json` (KEY-05).

    Raises:
        NotFound: no such place, or its identity is a did:key, which has no document to serve.
    """
    with office.store.read() as work:
        place = find_place(work, slug)
        identity = identity_of(office.settings, place, work.keys.of(slug))
    if identity.is_did_key:
        raise NotFound("place.no_did_document", place=slug, issuer=identity.issuer)
    return identity.document()


def etag(body: bytes) -> str:
    """A strong validator for HTTP: the quoted SHA-256 of the bytes (RFC 9110 section 8.8.3)."""
    return f'"{hashlib.sha256(body).hexdigest()}"'


_Maker = Callable[[Office, Award], tuple[bytes, str]]


def _json(_: Office, award: Award) -> tuple[bytes, str]:
    return award.json, MEDIA_TYPE_JSON


def _jwt(office: Office, award: Award) -> tuple[bytes, str]:
    return jwt_of(office, award), MEDIA_TYPE_JWT


def _png(office: Office, award: Award) -> tuple[bytes, str]:
    image = office.artwork.badge_png(_drawn(office, award))
    return bake(image, Secured(award.json, MEDIA_TYPE_JSON)), PNG


def _drawn(office: Office, award: Award) -> ArtworkSpec:
    with office.store.read() as work:
        definition = as_awarded(work, award)
    return award_artwork(office, award, definition)


def _svg(office: Office, award: Award) -> tuple[bytes, str]:
    image = office.artwork.badge_svg(_drawn(office, award))
    return bake(image, Secured(award.json, MEDIA_TYPE_JSON)), SVG


def _pdf(office: Office, award: Award) -> tuple[bytes, str]:
    return printing.certificate(office, award.id), PDF


def _qr_svg(office: Office, award: Award) -> tuple[bytes, str]:
    return qr_code(office, verify_url(office, award), "qr.svg")


def _qr_png(office: Office, award: Award) -> tuple[bytes, str]:
    return qr_code(office, verify_url(office, award), "qr.png")


_FILES: dict[str, _Maker] = {
    "json": _json,
    "jwt": _jwt,
    "png": _png,
    "svg": _svg,
    "pdf": _pdf,
    "qr.svg": _qr_svg,
    "qr.png": _qr_png,
}
