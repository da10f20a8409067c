"""The people who work here: added, found, listed, and their door closed or opened again.

Names are unique here, capitals ignored, since what people write is signed with their name.
"""

from issuer.errors import Conflict, InvalidRequest, NotAllowed, NotFound
from issuer.model import ROLES, Membership, Person, Role
from issuer.ports import Office, UnitOfWork
from issuer.services.contacts import clean_email
from issuer.services.finding import find_place
from issuer.services.journal import note
from issuer.services.people.roles import Action, Contributor, Visitor, allows
from issuer.services.texts import clean_line

_NAME_LENGTH = 200
_SHOWN = 100


def add(
    office: Office,
    name: str,
    *,
    place: str,
    role: str,
    email: str | None = None,
    actor: str = "local",
) -> Person:
    """Add a person with a role in a place; somebody who is known gets the role in this place.

    Raises:
        InvalidRequest: the name, address or role is not acceptable.
        NotFound: no such place.
        Conflict: the address is somebody else's.
    """
    clean_name = clean_line(name, "name")
    address = clean_email(email, "email") if email and email.strip() else None
    known_role = clean_role(role)
    with office.store.write() as work:
        find_place(work, place)
        person = known_as(work, clean_name, address)
        if person is None:
            person = Person(office.identifiers.uuid(), clean_name, office.clock.now(), address)
            work.people.add(person)
            note(office, work, actor, "person.add", place=place, subject=person.id)
        work.people.join(Membership(person.id, place, known_role))
        note(office, work, actor, "person.join", place=place, subject=person.id, reason=role)
    return person


def list_all(
    office: Office, place: str | None = None
) -> tuple[tuple[Person, tuple[Membership, ...]], ...]:
    """Every person, or those of one place, by name, with their roles."""
    with office.store.read() as work:
        return tuple(
            (person, work.people.memberships(person.id)) for person in work.people.list(place)
        )


def memberships(office: Office, person: Person) -> tuple[Membership, ...]:
    """The places of a person and the role in each, by place."""
    with office.store.read() as work:
        return work.people.memberships(person.id)


def find(office: Office, name: str) -> Person:
    """The person of that name, e-mail address or id.

    Raises:
        NotFound: nobody here.
    """
    with office.store.read() as work:
        return find_person(work, name)


def find_person(work: UnitOfWork, name: str) -> Person:
    """As `find`, inside a unit of work.

    Raises:
        NotFound: nobody here.
    """
    typed = name.strip()[:_NAME_LENGTH]
    plain = typed if typed.isprintable() and typed else "?"
    found = work.people.get(plain)
    if found is not None:
        return found
    for person in work.people.find(plain):
        return person
    raise NotFound("person.unknown", person=name[:_SHOWN])


def contributor(office: Office, name: str, place: str | None, *, operator: bool) -> Contributor:
    """A known person, speaking for `place`, else for the first of their places.

    Raises:
        NotFound: nobody of that name.
        NotAllowed: the person does not work for that place, or comes here no more.
    """
    with office.store.read() as work:
        person = find_person(work, name)
        roles = work.people.memberships(person.id)
    if person.disabled:
        raise NotAllowed("person.disabled", person=person.name)
    visitor = Visitor(person, roles, "")
    spoken = visitor.speaking(place)
    return Contributor(spoken.name, spoken.person, spoken.place, operator=operator)


def disable(office: Office, name: str, *, actor: str = "local") -> Person:
    """Close the door to a person at once, every browser and link of theirs included.

    Raises:
        NotFound: nobody of that name.
    """
    with office.store.write() as work:
        person = find_person(work, name)
        gone = Person(person.id, person.name, person.created, person.email, disabled=True)
        work.people.replace(gone)
        work.people.end_all(person.id)
        note(office, work, actor, "person.disable", place=None, subject=person.id)
    return gone


def enable(office: Office, name: str, *, actor: str = "local") -> Person:
    """Open the door again to a person.

    Raises:
        NotFound: nobody of that name.
    """
    with office.store.write() as work:
        person = find_person(work, name)
        back = Person(person.id, person.name, person.created, person.email)
        work.people.replace(back)
        note(office, work, actor, "person.enable", place=None, subject=person.id)
    return back


def may(office: Office, person: Person, place: str | None, action: Action) -> bool:
    """Whether the person may do this in what `place` keeps; None: in what nobody here keeps."""
    with office.store.read() as work:
        return not person.disabled and allows(work.people.memberships(person.id), action, place)


def known_as(work: UnitOfWork, name: str, email: str | None) -> Person | None:
    """The person already kept under this name or address.

    Raises:
        Conflict: the name and the address are those of two people.
    """
    named = next(iter(work.people.find(name)), None)
    addressed = next(iter(work.people.find(email)), None) if email else None
    if addressed is not None and (named is None or named.id != addressed.id):
        raise Conflict("person.email_taken")
    if named is not None and email and named.email != email:
        raise Conflict("person.exists", person=name)
    return named


def clean_role(text: str) -> Role:
    """The role of that name.

    Raises:
        InvalidRequest: there is no such role.
    """
    for role in ROLES:
        if text == role:
            return role
    raise InvalidRequest(
        "person.role_unknown", field="role", value=text[:_SHOWN], known=", ".join(ROLES)
    )
