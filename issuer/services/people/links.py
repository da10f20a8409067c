"""Links that let somebody in once: handed over in person, or sent to their own address.

The one that is handed over works for seven days, the one by mail for thirty minutes. Of the secret
in it only the SHA-256 is kept.
"""

from datetime import timedelta

from issuer.errors import NotAllowed
from issuer.model import Person, SignInCode
from issuer.ports import Office, UnitOfWork
from issuer.services.journal import note
from issuer.services.people.members import find_person
from issuer.services.people.secrets_kept import digest_of, new_secret
from issuer.services.people.sessions import SignedIn, open_session

LINK_LIFE = timedelta(days=7)


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


def make_link(office: Office, work: UnitOfWork, person: Person, life: timedelta) -> str:
    """A fresh link of a person, inside a unit of work; the caller writes the journal."""
    secret, now = new_secret(office), office.clock.now()
    work.people.forget_expired(now)
    work.people.add_code(SignInCode(digest_of(secret), person.id, now, now + life))
    return f"{office.settings.base_url}/workshop/enter/{secret}"


def enter(office: Office, secret: str) -> SignedIn:
    """Open a session with the secret of a sign-in link, which works no more after this.

    Raises:
        NotAllowed: the link was used, is over, or never was (the same answer for all three).
    """
    now = office.clock.now()
    with office.store.write() as work:
        code = work.people.take_code(digest_of(secret))
        person = None if code is None or code.expires <= now else work.people.get(code.person)
        if person is None or person.disabled:
            raise NotAllowed("person.link_over")
        return open_session(office, work, person, "link")
