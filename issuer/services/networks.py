"""Networks: places that other places are members of, whose badges the members may award.

The steward of a network adds a member; whoever runs the member place may leave at any time. Both
places read it in their journals.
"""

from issuer.errors import Conflict, InvalidRequest, NotFound
from issuer.model import Place
from issuer.ports import Office, UnitOfWork
from issuer.services import people
from issuer.services.finding import find_place
from issuer.services.journal import note
from issuer.services.people import Contributor

MEMBERS_LIMIT = 500
"""Members of one network."""

_SHOWN = 100


def add(office: Office, by: Contributor, network: str, place: str) -> Place:
    """Make a place a member of a network; it is one already: nothing changes.

    Raises:
        NotFound: no such place, or no such network.
        NotAllowed: the person is no steward of the network.
        InvalidRequest: a place is no member of itself (`network.itself`).
        Conflict: the place has members of its own (`network.nested`), or the network is full.
    """
    with office.store.write() as work:
        owner = find_place(work, network)
        people.require(work, by, "network.edit", owner.slug)
        member = find_place(work, place)
        members = work.places.members(owner.slug)
        if member.slug in members:
            return member
        _require_joinable(work, owner, member, len(members))
        work.places.join(owner.slug, member.slug)
        note(office, work, by.name, "network.add", place=owner.slug, subject=member.slug)
        note(office, work, by.name, "network.join", place=member.slug, subject=owner.slug)
    return member


def _require_joinable(work: UnitOfWork, network: Place, place: Place, count: int) -> None:
    if place.slug == network.slug:
        raise InvalidRequest("network.itself", field="place", place=place.slug)
    # A network of networks would let badges be awarded by places that its steward never chose.
    if work.places.members(place.slug):
        raise Conflict("network.nested", field="place", place=place.slug)
    if work.places.networks(network.slug):
        raise Conflict("network.nested", field="place", place=network.slug)
    if count >= MEMBERS_LIMIT:
        raise Conflict("network.full", field="place", limit=MEMBERS_LIMIT)


def remove(office: Office, by: Contributor, network: str, place: str) -> None:
    """Make a place no longer a member of a network: its steward, or the place itself, decides.

    Badges that it awarded stay what they are.

    Raises:
        NotFound: no such place, or it is no member (`network.not_member`).
        NotAllowed: the person neither runs the place nor is a steward of the network.
    """
    with office.store.write() as work:
        owner, member = find_place(work, network), find_place(work, place)
        if not people.is_allowed(work, by, "network.edit", owner.slug):
            people.require(work, by, "place.edit", member.slug)
        if member.slug not in work.places.members(owner.slug):
            raise NotFound(
                "network.not_member", network=owner.slug[:_SHOWN], place=member.slug[:_SHOWN]
            )
        work.places.part(owner.slug, member.slug)
        note(office, work, by.name, "network.remove", place=owner.slug, subject=member.slug)
        note(office, work, by.name, "network.leave", place=member.slug, subject=owner.slug)


def members(office: Office, network: str) -> tuple[Place, ...]:
    """The members of a network, by slug; none when no place joined it.

    Raises:
        NotFound: no such place.
    """
    with office.store.read() as work:
        owner = find_place(work, network)
        return tuple(find_place(work, slug) for slug in work.places.members(owner.slug))


def networks_of(office: Office, place: str) -> tuple[Place, ...]:
    """The networks of a place, by slug.

    Raises:
        NotFound: no such place.
    """
    with office.store.read() as work:
        member = find_place(work, place)
        return tuple(find_place(work, slug) for slug in work.places.networks(member.slug))


def joinable(office: Office, network: str) -> tuple[Place, ...]:
    """The places that could become members of a network, by slug.

    Raises:
        NotFound: no such place.
    """
    with office.store.read() as work:
        owner = find_place(work, network)
        taken = {owner.slug, *work.places.members(owner.slug)}
        if work.places.networks(owner.slug):
            return ()
        return tuple(
            place
            for place in work.places.list()
            if place.slug not in taken and not work.places.members(place.slug)
        )
