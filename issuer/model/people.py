"""The people who work here for their places, what they may do, and how they come in.

A secret that lets somebody in (a sign-in link, a session) is kept as its SHA-256 only.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

Role = Literal["facilitator", "author", "manager", "steward", "partner"]

ROLES: tuple[Role, ...] = ("facilitator", "author", "manager", "steward", "partner")


@dataclass(frozen=True)
class Person:
    """Somebody who works with this instance; `id` is a UUID."""

    id: str
    name: str
    created: datetime
    email: str | None = field(default=None, repr=False)
    disabled: bool = False


@dataclass(frozen=True)
class Membership:
    """The role of a person in a place; one person may work for several places."""

    person: str
    place: str
    role: Role


@dataclass(frozen=True)
class SignInCode:
    """A link that lets a person in once; `digest` is the SHA-256 of its secret, in hexadecimal."""

    digest: str = field(repr=False)
    person: str
    created: datetime
    expires: datetime


@dataclass(frozen=True)
class Session:
    """A browser that a person has signed in with; `csrf` is repeated in the forms of its pages."""

    digest: str = field(repr=False)
    person: str
    created: datetime
    expires: datetime
    csrf: str = field(repr=False)
