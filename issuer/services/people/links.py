"""Links that let somebody in once: handed over in person, or sent to their own address.

The one that is handed over works for seven days, the one by mail for thirty minutes. Of the secret
in it only the SHA-256 is kept.
"""

from dataclasses import replace
from datetime import timedelta

from issuer.errors import NotAllowed
from issuer.model import Membership, Person, SignInCode
from issuer.ports import Office, UnitOfWork
from issuer.services.contacts import clean_email
from issuer.services.journal import note
from issuer.services.mail.writing import write
from issuer.services.people.lockout import guard
from issuer.services.people.members import find_person
from issuer.services.people.secrets_kept import digest_of, new_secret
from issuer.services.people.sessions import SignedIn, open_session

LINK_LIFE = timedelta(days=7)
MAILED_LIFE = timedelta(minutes=30)
ASKED_LIMIT = 3
"""Letters that one address can be sent in ten minutes: nobody's mailbox is filled from here."""


def sign_in_link(office: Office, name: str, *, actor: str = "local") -> str:
    """An address that lets a person in once, within seven days; hand it over in person.

    Raises:
        NotFound: nobody of that name.
        NotAllowed: the person comes here no more.
    """
    with office.store.write() as work:
        person = find_person(work, name)
        if person.disabled:
            raise NotAllowed("person.disabled", person=person.name)
        link = make_link(office, work, person, LINK_LIFE)
        note(office, work, actor, "person.link", place=None, subject=person.id)
    return link


def ask_link(
    office: Office, email: str, address: str | None, *, language: str | None = None
) -> None:
    """Send a link to an e-mail address, when it is somebody's here: nothing tells whether it is.

    `address` is the network address of who asks; every question counts, answered or not. For
    nobody the same work is done and undone, since how long an answer takes would tell too.

    Raises:
        InvalidRequest: it has not the form of an address.
        TooManyAttempts: asked too often of late.
    """
    typed = clean_email(email, "email")
    guard(office, "ask_link", typed, address, account_limit=ASKED_LIMIT).failed()
    try:
        _write_to(office, typed, language or office.settings.language)
    except _Nobody:
        # Keeping something takes most of the time: a count that nobody asks for is kept instead.
        with office.store.write() as work:
            work.entrance.note_attempt(digest_of(new_secret(office)), office.clock.now())
    office.queue.letters_wait()


def _write_to(office: Office, email: str, language: str) -> None:
    with office.store.write() as work:
        found = [one for one in work.people.find(email) if one.email == email and not one.disabled]
        for person in found or (_nobody(office, work, email),):
            _send(office, work, person, language)
        if not found:
            raise _Nobody


class _Nobody(Exception):
    """Undoes what was written for an address that is nobody's."""


def _nobody(office: Office, work: UnitOfWork, email: str) -> Person:
    """Somebody who stands for nobody while a letter is written that is never kept."""
    identifier = office.identifiers.uuid()
    made = Person(identifier, identifier, office.clock.now())
    work.people.add(made)
    return replace(made, email=email)


def _send(office: Office, work: UnitOfWork, person: Person, language: str) -> None:
    words = {
        "person": person.name,
        "minutes": str(int(MAILED_LIFE.total_seconds()) // 60),
        "link": make_link(office, work, person, MAILED_LIFE),
    }
    write(
        office,
        work,
        "sign_in",
        person.email or "",
        place=None,
        language=language,
        concerns=person.id,
        words=words,
    )
    note(office, work, person.name, "person.ask_link", place=None, subject=person.id)


def make_link(
    office: Office,
    work: UnitOfWork,
    person: Person,
    life: timedelta,
    *,
    accepting: Membership | None = None,
) -> str:
    """A fresh link of a person, inside a unit of work; the caller writes the journal.

    Who enters by it accepts the membership, if any.
    """
    secret, now = new_secret(office), office.clock.now()
    work.people.forget_expired(now)
    place, role = (None, None) if accepting is None else (accepting.place, accepting.role)
    work.people.add_code(SignInCode(digest_of(secret), person.id, now, now + life, place, role))
    return f"{office.settings.base_url}/workshop/enter/{secret}"


def enter(office: Office, secret: str, address: str | None = None) -> SignedIn:
    """Open a session with the secret of a sign-in link, which works no more after this.

    Raises:
        NotAllowed: the link was used, is over, or never was (the same answer for all three).
        TooManyAttempts: too many links that open nothing were tried from that network address.
    """
    trying = guard(office, "link", None, address)
    try:
        return _opened(office, secret)
    except NotAllowed:
        trying.failed()
        raise


def _opened(office: Office, secret: str) -> SignedIn:
    now = office.clock.now()
    with office.store.write() as work:
        code = work.people.take_code(digest_of(secret))
        person = None if code is None or code.expires <= now else work.people.get(code.person)
        if person is None or person.disabled:
            raise NotAllowed("person.link_over")
        _accept(office, work, person, code)
        return open_session(office, work, person, "link")


def _accept(office: Office, work: UnitOfWork, person: Person, code: SignInCode | None) -> None:
    """Join the place that an invitation is for, all other ways in being closed first.

    Somebody of another place may have made this account, and kept a way into it: only who reads
    the letters of the address goes on from here, and sets a password or a passkey anew.
    """
    if code is None or code.place is None or code.role is None:
        return
    work.people.end_all(person.id)
    work.entrance.drop_password(person.id)
    for passkey in work.entrance.passkeys(person.id):
        work.entrance.drop_passkey(person.id, passkey.id)
    if code.place not in {item.place for item in work.people.memberships(person.id)}:
        work.people.join(Membership(person.id, code.place, code.role))
    note(
        office,
        work,
        person.name,
        "person.join",
        place=code.place,
        subject=person.id,
        reason=code.role,
    )
