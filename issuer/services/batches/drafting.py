"""The draft of an award to a group: what is typed is kept at once, and nothing is signed yet.

The journal tells that a draft was begun or thrown away, and not each name that was typed.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Any, TypedDict, Unpack, cast

from issuer.errors import Conflict, InvalidRequest, NotAllowed, NotFound
from issuer.model import Achievement, Batch, BatchLine
from issuer.ports import Office, UnitOfWork
from issuer.services.batches.following import lock_batch
from issuer.services.batches.lines import (
    VALUES,
    Scale,
    change_line,
    change_value,
    make_line,
    scale_of,
)
from issuer.services.batches.names import LINES_LIMIT, read_names
from issuer.services.batches.problems import Problem
from issuer.services.batches.tables import BULK_LINES_LIMIT, read_table
from issuer.services.finding import find_achievement, find_place
from issuer.services.holders.holding import find_holder
from issuer.services.journal import note
from issuer.services.people import Contributor, require
from issuer.services.texts import clean_line

_KEY_LENGTH = 1_000


class LineChanges(TypedDict, total=False):
    """What can be said of one person; an empty text takes a value away, absent ones stay."""

    name: str
    email: str | None
    level: str | None
    narrative: str | None
    evidence_url: str | None
    awarded: str | None
    valid_until: str | None
    hours: str | None
    reference: str | None
    holder_id: str | None


class BatchChanges(TypedDict, total=False):
    """What can be said of a whole group; an empty text takes a value away, absent ones stay.

    `level` is given to every line.
    """

    title: str
    awarded: str | None
    valid_until: str | None
    hours: str | None
    narrative: str | None
    level: str | None
    by_mail: bool


@dataclass(frozen=True)
class Added:
    """The lines that a paste or a file added; those that need mending hold their `problem`.

    `ignored` are the columns of the file that nobody here knows.
    """

    lines: tuple[BatchLine, ...]
    ignored: tuple[str, ...] = ()


def create(
    office: Office,
    by: Contributor,
    place: str,
    achievement: str,
    *,
    key: str | None = None,
    **changes: Unpack[BatchChanges],
) -> Batch:
    """A new draft; the same `key` for the same badge of the same place answers the same group.

    Raises:
        NotFound: no such place or achievement.
        NotAllowed: `by` may not award there, or the place may not award that achievement.
        Conflict: the achievement is archived.
        InvalidRequest: a text, date or number is not acceptable.
    """
    digest = None if key is None else _digest(achievement, key)
    try:
        return _create(office, by, place, achievement, digest=digest, changes=changes)
    except Conflict as error:
        if error.code != "store.duplicate" or digest is None:
            raise
        # The same form came twice at the same instant: the other one was faster.
        return _create(office, by, place, achievement, digest=digest, changes=changes)


def _create(
    office: Office,
    by: Contributor,
    place: str,
    achievement: str,
    *,
    digest: str | None,
    changes: BatchChanges,
) -> Batch:
    with office.store.write() as work:
        require(work, by, "award.issue", find_place(work, place).slug)
        known = None if digest is None else work.batches.by_key(place, digest)
        if known is not None:
            return known
        definition = require_awardable(work, place, achievement)
        batch = Batch(
            id=office.identifiers.uuid(),
            place=place,
            achievement=definition.slug,
            title=definition.name,
            created=office.clock.now(),
            author=by.person,
            author_name=by.name,
            key=digest,
        )
        made = _changed(batch, changes)
        work.batches.add(made)
        note(office, work, by.name, "batch.create", place=place, subject=batch.id)
    return made


def add_people(office: Office, by: Contributor, batch_id: str, text: str) -> Added:
    """Add the people of a text as somebody pasted it: one a line, with or without an address.

    Raises:
        InvalidRequest: the text is far too long, or the group too large.
        NotFound, NotAllowed, Conflict: see `edit_batch`.
    """
    people = ({"name": item.name, "email": item.email} for item in read_names(text))
    return _add(office, by, batch_id, ((values, None) for values in people))


def add_csv(office: Office, by: Contributor, batch_id: str, content: bytes) -> Added:
    """Add the people of a CSV file (`tables` says which columns).

    Raises:
        InvalidRequest: no table with a column of names, too large, or the group too large.
        NotFound, NotAllowed, Conflict: see `edit_batch`.
    """
    table = read_table(content)
    added = _add(office, by, batch_id, ((row.cells, row.problem) for row in table.rows))
    return replace(added, ignored=table.ignored)


def add_person(
    office: Office, by: Contributor, batch_id: str, **values: Unpack[LineChanges]
) -> BatchLine:
    """Add one person, as typed on a phone.

    Raises:
        NotFound: no such holder in this place.
        NotFound, NotAllowed, Conflict: see `edit_batch`.
    """
    holder_id, said = _split(values)
    with office.store.write() as work:
        batch = lock_draft(work, by, batch_id)
        lines = _new_lines(office, work, batch, [(said, None)])
        line = lines[0]._replace(holder_id=_holder(work, batch, holder_id))
        work.batches.put_lines([line])
    return line


def edit_line(
    office: Office, by: Contributor, batch_id: str, number: int, **changes: Unpack[LineChanges]
) -> BatchLine:
    """Change what is said of one person; a line that was refused waits again.

    Raises:
        NotFound: no such line, or no such holder in this place.
        Conflict: the line is signed, or the group is neither a draft nor has this line refused.
        NotFound, NotAllowed: see `edit_batch`.
    """
    holder_id, said = _split(changes)
    with office.store.write() as work:
        batch = lock_batch(work, by, batch_id)
        line = _editable(work, batch, number)
        changed = change_line(line, said, _scale(office, work, batch))
        if "holder_id" in changes:
            changed = changed._replace(holder_id=_holder(work, batch, holder_id))
        if line.state == "refused" and changed.problem is None:
            changed = changed._replace(state="waiting")
            _resume(office, work, by, batch)
        work.batches.replace_line(changed)
    if batch.state != "draft":
        office.queue.batch_waits(batch_id)
    return changed


def set_aside(
    office: Office, by: Contributor, batch_id: str, number: int, *, aside: bool = True
) -> BatchLine:
    """Leave somebody out of this group, or take them in again; nothing is removed.

    Raises:
        NotFound, NotAllowed, Conflict: see `edit_line`.
    """
    with office.store.write() as work:
        batch = lock_batch(work, by, batch_id)
        line = _editable(work, batch, number)
        if batch.state != "draft" and not aside:
            raise Conflict("batch.line_closed", batch=batch.id, number=number)
        changed = line._replace(state="set_aside" if aside else "waiting")
        work.batches.replace_line(changed)
    return changed


def remove_line(office: Office, by: Contributor, batch_id: str, number: int) -> None:
    """Remove somebody from a draft, with what was shown of them.

    Raises:
        NotFound: no such line.
        NotFound, NotAllowed, Conflict: see `edit_batch`.
    """
    with office.store.write() as work:
        lock_draft(work, by, batch_id)
        find_line(work, batch_id, number)
        work.batches.remove_line(batch_id, number)


def edit_batch(
    office: Office, by: Contributor, batch_id: str, **changes: Unpack[BatchChanges]
) -> Batch:
    """Change what holds for the whole group of a draft.

    Raises:
        NotFound: no such group, or of a place that is not theirs (`batch.unknown`).
        NotAllowed: their role in that place does not allow it.
        Conflict: the group is confirmed already (`batch.confirmed`).
        InvalidRequest: a text, date or number is not acceptable.
    """
    with office.store.write() as work:
        batch = lock_draft(work, by, batch_id)
        changed = _changed(batch, changes)
        work.batches.replace(changed)
        if "level" in changes:
            scale = _scale(office, work, batch)
            for line in work.batches.lines(batch_id):
                given = change_line(line, {"level": changes["level"]}, scale)
                work.batches.replace_line(given)
    return changed


def discard(office: Office, by: Contributor, batch_id: str) -> None:
    """Throw a draft away, or stop a group that is being signed: what is signed stays.

    The people of a group that was stopped are set aside, and their addresses forgotten.

    Raises:
        NotFound, NotAllowed: see `edit_batch`.
        Conflict: every line is done already (`batch.over`).
    """
    with office.store.write() as work:
        batch = lock_batch(work, by, batch_id)
        if batch.state == "draft":
            work.batches.remove(batch.id)
        elif batch.state == "waiting":
            _stop(office, work, batch)
        else:
            raise Conflict("batch.over", batch=batch.id)
        note(office, work, by.name, "batch.discard", place=batch.place, subject=batch.id)


def lock_draft(work: UnitOfWork, by: Contributor, batch_id: str) -> Batch:
    """The draft of that id, nobody else writing in it meanwhile.

    Raises:
        NotFound, NotAllowed, Conflict: see `edit_batch`.
    """
    batch = lock_batch(work, by, batch_id)
    if batch.state != "draft":
        raise Conflict("batch.confirmed", batch=batch.id)
    return batch


def find_line(work: UnitOfWork, batch_id: str, number: int) -> BatchLine:
    """One line of a group.

    Raises:
        NotFound: no such line.
    """
    line = work.batches.line(batch_id, number) if 0 < number <= BULK_LINES_LIMIT else None
    if line is None:
        raise NotFound("batch.line_unknown", batch=batch_id, number=number)
    return line


def _add(
    office: Office,
    by: Contributor,
    batch_id: str,
    people: Iterable[tuple[Mapping[str, str | None], Problem | None]],
) -> Added:
    with office.store.write() as work:
        batch = lock_draft(work, by, batch_id)
        lines = _new_lines(office, work, batch, people)
        work.batches.put_lines(lines)
    return Added(tuple(lines))


def _new_lines(
    office: Office,
    work: UnitOfWork,
    batch: Batch,
    people: Iterable[tuple[Mapping[str, str | None], Problem | None]],
) -> list[BatchLine]:
    """The lines that follow those of the group.

    Raises:
        InvalidRequest: there would be too many.
    """
    scale = _scale(office, work, batch)
    known = work.batches.lines(batch.id)
    first = known[-1].number + 1 if known else 1
    made: list[BatchLine] = []
    for number, (values, problem) in enumerate(people, first):
        if len(known) + len(made) >= LINES_LIMIT:
            raise InvalidRequest("batch.too_many", field="people", limit=LINES_LIMIT)
        made.append(make_line(batch.id, number, values, scale, problem=problem))
    return made


def _scale(office: Office, work: UnitOfWork, batch: Batch) -> Scale:
    return scale_of(office, work, find_achievement(work, batch.achievement))


def require_awardable(work: UnitOfWork, place: str, slug: str) -> Achievement:
    """A definition in use that is the place's own, or that of a network it is a member of.

    Raises:
        NotFound: no such achievement.
        NotAllowed: it is that of others.
        Conflict: it is archived.
    """
    definition = find_achievement(work, slug)
    if definition.place != place and place not in work.places.members(definition.place):
        raise NotAllowed("achievement.not_of_place", achievement=definition.slug, place=place)
    if definition.state == "archived":
        raise Conflict("achievement.archived", achievement=definition.slug)
    return definition


def _changed(batch: Batch, changes: BatchChanges) -> Batch:
    made: dict[str, Any] = {
        name: change_value(name, changes.get(name))
        for name in ("awarded", "valid_until", "hours", "narrative")
        if name in changes
    }
    if "title" in changes:
        made["title"] = clean_line(changes["title"], "title")
    if "by_mail" in changes:
        made["by_mail"] = changes["by_mail"]
    return replace(batch, **made)


def _split(values: LineChanges) -> tuple[str | None, dict[str, str | None]]:
    """The holder's id apart from what is said of them."""
    said = {name: cast("str | None", values[name]) for name in VALUES if name in values}  # type: ignore[literal-required]  # VALUES are its keys
    return values.get("holder_id"), said


def _holder(work: UnitOfWork, batch: Batch, holder_id: str | None) -> str | None:
    return find_holder(work, batch.place, holder_id).id if holder_id else None


def _editable(work: UnitOfWork, batch: Batch, number: int) -> BatchLine:
    """A line of a draft, or one that was refused while the others were signed."""
    line = find_line(work, batch.id, number)
    if batch.state == "draft" or (batch.state != "cancelled" and line.state == "refused"):
        return line
    raise Conflict("batch.line_closed", batch=batch.id, number=number)


def _resume(office: Office, work: UnitOfWork, by: Contributor, batch: Batch) -> None:
    """A line was mended after all: the group waits again, in the name of who mended it."""
    work.batches.replace(replace(batch, state="waiting", ended=None))
    note(office, work, by.name, "batch.mend", place=batch.place, subject=batch.id)


def _stop(office: Office, work: UnitOfWork, batch: Batch) -> None:
    for line in work.batches.lines(batch.id, state="waiting"):
        work.batches.replace_line(line._replace(state="set_aside", email=None))
    work.batches.replace(replace(batch, state="cancelled", ended=office.clock.now()))


def _digest(achievement: str, key: str) -> str:
    return sha256(f"{achievement}\0{key[:_KEY_LENGTH]}".encode("utf-8", "replace")).hexdigest()
