"""The journal: who did what, when and why; written in the unit of work that does it (STAT-16)."""

from collections.abc import Iterable

from issuer.model import JournalEntry
from issuer.ports import Office, UnitOfWork

_ACTOR_LENGTH = 200


def note(
    office: Office,
    work: UnitOfWork,
    actor: str,
    action: str,
    *,
    place: str | None,
    subject: str,
    reason: str | None = None,
) -> None:
    """Write one line at the end of the journal."""
    now = office.clock.now()
    work.journal.add(JournalEntry(now, actor[:_ACTOR_LENGTH], action, place, subject, reason))


def note_many(
    office: Office,
    work: UnitOfWork,
    actor: str,
    action: str,
    *,
    place: str | None,
    subjects: Iterable[str],
) -> None:
    """Write one line for each subject at the end of the journal, in their order."""
    now, who = office.clock.now(), actor[:_ACTOR_LENGTH]
    work.journal.add_many([JournalEntry(now, who, action, place, item) for item in subjects])


def read(
    office: Office, *, subject: str | None = None, limit: int = 100
) -> tuple[JournalEntry, ...]:
    """The latest lines, newest first; for the people of the place, never for the public."""
    with office.store.read() as work:
        return work.journal.list(subject=subject, limit=limit)
