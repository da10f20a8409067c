"""Whose badge it is: the card that somebody has in this place already, or a new one."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

from badges.model.identity import normalise_email
from issuer.errors import NotFound
from issuer.model import Holder, Place
from issuer.ports import Office, UnitOfWork
from issuer.services.chance import uuids_alike
from issuer.services.word_codes import first_lookups, lookup_of, words_for

CARD = "card"
"""The purpose of the words of cards."""

HOLDER = "holder"
"""Who acts, in the journal, when the holder of a card does: never their name."""

_EMAIL = "holder-email"
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


class Cards:
    """The cards of many people of one place, for one unit of work: asked for once, then only kept.

    Raises:
        KeyUnavailable: addresses cannot be told apart.
    """

    def __init__(self, office: Office, work: UnitOfWork, place: Place) -> None:
        self._office = office
        self._work = work
        self._place = place
        self._derive = office.keys.deriver(_EMAIL)
        self._digests: dict[str, str] = {}
        self._known: dict[str, Holder] = {}
        self._made: dict[str, str] = {}

    def expect(self, emails: Iterable[str | None]) -> None:
        """Ask at once for the cards that go with these addresses."""
        new = [email for email in emails if email is not None and email not in self._digests]
        derived = {email: self._derive(normalise_email(email).encode()).hex() for email in new}
        self._digests.update(derived)
        asked = list(dict.fromkeys(derived.values()))
        for kept in self._work.holders.by_emails(self._place.slug, asked):
            if kept.email_lookup is not None:
                self._known.setdefault(kept.email_lookup, kept)

    def of(self, people: Sequence[tuple[str, str | None]]) -> list[str]:
        """The ids of what `holder_for` would find or make for each name and address in turn.

        Raises:
            KeyUnavailable: the words of a card cannot be derived.
        """
        if any(email is not None and email not in self._digests for _, email in people):
            self.expect([email for _, email in people])
        now = self._office.clock.now()
        cards = _new_cards(self._office, len(people))
        made: list[Holder] = []
        found: list[str] = []
        for name, email in people:
            digest = None if email is None else self._digests[email]
            known = None if digest is None else self._seen(digest, email)
            if known is None:
                holder = _with_card(self._place, next(cards), _Person(name, email, digest), now)
                made.append(holder)
                known = holder.id
                if digest is not None:
                    self._made[digest] = known
            found.append(known)
        self._work.holders.add_many(made)
        return found

    def _seen(self, digest: str, email: str | None) -> str | None:
        """The id of the card of an address that was there, or was made a moment ago."""
        holder = self._known.get(digest)
        if holder is None:
            return self._made.get(digest)
        if holder.email is None:
            holder = _reachable(self._office, self._work, holder, email)
            self._known[digest] = holder
        return holder.id


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
    return _digest(office, _EMAIL, email)


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
    return holder._replace(email=email, email_lookup=digest)


def typed_by_holder(office: Office, holder: Holder, email: str) -> Holder:
    """The holder with an address that they typed; the one that the place knows stays known."""
    known = holder.email_lookup == email_digest(office, email)
    digest = holder.email_lookup if known else typed_digest(office, email)
    return holder._replace(email=email, email_lookup=digest)


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
    digest = None if email is None else email_digest(office, email)
    holder = _with_card(
        place,
        _Card(identifier, generation, lookup),
        _Person(name, email, digest),
        office.clock.now(),
    )
    work.holders.add(holder)
    return holder


class _Card(NamedTuple):
    """A card that nobody has yet: the id of its holder to be, and what its words give."""

    identifier: str
    generation: int
    lookup: str


class _Person(NamedTuple):
    """Who gets a card: their name, and their address with its keyed digest when it is known."""

    name: str
    email: str | None
    digest: str | None


def _new_cards(office: Office, count: int) -> Iterator[_Card]:
    """Cards whose words, one out of a million billions, open no other one in all likelihood.

    Should they, the database refuses what is kept with them, and cards are made one by one.
    """
    identifiers = uuids_alike(office.identifiers, count)
    lookups = first_lookups(office, CARD, identifiers)
    for identifier, lookup in zip(identifiers, lookups, strict=True):
        yield _Card(identifier, 1, lookup)


def _with_card(place: Place, card: _Card, person: _Person, now: datetime) -> Holder:
    return Holder(
        id=card.identifier,
        place=place.slug,
        name=person.name,
        language=place.language,
        created=now,
        lookup=card.lookup,
        generation=card.generation,
        email=person.email,
        email_lookup=person.digest,
    )
