"""Places: who signs badges here, and how each is described."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from issuer.errors import Conflict, InvalidRequest
from issuer.model import Place, PlaceRequest
from issuer.ports import Office
from issuer.services import keyring
from issuer.services.contacts import (
    clean_email,
    clean_interface_language,
    clean_linkedin_id,
    clean_slug,
    clean_time_zone,
    clean_url,
    slug_of,
)
from issuer.services.finding import find_place
from issuer.services.identities import identity_of
from issuer.services.journal import note
from issuer.services.texts import SUMMARY_LENGTH, clean_line, clean_text

RESERVED = frozenset(
    {"enter", "frameworks", "leave", "mappings", "me", "proposals", "sign-in", "sign-out"}
)
"""Words that stand after `/workshop/` for something else than a place."""


def add(office: Office, request: PlaceRequest, *, actor: str = "local") -> Place:
    """Add a place and make its signing keys, in one unit of work.

    Raises:
        InvalidRequest: a text, an address or the slug is not acceptable; `field` says which.
        Conflict: the slug is already used (`place.exists`).
        KeyUnavailable: the new private keys cannot be sealed.
    """
    name = clean_line(request.name, "name")
    slug = _free_slug(clean_slug(request.slug) if request.slug else slug_of(name))
    optional = ("description", "url", "email", "linkedin_id")
    place = Place(
        slug=slug,
        name=name,
        language=clean_interface_language(request.language),
        time_zone=clean_time_zone(request.time_zone),
        created=office.clock.now(),
        **{field: _clean_optional(field, getattr(request, field)) for field in optional},
    )
    with office.store.write() as work:
        if work.places.get(slug) is not None:
            raise Conflict("place.exists", place=slug)
        work.places.add(place)
        note(office, work, actor, "place.add", place=slug, subject=slug)
        keyring.prepare_identity(office, work, place, actor=actor)
    return place


def _free_slug(slug: str) -> str:
    """A slug under which the workshop of the place can be reached: `/workshop/<slug>`."""
    if slug in RESERVED:
        raise InvalidRequest("place.slug_reserved", field="slug", value=slug)
    return slug


def get(office: Office, slug: str) -> Place:
    """The place of that slug.

    Raises:
        NotFound: no such place (`place.unknown`).
    """
    with office.store.read() as work:
        return find_place(work, slug)


def list_all(office: Office) -> tuple[Place, ...]:
    """Every place, by slug."""
    with office.store.read() as work:
        return work.places.list()


def edit(office: Office, slug: str, /, *, actor: str = "local", **changes: str | None) -> Place:
    """Change the description of a place; badges already signed keep theirs.

    `changes` are any of `name`, `description`, `url`, `email`, `linkedin_id`, `language`,
    `time_zone`; None or an empty text takes an optional one away.

    Raises:
        NotFound: no such place.
        InvalidRequest: a value is not acceptable, or there is no such field.
    """
    cleaned: dict[str, Any] = {
        field: _clean_change(field, value) for field, value in changes.items()
    }
    with office.store.write() as work:
        changed = replace(find_place(work, slug), **cleaned)
        work.places.replace(changed)
        note(office, work, actor, "place.edit", place=slug, subject=slug)
    return changed


def issuer_id(office: Office, slug: str) -> str:
    """The `issuer.id` of its badges: did:web under an https origin, else the did:key of its key.

    Raises:
        NotFound: no such place.
        KeyUnavailable: the place has no key in use.
    """
    with office.store.read() as work:
        place = find_place(work, slug)
        return identity_of(office.settings, place, work.keys.of(slug)).issuer


def _clean_description(text: str, field: str) -> str:
    return clean_text(text, field, limit=SUMMARY_LENGTH)


_REQUIRED: dict[str, Callable[[str, str], str]] = {
    "name": clean_line,
    "language": clean_interface_language,
    "time_zone": clean_time_zone,
}
_OPTIONAL: dict[str, Callable[[str, str], str]] = {
    "description": _clean_description,
    "url": clean_url,
    "email": clean_email,
    "linkedin_id": clean_linkedin_id,
}


def _clean_change(field: str, value: str | None) -> str | None:
    if field in _REQUIRED:
        return _REQUIRED[field](value or "", field)
    if field in _OPTIONAL:
        return _clean_optional(field, value)
    known = ", ".join((*_REQUIRED, *_OPTIONAL))
    raise InvalidRequest("place.field_unknown", field=field, known=known)


def _clean_optional(field: str, value: str | None) -> str | None:
    return _OPTIONAL[field](value, field) if value and value.strip() else None
