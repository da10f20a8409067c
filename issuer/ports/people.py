"""Where people, their roles, sign-in links and sessions are kept, as a protocol."""

from datetime import datetime
from typing import Protocol

from issuer.model import Membership, Person, Session, SignInCode


class People(Protocol):
    """The people who work with this instance."""

    def add(self, person: Person) -> None:
        """Keep a new person."""
        ...

    def get(self, person_id: str) -> Person | None:
        """The person of that id, or None."""
        ...

    def find(self, name: str) -> tuple[Person, ...]:
        """The people of that name or e-mail address, capitals ignored."""
        ...

    def list(self, place: str | None = None) -> tuple[Person, ...]:
        """Every person, or those of one place, by name."""
        ...

    def replace(self, person: Person) -> None:
        """Keep the new name, address and state of the person of the same id."""
        ...

    def join(self, membership: Membership) -> None:
        """Give a person a role in a place, instead of the one that they had there."""
        ...

    def memberships(self, person_id: str) -> tuple[Membership, ...]:
        """The places of a person and the role in each, by place."""
        ...

    def leave(self, person_id: str, place: str) -> None:
        """Take from a person the role that they had in a place."""
        ...

    def lock_team(self, place: str) -> None:
        """Make every other unit of work wait that would lock the team of this place too."""
        ...

    def add_code(self, code: SignInCode) -> None:
        """Keep a sign-in link."""
        ...

    def take_code(self, digest: str) -> SignInCode | None:
        """The sign-in link of that digest, which works no more after this, or None."""
        ...

    def add_session(self, session: Session) -> None:
        """Keep a session."""
        ...

    def session(self, digest: str) -> Session | None:
        """The session of that digest, or None."""
        ...

    def sessions(self, person_id: str) -> tuple[Session, ...]:
        """The sessions of a person, newest first."""
        ...

    def end_session(self, digest: str) -> None:
        """Forget a session."""
        ...

    def end_all(self, person_id: str) -> None:
        """Forget every session and sign-in link of a person."""
        ...

    def forget_expired(self, now: datetime) -> None:
        """Forget sessions and sign-in links that are over at `now`."""
        ...
