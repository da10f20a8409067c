"""What the team sees of requests: those of its place, and those that its network reviews with it.

Nobody but the people who decide sees a request or its refusal: neither partners nor prescribers.
"""

from dataclasses import dataclass
from datetime import timedelta

from issuer.errors import NotFound
from issuer.model import (
    Achievement,
    Application,
    ApplicationState,
    Assessment,
    EvidenceFile,
    WallPoster,
)
from issuer.ports import Office, UnitOfWork
from issuer.services import people
from issuer.services.applications.words import plain_id
from issuer.services.finding import find_achievement
from issuer.services.people import Contributor

LISTED = 200
ANSWERED: tuple[ApplicationState, ...] = ("accepted", "more", "issued", "refused")
"""The states of requests that the place answered, those that still move first."""
PATIENCE = timedelta(hours=1)
"""After so long a badge that was accepted should be signed."""

_PEERS = 50
_SHOWN = 100


@dataclass(frozen=True)
class Asked:
    """A request as those who decide see it, with what was said of it.

    `accepted` is how many people accepted it in this round, of `needed`; `has_spoken` says whether
    the person who looks is one of those who said something. `is_own` is false for a request to
    another place of the network.
    """

    application: Application
    definition: Achievement
    files: tuple[EvidenceFile, ...]
    assessments: tuple[Assessment, ...]
    accepted: int
    needed: int
    has_spoken: bool
    is_own: bool

    @property
    def is_agreed(self) -> bool:
        """Whether enough people accepted it, though its badge is not on its way yet."""
        return self.application.state == "open" and self.accepted >= self.needed

    @property
    def awaits_me(self) -> bool:
        """Whether the person who looks may still say something."""
        return self.application.state == "open" and not self.has_spoken and not self.is_agreed


@dataclass(frozen=True)
class Waiting:
    """The requests of one poster, or those that came by none."""

    poster: WallPoster | None
    definition: Achievement | None
    asked: tuple[Asked, ...]


def listing(
    office: Office, by: Contributor, place: str, *, state: ApplicationState = "open"
) -> tuple[Asked, ...]:
    """The requests of a place in that state, oldest first.

    Raises:
        NotAllowed: `by` decides nothing there.
    """
    with office.store.read() as work:
        people.require(work, by, "application.decide", place)
        found = work.applications.list(place, state=state, limit=LISTED)
        return tuple(asked_of(work, by, place, one) for one in found)


def waiting(office: Office, by: Contributor, place: str) -> tuple[Waiting, ...]:
    """The open requests of a place, poster by poster, those without one last.

    Raises:
        NotAllowed: `by` decides nothing there.
    """
    found = listing(office, by, place)
    posters = dict.fromkeys(asked.application.poster for asked in found)
    ordered = sorted(posters, key=lambda one: one is None)
    with office.store.read() as work:
        return tuple(
            _group(work, one, tuple(item for item in found if item.application.poster == one))
            for one in ordered
        )


def for_peers(office: Office, by: Contributor, place: str) -> tuple[Asked, ...]:
    """Open requests to other places of the network that somebody else must look at too.

    Raises:
        NotAllowed: `by` decides nothing there.
    """
    with office.store.read() as work:
        people.require(work, by, "application.decide", place)
        found: list[Asked] = []
        for network in (place, *work.places.networks(place)):
            for other in (network, *work.places.members(network)):
                if other != place:
                    found += _of_peers(work, by, place, other)
        unique = {asked.application.id: asked for asked in found}
        return tuple(unique.values())[:_PEERS]


def get(office: Office, by: Contributor, place: str, application_id: str) -> Asked:
    """One request that `by` may decide about.

    Raises:
        NotFound: no such request for the people of that place.
        NotAllowed: `by` decides nothing there.
    """
    with office.store.read() as work:
        found = find_reviewable(work, by, place, application_id)
        return asked_of(work, by, place, found)


def file(
    office: Office, by: Contributor, place: str, application_id: str, file_id: str
) -> tuple[EvidenceFile, bytes]:
    """What was shown with a request, for those who decide about it.

    Raises:
        NotFound: no such request, or no such file of it (`evidence.unknown`).
        NotAllowed: `by` decides nothing there.
    """
    with office.store.read() as work:
        application = find_reviewable(work, by, place, application_id)
        for one in work.evidence.of_application(application.id):
            body = work.evidence.body(one.id) if one.id == plain_id(file_id) else None
            if body is not None:
                return one, body
    raise NotFound("evidence.unknown", evidence=file_id[:_SHOWN])


def is_stuck(office: Office, asked: Asked) -> bool:
    """Whether a badge was accepted long ago and is not signed: its group was stopped, or failed."""
    application = asked.application
    return application.state == "accepted" and office.clock.now() > application.changed + PATIENCE


def find_reviewable(
    work: UnitOfWork, by: Contributor, place: str, application_id: str
) -> Application:
    """A request to that place, or an open one that its network reviews together.

    Raises:
        NotFound: no such request for the people of that place.
        NotAllowed: `by` decides nothing there.
    """
    people.require(work, by, "application.decide", place)
    found = work.applications.get(plain_id(application_id))
    if found is not None and (found.place == place or _is_for_peer(work, place, found)):
        return found
    raise NotFound("application.unknown", application=application_id[:_SHOWN])


def asked_of(work: UnitOfWork, by: Contributor, place: str, application: Application) -> Asked:
    """A request with what was said of it."""
    definition = find_achievement(work, application.achievement)
    assessments = work.applications.assessments(application.id)
    current = in_round(assessments)
    return Asked(
        application=application,
        definition=definition,
        files=work.evidence.of_application(application.id),
        assessments=assessments,
        accepted=sum(one.verdict == "accept" for one in current),
        needed=needed_for(definition),
        has_spoken=any(one.reviewer == by.person for one in current),
        is_own=application.place == place,
    )


def needed_for(definition: Achievement) -> int:
    """How many different people must accept: at least one."""
    return max(1, definition.reviews_needed)


def round_of(assessments: tuple[Assessment, ...]) -> int:
    """The round in which a request is: each time more was asked, another one began."""
    return 1 + sum(one.verdict == "more" for one in assessments)


def in_round(assessments: tuple[Assessment, ...]) -> tuple[Assessment, ...]:
    """What was said in the current round."""
    current = round_of(assessments)
    return tuple(one for one in assessments if one.round == current)


def _group(work: UnitOfWork, poster: str | None, asked: tuple[Asked, ...]) -> Waiting:
    sheet = None if poster is None else work.posters.get(poster)
    return Waiting(sheet, asked[0].definition if sheet else None, asked)


def _of_peers(work: UnitOfWork, by: Contributor, place: str, other: str) -> list[Asked]:
    return [
        asked
        for one in work.applications.list(other, state="open", limit=LISTED)
        if _is_for_peer(work, place, one)
        for asked in (asked_of(work, by, place, one),)
        if asked.awaits_me
    ]


def _is_for_peer(work: UnitOfWork, place: str, application: Application) -> bool:
    """Whether people of `place` look at it too: a badge of their network that several decide."""
    definition = find_achievement(work, application.achievement)
    if definition.reviews_needed < 2 or application.state != "open":  # noqa: PLR2004 - two is several
        return False
    members = work.places.members(definition.place)
    circle = {definition.place, *members}
    return bool(members) and place in circle and application.place in circle
