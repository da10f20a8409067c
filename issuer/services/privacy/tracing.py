"""Finding by their address everything about somebody, in every place of this instance.

A card is found by a keyed digest. Where its address was forgotten, the salted hash inside the badge
still recognises it (IDH-01), at the price of reading every badge.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from badges.documents import JsonObject, parse
from badges.errors import BadgeError
from badges.model.identity import is_identity, normalise_email
from issuer.model import Application, Award, BatchLine, Holder, Letter, Person
from issuer.ports import Office, UnitOfWork
from issuer.services.holders.holding import email_digest, typed_digest

GROUPS_READ = 100_000
"""Groups, requests or letters of a place that are looked through: more than any will have."""

_PAGE = 200


@dataclass(frozen=True)
class Traces:
    """What an address leads to; `awards` are those behind no card, `lines` those of no card yet."""

    email: str
    holders: tuple[Holder, ...]
    awards: tuple[Award, ...]
    applications: tuple[Application, ...]
    lines: tuple[BatchLine, ...]
    letters: tuple[Letter, ...]
    people: tuple[Person, ...]

    @property
    def is_nothing(self) -> bool:
        """Whether nobody here is known by that address."""
        found = (self.holders, self.awards, self.applications, self.lines, self.letters)
        return not any((*found, self.people))


def trace(office: Office, work: UnitOfWork, email: str) -> Traces:
    """Everything that an address leads to.

    Raises:
        KeyUnavailable: the key of digests cannot be read.
    """
    # Who typed the address on their own card gets its letters: what it leads to is theirs too.
    digests = (email_digest(office, email), typed_digest(office, email))
    known = {one.id: one for key in digests for one in work.holders.by_email(None, key)}
    alone: list[Award] = []
    for award in awards_of(work, email, frozenset(known)):
        holder = work.holders.get(award.holder_id) if award.holder_id else None
        if holder is None:
            alone.append(award)
        else:
            known.setdefault(holder.id, holder)
    wanted = normalise_email(email)
    letters = work.letters.list(limit=GROUPS_READ)
    people = work.people.find(email.strip())
    return Traces(
        email=email,
        holders=tuple(known.values()),
        awards=tuple(alone),
        applications=tuple(_applications(work, wanted, known)),
        lines=tuple(line for line in every_line(work) if _is(line.email, wanted)),
        letters=tuple(letter for letter in letters if _is(letter.recipient, wanted)),
        people=tuple(person for person in people if _is(person.email, wanted)),
    )


def awards_of(work: UnitOfWork, email: str, known: frozenset[str]) -> Iterator[Award]:
    """The badges whose hash is that of an address, those of `known` cards left out."""
    offset = 0
    while read := work.awards.list(limit=_PAGE, offset=offset):
        offset += len(read)
        for award in read:
            if award.forgotten is None and award.holder_id not in known and _names(award, email):
                yield award


def every_line(work: UnitOfWork, place: str | None = None) -> Iterator[BatchLine]:
    """The lines of every group of a place, or of all."""
    for batch in work.batches.list(place=place, limit=GROUPS_READ):
        yield from work.batches.lines(batch.id)


def identifiers_of(award: Award) -> list[JsonObject]:
    """The identity objects in a badge; none in what cannot be read."""
    try:
        subject = parse(award.json).get("credentialSubject")
    except BadgeError:
        return []
    found = subject.get("identifier") if isinstance(subject, dict) else None
    listed = found if isinstance(found, list) else [found]
    return [item for item in listed if isinstance(item, dict)]


def _names(award: Award, email: str) -> bool:
    return any(is_identity(item, email) for item in identifiers_of(award))


def _applications(work: UnitOfWork, wanted: str, known: dict[str, Holder]) -> Iterator[Application]:
    for place in work.places.list():
        for application in work.applications.list(place.slug, limit=GROUPS_READ):
            if _is(application.email, wanted) and application.holder_id not in known:
                yield application


def _is(email: str | None, wanted: str) -> bool:
    return email is not None and normalise_email(email) == wanted
