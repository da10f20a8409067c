"""What holders change of their card: the address, the words, or two cards made one.

Nothing here signs anything: the bytes of badges stay as they are, whoever is written to.
"""

from dataclasses import replace

from issuer.errors import Conflict, InvalidRequest
from issuer.model import Holder
from issuer.ports import Office, UnitOfWork
from issuer.services.contacts import clean_email
from issuer.services.holders.holding import (
    HOLDER,
    reached_at,
    typed_by_holder,
    unused_card,
    words_of,
)
from issuer.services.holders.joining import join_collections
from issuer.services.holders.opening import OpenCard, held_card
from issuer.services.holders.telling import renew_waiting, write_card
from issuer.services.journal import note


def set_address(office: Office, card: OpenCard, typed: str, repeated: str) -> None:
    """Keep the address at which the holder is written to, and write there how to open the card.

    A badge that is awarded to that address later has a card of its own (see `typed_digest`).

    Raises:
        InvalidRequest: not an address, or not typed twice alike (`holder.addresses_differ`).
        NotFound: the card was changed meanwhile.
    """
    email = clean_email(typed, "email")
    if repeated.strip().casefold() != typed.strip().casefold():
        raise InvalidRequest("holder.addresses_differ", field="again")
    with office.store.write() as work:
        held = held_card(office, work, card.words)
        _change(office, work, typed_by_holder(office, held.holder, email), actor=HOLDER)
    office.queue.letters_wait()


def drop_address(office: Office, card: OpenCard) -> None:
    """Forget the address: nobody writes any more, and the card still opens.

    Raises:
        NotFound: the card was changed meanwhile.
    """
    with office.store.write() as work:
        held = held_card(office, work, card.words)
        work.letters.forget_concerning(held.holder.id)
        work.holders.replace(reached_at(office, held.holder, None))
        _note(office, work, HOLDER, "holder.address", held.holder)


def change_address(
    office: Office, work: UnitOfWork, holder: Holder, email: str, *, actor: str
) -> Holder:
    """Keep another address that the place knows, inside a unit of work, and write there.

    Letters to the old one go.

    Raises:
        KeyUnavailable: the words of the card cannot be derived.
    """
    return _change(office, work, reached_at(office, holder, email), actor=actor)


def _change(office: Office, work: UnitOfWork, holder: Holder, *, actor: str) -> Holder:
    work.letters.forget_concerning(holder.id)
    changed = write_card(office, work, holder)
    _note(office, work, actor, "holder.address", changed)
    return changed


def change_card(office: Office, card: OpenCard) -> tuple[str, ...]:
    """Give the card other words; the old ones, and the paper with them, open nothing any more.

    Raises:
        NotFound: the card was changed meanwhile.
        KeyUnavailable: the words cannot be derived.
    """
    with office.store.write() as work:
        held = held_card(office, work, card.words)
        changed = new_words(office, work, held.holder, actor=HOLDER)
    return words_of(office, changed)


def new_words(office: Office, work: UnitOfWork, holder: Holder, *, actor: str) -> Holder:
    """The next generation of somebody's card, inside a unit of work.

    A letter that waits with the old words is written anew.

    Raises:
        KeyUnavailable: the words cannot be derived.
    """
    generation, lookup = unused_card(office, work, holder.id, holder.generation + 1)
    changed = holder._replace(generation=generation, lookup=lookup)
    work.holders.replace(changed)
    _note(office, work, actor, "holder.card", changed)
    return renew_waiting(office, work, changed)


def join_cards(office: Office, card: OpenCard, other: OpenCard) -> int:
    """Move the badges of another card of the same place behind this one; how many were moved.

    The other card opens nothing any more. Its address and its portfolio are kept when this one has
    none, the badges from elsewhere always.

    Raises:
        Conflict: it is this very card (`holder.same_card`), or of another place
            (`holder.other_place`).
        NotFound: one of them was changed meanwhile.
    """
    if card.holder.id == other.holder.id:
        raise Conflict("holder.same_card")
    if card.place.slug != other.place.slug:
        raise Conflict("holder.other_place", place=other.place.name)
    with office.store.write() as work:
        kept, ended = (held_card(office, work, one.words) for one in (card, other))
        for award in ended.awards:
            work.awards.replace_state(award._replace(holder_id=kept.holder.id))
        for application in work.applications.of_holder(ended.holder.id):
            work.applications.replace(replace(application, holder_id=kept.holder.id))
        join_collections(work, kept.holder, ended.holder)
        if kept.holder.email is None and ended.holder.email is not None:
            work.holders.replace(
                kept.holder._replace(
                    email=ended.holder.email,
                    email_lookup=ended.holder.email_lookup,
                )
            )
        work.letters.forget_concerning(ended.holder.id)
        work.holders.forget(ended.holder.id)
        _note(office, work, HOLDER, "holder.join", kept.holder)
    return len(ended.awards)


def _note(office: Office, work: UnitOfWork, actor: str, action: str, holder: Holder) -> None:
    note(office, work, actor, action, place=holder.place, subject=holder.id)
