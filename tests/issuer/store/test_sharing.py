"""Portfolios and what stands in them, on SQLite and on PostgreSQL."""

from dataclasses import replace
from datetime import timedelta

import pytest

from issuer.errors import IssuerError
from issuer.model import ImportedBadge, Portfolio, PortfolioItem, WalletOffer
from issuer.ports import Store
from tests.issuer.services.holders.cards import award_zoe
from tests.issuer.world import Town
from tests.world import NOON


@pytest.fixture
def awards(town: Town) -> list[str]:
    """Three badges behind one card, and one behind another."""
    first = award_zoe(town)
    more = [town.issue(name="Zoé Martin", email=None, holder_id=first.holder_id) for _ in "ab"]
    return [award.id for award in (first, *more, award_zoe(town))]


@pytest.fixture
def store(town: Town) -> Store:
    """The store of the town."""
    return town.office.store


def _holder(store: Store, award: str) -> str:
    with store.read() as work:
        found = work.awards.get(award)
    assert found is not None
    assert found.holder_id is not None
    return found.holder_id


def _add(store: Store, award: str, name: str = "p-1") -> Portfolio:
    portfolio = Portfolio(
        name,
        _holder(store, award),
        "Titre « à moi »",
        "fr",
        NOON,
        NOON,
        "Ligne\nautre",
        "public",
        3,
    )
    with store.write() as work:
        work.portfolios.add(portfolio)
    return portfolio


def _bring(store: Store, award: str, name: str, digest: str) -> ImportedBadge:
    badge = ImportedBadge(
        id=name,
        holder=_holder(store, award),
        created=NOON,
        media_type="application/vc",
        size=3,
        digest=digest * 64,
        title="Secours",
        issuer="Croix",
        verdict="accepted",
        state="valid",
        examined=NOON,
        report={"verdict": "accepted"},
    )
    with store.write() as work:
        work.imported_badges.add(badge, b"\0\xff{")
    return badge


def test_a_portfolio_comes_back_as_it_was_kept(store: Store, awards: list[str]) -> None:
    """Every field, by its id and by its holder; then its new state."""
    portfolio = _add(store, awards[0])
    changed = replace(portfolio, title="Autre", introduction=None, visibility="hidden", link=4)
    with store.write() as work:
        assert work.portfolios.get("p-1") == portfolio
        assert work.portfolios.of_holder(portfolio.holder) == portfolio
        assert work.portfolios.get("p-2") is None
        assert work.portfolios.of_holder(_holder(store, awards[3])) is None
        work.portfolios.replace(changed)
    with store.read() as work:
        assert work.portfolios.get("p-1") == changed


def test_a_card_has_one_portfolio(store: Store, awards: list[str]) -> None:
    """The database refuses another, whoever was faster."""
    _add(store, awards[0])
    with pytest.raises(IssuerError):
        _add(store, awards[1], "p-2")


def test_badges_of_a_portfolio_keep_their_order(store: Store, awards: list[str]) -> None:
    """In the order that was put last, ours and those from elsewhere; then none."""
    _add(store, awards[0])
    badge = _bring(store, awards[0], "i-1", "a")
    items = (
        PortfolioItem("p-1", 0, imported=badge.id),
        PortfolioItem("p-1", 1, award=awards[2]),
        PortfolioItem("p-1", 2, award=awards[0]),
    )
    for wanted in (items[1:], items, tuple(reversed(items)), ()):
        with store.write() as work:
            work.portfolios.put_items("p-1", wanted)
        with store.read() as work:
            kept = work.portfolios.items("p-1")
        assert kept == tuple(sorted(wanted, key=lambda item: item.position))


@pytest.mark.parametrize("both", [True, False])
def test_an_item_is_one_badge(store: Store, awards: list[str], *, both: bool) -> None:
    """The database refuses an item that is two badges, or none."""
    _add(store, awards[0])
    badge = _bring(store, awards[0], "i-1", "a")
    item = PortfolioItem("p-1", 0, *((awards[0], badge.id) if both else (None, None)))
    with pytest.raises(IssuerError), store.write() as work:
        work.portfolios.put_items("p-1", [item])


def test_forgetting_takes_what_stands_in_it_along(store: Store, awards: list[str]) -> None:
    """A portfolio its items, a badge from elsewhere its item, a holder everything of the card."""
    portfolio = _add(store, awards[0])
    one, two = _bring(store, awards[0], "i-1", "a"), _bring(store, awards[0], "i-2", "b")
    items = [PortfolioItem("p-1", 0, imported="i-1"), PortfolioItem("p-1", 1, award=awards[0])]
    with store.write() as work:
        work.portfolios.put_items("p-1", items)
        work.imported_badges.forget(one.id)
        assert work.portfolios.items("p-1") == (items[1],)
        assert work.imported_badges.of_holder(portfolio.holder) == (two,)
        work.portfolios.forget("p-1")
        assert work.portfolios.items("p-1") == ()
        work.portfolios.add(portfolio)
        work.portfolios.put_items("p-1", items[1:])
        work.holders.forget(portfolio.holder)
    with store.read() as work:
        assert work.portfolios.get("p-1") is None
        assert work.portfolios.items("p-1") == ()
        assert work.imported_badges.get(two.id) is None
        assert work.awards.get(awards[0]) is not None


def test_a_badge_from_elsewhere_keeps_its_bytes(store: Store, awards: list[str]) -> None:
    """As they came; what is known of it changes apart, and moves to another card."""
    badge = _bring(store, awards[0], "i-1", "a")
    moved = replace(badge, holder=_holder(store, awards[3]), verdict="rejected")
    with store.write() as work:
        assert work.imported_badges.get("i-1") == badge
        work.imported_badges.replace(moved)
    with store.read() as work:
        assert work.imported_badges.body("i-1") == b"\0\xff{"
        assert work.imported_badges.body("i-2") is None
        assert work.imported_badges.of_holder(badge.holder) == ()
        assert work.imported_badges.of_holder(moved.holder) == (moved,)
    with pytest.raises(IssuerError):
        _bring(store, awards[3], "i-2", "a")


def test_an_offer_is_found_by_its_token_and_ends(store: Store, awards: list[str]) -> None:
    """By id, badge and digest of the token; those that expired are removed together."""
    later = NOON + timedelta(minutes=10)
    offers = [
        WalletOffer(f"o-{n}", awards[0], NOON + timedelta(n), later + timedelta(n)) for n in (0, 1)
    ]
    with store.write() as work:
        for offer in offers:
            work.wallet_offers.add(offer)
        taken = replace(offers[0], state="taken", tries=2, token="t" * 64, nonce="n" * 64)
        assert work.wallet_offers.lock("o-0") == offers[0]
        work.wallet_offers.replace(taken)
        assert work.wallet_offers.by_token("t" * 64) == taken
        assert work.wallet_offers.by_token("x" * 64) is None
        assert work.wallet_offers.of_award(awards[0]) == (offers[1], taken)
        assert work.wallet_offers.forget_before(later + timedelta(seconds=1)) == 1
    with store.read() as work:
        assert work.wallet_offers.get("o-0") is None
        assert work.wallet_offers.lock("o-1") == offers[1]
