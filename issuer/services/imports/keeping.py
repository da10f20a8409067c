"""Taking a badge from elsewhere away; cards that are joined move them (`holders.joining`)."""

from issuer.ports import Office
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
