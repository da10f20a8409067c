"""The people who work here, their roles, and how they come in, in SQL."""

from dataclasses import asdict
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select, update

from issuer.model import Membership, Person, Session, SignInCode
from issuer.store import tables
from issuer.store.queries import every, first


class SqlPeople:
    """`ports.People` in SQL."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, person: Person) -> None:
        """Keep a new person."""
        self._connection.execute(insert(tables.people).values(asdict(person)))

    def get(self, person_id: str) -> Person | None:
        """The person of that id, or None."""
        row = first(self._connection, select(tables.people).filter_by(id=person_id))
        return None if row is None else Person(**row)

    def find(self, name: str) -> tuple[Person, ...]:
        """The people of that name or e-mail address, capitals ignored.

        Comparing happens here, since databases do not agree on the capitals of accented letters.
        """
        sought = name.casefold()
        return tuple(
            person
            for person in self.list()
            if sought in {text.casefold() for text in (person.name, person.email) if text}
        )

    def list(self, place: str | None = None) -> tuple[Person, ...]:
        """Every person, or those of one place, by name."""
        query = select(tables.people)
        if place is not None:
            members = select(tables.memberships.c.person).filter_by(place=place)
            query = query.where(tables.people.c.id.in_(members))
        found = every(self._connection, query)
        return tuple(
            sorted((Person(**row) for row in found), key=lambda item: (item.name, item.id))
        )

    def replace(self, person: Person) -> None:
        """Keep the new name, address and state of the person of the same id."""
        self._connection.execute(
            update(tables.people)
            .filter_by(id=person.id)
            .values(name=person.name, email=person.email, disabled=person.disabled)
        )

    def join(self, membership: Membership) -> None:
        """Give a person a role in a place, instead of the one that they had there."""
        key = {"person": membership.person, "place": membership.place}
        self._connection.execute(delete(tables.memberships).filter_by(**key))
        self._connection.execute(insert(tables.memberships).values(asdict(membership)))

    def memberships(self, person_id: str) -> tuple[Membership, ...]:
        """The places of a person and the role in each, by place."""
        query = select(tables.memberships).filter_by(person=person_id).order_by("place")
        return tuple(Membership(**row) for row in every(self._connection, query))

    def leave(self, person_id: str, place: str) -> None:
        """Take from a person the role that they had in a place."""
        self._connection.execute(
            delete(tables.memberships).filter_by(person=person_id, place=place)
        )

    def lock_team(self, place: str) -> None:
        """Make every other unit of work wait that would lock the team of this place too.

        PostgreSQL locks the row; SQLite lets one unit of work write at a time already.
        """
        self._connection.execute(
            select(tables.places.c.slug).filter_by(slug=place).with_for_update()
        )

    def add_code(self, code: SignInCode) -> None:
        """Keep a sign-in link."""
        self._connection.execute(insert(tables.sign_in_codes).values(asdict(code)))

    def take_code(self, digest: str) -> SignInCode | None:
        """The sign-in link of that digest, which works no more after this, or None.

        The deletion decides who was first: of two that come at once, one finds it gone.
        """
        row = first(self._connection, select(tables.sign_in_codes).filter_by(digest=digest))
        done = self._connection.execute(delete(tables.sign_in_codes).filter_by(digest=digest))
        return None if row is None or done.rowcount == 0 else SignInCode(**row)

    def add_session(self, session: Session) -> None:
        """Keep a session."""
        self._connection.execute(insert(tables.sessions).values(asdict(session)))

    def session(self, digest: str) -> Session | None:
        """The session of that digest, or None."""
        row = first(self._connection, select(tables.sessions).filter_by(digest=digest))
        return None if row is None else Session(**row)

    def sessions(self, person_id: str) -> tuple[Session, ...]:
        """The sessions of a person, newest first."""
        query = select(tables.sessions).filter_by(person=person_id)
        ordered = query.order_by(tables.sessions.c.created.desc(), "digest")
        return tuple(Session(**row) for row in every(self._connection, ordered))

    def end_session(self, digest: str) -> None:
        """Forget a session."""
        self._connection.execute(delete(tables.sessions).filter_by(digest=digest))

    def end_all(self, person_id: str) -> None:
        """Forget every session and sign-in link of a person."""
        for table in (tables.sessions, tables.sign_in_codes):
            self._connection.execute(delete(table).filter_by(person=person_id))

    def forget_expired(self, now: datetime) -> None:
        """Forget sessions and sign-in links that are over at `now`."""
        for table in (tables.sessions, tables.sign_in_codes):
            self._connection.execute(delete(table).where(table.c.expires <= now))
