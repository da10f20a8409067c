"""Whose badge it is: the card that somebody has in this place already, or a new one."""

from dataclasses import replace

from badges.model.identity import normalise_email
from issuer.errors import NotFound
from issuer.model import Holder, Place
from issuer.ports import Office, UnitOfWork
from issuer.services.word_codes import lookup_of, words_for

CARD = "card"

_SHOWN = 100


def holder_for(
    office: Office,
    work: UnitOfWork,
    place: Place,
    name: str,
    email: str | None,
    *,
    holder_id: str | None = None,
) -> Holder:
    """The holder of a badge that is being awarded: the one named, or known by address, or new.

    Raises:
        NotFound: no such holder in this place.
        KeyUnavailable: the words of a card cannot be derived.
    """
    if holder_id is not None:
        return find_holder(work, place.slug, holder_id)
    if email is not None:
        for known in work.holders.by_email(place.slug, email_digest(office, email)):
            return _reachable(work, known, email)
    return _new(office, work, place, name, email)


def find_holder(work: UnitOfWork, place: str, holder_id: str) -> Holder:
    """The holder of that id, when it is one of this place.

    Raises:
        NotFound: no such holder in this place.
    """
    found = work.holders.get(holder_id) if holder_id.isprintable() else None
    if found is None or found.place != place:
        raise NotFound("holder.unknown", holder=holder_id[:_SHOWN])
    return found


def email_digest(office: Office, email: str) -> str:
    """The keyed digest by which an address is known again, in hexadecimal."""
    return office.keys.derive("holder-email", normalise_email(email).encode()).hex()


def _reachable(work: UnitOfWork, holder: Holder, email: str | None) -> Holder:
    """The holder, whose address was perhaps forgotten meanwhile and is given again."""
    if holder.email == email:
        return holder
    changed = replace(holder, email=email)
    work.holders.replace(changed)
    return changed


def _new(office: Office, work: UnitOfWork, place: Place, name: str, email: str | None) -> Holder:
    identifier, generation = office.identifiers.uuid(), 1
    while True:
        lookup = lookup_of(office, CARD, words_for(office, CARD, identifier, generation))
        if work.holders.by_lookup(lookup) is None:
            break
        generation += 1
    holder = Holder(
        id=identifier,
        place=place.slug,
        name=name,
        language=place.language,
        created=office.clock.now(),
        lookup=lookup,
        generation=generation,
        email=email,
        email_lookup=None if email is None else email_digest(office, email),
    )
    work.holders.add(holder)
    return holder
