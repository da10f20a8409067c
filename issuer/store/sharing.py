"""Portfolios, badges from elsewhere and wallet offers, in SQL."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select, update

from issuer.model import ImportedBadge, Portfolio, PortfolioItem, WalletOffer
from issuer.store import tables
from issuer.store.queries import every, first


class SqlPortfolios:
    """`ports.Portfolios` in SQL."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, portfolio: Portfolio) -> None:
        """Keep a new portfolio."""
        self._connection.execute(insert(tables.portfolios).values(asdict(portfolio)))

    def get(self, portfolio_id: str) -> Portfolio | None:
        """The portfolio of that id, or None."""
        row = first(self._connection, select(tables.portfolios).filter_by(id=portfolio_id))
        return None if row is None else Portfolio(**row)

    def of_holder(self, holder_id: str) -> Portfolio | None:
        """The portfolio of a card, or None."""
        row = first(self._connection, select(tables.portfolios).filter_by(holder=holder_id))
        return None if row is None else Portfolio(**row)

    def replace(self, portfolio: Portfolio) -> None:
        """Keep the new state of the portfolio of the same id."""
        self._connection.execute(
            update(tables.portfolios).filter_by(id=portfolio.id).values(asdict(portfolio))
        )

    def items(self, portfolio_id: str) -> tuple[PortfolioItem, ...]:
        """The badges of a portfolio, in order."""
        query = select(tables.portfolio_items).filter_by(portfolio=portfolio_id)
        found = every(self._connection, query.order_by("position"))
        return tuple(PortfolioItem(**row) for row in found)

    def put_items(self, portfolio_id: str, items: Sequence[PortfolioItem]) -> None:
        """Keep these badges, in this order, instead of those that were there."""
        self._connection.execute(delete(tables.portfolio_items).filter_by(portfolio=portfolio_id))
        if items:
            rows = [asdict(item) for item in items]
            self._connection.execute(insert(tables.portfolio_items), rows)

    def forget(self, portfolio_id: str) -> None:
        """Remove a portfolio for good; the badges in it stay what they are."""
        self.put_items(portfolio_id, ())
        self._connection.execute(delete(tables.portfolios).filter_by(id=portfolio_id))


class SqlImportedBadges:
    """`ports.ImportedBadges` in SQL."""

    _known = tuple(column for column in tables.imported_badges.c if column.name != "body")

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, badge: ImportedBadge, body: bytes) -> None:
        """Keep a badge and its bytes as they came."""
        row = asdict(badge) | {"body": body}
        self._connection.execute(insert(tables.imported_badges).values(row))

    def get(self, badge_id: str) -> ImportedBadge | None:
        """What is known of a badge, or None."""
        row = first(self._connection, select(*self._known).filter_by(id=badge_id))
        return None if row is None else ImportedBadge(**row)

    def body(self, badge_id: str) -> bytes | None:
        """The bytes of a badge, or None."""
        query = select(tables.imported_badges.c.body).filter_by(id=badge_id)
        return self._connection.scalar(query)

    def of_holder(self, holder_id: str) -> tuple[ImportedBadge, ...]:
        """The badges of a card from elsewhere, oldest first."""
        query = select(*self._known).filter_by(holder=holder_id).order_by("created", "id")
        return tuple(ImportedBadge(**row) for row in every(self._connection, query))

    def replace(self, badge: ImportedBadge) -> None:
        """Keep what the verifier says now of the badge of the same id, and whose it is."""
        self._connection.execute(
            update(tables.imported_badges).filter_by(id=badge.id).values(asdict(badge))
        )

    def forget(self, badge_id: str) -> None:
        """Remove a badge for good, from portfolios too."""
        self._connection.execute(delete(tables.portfolio_items).filter_by(imported=badge_id))
        self._connection.execute(delete(tables.imported_badges).filter_by(id=badge_id))


class SqlWalletOffers:
    """`ports.WalletOffers` in SQL."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, offer: WalletOffer) -> None:
        """Keep a new offer."""
        self._connection.execute(insert(tables.wallet_offers).values(asdict(offer)))

    def get(self, offer_id: str) -> WalletOffer | None:
        """The offer of that id, or None."""
        row = first(self._connection, select(tables.wallet_offers).filter_by(id=offer_id))
        return None if row is None else WalletOffer(**row)

    def lock(self, offer_id: str) -> WalletOffer | None:
        """As `get`, making every other unit of work wait that would lock it too.

        PostgreSQL locks the row; SQLite lets one unit of work write at a time already.
        """
        query = select(tables.wallet_offers).filter_by(id=offer_id).with_for_update()
        row = first(self._connection, query)
        return None if row is None else WalletOffer(**row)

    def by_token(self, token: str) -> WalletOffer | None:
        """The offer whose access token has that digest, or None."""
        row = first(self._connection, select(tables.wallet_offers).filter_by(token=token))
        return None if row is None else WalletOffer(**row)

    def of_award(self, award: str) -> tuple[WalletOffer, ...]:
        """The offers of an award, newest first."""
        created = tables.wallet_offers.c.created
        query = select(tables.wallet_offers).filter_by(award=award)
        found = every(self._connection, query.order_by(created.desc(), "id"))
        return tuple(WalletOffer(**row) for row in found)

    def replace(self, offer: WalletOffer) -> None:
        """Keep the new state of the offer of the same id."""
        self._connection.execute(
            update(tables.wallet_offers).filter_by(id=offer.id).values(asdict(offer))
        )

    def forget_before(self, before: datetime) -> int:
        """Remove for good those that expired before that instant; how many they were."""
        offers = tables.wallet_offers
        done = self._connection.execute(delete(offers).where(offers.c.expires < before))
        return int(done.rowcount)
