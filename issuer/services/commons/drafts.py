"""The working document of a framework: opened, changed in one unit of work, kept.

A form says from which working document it was made (`seen`, the digest of the draft), so that of
two people who change the same thing at once nobody loses a text unseen.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from hashlib import sha256
from uuid import UUID

from badges.errors import FrameworkError
from badges.frameworks import skos
from badges.model.framework import Competency, Framework
from badges.model.validity import problems_of
from issuer.errors import Conflict, InvalidRequest, NotFound
from issuer.model import FrameworkRecord
from issuer.ports import Office, UnitOfWork
from issuer.services import people
from issuer.services.commons import matches, referentials, releasing
from issuer.services.commons.comparing import Comparison, compare
from issuer.services.finding import find_framework
from issuer.services.journal import note
from issuer.services.people import Contributor

_SHOWN = 100
# What a working document may still lack.
_LATER = frozenset({"framework.empty"})


@dataclass(frozen=True)
class Draft:
    """The working document of a framework, with its bridges of today.

    `digest` goes into forms and comes back as `seen`. `latest` is the last frozen version.
    """

    record: FrameworkRecord
    framework: Framework
    digest: str
    latest: Framework | None

    def is_published(self, uuid: UUID) -> bool:
        """Whether the world knows this competency or domain already."""
        if self.latest is None:
            return False
        known = {item.uuid for item in self.latest.competencies}
        return uuid in known | {domain.uuid for domain in self.latest.domains}


@dataclass(frozen=True)
class Order:
    """Who changes a framework, from which working document, and what the journal says of it."""

    by: Contributor
    action: str
    seen: str | None = None
    subject: str | None = None
    reason: str | None = None


Change = Callable[[UnitOfWork, Draft], Framework]


def begin(office: Office, work: UnitOfWork, framework: Framework, order: Order) -> Draft:
    """Keep a new framework as a working document, inside the unit of work of `create` or a fork.

    Raises:
        InvalidRequest: something in it is not acceptable.
    """
    require_sound(framework)
    record = FrameworkRecord(
        slug=framework.slug,
        place=framework.place,
        uuid=str(framework.uuid),
        prefix=framework.notation_prefix,
        title=releasing.title_of(framework),
        created=office.clock.now(),
        draft=skos.write_stored(framework.with_matches({})),
    )
    work.frameworks.add(record)
    journal(office, work, record, order)
    return open_draft(office, work, record)


def draft(office: Office, slug: str) -> Draft:
    """The working document of a framework.

    Raises:
        NotFound: no such framework.
    """
    with office.store.read() as work:
        return open_draft(office, work, find_framework(work, slug))


def open_draft(office: Office, work: UnitOfWork, record: FrameworkRecord) -> Draft:
    """As `draft`, inside a unit of work."""
    texts = referentials.working_texts(office, record)
    return Draft(
        record,
        replace(texts, place=record.place).with_matches(matches.readable(work, record.slug)),
        sha256(record.draft).hexdigest(),
        referentials.latest_in(office, work, record.slug),
    )


def texts_for(
    office: Office, work: UnitOfWork, record: FrameworkRecord, by: Contributor
) -> Framework:
    """The working document for the people of its place, what is published for everybody else.

    Raises:
        NotFound: nothing is published yet (`framework.unpublished`).
    """
    if people.is_allowed(work, by, "framework.read", record.place):
        return open_draft(office, work, record).framework
    return referentials.published_in(office, work, record.slug)


def pending(office: Office, slug: str) -> Comparison | None:
    """What the next publication will change; None when nothing is published yet.

    Raises:
        NotFound: no such framework.
    """
    opened = draft(office, slug)
    return None if opened.latest is None else compare(opened.latest, opened.framework)


def change(office: Office, slug: str, order: Order, make: Change) -> Draft:
    """Keep what `make` answers as the working document, with a line in the journal.

    When nothing differs, nothing is written.

    Raises:
        NotFound: no such framework, or no such competency in it.
        NotAllowed: the contributor writes for other places.
        Conflict: somebody changed it meanwhile (`framework.changed_meanwhile`), or no place keeps
            it (`framework.kept_by_nobody`).
        InvalidRequest: what came out is not acceptable; `field` says where.
    """
    with office.store.write() as work:
        opened = open_to_write(office, work, slug, order)
        before = opened.framework.with_matches({})
        after = replace(make(work, opened).with_matches({}), place=opened.record.place)
        if after == before:
            return opened
        require_sound(after)
        record = keep_draft(work, opened.record, after)
        journal(office, work, record, replace(order, subject=_touched(before, after)))
        return open_draft(office, work, record)


def open_to_write(office: Office, work: UnitOfWork, slug: str, order: Order) -> Draft:
    """The working document, nobody else changing it until this unit of work ends.

    Raises:
        NotFound, NotAllowed, Conflict: as `change`.
    """
    find_framework(work, slug)
    work.frameworks.lock(slug)
    opened = open_draft(office, work, find_framework(work, slug))
    people.require(work, order.by, "framework.edit", opened.record.place)
    if opened.record.place is None:
        raise Conflict("framework.kept_by_nobody", framework=slug)
    if order.seen is not None and order.seen != opened.digest:
        raise Conflict("framework.changed_meanwhile", framework=slug)
    return opened


def keep_draft(work: UnitOfWork, record: FrameworkRecord, framework: Framework) -> FrameworkRecord:
    """Keep the texts of `framework` as the working document."""
    texts = framework.with_matches({})
    title = releasing.title_of(texts)
    changed = replace(record, draft=skos.write_stored(texts), title=title)
    work.frameworks.replace(changed)
    return changed


def require_sound(framework: Framework) -> None:
    """Stop here when something in a working document could not be published as it is.

    A document that is still empty may be kept.

    Raises:
        InvalidRequest: the first problem; `field` says where.
    """
    for problem in problems_of(framework):
        if problem.code not in _LATER:
            raise InvalidRequest(
                problem.code, field=problem.where, where=problem.where, **problem.params
            )


def find_competency(framework: Framework, name: str) -> Competency:
    """The competency of that notation, slug or UUID.

    Raises:
        NotFound: the framework has no such competency.
    """
    try:
        return framework.find(name.strip())
    except FrameworkError:
        raise NotFound("framework.no_such_competency", competency=name[:_SHOWN]) from None


def with_competency(framework: Framework, old: Competency, new: Competency) -> Framework:
    """A copy of the framework in which `new` stands where `old` did."""
    return replace(
        framework,
        competencies=tuple(
            new if item.uuid == old.uuid else item for item in framework.competencies
        ),
    )


def journal(office: Office, work: UnitOfWork, record: FrameworkRecord, order: Order) -> None:
    """Write the line of an order."""
    subject = f"{record.slug} {order.subject}" if order.subject else record.slug
    note(
        office,
        work,
        order.by.name,
        order.action,
        place=record.place,
        subject=subject,
        reason=order.reason,
    )


def _touched(before: Framework, after: Framework) -> str | None:
    """The notation of the one competency that was changed, or None when it is not just one."""
    old = {item.uuid: item for item in before.competencies}
    new = {item.uuid: item for item in after.competencies}
    changed = [uuid for uuid in {**old, **new} if old.get(uuid) != new.get(uuid)]
    return {**old, **new}[changed[0]].notation if len(changed) == 1 else None


def today(office: Office) -> str:
    """The date that a document says it was modified on."""
    return office.clock.now().date().isoformat()
