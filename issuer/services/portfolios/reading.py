"""Reading a portfolio: what its holder put in it, and what of it somebody else sees.

A portfolio is withdrawn at once: the next reader gets the same answer as for a withdrawn badge.
"""

from dataclasses import dataclass
from uuid import UUID

from issuer.errors import NotFound, Withdrawn
from issuer.model import Award, Holder, ImportedBadge, Place, Portfolio, PortfolioItem
from issuer.ports import Office, UnitOfWork
from issuer.services import private_links
from issuer.services.finding import find_place, is_plain
from issuer.services.holders.opening import OpenCard
from issuer.services.imports.reading import showable
from issuer.services.portfolios.standing import is_seen

_SHOWN = 100


@dataclass(frozen=True)
class Entry:
    """One badge of a portfolio, ours (`award`) or from elsewhere (`imported`).

    `is_seen` says whether readers of the portfolio see it.
    """

    name: str
    award: Award | None = None
    imported: ImportedBadge | None = None
    is_seen: bool = True


@dataclass(frozen=True)
class Collection:
    """A portfolio with whose it is, the place of their card, and its badges in order."""

    portfolio: Portfolio
    holder: Holder
    place: Place
    entries: tuple[Entry, ...]

    @property
    def seen(self) -> tuple[Entry, ...]:
        """What readers see."""
        return tuple(entry for entry in self.entries if entry.is_seen)

    @property
    def unseen(self) -> tuple[Entry, ...]:
        """What its holder chose, and whose own circle is too narrow to be seen here."""
        return tuple(entry for entry in self.entries if not entry.is_seen)

    @property
    def awards(self) -> tuple[Award, ...]:
        """The badges of this place that readers see."""
        return tuple(entry.award for entry in self.seen if entry.award is not None)

    @property
    def imported(self) -> tuple[ImportedBadge, ...]:
        """The badges from elsewhere that readers see."""
        return tuple(entry.imported for entry in self.seen if entry.imported is not None)


@dataclass(frozen=True)
class Opened:
    """A portfolio as somebody reads it, and `path`, its address on this instance."""

    collection: Collection
    path: str


def open_shown(office: Office, name: str) -> Opened:
    """The portfolio of that id, at its public address.

    Raises:
        NotFound: no such portfolio (`portfolio.unknown`).
        Withdrawn: its holder shows it to nobody, or by its private link only.
    """
    collection = _read(office, name)
    if collection.portfolio.visibility not in ("unlisted", "public"):
        raise Withdrawn
    return Opened(collection, path_of(collection.portfolio))


def open_by_link(office: Office, name: str, key: str) -> Opened:
    """The portfolio that a private link opens.

    Raises:
        NotFound: no such portfolio (`portfolio.unknown`).
        Withdrawn: the key is not, or no more, the one of its link, or it is shown to nobody.
        KeyUnavailable: the secret of the key store cannot be read.
    """
    collection = _read(office, name)
    portfolio = collection.portfolio
    opens = private_links.opens_portfolio(office, portfolio, key)
    if not opens or portfolio.visibility == "hidden":
        raise Withdrawn
    return Opened(collection, private_links.portfolio_path_of(office, portfolio))


def of_card(office: Office, card: OpenCard) -> Collection | None:
    """The portfolio of a card for its holder, None before there is one."""
    with office.store.read() as work:
        portfolio = work.portfolios.of_holder(card.holder.id)
        return None if portfolio is None else collection_of(work, portfolio)


def path_of(portfolio: Portfolio) -> str:
    """The public address of a portfolio, on this instance."""
    return f"/portfolio/{portfolio.id}"


def shared_path(office: Office, portfolio: Portfolio) -> str | None:
    """The address that its holder gives to others, None while nobody sees it.

    Raises:
        KeyUnavailable: the secret of the key store cannot be read.
    """
    if portfolio.visibility == "hidden":
        return None
    if portfolio.visibility == "private":
        return private_links.portfolio_path_of(office, portfolio)
    return path_of(portfolio)


def collection_of(work: UnitOfWork, portfolio: Portfolio) -> Collection:
    """What stands in a portfolio, inside a unit of work.

    Raises:
        NotFound: its holder was forgotten at this very moment (`portfolio.unknown`).
    """
    holder = work.holders.get(portfolio.holder)
    if holder is None:
        raise _unknown(portfolio.id)
    awards = {award.id: award for award in work.awards.of_holder(holder.id)}
    imported = {badge.id: badge for badge in showable(work, holder.id)}
    entries = (
        _entry(item, portfolio, awards, imported) for item in work.portfolios.items(portfolio.id)
    )
    known = tuple(entry for entry in entries if entry is not None)
    return Collection(portfolio, holder, find_place(work, holder.place), known)


def _entry(
    item: PortfolioItem,
    portfolio: Portfolio,
    awards: dict[str, Award],
    imported: dict[str, ImportedBadge],
) -> Entry | None:
    """The badge of an item; None when it left the card, or was forgotten."""
    award, badge = awards.get(item.award or ""), imported.get(item.imported or "")
    if award is not None and award.forgotten is None:
        return Entry(award.id, award=award, is_seen=is_seen(award, portfolio.visibility))
    return None if badge is None else Entry(badge.id, imported=badge)


def _read(office: Office, name: str) -> Collection:
    try:
        identifier = str(UUID(name)) if is_plain(name) else ""
    except ValueError:
        identifier = ""
    with office.store.read() as work:
        portfolio = work.portfolios.get(identifier)
        if portfolio is None:
            raise _unknown(name)
        return collection_of(work, portfolio)


def _unknown(name: str) -> NotFound:
    return NotFound("portfolio.unknown", portfolio=name[:_SHOWN])
