"""Two cards made one: the badges from elsewhere come along, and one portfolio remains."""

from dataclasses import replace

from issuer.model import Holder
from issuer.ports import UnitOfWork


def join_collections(work: UnitOfWork, kept: Holder, ended: Holder) -> None:
    """Move the badges from elsewhere of a card behind another, and its portfolio when it has none.

    A badge that is behind both stays once: where the portfolio that moves held the other copy, it
    holds the one that stays.
    """
    portfolio = work.portfolios.of_holder(ended.id)
    moves = portfolio is not None and work.portfolios.of_holder(kept.id) is None
    if portfolio is not None and not moves:
        work.portfolios.forget(portfolio.id)
    items = list(work.portfolios.items(portfolio.id)) if portfolio is not None and moves else []
    known = {badge.digest: badge.id for badge in work.imported_badges.of_holder(kept.id)}
    for badge in work.imported_badges.of_holder(ended.id):
        if badge.digest not in known:
            work.imported_badges.replace(replace(badge, holder=kept.id))
            continue
        stays = known[badge.digest]
        items = [replace(i, imported=stays) if i.imported == badge.id else i for i in items]
        work.imported_badges.forget(badge.id)
    if portfolio is not None and moves:
        work.portfolios.replace(replace(portfolio, holder=kept.id))
        work.portfolios.put_items(portfolio.id, items)
