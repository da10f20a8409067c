"""The verifier's own errors, on the tree of `badges.errors`.

BadgeError
├── InputError      what arrived is nothing that we read
│   ├── NotYetRead  it is a badge of a kind that we know of, and do not verify yet
│   └── Unseen      nobody could look at it now: too busy, too slow, or no decoder
└── VerifierError   the verifier itself was asked wrongly or cannot work
"""

from badges.errors import BadgeError


class InputError(BadgeError):
    """What arrived is not a badge in a form that we read."""


class NotYetRead(InputError):
    """A badge of another standard or container: neither true nor false for us."""


class Unseen(InputError):
    """A picture or PDF that could not be looked at now; this says nothing of the badge in it."""


class VerifierError(BadgeError):
    """The verifier was asked wrongly, or cannot work; never a fault of the badge."""
