"""Passwords, for those who want one: chosen by the person, kept as an argon2 hash.

Whoever has a passkey too does not come in by the password alone. Somebody who is not here and a
wrong password take the same work and get the same answer.
"""

import unicodedata
from dataclasses import dataclass, field, replace

from badges.documents import JsonObject
from issuer.errors import InvalidRequest, NotAllowed
from issuer.model import Password, Person
from issuer.ports import Office, UnitOfWork
from issuer.services.journal import note
from issuer.services.people.lockout import guard
from issuer.services.people.members import find_person
from issuer.services.people.passkeys import begin_for
from issuer.services.people.password_words import is_too_easy
from issuer.services.people.roles import Contributor
from issuer.services.people.secrets_kept import digest_of
from issuer.services.people.sessions import SignedIn, end_sessions, open_session

SHORTEST, LONGEST = 12, 200

_NAME_LENGTH = 300


@dataclass(frozen=True)
class HalfOpen:
    """The password was right, and a passkey must answer too, within five minutes.

    `options` go to the browser, `token` comes back with its answer (`passkeys.finish_sign_in`). A
    link lets in instead.
    """

    person: Person
    token: str = field(repr=False)
    options: JsonObject = field(repr=False)


def has_password(office: Office, by: Contributor) -> bool:
    """Whether the person has a password."""
    with office.store.read() as work:
        return by.person is not None and work.entrance.password(by.person) is not None


def put_password(
    office: Office,
    by: Contributor,
    password: str,
    *,
    former: str | None = None,
    session: str | None = None,
) -> None:
    """Set or change one's own password; every browser but that of `session` is signed out.

    Raises:
        InvalidRequest: too short, too long, or too easy to guess.
        NotAllowed: there is a password already, and `former` is not it.
        TooManyAttempts: it was guessed too often of late.
    """
    person = _own(office, by)
    _require_former(office, person, former)
    _put(office, by, person, password, session)


def set_password(office: Office, by: Contributor, name: str, password: str) -> Person:
    """Set the password of somebody, at the command line.

    Raises:
        InvalidRequest: too short, too long, or too easy to guess.
        NotFound: nobody of that name.
        NotAllowed: `by` is not the operator, or the person comes here no more.
    """
    with office.store.read() as work:
        person = find_person(work, name)
    if not by.operator:
        raise NotAllowed("person.not_allowed", person=by.name, action="password", place="")
    if person.disabled:
        raise NotAllowed("person.disabled", person=person.name)
    _put(office, by, person, password, None)
    return person


def remove_password(office: Office, by: Contributor, former: str) -> None:
    """Go back to links and passkeys only.

    Raises:
        NotAllowed: it is not the password.
        TooManyAttempts: it was guessed too often of late.
    """
    person = _own(office, by)
    _require_former(office, person, former)
    with office.store.write() as work:
        work.entrance.drop_password(person.id)
        note(office, work, by.name, "password.remove", place=None, subject=person.id)


def sign_in(office: Office, name: str, password: str, address: str | None) -> SignedIn | HalfOpen:
    """Let in who gives a name or e-mail address and its password; `address` is the network's.

    Raises:
        NotAllowed: nobody of that name, no password, another one, or a door that is closed: the
            same answer for all.
        TooManyAttempts: too many failures of late for this account or from that address.
    """
    person, kept = _asked_for(office, name)
    account = person.id if person is not None else name.strip()[:_NAME_LENGTH]
    trying = guard(office, "password", account, address)
    # Asked before anything else: the work is done for somebody who is not here, too.
    is_right = _is_right(office, kept, password)
    if person is None or not is_right:
        trying.failed()
        raise NotAllowed("password.wrong")
    trying.succeeded()
    fresh = _fresh(office, kept, password)
    with office.store.write() as work:
        if fresh is not None:
            work.entrance.put_password(fresh)
        keys = work.entrance.passkeys(person.id)
        if not keys:
            return open_session(office, work, person, "password")
        begun = begin_for(office, work, person, keys)
    return HalfOpen(person, begun.token, begun.options)


def clean_password(password: str, known: tuple[str, ...]) -> str:
    """A password in the one form that is hashed (NFKC, NIST SP 800-63B section 3.1.1.2).

    `known` are texts about its owner, which it must not be made of.

    Raises:
        InvalidRequest: too short, too long, or too easy to guess. The refusal never repeats it.
    """
    if len(password) > LONGEST:
        raise InvalidRequest("password.too_long", field="password", limit=LONGEST)
    normal = _normal(password)
    if normal is None or len(normal) > LONGEST:
        raise InvalidRequest("password.too_long", field="password", limit=LONGEST)
    if len(normal) < SHORTEST:
        raise InvalidRequest("password.too_short", field="password", limit=SHORTEST)
    if is_too_easy(normal, known):
        raise InvalidRequest("password.too_easy", field="password")
    return normal


def _normal(password: str) -> str | None:
    """The form that is hashed; None for what nobody could have chosen here."""
    if len(password) > LONGEST:
        return None
    normal = unicodedata.normalize("NFKC", password)
    is_text = not any(unicodedata.category(sign) == "Cs" for sign in normal)
    return normal if is_text and len(normal) <= LONGEST else None


def _asked_for(office: Office, name: str) -> tuple[Person | None, Password | None]:
    typed = name.strip()[:_NAME_LENGTH]
    with office.store.read() as work:
        found = work.people.find(typed) if typed and typed.isprintable() else ()
        person = next((item for item in found if not item.disabled), None)
        return person, None if person is None else work.entrance.password(person.id)


def _is_right(office: Office, kept: Password | None, password: str) -> bool:
    """Whether it is the password; where there is none, the work of looking is done all the same."""
    normal = _normal(password)
    if kept is None or normal is None:
        office.hasher.hash(normal or "")
        return False
    return office.hasher.matches(kept.hash, normal)


def _fresh(office: Office, kept: Password | None, password: str) -> Password | None:
    """A right password hashed again, when the parameters of today are stronger."""
    normal = _normal(password)
    if kept is None or normal is None or not office.hasher.is_outdated(kept.hash):
        return None
    return replace(kept, hash=office.hasher.hash(normal))


def _own(office: Office, by: Contributor) -> Person:
    """The person behind `by`, who must be somebody who comes in here."""
    with office.store.read() as work:
        person = None if by.person is None else work.people.get(by.person)
    if person is None or person.disabled:
        raise NotAllowed("person.disabled", person=by.name)
    return person


def _require_former(office: Office, person: Person, former: str | None) -> None:
    with office.store.read() as work:
        kept = work.entrance.password(person.id)
    if kept is None:
        return
    trying = guard(office, "password", person.id, None)
    if not _is_right(office, kept, former or ""):
        trying.failed()
        raise NotAllowed("password.former_wrong", field="former")
    trying.succeeded()


def _put(
    office: Office, by: Contributor, person: Person, password: str, session: str | None
) -> None:
    with office.store.read() as work:
        known = _about(work, person)
    hashed = office.hasher.hash(clean_password(password, known))
    with office.store.write() as work:
        work.entrance.put_password(Password(person.id, hashed, office.clock.now()))
        end_sessions(work, person.id, keep=None if session is None else digest_of(session))
        note(office, work, by.name, "password.set", place=None, subject=person.id)


def _about(work: UnitOfWork, person: Person) -> tuple[str, ...]:
    """What others know of somebody, and would try first."""
    slugs = [item.place for item in work.people.memberships(person.id)]
    names = [place.name for slug in slugs if (place := work.places.get(slug)) is not None]
    return (person.name, person.email or "", *slugs, *names)
