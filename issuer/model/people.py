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
    """A link that lets a person in once; `digest` is the SHA-256 of its secret, in hexadecimal.

    With `place` and `role` it is an invitation that waits: who enters by it accepts.
    """

    digest: str = field(repr=False)
    person: str
    created: datetime
    expires: datetime
    place: str | None = None
    role: Role | None = None


@dataclass(frozen=True)
class Session:
    """A browser that a person has signed in with; `csrf` is repeated in the forms of its pages."""

    digest: str = field(repr=False)
    person: str
    created: datetime
    expires: datetime
    csrf: str = field(repr=False)


@dataclass(frozen=True)
class Password:
    """The password of a person, as its argon2 hash in the PHC string format."""

    person: str
    hash: str = field(repr=False)
    changed: datetime


@dataclass(frozen=True)
class Passkey:
    """A WebAuthn credential of a person; `id` is its base64url, `name` is what they call it."""

    id: str
    person: str
    name: str
    public_key: bytes = field(repr=False)
    sign_count: int
    created: datetime
    used: datetime | None = None


@dataclass(frozen=True)
class Challenge:
    """What a passkey must sign, once; `person` is known when somebody asks for it by name.

    `digest` is the SHA-256 of the token that the page carries, `purpose` what it opens.
    """

    digest: str = field(repr=False)
    purpose: str
    person: str | None
    challenge: bytes = field(repr=False)
    expires: datetime


@dataclass(frozen=True)
class ApiToken:
    """What lets a program act for one place, within `scopes`; only its digest is kept."""

    id: str
    digest: str = field(repr=False)
    name: str
    place: str
    person: str | None
    scopes: tuple[str, ...]
    created: datetime
    expires: datetime | None = None
    used: datetime | None = None
    revoked: datetime | None = None
