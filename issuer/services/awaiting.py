"""What waits for the team of a place, counted for the first page that they see."""

from dataclasses import dataclass

from issuer.model import Batch, LetterState
from issuer.ports import Office, UnitOfWork
from issuer.services import people
from issuer.services.people import Contributor

COUNTED = 1_000
"""More than this is said as this: nobody needs the exact number of so many."""

_GROUPS = 5


@dataclass(frozen=True)
class Awaiting:
    """What waits in a place: groups to finish or under way, requests, letters to hand over.

    `returned` letters came back or could not go; `unsent` ones wait for somebody to pass them on,
    because this instance sends no mail.
    """

    drafts: tuple[tuple[Batch, int], ...] = ()
    running: tuple[Batch, ...] = ()
    requests: int = 0
    returned: int = 0
    unsent: int = 0

    @property
    def is_empty(self) -> bool:
        """Whether nothing waits at all."""
        counts = (len(self.drafts), len(self.running), self.requests, self.returned, self.unsent)
        return not any(counts)


def awaiting(office: Office, by: Contributor, place: str) -> Awaiting:
    """What waits in `place` for whoever awards badges there.

    Raises:
        NotAllowed: the person awards nothing for that place.
    """
    with office.store.read() as work:
        people.require(work, by, "award.issue", place)
        return Awaiting(
            drafts=_drafts(work, place),
            running=work.batches.list(place=place, state="waiting", limit=_GROUPS),
            requests=len(work.applications.list(place, state="open", limit=COUNTED)),
            returned=_letters(work, place, "bounced") + _letters(work, place, "failed"),
            unsent=_letters(work, place, "waiting") if office.postman is None else 0,
        )


def _drafts(work: UnitOfWork, place: str) -> tuple[tuple[Batch, int], ...]:
    found = work.batches.list(place=place, state="draft", limit=_GROUPS)
    return tuple((batch, sum(work.batches.counts(batch.id).values())) for batch in found)


def _letters(work: UnitOfWork, place: str, state: LetterState) -> int:
    return len(work.letters.list(place=place, state=state, limit=COUNTED))


@dataclass(frozen=True)
class Counts:
    """How much a place recognises, without anybody's name: what a partner may see of it."""

    achievements: int
    awards: int


def counts_of(office: Office, place: str) -> Counts:
    """How many definitions a place keeps, and how many badges it ever awarded.

    What was refused or erased since is counted: else the number would tell a partner about it.
    """
    with office.store.read() as work:
        awards = work.awards.count(place=place, ever=True)
        return Counts(len(work.achievements.list(place)), awards)
