"""The verifier's own errors, on the tree of `badges.errors`.

BadgeError
├── InputError      what arrived is nothing that we read
│   └── NotYetRead  it is a badge of a kind that we know of, and do not verify yet
└── VerifierError   the verifier itself was asked wrongly or cannot work
"""

from badges.errors import BadgeError


class InputError(BadgeError):
    """What arrived is not a badge in a form that we read."""


class NotYetRead(InputError):
    """A badge of another standard or container: neither true nor false for us."""


class VerifierError(BadgeError):
    """The verifier was asked wrongly, or cannot work; never a fault of the badge."""
