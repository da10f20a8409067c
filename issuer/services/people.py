"""The people who work here for their places: how they come in, and what each may do.

Nobody chooses a password: the operator hands over a link that works once, within seven days. It
opens a session of thirty days, which is never prolonged: a forgotten tablet is out within a month.
Of both secrets only the SHA-256 is kept.
"""

from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from typing import Literal, get_args

from badges.encoding import encode_base64url
from issuer.errors import Conflict, InvalidRequest, NotAllowed, NotFound
from issuer.model import ROLES, Membership, Person, Role, Session, SignInCode
from issuer.ports import Office, UnitOfWork
from issuer.services.contacts import clean_email
from issuer.services.finding import find_place
from issuer.services.journal import note
from issuer.services.texts import clean_line

LINK_LIFE = timedelta(days=7)
SESSION_LIFE = timedelta(days=30)

Action = Literal[
    "framework.read",
    "framework.edit",
    "framework.publish",
    "framework.keep",
    "proposal.decide",
    "proposal.add",
    "bridge.propose",
    "bridge.review",
    "bridge.publish",
    "achievement.add",
    "award.issue",
]

ACTIONS: tuple[Action, ...] = get_args(Action)

_WRITERS: frozenset[Role] = frozenset({"author", "manager", "steward"})
_EVERYBODY: frozenset[Role] = frozenset({"facilitator", *_WRITERS})
# Of the place that is concerned; when nobody keeps the framework, see `_COMMON`.
_OWN_PLACE: dict[Action, frozenset[Role]] = {
    # Its working document: what is published, everybody reads.
    "framework.read": _EVERYBODY,
    "framework.edit": _WRITERS,
    "framework.publish": _WRITERS,
    "framework.keep": frozenset({"steward"}),
    "proposal.decide": _WRITERS,
    "bridge.publish": _WRITERS,
    "achievement.add": _WRITERS,
    "award.issue": _EVERYBODY,
}
_ANY_PLACE: dict[Action, frozenset[Role]] = {
    "proposal.add": _EVERYBODY,
    "bridge.propose": _EVERYBODY,
    "bridge.review": _WRITERS,
}
# What belongs to everybody here is in the care of the stewards.
_COMMON: dict[Action, frozenset[Role]] = {
    "proposal.decide": frozenset({"steward"}),
    "bridge.publish": frozenset({"steward"}),
}
_SECRET_SIZE = 32
_CSRF_SIZE = 16
_SECRET_LENGTH = 200
_SHOWN = 100


@dataclass(frozen=True)
class Contributor:
    """In whose name something is written: the name, the person behind it, and their place.

    `operator` is true at the command line, where everything is allowed.
    """

    name: str
    person: str | None = None
    place: str | None = None
    operator: bool = False


@dataclass(frozen=True)
class Visitor:
    """Somebody who is signed in, what they do in each place, and the secret of their forms."""

    person: Person
    memberships: tuple[Membership, ...]
    csrf: str

    @property
    def places(self) -> tuple[str, ...]:
        """The slugs of their places."""
        return tuple(item.place for item in self.memberships)

    def may(self, action: Action, place: str | None) -> bool:
        """Whether they may do this in what `place` keeps; None: in what nobody here keeps."""
        return allows(self.memberships, action, place)

    def places_for(self, action: Action) -> tuple[str, ...]:
        """Those of their places in whose name they may do this, by their role in each."""
        return tuple(item.place for item in self.memberships if allows((item,), action, item.place))

    def speaking(self, place: str | None = None, action: Action | None = None) -> Contributor:
        """Them, in the name of one of their places; else of the first that lets them do `action`.

        Raises:
            NotAllowed: that place is not one of theirs.
        """
        if place is not None and place not in self.places:
            raise NotAllowed("person.not_of_place", person=self.person.name, place=place[:_SHOWN])
        able = () if action is None else self.places_for(action)
        chosen = place or next(iter((*able, *self.places)), None)
        return Contributor(self.person.name, self.person.id, chosen)


@dataclass(frozen=True)
class SignedIn:
    """A session just opened: `token` goes into the cookie and is kept nowhere."""

    person: Person
    token: str
    csrf: str
    max_age: int


def operator(name: str) -> Contributor:
    """Whoever types commands on the machine itself."""
    return Contributor(name, operator=True)


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

    Names are unique here, capitals ignored, since what people write is signed with their name.

    Raises:
        InvalidRequest: the name, address or role is not acceptable.
        NotFound: no such place.
        Conflict: the address is somebody else's.
    """
    clean_name = clean_line(name, "name")
    address = clean_email(email, "email") if email and email.strip() else None
    known_role = _role(role)
    with office.store.write() as work:
        find_place(work, place)
        person = _known(work, clean_name, address)
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
    typed = name.strip()[:_SECRET_LENGTH]
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


def sign_in_link(office: Office, name: str, *, actor: str = "local") -> str:
    """An address that lets a person in once, within seven days; hand it over in person.

    Raises:
        NotFound: nobody of that name.
        NotAllowed: the person comes here no more.
    """
    secret = encode_base64url(office.identifiers.token(_SECRET_SIZE))
    now = office.clock.now()
    with office.store.write() as work:
        person = find_person(work, name)
        if person.disabled:
            raise NotAllowed("person.disabled", person=person.name)
        work.people.forget_expired(now)
        work.people.add_code(SignInCode(digest_of(secret), person.id, now, now + LINK_LIFE))
        note(office, work, actor, "person.link", place=None, subject=person.id)
    return f"{office.settings.base_url}/workshop/enter/{secret}"


def enter(office: Office, secret: str) -> SignedIn:
    """Open a session with the secret of a sign-in link, which works no more after this.

    Raises:
        NotAllowed: the link was used, is over, or never was (the same answer for all three).
    """
    token = encode_base64url(office.identifiers.token(_SECRET_SIZE))
    csrf = encode_base64url(office.identifiers.token(_CSRF_SIZE))
    now = office.clock.now()
    with office.store.write() as work:
        work.people.forget_expired(now)
        code = work.people.take_code(digest_of(secret))
        person = None if code is None or code.expires <= now else work.people.get(code.person)
        if person is None or person.disabled:
            raise NotAllowed("person.link_over")
        session = Session(digest_of(token), person.id, now, now + SESSION_LIFE, csrf)
        work.people.add_session(session)
        note(office, work, person.name, "person.enter", place=None, subject=person.id)
    return SignedIn(person, token, csrf, int(SESSION_LIFE.total_seconds()))


def who(office: Office, token: str | None) -> Visitor | None:
    """Who holds this session, or None when it is over or never was."""
    if not token or len(token) > _SECRET_LENGTH:
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


def may(office: Office, person: Person, place: str | None, action: Action) -> bool:
    """Whether the person may do this in what `place` keeps; None: in what nobody here keeps."""
    with office.store.read() as work:
        return not person.disabled and allows(work.people.memberships(person.id), action, place)


def allows(roles: tuple[Membership, ...], action: Action, place: str | None) -> bool:
    """Whether these roles allow this action in what `place` keeps."""
    if action in _ANY_PLACE:
        return any(item.role in _ANY_PLACE[action] for item in roles)
    if place is None:
        return any(item.role in _COMMON.get(action, ()) for item in roles)
    return any(item.place == place and item.role in _OWN_PLACE[action] for item in roles)


def require(work: UnitOfWork, by: Contributor, action: Action, place: str | None) -> None:
    """Stop here unless the contributor may do this; the operator may do everything.

    Raises:
        NotAllowed: their roles do not allow it.
    """
    if not is_allowed(work, by, action, place):
        raise NotAllowed("person.not_allowed", person=by.name, action=action, place=place or "")


def is_allowed(work: UnitOfWork, by: Contributor, action: Action, place: str | None) -> bool:
    """Whether the contributor may do this now; the operator may do everything."""
    if by.operator:
        return True
    person = None if by.person is None else work.people.get(by.person)
    if person is None or person.disabled:
        return False
    roles = work.people.memberships(person.id)
    if action in _ANY_PLACE and by.place is not None:
        # Who reviews here, and is a partner there, says nothing in the name of there.
        roles = tuple(item for item in roles if item.place == by.place)
    return allows(roles, action, place)


def _known(work: UnitOfWork, name: str, email: str | None) -> Person | None:
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


def _role(text: str) -> Role:
    for role in ROLES:
        if text == role:
            return role
    raise InvalidRequest(
        "person.role_unknown", field="role", value=text[:_SHOWN], known=", ".join(ROLES)
    )


def digest_of(secret: str) -> str:
    """What is kept of a secret: its SHA-256, in hexadecimal."""
    return sha256(secret.encode("utf-8", "replace")).hexdigest()
