"""What is kept too long goes, every day: `durations` says how long, `statement` tells people.

Each part is a unit of work of its own, and each finds by itself what there is to do: running twice,
or late, does no harm. Nothing here takes anything from a badge that its holder keeps.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from issuer.model import Application, Award, Batch, EvidenceFile, Holder, Person
from issuer.ports import Office, UnitOfWork
from issuer.services.applications import forgetting as requests
from issuer.services.holders.forgetting import without_person
from issuer.services.journal import note
from issuer.services.privacy import durations
from issuer.services.privacy.erasing import forget_account, is_erased

ACTOR = "retention"
"""Who forgets, in the journal."""

_READ = 100_000
_PAGE = 500
_SOON_OVER = ("refused", "more")


@dataclass(frozen=True)
class Counts:
    """How much was forgotten in one round."""

    letters: int
    addresses: int
    requests: int
    drafts: int
    group_lines: int
    files: int
    accounts: int


def apply(office: Office) -> Counts:
    """Forget everything whose time is over.

    Raises:
        StoreError: the database cannot be used; what was forgotten before stays so.
    """
    _forget_entrance(office)
    counts = Counts(
        letters=_forget_letters(office),
        addresses=_forget_addresses(office),
        requests=_forget_requests(office),
        drafts=_forget_drafts(office),
        group_lines=_forget_names(office),
        files=_forget_files(office),
        accounts=_forget_accounts(office),
    )
    office.store.wipe_leftovers()
    return counts


def _forget_entrance(office: Office) -> None:
    now = office.clock.now()
    with office.store.write() as work:
        work.people.forget_expired(now)
        work.entrance.forget_expired(now, now - durations.ATTEMPTS)


def _forget_letters(office: Office) -> int:
    with office.store.write() as work:
        return work.letters.forget_before(office.clock.now() - durations.LETTERS)


def _forget_addresses(office: Office) -> int:
    """Addresses that served long ago; the keyed digest stays, so that the same card is found again.

    The card opens as before: whoever holds it loses nothing.
    """
    before = office.clock.now() - durations.ADDRESSES
    return sum(_forget_address(office, one.place, one.id, before) for one in _idle(office, before))


def _idle(office: Office, before: datetime) -> Iterator[Holder]:
    """Those whose address served nothing since an instant, some at a time."""
    after = ""
    while True:
        with office.store.read() as work:
            found = work.holders.stale(before, after=after, limit=_PAGE)
        yield from found
        if len(found) < _PAGE:
            return
        after = found[-1].id


def _forget_address(office: Office, place: str, holder_id: str, before: datetime) -> bool:
    with office.store.write() as work:
        work.status_lists.lock(place)
        holder = work.holders.get(holder_id)
        if holder is None or _last_use(work, holder) >= before:
            return False
        work.letters.forget_concerning(holder.id)
        work.holders.replace(holder._replace(email=None))
        note(office, work, ACTOR, "holder.address", place=place, subject=holder.id)
        return True


def _last_use(work: UnitOfWork, holder: Holder) -> datetime:
    """When the address last served, or still has to: a badge that ends is worth a letter."""
    told = [holder.created, holder.claimed, holder.sent, holder.reminded]
    awards = work.awards.of_holder(holder.id)
    ends = [award.valid_until for award in awards if award.state == "active"]
    return max(instant for instant in (*told, *ends, *map(_begun, awards)) if instant)


def _begun(award: Award) -> datetime:
    return award.valid_from


def _forget_requests(office: Office) -> int:
    now = office.clock.now()
    with office.store.write() as work:
        old = work.applications.stale(now - durations.REFUSED_REQUESTS, limit=_READ)
        over = [one for one in old if one.changed < now - _time_of(one)]
        for application in over:
            requests.forget(work, application)
            place, subject = application.place, application.id
            note(office, work, ACTOR, "application.forget", place=place, subject=subject)
    return len(over)


def _time_of(application: Application) -> timedelta:
    is_soon = application.state in _SOON_OVER
    return durations.REFUSED_REQUESTS if is_soon else durations.REQUESTS


def _forget_drafts(office: Office) -> int:
    before = office.clock.now() - durations.DRAFTS
    with office.store.write() as work:
        old = [
            batch
            for batch in work.batches.list(state="draft", limit=_READ)
            if _last_touched(work, batch) < before
        ]
        gone = [batch for batch in old if _is_still_draft(work, batch)]
        for batch in gone:
            work.batches.remove(batch.id)
            note(office, work, ACTOR, "batch.discard", place=batch.place, subject=batch.id)
    return len(gone)


def _is_still_draft(work: UnitOfWork, batch: Batch) -> bool:
    """Whether nobody confirmed it meanwhile; nobody can from now on."""
    locked = work.batches.lock(batch.id)
    return locked is not None and locked.state == "draft"


def _last_touched(work: UnitOfWork, batch: Batch) -> datetime:
    """When somebody last did anything to a draft, as far as its files and journal tell."""
    entries = work.journal.list(subject=batch.id, limit=1)
    return max((batch.created, *(entry.instant for entry in entries)))


def _forget_names(office: Office) -> int:
    """Names in groups that are over; the badges keep what they say."""
    before = office.clock.now() - durations.GROUP_NAMES
    done = 0
    while count := _forget_some_names(office, before):
        done += count
    return done


def _forget_some_names(office: Office, before: datetime) -> int:
    with office.store.write() as work:
        named = work.batches.named(before, limit=_PAGE)
        for line in named:
            # A line that was signed still leads to its badge, and its badge to its holder.
            work.batches.replace_line(without_person(line)._replace(problem=None))
    return len(named)


def _forget_files(office: Office) -> int:
    """Files that are the evidence of nothing, unless somebody is still to decide."""
    before = office.clock.now() - durations.LOOSE_FILES
    with office.store.write() as work:
        loose = [
            file for file in work.evidence.stale(before, limit=_READ) if not _is_awaited(work, file)
        ]
        for file in loose:
            work.evidence.forget(file.id)
    return len(loose)


def _is_awaited(work: UnitOfWork, file: EvidenceFile) -> bool:
    if file.application is not None:
        # It goes with the request, whose own time is longer.
        return work.applications.get(file.application) is not None
    batch = None if file.batch is None else work.batches.get(file.batch)
    return batch is not None and batch.state in ("draft", "waiting")


def _forget_accounts(office: Office) -> int:
    before = office.clock.now() - durations.ACCOUNTS
    with office.store.write() as work:
        gone = [one for one in work.people.list() if _is_long_gone(work, one, before)]
        for person in gone:
            forget_account(office, work, person, actor=ACTOR)
    return len(gone)


def _is_long_gone(work: UnitOfWork, person: Person, before: datetime) -> bool:
    """Whether the door was closed to somebody before an instant, and they are still named."""
    if not person.disabled or is_erased(person):
        return False
    closed = work.journal.list(subject=person.id, action="person.disable", limit=1)
    return max((person.created, *(entry.instant for entry in closed))) < before
