"""What the team of a place does for the holders of its badges: find them, help them, write again.

The team sees badges and evidence of the place, never what their holder chose to show. People of
another place answer as if they did not exist.
"""

from dataclasses import dataclass
from typing import Literal

from issuer.errors import Conflict, NotFound
from issuer.model import Award, EvidenceFile, Holder, Letter, Place
from issuer.ports import Office, UnitOfWork
from issuer.services import papers, people
from issuer.services.contacts import clean_email
from issuer.services.finding import find_achievement, find_place
from issuer.services.holders import changing
from issuer.services.holders.holding import find_holder
from issuer.services.holders.reminding import came_back
from issuer.services.holders.telling import write_card
from issuer.services.journal import note
from issuer.services.people import Action, Contributor

Group = Literal["all", "waiting", "back", "kept"]
GROUPS: tuple[Group, ...] = ("all", "waiting", "back", "kept")

PAGE = 50
"""Holders on one page of a list."""

_TEXT_LENGTH = 100
_READ = 500
_MOST = 20_000


@dataclass(frozen=True)
class Listed:
    """One holder in a list; `returned` says that the latest letter did not reach them.

    `title` names one of their badges: it tells two people of one name apart.
    """

    holder: Holder
    badges: int
    returned: bool
    title: str = ""


@dataclass(frozen=True)
class Kept:
    """One badge of a holder as the team sees it: its name, and what was shown for it."""

    award: Award
    title: str
    files: tuple[EvidenceFile, ...]


@dataclass(frozen=True)
class Record:
    """What the team of a place sees of one holder."""

    holder: Holder
    place: Place
    badges: tuple[Kept, ...]
    letters: tuple[Letter, ...]
    keeper: str | None = None

    @property
    def returned(self) -> bool:
        """Whether the latest letter did not reach its address."""
        return came_back(self.letters)


def search(
    office: Office,
    by: Contributor,
    place: str,
    *,
    text: str = "",
    group: Group = "all",
    page: int = 1,
) -> tuple[tuple[Listed, ...], bool]:
    """Holders of a place by name, fifty a page, and whether there are more.

    `waiting` are those who never opened their card, `back` those whose letter came back, `kept`
    those whose card the team keeps.

    Raises:
        NotAllowed: the person does not see the badges of that place.
    """
    first = (max(page, 1) - 1) * PAGE
    wanted = " ".join(text.split())[:_TEXT_LENGTH] or None
    with office.store.read() as work:
        people.require(work, by, "award.read", place)
        if group == "all":
            found = list(work.holders.list(place, text=wanted, limit=PAGE + 1, offset=first))
        else:
            found = _chosen(work, place, wanted, group, first + PAGE + 1)[first:]
        listed = tuple(_listed(work, holder) for holder in found[:PAGE])
    return listed, len(found) > PAGE


def record(office: Office, by: Contributor, place: str, holder_id: str) -> Record:
    """One holder of a place, with their badges and the letters to them.

    Raises:
        NotFound: no such holder in this place.
        NotAllowed: the person does not see the badges of that place.
    """
    with office.store.read() as work:
        holder = _find(work, by, place, holder_id, "award.read")
        badges = tuple(
            Kept(
                award,
                find_achievement(work, award.achievement).name,
                work.evidence.of_award(award.id),
            )
            for award in work.awards.of_holder(holder.id)
        )
        keeper = work.people.get(holder.keeper) if holder.keeper else None
        return Record(
            holder,
            find_place(work, place),
            badges,
            work.letters.concerning(holder.id),
            None if keeper is None else keeper.name,
        )


def card(office: Office, by: Contributor, place: str, holder_id: str) -> bytes:
    """The card of a holder printed again, with the same words, as PDF.

    Raises:
        NotFound: no such holder in this place.
        NotAllowed: the person does not hand out the cards of that place.
        KeyUnavailable: the words cannot be derived.
    """
    with office.store.write() as work:
        holder = _find(work, by, place, holder_id, "award.issue")
        printed = papers.card_of(office, work, holder)
        note(office, work, by.name, "holder.print", place=place, subject=holder.id)
    return office.press.cards((printed,))


def new_card(office: Office, by: Contributor, place: str, holder_id: str) -> None:
    """Give a holder a card with other words; the lost one opens nothing any more.

    Raises:
        NotFound: no such holder in this place.
        NotAllowed: the person does not hand out the cards of that place.
        KeyUnavailable: the words cannot be derived.
    """
    with office.store.write() as work:
        holder = _held(work, by, place, holder_id, "award.issue")
        changing.new_words(office, work, holder, actor=by.name)


def keep(office: Office, by: Contributor, place: str, holder_id: str, *, kept: bool = True) -> None:
    """Say that this person keeps the card in trust, or that it was handed back.

    Raises:
        NotFound: no such holder in this place.
        NotAllowed: the person does not hand out the cards of that place, or has no account here.
    """
    with office.store.write() as work:
        holder = _held(work, by, place, holder_id, "award.issue")
        if kept and by.person is None:
            raise Conflict("holder.keeper_unknown")
        work.holders.replace(holder._replace(keeper=by.person if kept else None))
        action = "holder.keep" if kept else "holder.hand_back"
        note(office, work, by.name, action, place=place, subject=holder.id)


def correct_address(
    office: Office, by: Contributor, place: str, holder_id: str, typed: str
) -> None:
    """Keep another address for a holder, and write there how to open the card.

    Raises:
        InvalidRequest: it is not an address.
        NotFound: no such holder in this place.
        NotAllowed: the person corrects nothing in that place.
    """
    email = clean_email(typed, "email")
    with office.store.write() as work:
        holder = _held(work, by, place, holder_id, "award.correct")
        changing.change_address(office, work, holder, email, actor=by.name)
    office.queue.letters_wait()


def send_again(office: Office, by: Contributor, place: str, holder_id: str) -> None:
    """Write once more to a holder how to open their card.

    Raises:
        Conflict: no address is known (`holder.no_address`).
        NotFound: no such holder in this place.
        NotAllowed: the person does not hand out the cards of that place.
    """
    with office.store.write() as work:
        holder = _held(work, by, place, holder_id, "award.issue")
        if holder.email is None:
            raise Conflict("holder.no_address")
        write_card(office, work, holder)
        note(office, work, by.name, "holder.write", place=place, subject=holder.id)
    office.queue.letters_wait()


def _find(work: UnitOfWork, by: Contributor, place: str, holder_id: str, action: Action) -> Holder:
    if not people.is_allowed(work, by, "award.read", place):
        raise NotFound("holder.unknown", holder=holder_id[:_TEXT_LENGTH])
    people.require(work, by, action, place)
    return find_holder(work, place, holder_id)


def _held(work: UnitOfWork, by: Contributor, place: str, holder_id: str, action: Action) -> Holder:
    """The holder as they are once nobody else can change anything of the place."""
    _find(work, by, place, holder_id, action)
    work.status_lists.lock(place)
    return find_holder(work, place, holder_id)


def _chosen(
    work: UnitOfWork, place: str, text: str | None, group: Group, enough: int
) -> list[Holder]:
    """The first of those who belong to the group; a very long list is read to a limit."""
    found: list[Holder] = []
    for offset in range(0, _MOST, _READ):
        read = work.holders.list(place, text=text, limit=_READ, offset=offset)
        found += [holder for holder in read if _belongs(work, holder, group)]
        if len(read) < _READ or len(found) >= enough:
            break
    return found[:enough]


def _belongs(work: UnitOfWork, holder: Holder, group: Group) -> bool:
    if group == "waiting":
        return holder.claimed is None
    if group == "kept":
        return holder.keeper is not None
    return came_back(work.letters.concerning(holder.id))


def _listed(work: UnitOfWork, holder: Holder) -> Listed:
    badges = work.awards.of_holder(holder.id)
    title = find_achievement(work, badges[0].achievement).name if badges else ""
    returned = came_back(work.letters.concerning(holder.id))
    return Listed(holder, len(badges), returned, title)
