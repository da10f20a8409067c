"""Browsers that people came in with: opened, known again for thirty days, listed and ended.

A session is never prolonged: a forgotten tablet is out within a month.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from badges.encoding import encode_base64url
from issuer.errors import NotAllowed
from issuer.model import Person, Session
from issuer.ports import Office, UnitOfWork
from issuer.services.journal import note
from issuer.services.people.roles import Contributor, Visitor
from issuer.services.people.secrets_kept import SECRET_LENGTH, digest_of, new_secret

SESSION_LIFE = timedelta(days=30)

_CSRF_SIZE = 16
_ID_LENGTH = 16


@dataclass(frozen=True)
class SignedIn:
    """A session just opened: `token` goes into the cookie and is kept nowhere."""

    person: Person
    token: str = field(repr=False)
    csrf: str = field(repr=False)
    max_age: int


@dataclass(frozen=True)
class OpenSession:
    """A browser where somebody is signed in, as they see it; `id` opens nothing."""

    id: str
    created: datetime
    expires: datetime
    is_this: bool


def open_session(office: Office, work: UnitOfWork, person: Person, way: str) -> SignedIn:
    """Let a person in; `way` says in the journal how they showed who they are."""
    token, csrf = new_secret(office), encode_base64url(office.identifiers.token(_CSRF_SIZE))
    now = office.clock.now()
    work.people.forget_expired(now)
    work.people.add_session(Session(digest_of(token), person.id, now, now + SESSION_LIFE, csrf))
    note(office, work, person.name, "person.enter", place=None, subject=person.id, reason=way)
    return SignedIn(person, token, csrf, int(SESSION_LIFE.total_seconds()))


def who(office: Office, token: str | None) -> Visitor | None:
    """Who holds this session, or None when it is over or never was."""
    if not token or len(token) > SECRET_LENGTH:
        return None
    with office.store.read() as work:
        session = work.people.session(digest_of(token))
        if session is None or session.expires <= office.clock.now():
            return None
        person = work.people.get(session.person)
        if person is None or person.disabled:
            return None
        return Visitor(person, work.people.memberships(person.id), session.csrf)


def leave(office: Office, token: str) -> None:
    """End a session; nothing happens when it is over already."""
    with office.store.write() as work:
        work.people.end_session(digest_of(token))


def list_sessions(office: Office, token: str) -> tuple[OpenSession, ...]:
    """The browsers where whoever holds this session is signed in, newest first."""
    now = office.clock.now()
    with office.store.read() as work:
        own = work.people.session(digest_of(token))
        found = () if own is None else work.people.sessions(own.person)
        return tuple(
            OpenSession(item.digest[:_ID_LENGTH], item.created, item.expires, item == own)
            for item in found
            if item.expires > now
        )


def end_others(office: Office, by: Contributor, token: str, only: str | None = None) -> int:
    """Sign somebody out of their other browsers, or of one of them; answer how many that were.

    Raises:
        NotAllowed: `by` holds no such session.
    """
    with office.store.write() as work:
        own = work.people.session(digest_of(token))
        if own is None or own.person != by.person:
            raise NotAllowed("person.session_over")
        ended = end_sessions(work, own.person, keep=own.digest, only=only)
        if ended:
            note(office, work, by.name, "person.sign_out", place=None, subject=own.person)
    return ended


def end_sessions(
    work: UnitOfWork, person: str, *, keep: str | None, only: str | None = None
) -> int:
    """End the sessions of a person but the one of digest `keep`, or one of them by its id."""
    found = [
        item
        for item in work.people.sessions(person)
        if item.digest != keep and only in (None, item.digest[:_ID_LENGTH])
    ]
    for item in found:
        work.people.end_session(item.digest)
    return len(found)
