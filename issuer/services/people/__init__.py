"""The people who work here for their places: how they come in, and what each may do.

`roles` says who may do what, `members` who is here, `team` who works for a place. People come in by
`links`, `passwords` or `passkeys`, which open `sessions`; `lockout` counts their failures. Programs
come in with `tokens`.
"""

from issuer.services.people.links import LINK_LIFE, ask_link, enter, sign_in_link
from issuer.services.people.members import (
    add,
    contributor,
    disable,
    enable,
    find,
    find_person,
    list_all,
    may,
    memberships,
)
from issuer.services.people.roles import (
    ACTIONS,
    Action,
    Contributor,
    Visitor,
    allows,
    is_allowed,
    operator,
    require,
)
from issuer.services.people.secrets_kept import digest_of
from issuer.services.people.sessions import SESSION_LIFE, SignedIn, leave, who

__all__ = [
    "ACTIONS",
    "LINK_LIFE",
    "SESSION_LIFE",
    "Action",
    "Contributor",
    "SignedIn",
    "Visitor",
    "add",
    "allows",
    "ask_link",
    "contributor",
    "digest_of",
    "disable",
    "enable",
    "enter",
    "find",
    "find_person",
    "is_allowed",
    "leave",
    "list_all",
    "may",
    "memberships",
    "operator",
    "require",
    "sign_in_link",
    "who",
]
