"""Private links: derived and kept nowhere, void with the next one, deaf to what is near."""

import re
from dataclasses import replace

import pytest

from issuer.errors import NotFound, Withdrawn
from issuer.model import Award
from issuer.model.sharing import Portfolio
from issuer.services import private_links
from issuer.services.holders import choosing
from tests.issuer.services.holders.cards import award_zoe, kept, open_badge
from tests.issuer.world import Town

UNKNOWN = "00000000-0000-4000-8000-000000000000"


def _private(town: Town) -> Award:
    award = award_zoe(town)
    choosing.choose(town.office, open_badge(town.office, award), "private")
    return kept(town.office, award)


def test_a_private_link_opens_the_badge_that_its_address_does_not(town: Town) -> None:
    """The key is 128 bits, written so that any address can hold it, the same each time."""
    award = _private(town)
    key = private_links.key_of(town.office, award)
    assert re.fullmatch(r"[A-Za-z0-9_-]{22}", key)
    assert private_links.path_of(town.office, award) == f"/credentials/{award.id}/private/{key}"
    assert private_links.open_by_link(town.office, award.id, key) == award


def test_another_link_voids_the_first(town: Town) -> None:
    """The former key opens nothing any more, the new one does; the choice stays."""
    award = _private(town)
    former = private_links.key_of(town.office, award)
    choosing.another_link(town.office, open_badge(town.office, award))
    now = kept(town.office, award)
    assert (now.link, now.choice) == (award.link + 1, "private")
    with pytest.raises(Withdrawn):
        private_links.open_by_link(town.office, award.id, former)
    key = private_links.key_of(town.office, now)
    assert private_links.open_by_link(town.office, award.id, key).id == award.id


def test_a_wrong_key_is_told_as_withdrawn(village: Town) -> None:
    """One sign changed, cut, longer, of another badge, or in any script: the same answer."""
    award, other = _private(village), _private(village)
    key = private_links.key_of(village.office, award)
    near = ("A" if key[0] != "A" else "B") + key[1:]
    foreign = private_links.key_of(village.office, other)
    for wrong in ("", near, key[:-1], key + "A", key.swapcase(), foreign, "é" * 22, "\x00", "😀"):
        with pytest.raises(Withdrawn):
            private_links.open_by_link(village.office, award.id, wrong)


def test_what_never_was_stays_unknown(village: Town) -> None:
    """No badge of that id: not withdrawn, unknown."""
    with pytest.raises(NotFound) as refused:
        private_links.open_by_link(village.office, UNKNOWN, "A" * 22)
    assert refused.value.code == "award.unknown"


def test_a_hidden_badge_opens_with_no_link(village: Town) -> None:
    """Hidden is for nobody, whoever has the link; shown again, the same link opens."""
    award = _private(village)
    key = private_links.key_of(village.office, award)
    choosing.choose(village.office, open_badge(village.office, award), "hidden")
    with pytest.raises(Withdrawn):
        private_links.open_by_link(village.office, award.id, key)
    choosing.choose(village.office, open_badge(village.office, award), "kept")
    assert private_links.open_by_link(village.office, award.id, key).choice == "kept"


def test_a_refused_badge_opens_with_no_link(village: Town) -> None:
    """Nothing is left behind the right key."""
    award = _private(village)
    key = private_links.key_of(village.office, award)
    choosing.refuse(village.office, open_badge(village.office, award))
    with pytest.raises(Withdrawn):
        private_links.open_by_link(village.office, award.id, key)


def test_no_choice_of_a_link_enters_the_journal(village: Town) -> None:
    """Its manager learns neither that a badge became private nor that the link changed."""
    award = award_zoe(village)
    opened = open_badge(village.office, award)
    with village.office.store.read() as work:
        before = work.journal.list()
    choosing.choose(village.office, opened, "private")
    choosing.another_link(village.office, opened)
    choosing.choose(village.office, opened, "public")
    with village.office.store.read() as work:
        assert work.journal.list() == before


def test_a_portfolio_has_a_link_of_its_own(village: Town) -> None:
    """Another purpose: the key of a portfolio is not that of a badge with the same id."""
    award = _private(village)
    now = village.office.clock.now()
    portfolio = Portfolio(award.id, "holder", "Moi", "fr", now, now)
    key = private_links.portfolio_key_of(village.office, portfolio)
    assert key != private_links.key_of(village.office, award)
    path = private_links.portfolio_path_of(village.office, portfolio)
    assert path == f"/portfolio/{award.id}/private/{key}"
    assert private_links.opens_portfolio(village.office, portfolio, key)
    assert not private_links.opens_portfolio(village.office, replace(portfolio, link=1), key)
