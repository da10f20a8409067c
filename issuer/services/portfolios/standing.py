"""Which badges of a portfolio are seen in it: those whose own circle is as wide as its circle.

What somebody keeps for a private link is never told to everybody because it stands in a list: to
widen the circle of a badge is a choice of its own (`arranging.show_also`).
"""

from datetime import datetime

from issuer.model import Award, Visibility
from issuer.services.finding import is_open_by_link
from issuer.services.holders.choosing import Decision

_CIRCLES = {"private": 1, "none": 2, "kept": 2, "public": 3}
# Of a portfolio that nobody else sees, its holder looks at what a private link would show.
_NEEDED: dict[Visibility, int] = {"hidden": 1, "private": 1, "unlisted": 2, "public": 3}
_DECISIONS: dict[Visibility, Decision] = {
    "hidden": "private",
    "private": "private",
    "unlisted": "kept",
    "public": "public",
}


def is_seen(award: Award, visibility: Visibility) -> bool:
    """Whether readers of a portfolio of that visibility see the badge in it."""
    return is_open_by_link(award) and _CIRCLES[award.choice] >= _NEEDED[visibility]


def widening(visibility: Visibility) -> Decision:
    """What a holder decides of a badge so that readers of such a portfolio see it."""
    return _DECISIONS[visibility]


def is_in_force(award: Award, now: datetime) -> bool:
    """Whether the badge holds today: not taken back, begun, not ended."""
    is_ended = award.valid_until is not None and now > award.valid_until
    return award.state == "active" and award.valid_from <= now and not is_ended
