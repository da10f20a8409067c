"""Badges from elsewhere come back as they were kept, on each kind of database."""

from dataclasses import replace
from datetime import timedelta

import pytest

from issuer.errors import Conflict
from issuer.model import Holder, ImportedBadge, Portfolio, PortfolioItem
from issuer.ports import Store
from issuer.services import places
from tests.issuer.world import FABLAB, Town
from tests.world import NOON

ADA = Holder("h-1", "fablab-rural", "Ada", "fr", NOON, "a" * 64)
BEN = Holder("h-2", "fablab-rural", "Ben", "fr", NOON, "b" * 64)
BADGE = ImportedBadge(
    id="i-1",
    holder="h-1",
    created=NOON,
    media_type="image/png",
    size=4,
    digest="d" * 64,
    title="Souder à l'étain 🔥",
    issuer="Atelier d'avant",
    verdict="accepted",
    state="genuine",
    examined=NOON,
    source="https://ancien.example/1",
    report={"person": "same", "competencies": [{"name": "Œuvrer"}], "site": None},
)
BODY = b"\x89PNG\x00\xff"


@pytest.fixture
def store(town: Town) -> Store:
    """A store with two holders of one place."""
    places.add(town.office, FABLAB)
    with town.office.store.write() as work:
        for holder in (ADA, BEN):
            work.holders.add(holder)
    return town.office.store


def test_a_badge_and_its_bytes_come_back_as_they_were_kept(store: Store) -> None:
    """Accents, instants, the nested report and every byte."""
    with store.write() as work:
        work.imported_badges.add(BADGE, BODY)
    with store.read() as work:
        assert work.imported_badges.get("i-1") == BADGE
        assert work.imported_badges.body("i-1") == BODY
        assert work.imported_badges.get("i-9") is None
        assert work.imported_badges.body("i-9") is None


def test_badges_of_a_card_come_oldest_first_and_of_that_card_alone(store: Store) -> None:
    """By the instant at which they were brought."""
    later = replace(BADGE, id="i-2", digest="e" * 64, created=NOON + timedelta(hours=1))
    other = replace(BADGE, id="i-3", holder="h-2")
    with store.write() as work:
        for badge in (later, BADGE, other):
            work.imported_badges.add(badge, BODY)
    with store.read() as work:
        assert work.imported_badges.of_holder("h-1") == (BADGE, later)
        assert work.imported_badges.of_holder("h-2") == (other,)


def test_another_verdict_changes_what_is_known_and_not_the_bytes(store: Store) -> None:
    """As when it is examined again, or moves to another card."""
    changed = replace(BADGE, verdict="rejected", state="revoked", holder="h-2", report={})
    with store.write() as work:
        work.imported_badges.add(BADGE, BODY)
        work.imported_badges.replace(changed)
    with store.read() as work:
        assert work.imported_badges.get("i-1") == changed
        assert work.imported_badges.body("i-1") == BODY


def test_one_card_cannot_have_the_same_bytes_twice(store: Store) -> None:
    """The database itself refuses; another card may have them."""
    with store.write() as work:
        work.imported_badges.add(BADGE, BODY)
        work.imported_badges.add(replace(BADGE, id="i-2", holder="h-2"), BODY)
    with pytest.raises(Conflict), store.write() as work:
        work.imported_badges.add(replace(BADGE, id="i-3"), BODY)
    with store.read() as work:
        assert work.imported_badges.of_holder("h-1") == (BADGE,)


def test_a_forgotten_badge_leaves_portfolios_too(store: Store) -> None:
    """Nothing points to what is not there."""
    page = Portfolio("p-1", "h-1", "Mes badges", "fr", NOON, NOON)
    with store.write() as work:
        work.imported_badges.add(BADGE, BODY)
        work.portfolios.add(page)
        work.portfolios.put_items("p-1", [PortfolioItem("p-1", 0, imported="i-1")])
    with store.write() as work:
        work.imported_badges.forget("i-1")
    with store.read() as work:
        assert work.imported_badges.get("i-1") is None
        assert work.portfolios.items("p-1") == ()


def test_forgetting_a_holder_takes_their_badges_along(store: Store) -> None:
    """And leaves those of others."""
    other = replace(BADGE, id="i-2", holder="h-2")
    with store.write() as work:
        work.imported_badges.add(BADGE, BODY)
        work.imported_badges.add(other, BODY)
        work.holders.forget("h-1")
    with store.read() as work:
        assert work.imported_badges.get("i-1") is None
        assert work.imported_badges.of_holder("h-2") == (other,)
