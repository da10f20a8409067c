"""Whether this machine has the secret of the others: without it, cards and links would not open.

Words of cards, private links and pauses after failures follow from one secret of the key store,
which each machine has as a file. A machine that was set up without that file makes one of its own
and would hand out words that open nothing on the others.
"""

from issuer.errors import KeyUnavailable
from issuer.model import Holder
from issuer.ports import Office, UnitOfWork
from issuer.services.holders.holding import CARD, words_of
from issuer.services.word_codes import lookup_of

_LOOKED_AT = 20


def require_same(office: Office) -> None:
    """Return when the secret of this machine is the one with which cards were made.

    Raises:
        KeyUnavailable: it is another one (`keys.secret_differs`), or cannot be read.
        StoreError: the database cannot be used.
    """
    with office.store.read() as work:
        holder = _somebody(work)
    if holder is None:
        return
    if lookup_of(office, CARD, words_of(office, holder)) != holder.lookup:
        raise KeyUnavailable("keys.secret_differs")


def _somebody(work: UnitOfWork) -> Holder | None:
    """The holder of one of the latest badges of a place; None when nobody has a card."""
    for place in work.places.list():
        for award in work.awards.list(place=place.slug, limit=_LOOKED_AT):
            holder = work.holders.get(award.holder_id) if award.holder_id else None
            if holder is not None:
                return holder
    return None
