"""One transaction, and in it the places, keys, definitions, awards, lists and journal."""

from typing import Any

from sqlalchemy import Connection, Select, func, insert, select, update

from issuer.model import (
    Achievement,
    Award,
    CredentialStatus,
    JournalEntry,
    Place,
    SigningKey,
    StatusList,
    StatusPosition,
    StatusPurpose,
)
from issuer.store import rows, tables
from issuer.store.commons import SqlBridges, SqlFrameworks, SqlProposals
from issuer.store.concepts import SqlConcepts
from issuer.store.people import SqlPeople
from issuer.store.queries import every, first, matching


class SqlPlaces:
    """`ports.Places` in SQL."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, place: Place) -> None:
        """Keep a new place."""
        self._connection.execute(insert(tables.places).values(rows.place_row(place)))

    def get(self, slug: str) -> Place | None:
        """The place of that slug, or None."""
        row = first(self._connection, select(tables.places).filter_by(slug=slug))
        return None if row is None else rows.read_place(row)

    def list(self) -> tuple[Place, ...]:
        """Every place, by slug."""
        found = every(self._connection, select(tables.places).order_by("slug"))
        return tuple(rows.read_place(row) for row in found)

    def replace(self, place: Place) -> None:
        """Keep the new description of the place of the same slug."""
        self._connection.execute(
            update(tables.places).filter_by(slug=place.slug).values(rows.place_row(place))
        )


class SqlSigningKeys:
    """`ports.SigningKeys` in SQL."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, key: SigningKey) -> None:
        """Keep a new key."""
        self._connection.execute(insert(tables.signing_keys).values(rows.key_row(key)))

    def of(self, place: str) -> tuple[SigningKey, ...]:
        """Every key of a place, oldest first, whatever its state."""
        query = select(tables.signing_keys).filter_by(place=place).order_by("number")
        return tuple(rows.read_key(row) for row in every(self._connection, query))

    def any(self) -> SigningKey | None:
        """Some key of this instance, or None when there is none at all."""
        row = first(self._connection, select(tables.signing_keys).limit(1))
        return None if row is None else rows.read_key(row)

    def replace(self, key: SigningKey) -> None:
        """Keep the new state of the key of the same place and name."""
        self._connection.execute(
            update(tables.signing_keys)
            .filter_by(place=key.place, name=key.name)
            .values(state=key.state, ended=key.ended)
        )


class SqlAchievements:
    """`ports.Achievements` in SQL."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, achievement: Achievement) -> None:
        """Keep a new definition."""
        row = rows.achievement_row(achievement)
        self._connection.execute(insert(tables.achievements).values(row))

    def get(self, slug: str) -> Achievement | None:
        """The definition of that slug, or None."""
        row = first(self._connection, select(tables.achievements).filter_by(slug=slug))
        return None if row is None else rows.read_achievement(row)

    def list(self, place: str | None = None) -> tuple[Achievement, ...]:
        """Every definition, or those of one place, by slug."""
        query = matching(select(tables.achievements), tables.achievements, place=place)
        found = every(self._connection, query.order_by("slug"))
        return tuple(rows.read_achievement(row) for row in found)


class SqlAwards:
    """`ports.Awards` in SQL."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, award: Award) -> None:
        """Keep a new award."""
        self._connection.execute(insert(tables.awards).values(rows.award_row(award)))

    def get(self, award_id: str) -> Award | None:
        """The award of that UUID, or None."""
        return self._one(select(tables.awards).filter_by(id=award_id))

    def by_short_code(self, code: str) -> Award | None:
        """The award of that short code in its canonical form, or None."""
        return self._one(select(tables.awards).filter_by(short_code=code))

    def by_reference(self, achievement: str, reference: str) -> Award | None:
        """The award made for that reference of a requester, or None."""
        query = select(tables.awards).filter_by(achievement=achievement, reference=reference)
        return self._one(query)

    def list(
        self, *, place: str | None = None, achievement: str | None = None, limit: int = 100
    ) -> tuple[Award, ...]:
        """The latest awards, newest first, at most `limit`."""
        query = matching(select(tables.awards), tables.awards, place=place, achievement=achievement)
        ordered = query.order_by(tables.awards.c.valid_from.desc(), tables.awards.c.id)
        return tuple(rows.read_award(row) for row in every(self._connection, ordered.limit(limit)))

    def replace_state(self, award: Award) -> None:
        """Keep the new state of the award; its bytes never change."""
        self._connection.execute(
            update(tables.awards)
            .filter_by(id=award.id)
            .values(state=award.state, state_changed=award.state_changed)
        )

    def _one(self, query: Select[tuple[Any, ...]]) -> Award | None:
        row = first(self._connection, query)
        return None if row is None else rows.read_award(row)


class SqlStatusLists:
    """`ports.StatusLists` in SQL."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, status_list: StatusList) -> None:
        """Keep a new list."""
        row = rows.status_list_row(status_list)
        self._connection.execute(insert(tables.status_lists).values(row))

    def get(self, list_id: str) -> StatusList | None:
        """The list of that id, or None."""
        row = first(self._connection, select(tables.status_lists).filter_by(id=list_id))
        return None if row is None else rows.read_status_list(row)

    def of(self, place: str) -> tuple[StatusList, ...]:
        """Every list of a place, oldest first."""
        query = select(tables.status_lists).filter_by(place=place).order_by("number", "id")
        return tuple(rows.read_status_list(row) for row in every(self._connection, query))

    def lock(self, place: str) -> None:
        """Make every other unit of work wait that would change a list of this place.

        PostgreSQL locks the row; SQLite lets one unit of work write at a time already.
        """
        self._connection.execute(
            select(tables.places.c.slug).filter_by(slug=place).with_for_update()
        )

    def is_taken(self, position: StatusPosition) -> bool:
        """Whether that index is given out."""
        query = select(tables.status_entries.c.position).filter_by(**_key(position))
        return self._connection.execute(query).first() is not None

    def taken(self, list_id: str) -> tuple[int, ...]:
        """Every index given out in that list."""
        query = select(tables.status_entries.c.position).filter_by(list_id=list_id)
        return tuple(self._connection.scalars(query))

    def take(self, position: StatusPosition) -> None:
        """Give out that index."""
        row = _key(position) | {"value": False}
        self._connection.execute(insert(tables.status_entries).values(row))

    def mark(self, position: StatusPosition, *, value: bool) -> None:
        """Set or clear the bit of that index."""
        self._connection.execute(
            update(tables.status_entries).filter_by(**_key(position)).values(value=value)
        )

    def marked(self, list_id: str) -> tuple[int, ...]:
        """The indices whose bit is set, in ascending order."""
        position = tables.status_entries.c.position
        query = select(position).filter_by(list_id=list_id, value=True).order_by(position)
        return tuple(self._connection.scalars(query))

    def replace(self, status_list: StatusList) -> None:
        """Keep the newly signed bytes of the list of the same id."""
        self._connection.execute(
            update(tables.status_lists)
            .filter_by(id=status_list.id)
            .values(
                body=status_list.body,
                updated=status_list.updated,
                signed_by=status_list.signed_by,
            )
        )

    def next_number(self, place: str, purpose: StatusPurpose) -> int:
        """The number of the next list of that place and purpose, from 1."""
        query = select(func.max(tables.status_lists.c.number)).filter_by(
            place=place, purpose=purpose
        )
        return (self._connection.scalar(query) or 0) + 1


class SqlCredentialStatuses:
    """`ports.CredentialStatuses` in SQL."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, status: CredentialStatus) -> None:
        """Keep where a credential stands."""
        row = {"place": status.place, "credential": status.credential} | _key(status.position)
        self._connection.execute(insert(tables.credential_statuses).values(row))

    def of(self, place: str, credential: str) -> tuple[StatusPosition, ...]:
        """Every place in lists of that credential, by list; none when it has no status."""
        query = (
            select(tables.credential_statuses)
            .filter_by(place=place, credential=credential)
            .order_by("list_id")
        )
        found = every(self._connection, query)
        return tuple(StatusPosition(row["list_id"], row["position"]) for row in found)


class SqlJournal:
    """`ports.Journal` in SQL; there is no way here to change or remove a line."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, entry: JournalEntry) -> None:
        """Write one entry at the end."""
        self._connection.execute(insert(tables.journal).values(rows.journal_row(entry)))

    def list(self, *, subject: str | None = None, limit: int = 100) -> tuple[JournalEntry, ...]:
        """The latest entries, newest first, of one subject or of all."""
        query = matching(select(tables.journal), tables.journal, subject=subject)
        ordered = query.order_by(tables.journal.c.number.desc()).limit(limit)
        return tuple(rows.read_journal_entry(row) for row in every(self._connection, ordered))


class SqlUnitOfWork:
    """`ports.UnitOfWork` over one connection in one transaction."""

    def __init__(self, connection: Connection) -> None:
        self.places = SqlPlaces(connection)
        self.keys = SqlSigningKeys(connection)
        self.achievements = SqlAchievements(connection)
        self.awards = SqlAwards(connection)
        self.status_lists = SqlStatusLists(connection)
        self.credential_statuses = SqlCredentialStatuses(connection)
        self.journal = SqlJournal(connection)
        self.concepts = SqlConcepts(connection)
        self.frameworks = SqlFrameworks(connection)
        self.proposals = SqlProposals(connection)
        self.bridges = SqlBridges(connection)
        self.people = SqlPeople(connection)


def _key(position: StatusPosition) -> dict[str, object]:
    return {"list_id": position.list_id, "position": position.index}
