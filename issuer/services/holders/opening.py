"""Opening a card by its words: no account, no password, and one answer for all that opens nothing.

Whoever holds the card is its holder. Words are tried against a limit of failures, by network
address and by what was typed.
"""

from dataclasses import dataclass, field, replace
from uuid import UUID

from issuer.errors import NotFound
from issuer.model import Award, EvidenceFile, Holder, Place
from issuer.ports import Office, UnitOfWork
from issuer.services.finding import find_place
from issuer.services.holders.holding import CARD, HOLDER
from issuer.services.journal import note
from issuer.services.people.lockout import guard
from issuer.services.word_codes import lookup_of, read_words

POSTER = "poster"
APPLICATION = "application"


@dataclass(frozen=True)
class Door:
    """What some words open: a card, the poster of a workshop, or the request of a learner."""

    purpose: str
    words: tuple[str, ...] = field(repr=False)


@dataclass(frozen=True)
class OpenCard:
    """A card that was opened: whose it is, and the badges behind it, oldest first."""

    holder: Holder
    place: Place
    words: tuple[str, ...] = field(repr=False)
    awards: tuple[Award, ...]

    @property
    def path(self) -> str:
        """The address of the card, on this instance."""
        return f"/claim/{'-'.join(self.words)}"


@dataclass(frozen=True)
class OpenBadge:
    """One badge of a card that was opened, and what was shown for it."""

    card: OpenCard
    award: Award
    files: tuple[EvidenceFile, ...]

    @property
    def path(self) -> str:
        """The address of the badge, for its holder alone."""
        return f"{self.card.path}/{self.award.id}"


def find_door(office: Office, typed: str, address: str | None) -> Door:
    """What these words open, as they were typed by somebody at that network address.

    Raises:
        NotFound: nothing (`claim.unknown`).
        TooManyAttempts: too many failures of late.
    """
    words = read_words(typed)
    attempt = guard(office, "words", "-".join(words) or None, address)
    with office.store.read() as work:
        purpose = _purpose_of(office, work, words)
    if purpose is None:
        attempt.failed()
        raise NotFound("claim.unknown")
    return Door(purpose, words)


def open_card(office: Office, typed: str, address: str | None) -> OpenCard:
    """The card of these words; the first time, the place knows that it was used.

    Raises:
        NotFound: they open no card (`claim.unknown`).
        TooManyAttempts: too many failures of late.
    """
    door = find_door(office, typed, address)
    if door.purpose != CARD:
        raise NotFound("claim.unknown")
    with office.store.read() as work:
        opened = card_of(office, work, door.words)
    return opened if opened.holder.claimed else _claim(office, door.words)


def open_badge(office: Office, typed: str, address: str | None, award_id: str) -> OpenBadge:
    """One badge of the card of these words.

    Raises:
        NotFound: they open no card, or not this badge (`claim.no_badge`).
        TooManyAttempts: too many failures of late.
    """
    card = open_card(office, typed, address)
    award = award_in(card, award_id)
    with office.store.read() as work:
        return OpenBadge(card, award, work.evidence.of_award(award.id))


def card_of(office: Office, work: UnitOfWork, words: tuple[str, ...]) -> OpenCard:
    """The card of these words, inside a unit of work.

    Raises:
        NotFound: they open no card.
    """
    holder = work.holders.by_lookup(lookup_of(office, CARD, words))
    if holder is None:
        raise NotFound("claim.unknown")
    place = find_place(work, holder.place)
    return OpenCard(holder, place, words, work.awards.of_holder(holder.id))


def held_card(office: Office, work: UnitOfWork, words: tuple[str, ...]) -> OpenCard:
    """The card of these words as it stands once nobody else can change anything of its place.

    Raises:
        NotFound: they open no card, or no more.
    """
    work.status_lists.lock(card_of(office, work, words).place.slug)
    return card_of(office, work, words)


def award_in(card: OpenCard, award_id: str) -> Award:
    """The badge of that id, when this card opens it.

    Raises:
        NotFound: it does not.
    """
    try:
        wanted = str(UUID(award_id))
    except ValueError:
        wanted = ""
    for award in card.awards:
        if award.id == wanted:
            return award
    raise NotFound("claim.no_badge")


def _claim(office: Office, words: tuple[str, ...]) -> OpenCard:
    with office.store.write() as work:
        card = held_card(office, work, words)
        if card.holder.claimed is not None:
            return card
        holder = card.holder._replace(claimed=office.clock.now())
        work.holders.replace(holder)
        note(office, work, HOLDER, "holder.claim", place=holder.place, subject=holder.id)
        return replace(card, holder=holder)


def _purpose_of(office: Office, work: UnitOfWork, words: tuple[str, ...]) -> str | None:
    """What these words open, None when it is nothing."""
    if work.holders.by_lookup(lookup_of(office, CARD, words)) is not None:
        return CARD
    if work.posters.by_lookup(lookup_of(office, POSTER, words)) is not None:
        return POSTER
    found = work.applications.by_lookup(lookup_of(office, APPLICATION, words))
    return None if found is None else APPLICATION
