"""Taking a badge from elsewhere away, and putting those of one card behind another."""

from dataclasses import replace

from issuer.ports import Office, UnitOfWork
from issuer.services.holders.opening import OpenCard
from issuer.services.imports.reading import find


def take_away(office: Office, card: OpenCard, badge_id: str) -> None:
    """Forget a badge from elsewhere for good; it goes out of the portfolio too.

    Raises:
        NotFound: this card has no such badge (`import.unknown`).
    """
    with office.store.write() as work:
        work.imported_badges.forget(find(work, card, badge_id).id)
    office.store.wipe_leftovers()


def move_all(work: UnitOfWork, ended: str, kept: str) -> None:
    """Put the badges from elsewhere of one card behind another, inside a unit of work.

    What both have stays once. The other card may then hold more than one alone may bring.
    """
    known = {badge.digest for badge in work.imported_badges.of_holder(kept)}
    for badge in work.imported_badges.of_holder(ended):
        if badge.digest in known:
            work.imported_badges.forget(badge.id)
        else:
            work.imported_badges.replace(replace(badge, holder=kept))
