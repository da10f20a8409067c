"""Who works for a place: invited, given another role, handed a new link, or gone.

A link opens everything that its person may do. So nobody gets the link of somebody who also works
for a place that is not theirs, or whose role is above their own. A place always keeps somebody who
may invite: the last one cannot leave.
"""

from dataclasses import dataclass, field, replace

from badges.i18n import Translator
from issuer.errors import Conflict, NotAllowed, NotFound
from issuer.model import Membership, Person, Role
from issuer.ports import Office, UnitOfWork
from issuer.services.contacts import clean_email
from issuer.services.finding import find_place, is_plain
from issuer.services.journal import note
from issuer.services.mail.writing import write
from issuer.services.people.links import LINK_LIFE, make_link
from issuer.services.people.members import clean_role, known_as
from issuer.services.people.roles import Contributor, allows, is_allowed, require
from issuer.services.texts import clean_line

TEAM_LIMIT = 500
"""People of one place."""

_SHOWN = 100


@dataclass(frozen=True)
class Teammate:
    """Somebody of a place; the address is there for those who may edit the team."""

    person: Person
    role: Role


@dataclass(frozen=True)
class Invited:
    """Somebody who was invited.

    `link` is None for somebody who works elsewhere: it goes to their own address only, and they are
    of the team once they have entered by it. `by_mail` says whether a letter was written to them.
    """

    person: Person
    link: str | None = field(repr=False)
    by_mail: bool = False


def list_team(office: Office, by: Contributor, place: str) -> tuple[Teammate, ...]:
    """The people of a place, by name, with their roles.

    Raises:
        NotFound: no such place.
        NotAllowed: `by` may not read that.
    """
    with office.store.read() as work:
        find_place(work, place)
        require(work, by, "team.read", place)
        whole = is_allowed(work, by, "team.edit", place)
        found = _team(work, place)
    return found if whole else tuple(_without_address(item) for item in found)


def invite(
    office: Office,
    by: Contributor,
    name: str,
    email: str | None,
    *,
    place: str,
    role: str,
    language: str | None = None,
) -> Invited:
    """Make somebody one of the team; a letter goes to their address when there is one.

    Raises:
        InvalidRequest: the name, address or role is not acceptable.
        NotFound: no such place.
        NotAllowed: `by` may not edit the team, or not give that role.
        Conflict: the name or address is somebody else's, or they are of the team already.
    """
    clean_name, known_role = clean_line(name, "name"), clean_role(role)
    address = clean_email(email, "email") if email and email.strip() else None
    with office.store.write() as work:
        find_place(work, place)
        work.people.lock_team(place)
        _require_editing(work, by, place, known_role)
        person = _invited_person(office, work, by, clean_name, address)
        _require_room(work, person, place)
        offered = Membership(person.id, place, known_role)
        is_open = _is_theirs_to_open(work, by, person)
        link = _open(office, work, by, offered) if is_open else _offer(office, work, by, offered)
        if person.email is not None:
            spoken = language or office.settings.language
            _tell(office, work, Teammate(person, known_role), link, place=place, language=spoken)
    if person.email is not None:
        office.queue.letters_wait()
    return Invited(person, link if is_open else None, by_mail=person.email is not None)


def hand_over_link(office: Office, by: Contributor, person_id: str, *, place: str) -> str:
    """A link for a colleague who cannot come in any more, to hand over in person.

    Raises:
        NotFound: nobody of that id in this place.
        NotAllowed: `by` may not edit the team, or the colleague has rights that `by` has not.
    """
    with office.store.write() as work:
        person, role = _member(work, by, person_id, place)
        _require_editing(work, by, place, role)
        if person.disabled:
            raise NotAllowed("person.disabled", person=person.name)
        if not _is_theirs_to_open(work, by, person):
            raise NotAllowed("person.works_elsewhere", person=person.name)
        return _link(office, work, by, person, place)


def change_role(
    office: Office, by: Contributor, person_id: str, *, place: str, role: str
) -> Teammate:
    """Give somebody of the team another role.

    Raises:
        InvalidRequest: no such role.
        NotFound: nobody of that id in this place.
        NotAllowed: `by` may not edit the team, or not give or take that role.
        Conflict: nobody would be left who may edit the team.
    """
    wanted = clean_role(role)
    with office.store.write() as work:
        work.people.lock_team(place)
        person, former = _member(work, by, person_id, place)
        _require_editing(work, by, place, former)
        _require_editing(work, by, place, wanted)
        work.people.join(Membership(person.id, place, wanted))
        _require_somebody(work, place, former)
        note(office, work, by.name, "person.role", place=place, subject=person.id, reason=wanted)
    return Teammate(person, wanted)


def leave_place(office: Office, by: Contributor, person_id: str, *, place: str) -> None:
    """Take somebody out of the team; everybody may leave by themselves.

    Somebody who works for no place any more is signed out everywhere.

    Raises:
        NotFound: nobody of that id in this place.
        NotAllowed: `by` is somebody else, and may not edit the team.
        Conflict: nobody would be left who may edit the team.
    """
    with office.store.write() as work:
        work.people.lock_team(place)
        person, role = _member(work, by, person_id, place)
        if by.person != person.id:
            _require_editing(work, by, place, role)
        work.people.leave(person.id, place)
        _require_somebody(work, place, role)
        if not work.people.memberships(person.id):
            work.people.end_all(person.id)
        note(office, work, by.name, "person.leave", place=place, subject=person.id)


def _team(work: UnitOfWork, place: str) -> tuple[Teammate, ...]:
    return tuple(
        Teammate(person, item.role)
        for person in work.people.list(place)
        for item in work.people.memberships(person.id)
        if item.place == place
    )


def _without_address(teammate: Teammate) -> Teammate:
    return replace(teammate, person=replace(teammate.person, email=None))


def _member(work: UnitOfWork, by: Contributor, person_id: str, place: str) -> tuple[Person, Role]:
    """Somebody of the team, for who may know who is in it; others of this instance are nobody."""
    find_place(work, place)
    if by.person != person_id:
        require(work, by, "team.read", place)
    for teammate in _team(work, place) if is_plain(person_id) else ():
        if teammate.person.id == person_id:
            return teammate.person, teammate.role
    raise NotFound("person.unknown", person=person_id[:_SHOWN])


def _require_editing(work: UnitOfWork, by: Contributor, place: str, role: Role) -> None:
    """Stop unless `by` may give and take this role: a steward is made by a steward only."""
    require(work, by, "team.edit", place)
    if role == "steward" and not is_allowed(work, by, "network.edit", place):
        raise NotAllowed("person.role_above", person=by.name, role=role)


def _invited_person(
    office: Office, work: UnitOfWork, by: Contributor, name: str, email: str | None
) -> Person:
    person = known_as(work, name, email)
    if person is None:
        person = Person(office.identifiers.uuid(), name, office.clock.now(), email)
        work.people.add(person)
        note(office, work, by.name, "person.add", place=None, subject=person.id)
        return person
    if person.disabled:
        raise NotAllowed("person.disabled", person=person.name)
    if email is None and not _is_theirs_to_open(work, by, person):
        # Somebody of another place who bears the same name is not known by the name alone.
        raise Conflict("person.exists", person=name)
    return person


def _require_room(work: UnitOfWork, person: Person, place: str) -> None:
    found = work.people.list(place)
    if any(item.id == person.id for item in found):
        raise Conflict("person.already_here", person=person.name)
    if len(found) >= TEAM_LIMIT:
        raise Conflict("person.team_full", limit=TEAM_LIMIT)


def _require_somebody(work: UnitOfWork, place: str, former: Role) -> None:
    """Stop when the last who may edit the team no longer does; `former` is what they did."""
    if not allows((Membership("", place, former),), "team.edit", place):
        return
    for teammate in _team(work, place):
        role = Membership(teammate.person.id, place, teammate.role)
        if not teammate.person.disabled and allows((role,), "team.edit", place):
            return
    raise Conflict("person.last_manager", place=place)


def _link(office: Office, work: UnitOfWork, by: Contributor, person: Person, place: str) -> str:
    note(office, work, by.name, "person.link", place=place, subject=person.id)
    return make_link(office, work, person, LINK_LIFE)


def _open(office: Office, work: UnitOfWork, by: Contributor, offered: Membership) -> str:
    """Let somebody work for the place from now on; the link that lets them in."""
    work.people.join(offered)
    subject, place = offered.person, offered.place
    note(office, work, by.name, "person.join", place=place, subject=subject, reason=offered.role)
    return _link(office, work, by, _known(work, offered), place)


def _offer(office: Office, work: UnitOfWork, by: Contributor, offered: Membership) -> str:
    """A link, for the letter only, by which somebody of another place accepts."""
    subject, place = offered.person, offered.place
    note(office, work, by.name, "person.invite", place=place, subject=subject, reason=offered.role)
    return make_link(office, work, _known(work, offered), LINK_LIFE, accepting=offered)


def _known(work: UnitOfWork, membership: Membership) -> Person:
    person = work.people.get(membership.person)
    if person is None:
        raise NotFound("person.unknown", person=membership.person)
    return person


def _is_theirs_to_open(work: UnitOfWork, by: Contributor, person: Person) -> bool:
    """Whether a link of this person opens nothing that `by` may not do already."""
    if by.operator:
        return True
    roles = work.people.memberships(person.id)
    return all(
        is_allowed(work, by, "team.edit", item.place)
        and (item.role != "steward" or is_allowed(work, by, "network.edit", item.place))
        for item in roles
    )


def _tell(
    office: Office, work: UnitOfWork, teammate: Teammate, link: str, *, place: str, language: str
) -> None:
    """Write to who was invited, at the address that is theirs."""
    words = {
        "person": teammate.person.name,
        "role": Translator(language, "issuer")(f"people.role.{teammate.role}"),
        "link": link,
    }
    write(
        office,
        work,
        "invitation",
        teammate.person.email or "",
        place=place,
        language=language,
        concerns=teammate.person.id,
        words=words,
    )
