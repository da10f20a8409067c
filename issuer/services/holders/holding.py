"""Whose badge it is: the card that somebody has in this place already, or a new one."""

from dataclasses import replace

from badges.model.identity import normalise_email
from issuer.errors import NotFound
from issuer.model import Holder, Place
from issuer.ports import Office, UnitOfWork
from issuer.services.word_codes import lookup_of, words_for

CARD = "card"
"""The purpose of the words of cards."""

HOLDER = "holder"
"""Who acts, in the journal, when the holder of a card does: never their name."""

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
        return _reachable(office, work, find_holder(work, place.slug, holder_id), email)
    if email is not None:
        for known in work.holders.by_email(place.slug, email_digest(office, email)):
            return _reachable(office, work, known, email)
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
    return _digest(office, "holder-email", email)


def typed_digest(office: Office, email: str) -> str:
    """The same for an address that the holder of a card typed: nobody showed that it is theirs.

    No badge is ever put behind a card for its sake: whoever typed the address of somebody else
    would otherwise hold the next badge of that person.
    """
    return _digest(office, "holder-email-typed", email)


def _digest(office: Office, purpose: str, email: str) -> str:
    return office.keys.derive(purpose, normalise_email(email).encode()).hex()


def reached_at(office: Office, holder: Holder, email: str | None) -> Holder:
    """The holder with the address that the place knows them by, or with none."""
    digest = None if email is None else email_digest(office, email)
    return replace(holder, email=email, email_lookup=digest)


def typed_by_holder(office: Office, holder: Holder, email: str) -> Holder:
    """The holder with an address that they typed; the one that the place knows stays known."""
    known = holder.email_lookup == email_digest(office, email)
    digest = holder.email_lookup if known else typed_digest(office, email)
    return replace(holder, email=email, email_lookup=digest)


def words_of(office: Office, holder: Holder) -> tuple[str, ...]:
    """The words of somebody's card.

    Raises:
        KeyUnavailable: they cannot be derived.
    """
    return words_for(office, CARD, holder.id, holder.generation)


def unused_card(
    office: Office, work: UnitOfWork, holder_id: str, generation: int
) -> tuple[int, str]:
    """The first generation from this one whose words open no other card, and their lookup.

    Raises:
        KeyUnavailable: the words cannot be derived.
    """
    while True:
        lookup = lookup_of(office, CARD, words_for(office, CARD, holder_id, generation))
        if work.holders.by_lookup(lookup) is None:
            return generation, lookup
        generation += 1


def _reachable(office: Office, work: UnitOfWork, holder: Holder, email: str | None) -> Holder:
    """The holder, whose address was never known, or was forgotten, and is given now."""
    if email is None or holder.email is not None:
        return holder
    changed = reached_at(office, holder, email)
    work.holders.replace(changed)
    return changed


def _new(office: Office, work: UnitOfWork, place: Place, name: str, email: str | None) -> Holder:
    identifier = office.identifiers.uuid()
    generation, lookup = unused_card(office, work, identifier, 1)
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
