"""Passkeys: made, named, dropped, and used to come in.

A passkey checks that it is in the hands of its owner, so it lets in by itself, without any name. A
challenge is answered once, within five minutes; the page carries a token of which only the digest
is kept.
"""

from dataclasses import dataclass, field, replace
from datetime import timedelta

from badges.documents import JsonObject
from issuer.errors import Conflict, NotAllowed, NotFound
from issuer.model import Challenge, Passkey, Person
from issuer.ports import Office, UnitOfWork
from issuer.services.journal import note
from issuer.services.people.lockout import WINDOW, guard
from issuer.services.people.roles import Contributor
from issuer.services.people.secrets_kept import SECRET_LENGTH, digest_of, new_secret
from issuer.services.people.sessions import SignedIn, open_session
from issuer.services.texts import clean_line

CHALLENGE_LIFE = timedelta(minutes=5)
PASSKEY_LIMIT = 20
NAME_LENGTH = 60

_CREATE, _SIGN_IN = "passkey.create", "passkey.sign_in"
_CHALLENGE_SIZE = 32
_ID_LENGTH = 1_400
_SHOWN = 100


@dataclass(frozen=True)
class Begun:
    """A conversation with a browser: it gets `options`, and `token` comes back with its answer."""

    token: str = field(repr=False)
    options: JsonObject = field(repr=False)


def list_passkeys(office: Office, by: Contributor) -> tuple[Passkey, ...]:
    """The passkeys of a person, oldest first."""
    with office.store.read() as work:
        return () if by.person is None else work.entrance.passkeys(by.person)


def begin_creation(office: Office, by: Contributor) -> Begun:
    """Ask the browser of somebody who is signed in to make a passkey.

    Raises:
        NotAllowed: nobody who comes in here.
        Conflict: there are many already.
    """
    with office.store.write() as work:
        person = _require_person(work, by)
        known = work.entrance.passkeys(person.id)
        if len(known) >= PASSKEY_LIMIT:
            raise Conflict("passkey.too_many", limit=PASSKEY_LIMIT)
        token, challenge = _begin(office, work, _CREATE, person.id)
        return Begun(token, office.passkeys.creation_options(person, challenge, known))


def finish_creation(
    office: Office, by: Contributor, token: str, answer: JsonObject, name: str
) -> Passkey:
    """Keep the passkey that a browser made, under the name that its owner gives it.

    Raises:
        InvalidRequest: the name cannot be used.
        NotAllowed: the answer is not what was asked, or comes too late.
        Conflict: it is known already, or there are many.
    """
    called, now = clean_line(name, "name", limit=NAME_LENGTH), office.clock.now()
    challenge = _take(office, token, _CREATE)
    if challenge.person is None or challenge.person != by.person:
        raise NotAllowed("passkey.over")
    made = office.passkeys.created(answer, challenge.challenge)
    with office.store.write() as work:
        person = _require_person(work, by)
        if work.entrance.passkey(made.id) is not None:
            raise Conflict("passkey.known")
        if len(work.entrance.passkeys(person.id)) >= PASSKEY_LIMIT:
            raise Conflict("passkey.too_many", limit=PASSKEY_LIMIT)
        passkey = Passkey(made.id, person.id, called, made.public_key, made.sign_count, now)
        work.entrance.add_passkey(passkey)
        note(office, work, by.name, "passkey.add", place=None, subject=person.id)
    return passkey


def begin_sign_in(office: Office) -> Begun:
    """Ask a browser for a passkey of ours, whoever sits in front of it."""
    with office.store.write() as work:
        token, challenge = _begin(office, work, _SIGN_IN, None)
    return Begun(token, office.passkeys.request_options(challenge, ()))


def begin_for(office: Office, work: UnitOfWork, person: Person, keys: tuple[Passkey, ...]) -> Begun:
    """Ask a browser for one of the passkeys of somebody whose password was right."""
    token, challenge = _begin(office, work, _SIGN_IN, person.id)
    return Begun(token, office.passkeys.request_options(challenge, keys))


def finish_sign_in(office: Office, token: str, answer: JsonObject, address: str | None) -> SignedIn:
    """Let in who answers with a passkey; it also completes a sign-in by password.

    Raises:
        NotAllowed: the answer is not what was asked, comes too late, or from a passkey that is not
            known here.
        TooManyAttempts: too many failures of late from that address.
    """
    trying = guard(office, "passkey", None, address)
    try:
        passkey, count = _answered(office, _take(office, token, _SIGN_IN), answer)
        with office.store.write() as work:
            person = _owner(work, passkey)
            used = replace(passkey, sign_count=count, used=office.clock.now())
            work.entrance.replace_passkey(used)
            return open_session(office, work, person, "passkey")
    except NotAllowed:
        trying.failed()
        raise


def rename_passkey(office: Office, by: Contributor, passkey_id: str, name: str) -> Passkey:
    """Give a passkey of one's own another name.

    Raises:
        InvalidRequest: the name cannot be used.
        NotFound: one has no such passkey.
    """
    called = clean_line(name, "name", limit=NAME_LENGTH)
    with office.store.write() as work:
        person = _require_person(work, by)
        passkey = _find(work, person, passkey_id)
        renamed = replace(passkey, name=called)
        work.entrance.replace_passkey(renamed)
        note(office, work, by.name, "passkey.rename", place=None, subject=person.id)
    return renamed


def drop_passkey(office: Office, by: Contributor, passkey_id: str) -> None:
    """Forget a passkey of one's own: it opens nothing any more.

    Raises:
        NotFound: one has no such passkey.
    """
    with office.store.write() as work:
        person = _require_person(work, by)
        work.entrance.drop_passkey(person.id, _find(work, person, passkey_id).id)
        note(office, work, by.name, "passkey.drop", place=None, subject=person.id)


def _begin(office: Office, work: UnitOfWork, purpose: str, person: str | None) -> tuple[str, bytes]:
    """A token for the page and a challenge for the authenticator, kept for five minutes."""
    token, challenge = new_secret(office), office.identifiers.token(_CHALLENGE_SIZE)
    now = office.clock.now()
    work.entrance.forget_expired(now, now - WINDOW)
    kept = Challenge(digest_of(token), purpose, person, challenge, now + CHALLENGE_LIFE)
    work.entrance.add_challenge(kept)
    return token, challenge


def _take(office: Office, token: str, purpose: str) -> Challenge:
    """The challenge of a token, used up whatever comes next: so in a unit of work of its own."""
    with office.store.write() as work:
        known = len(token) <= SECRET_LENGTH
        challenge = work.entrance.take_challenge(digest_of(token)) if known else None
    if challenge is None or challenge.purpose != purpose or challenge.expires <= office.clock.now():
        raise NotAllowed("passkey.over")
    return challenge


def _answered(office: Office, challenge: Challenge, answer: JsonObject) -> tuple[Passkey, int]:
    """The passkey that answered, and its new count."""
    named = answer.get("id")
    known = isinstance(named, str) and named.isascii() and len(named) <= _ID_LENGTH
    with office.store.read() as work:
        passkey = work.entrance.passkey(str(named)) if known else None
    if passkey is None or challenge.person not in (None, passkey.person):
        raise NotAllowed("passkey.refused")
    return passkey, office.passkeys.used(answer, challenge.challenge, passkey)


def _find(work: UnitOfWork, person: Person, passkey_id: str) -> Passkey:
    for passkey in work.entrance.passkeys(person.id):
        if passkey.id == passkey_id:
            return passkey
    raise NotFound("passkey.unknown", passkey=passkey_id[:_SHOWN])


def _owner(work: UnitOfWork, passkey: Passkey) -> Person:
    person = work.people.get(passkey.person)
    if person is None or person.disabled:
        raise NotAllowed("passkey.refused")
    return person


def _require_person(work: UnitOfWork, by: Contributor) -> Person:
    person = None if by.person is None else work.people.get(by.person)
    if person is None or person.disabled:
        raise NotAllowed("person.disabled", person=by.name)
    return person
