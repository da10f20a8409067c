"""One transaction, and in it the places, their keys, the status lists and the journal."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Connection, delete, func, insert, literal, select, update

from issuer.model import (
    CredentialStatus,
    JournalEntry,
    Place,
    SigningKey,
    StatusList,
    StatusPosition,
    StatusPurpose,
)
from issuer.store import rows, tables
from issuer.store.applications import SqlApplications, SqlEvidenceFiles
from issuer.store.awards import SqlAchievements, SqlAwards
from issuer.store.batches import SqlBatches
from issuer.store.bulk import among, insert_records, insert_rows
from issuer.store.commons import SqlBridges, SqlFrameworks, SqlProposals
from issuer.store.concepts import SqlConcepts
from issuer.store.entrance import SqlEntrance
from issuer.store.holders import SqlHolders, SqlPosters
from issuer.store.letters import SqlLetters
from issuer.store.people import SqlPeople
from issuer.store.queries import every, first, matching
from issuer.store.sharing import SqlImportedBadges, SqlPortfolios, SqlWalletOffers
from issuer.store.tallies import SqlTallies

# Any number, as long as it is always the same and no other lock's.
_KEYS_LOCK = 7_240_114


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

    def join(self, network: str, place: str) -> None:
        """Make a place a member of a network, which is a place too."""
        row = {"network": network, "place": place}
        self._connection.execute(insert(tables.network_members).values(row))

    def part(self, network: str, place: str) -> None:
        """Make a place no longer a member of a network."""
        self._connection.execute(
            delete(tables.network_members).filter_by(network=network, place=place)
        )

    def members(self, network: str) -> tuple[str, ...]:
        """The slugs of the members of a network, sorted."""
        query = select(tables.network_members.c.place).filter_by(network=network)
        return tuple(sorted(self._connection.scalars(query)))

    def networks(self, place: str) -> tuple[str, ...]:
        """The slugs of the networks of a place, sorted."""
        query = select(tables.network_members.c.network).filter_by(place=place)
        return tuple(sorted(self._connection.scalars(query)))


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
        """Keep the new state and the new seal of the key of the same place and name."""
        self._connection.execute(
            update(tables.signing_keys)
            .filter_by(place=key.place, name=key.name)
            .values(state=key.state, ended=key.ended, sealed=key.sealed)
        )

    def hold(self, *, alone: bool = False) -> None:
        """Until the end, let nobody seal keys anew; `alone`: let nobody make any either.

        SQLite lets one unit of work write at a time already.
        """
        if self._connection.dialect.name == "postgresql":
            number = literal(_KEYS_LOCK)
            lock = func.pg_advisory_xact_lock if alone else func.pg_advisory_xact_lock_shared
            self._connection.execute(select(lock(number)))


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

        PostgreSQL locks the row, yet not against rows that only name the place: whoever writes
        those, in the same unit of work or in others, neither waits nor is waited for. SQLite lets
        one unit of work write at a time already.
        """
        self._connection.execute(
            select(tables.places.c.slug).filter_by(slug=place).with_for_update(key_share=True)
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

    def taken_among(self, list_id: str, indices: Collection[int]) -> frozenset[int]:
        """Those of these indices that are given out in that list."""
        position = tables.status_entries.c.position
        query = select(position).filter_by(list_id=list_id)
        return frozenset(among(self._connection, query, position, indices))

    def take_many(self, list_id: str, indices: Collection[int]) -> None:
        """Give out these indices."""
        taken = [(list_id, index, False) for index in indices]
        insert_rows(self._connection, tables.status_entries, taken)

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
    """`ports.Journal` in SQL; there is no way here to remove a line."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, entry: JournalEntry) -> None:
        """Write one entry at the end."""
        self._connection.execute(insert(tables.journal).values(rows.journal_row(entry)))

    def add_many(self, entries: Collection[JournalEntry]) -> None:
        """Write entries at the end, in their order."""
        insert_records(self._connection, tables.journal, entries)

    def list(
        self,
        *,
        subject: str | None = None,
        place: str | None = None,
        action: str | None = None,
        before: int | None = None,
        limit: int = 100,
    ) -> tuple[JournalEntry, ...]:
        """The latest entries, newest first: of one subject, place or action, below a number."""
        table = tables.journal
        query = matching(select(table), table, subject=subject, place=place, action=action)
        if before is not None:
            query = query.where(table.c.number < before)
        ordered = query.order_by(table.c.number.desc()).limit(limit)
        return tuple(rows.read_journal_entry(row) for row in every(self._connection, ordered))

    def latest(self, *, among: int, since: str) -> datetime | None:
        """The latest instant of the last `among` entries, none before the last `since` of them."""
        table = tables.journal
        query = select(table.c.instant, table.c.action).order_by(table.c.number.desc())
        found: datetime | None = None
        for instant, action in self._connection.execute(query.limit(among)):
            found = instant if found is None else max(found, instant)
            if action == since:
                break
        return found

    def forget_reasons(self, subject: str) -> None:
        """Blank the reasons about one subject: the only thing that is ever taken from a line."""
        self._connection.execute(
            update(tables.journal).filter_by(subject=subject).values(reason=None)
        )


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
        self.entrance = SqlEntrance(connection)
        self.holders = SqlHolders(connection)
        self.batches = SqlBatches(connection)
        self.evidence = SqlEvidenceFiles(connection)
        self.applications = SqlApplications(connection)
        self.posters = SqlPosters(connection)
        self.letters = SqlLetters(connection)
        self.portfolios = SqlPortfolios(connection)
        self.imported_badges = SqlImportedBadges(connection)
        self.wallet_offers = SqlWalletOffers(connection)
        self.tallies = SqlTallies(connection)


def _key(position: StatusPosition) -> dict[str, object]:
    return {"list_id": position.list_id, "position": position.index}
