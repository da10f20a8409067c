"""Who may do what: the roles of a place, the actions, and in whose name somebody writes.

A role holds in one place. What belongs to everybody here, such as a framework that no place keeps,
is in the care of the stewards. Nothing but this table says what a role allows.
"""

from dataclasses import dataclass
from typing import Literal, get_args

from issuer.errors import NotAllowed
from issuer.model import Membership, Person, Role
from issuer.ports import UnitOfWork

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
    "achievement.edit",
    "achievement.publish",
    "achievement.archive",
    "award.issue",
    "award.read",
    "award.correct",
    "award.revoke",
    "award.suspend",
    "award.reinstate",
    "award.renew",
    "application.decide",
    "poster.make",
    "mail.read",
    "mail.edit",
    "team.read",
    "team.edit",
    "journal.read",
    "person.export",
    "person.erase",
    "token.edit",
    "place.edit",
    "network.edit",
    "count.read",
]

ACTIONS: tuple[Action, ...] = get_args(Action)

_STEWARD: frozenset[Role] = frozenset({"steward"})
_MANAGERS: frozenset[Role] = frozenset({"manager", *_STEWARD})
_WRITERS: frozenset[Role] = frozenset({"author", *_MANAGERS})
_TEAM: frozenset[Role] = frozenset({"facilitator", *_WRITERS})
_EVERYBODY: frozenset[Role] = frozenset({"partner", *_TEAM})
# Of the place that is concerned; when nobody keeps the framework, see `_COMMON`.
_OWN_PLACE: dict[Action, frozenset[Role]] = {
    # Its working document: what is published, everybody reads.
    "framework.read": _TEAM,
    "framework.edit": _WRITERS,
    "framework.publish": _WRITERS,
    "framework.keep": _STEWARD,
    "proposal.decide": _WRITERS,
    "bridge.publish": _WRITERS,
    "achievement.add": _WRITERS,
    "achievement.edit": _WRITERS,
    "achievement.publish": _WRITERS,
    "achievement.archive": _WRITERS,
    "award.issue": _TEAM,
    "award.read": _TEAM,
    "award.correct": _TEAM,
    "award.revoke": _MANAGERS,
    "award.suspend": _MANAGERS,
    "award.reinstate": _MANAGERS,
    "award.renew": _MANAGERS,
    "application.decide": _TEAM,
    "poster.make": _TEAM,
    "mail.read": _TEAM,
    "mail.edit": _MANAGERS,
    "team.read": _TEAM,
    "team.edit": _MANAGERS,
    "journal.read": _MANAGERS,
    "person.export": _MANAGERS,
    "person.erase": _MANAGERS,
    "token.edit": _MANAGERS,
    "place.edit": _MANAGERS,
    "network.edit": _STEWARD,
    # How many, never who: all that a partner sees of a place.
    "count.read": _EVERYBODY,
}
_ANY_PLACE: dict[Action, frozenset[Role]] = {
    "proposal.add": _TEAM,
    "bridge.propose": _TEAM,
    "bridge.review": _WRITERS,
}
# What belongs to everybody here is in the care of the stewards.
_COMMON: dict[Action, frozenset[Role]] = {
    "proposal.decide": _STEWARD,
    "bridge.publish": _STEWARD,
}
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


def operator(name: str) -> Contributor:
    """Whoever types commands on the machine itself."""
    return Contributor(name, operator=True)


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
