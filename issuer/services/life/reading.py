"""What the people of a place see of one badge: where it stands, what happened, what they may do."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from issuer.errors import AlreadyRevoked, Conflict
from issuer.model import Achievement, Award, JournalEntry, Place
from issuer.ports import Office, UnitOfWork
from issuer.services import people
from issuer.services.finding import find_achievement, find_place
from issuer.services.life import correcting, renewing, revoking
from issuer.services.life.acting import LifeAction, find_readable, may, may_undo
from issuer.services.life.correcting import Correction
from issuer.services.people import Contributor

ACTS = ("renew", "correct", "suspend", "reinstate", "revoke")
"""What can be done to a badge, the mildest first: the last parts of the actions."""

_LINES = 50
# What the holder decides about showing a badge is nobody's business at the place.
_OURS = frozenset(
    {"award.issue", "award.remind", "award.correct"}
    | {f"award.{act}" for act in ("renew", "suspend", "reinstate", "revoke")}
)


@dataclass(frozen=True)
class Story:
    """One badge as its place sees it.

    `acts` are those that this person may do today; `waits` says why a renewal must wait, as a code
    with parameters. `lines` come newest first, their reasons only for whoever may read the journal.
    `undoes` says that the person may cancel it only because they have just awarded it.
    """

    award: Award
    place: Place
    definition: Achievement
    acts: tuple[str, ...]
    lines: tuple[JournalEntry, ...]
    follows: Award | None = None
    followed_by: Award | None = None
    waits: Conflict | None = None
    next_end: date | None = None
    needs_address: bool = False
    undoes: bool = False
    said: Mapping[str, str] | None = None
    levels: tuple[tuple[str, str], ...] = ()


def story(office: Office, name: str, by: Contributor) -> Story:
    """The badge of that UUID, URL or short code, for somebody of its place.

    Raises:
        NotFound: no such award, or one of another place.
    """
    with office.store.read() as work:
        award = find_readable(work, name, by)
        acts = () if award.forgotten else tuple(_acts(office, work, award, by))
        is_here = award.forgotten is None
        may_renew = is_here and may(office, work, by, "award.renew", award)
        return Story(
            award=award,
            place=find_place(work, award.place),
            definition=find_achievement(work, award.achievement),
            acts=acts,
            lines=_lines(work, award, by),
            follows=None if award.renews is None else work.awards.get(award.renews),
            followed_by=work.awards.renewal_of(award.id),
            waits=_wait(office, work, award) if may_renew else None,
            next_end=renewing.next_end(office, work, award) if "renew" in acts else None,
            needs_address="renew" in acts and renewing.needs_address(work, award),
            undoes="revoke" in acts
            and not people.is_allowed(work, by, "award.revoke", award.place)
            and may_undo(office, work, by, award),
            said=correcting.told(office, award) if "correct" in acts else None,
            levels=correcting.levels(award) if "correct" in acts else (),
        )


def _acts(office: Office, work: UnitOfWork, award: Award, by: Contributor) -> list[str]:
    possible = {
        "renew": _wait(office, work, award) is None,
        "correct": _is_correctable(office, award),
        "suspend": award.state == "active" and revoking.is_suspendable(work, award),
        "reinstate": award.state == "suspended",
        "revoke": award.state != "revoked",
    }
    actions: dict[str, LifeAction] = {
        "renew": "award.renew",
        "correct": "award.correct",
        "suspend": "award.suspend",
        "reinstate": "award.reinstate",
        "revoke": "award.revoke",
    }
    return [act for act in ACTS if possible[act] and may(office, work, by, actions[act], award)]


def _is_correctable(office: Office, award: Award) -> bool:
    """Whether it can be corrected, were it only by a later end."""
    try:
        correcting.require_correctable(office, award, Correction(valid_until=""))
    except AlreadyRevoked:
        return False
    return True


def _wait(office: Office, work: UnitOfWork, award: Award) -> Conflict | None:
    try:
        renewing.require_renewable(office, work, award)
    except Conflict as refusal:
        return refusal
    return None


def _lines(work: UnitOfWork, award: Award, by: Contributor) -> tuple[JournalEntry, ...]:
    """What happened to the badge; why is for those who may read the journal of the place."""
    found = work.journal.list(subject=award.id, limit=_LINES)
    lines = tuple(line for line in found if line.action in _OURS)
    if people.is_allowed(work, by, "journal.read", award.place):
        return lines
    return tuple(line._replace(reason=None) for line in lines)
