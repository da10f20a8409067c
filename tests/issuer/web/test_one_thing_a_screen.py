"""What a learner meets first on each page: one blue button, the rare folded, the same words."""

import re
from collections.abc import Iterator
from html import unescape

import pytest

from issuer.model import Award, AwardRequest
from issuer.services import issuing, people
from issuer.services.holders import choosing
from issuer.services.life import revoking
from issuer.services.portfolios import arranging
from tests.issuer.services.holders.cards import open_badge, open_card
from tests.issuer.web.house import PAGE, House, open_house

_FOLDED = re.compile(r"<details>.*?</details>", re.DOTALL)
_PRESSED = re.compile(r"<(?:a|button)\b[^>]*>", re.DOTALL)
_CIRCLES = ("Moi seulement", "Qui a le lien privé", "Qui a l'adresse", "Tout le monde")


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A house whose badges each test makes for itself."""
    with open_house(tmp_path_factory.mktemp("screens")) as opened:
        yield opened


@pytest.fixture
def badge(house: House) -> Award:
    """A badge of somebody whose name begins with a vowel."""
    return issuing.issue(house.office, AwardRequest("decoupe-laser", "Inès Martin"))


def _page(house: House, path: str) -> str:
    answer = house.client().get(path, headers=PAGE, base_url=house.base_url)
    assert answer.status_code == 200, path
    return unescape(answer.get_data(as_text=True)).replace("\u2019", "'")


def _main(page: str) -> str:
    return page.partition("<main")[2].partition("</main>")[0]


def _blue(page: str) -> list[str]:
    """The buttons that stand out, without those that must be unfolded."""
    pressed = _PRESSED.findall(_FOLDED.sub("", _main(page)))
    buttons = [one for one in pressed if one.startswith("<button") or 'class="button' in one]
    return [one for one in buttons if "quiet" not in one]


@pytest.mark.parametrize(
    ("choice", "leads"),
    [(None, "wide"), ("kept", "/share"), ("private", "/share"), ("hidden", "/visibility")],
)
def test_the_badge_behind_its_card_has_one_blue_button(
    house: House, badge: Award, choice: choosing.Decision | None, leads: str
) -> None:
    """To keep it, then to show it; of a hidden badge, to choose who sees it."""
    if choice is not None:
        choosing.choose(house.office, open_badge(house.office, badge), choice)
    (button,) = _blue(_page(house, open_badge(house.office, badge).path))
    assert leads in button


def test_refusing_stands_beside_keeping_and_is_folded_afterwards(
    house: House, badge: Award
) -> None:
    """Whoever has not chosen reads both at once; who has kept it finds it at the end."""
    path = open_badge(house.office, badge).path
    assert f'href="{path}/refuse"' in _FOLDED.sub("", _page(house, path))
    choosing.choose(house.office, open_badge(house.office, badge), "kept")
    page = _page(house, path)
    assert f'href="{path}/refuse"' in page
    assert f'href="{path}/refuse"' not in _FOLDED.sub("", page)


def test_a_hidden_badge_leads_to_who_sees_it_and_back(house: House, badge: Award) -> None:
    """The page of links that cannot be given leads straight to the choice, and to the badge."""
    opened = open_badge(house.office, badge)
    choosing.choose(house.office, opened, "hidden")
    assert f'href="{opened.path}/share"' not in _page(house, opened.path)
    page = _main(_page(house, f"{opened.path}/share"))
    assert f'href="{opened.path}/visibility"' in page
    assert f'href="{opened.path}"' in page


def test_who_sees_it_goes_from_nobody_to_everybody_as_for_a_portfolio(
    house: House, badge: Award
) -> None:
    """Four choices in one order and in the same words on both pages; none is pushed."""
    card = open_card(house.office, badge)
    arranging.make(house.office, card)
    pages = (f"{open_badge(house.office, badge).path}/visibility", f"{card.path}/portfolio/circle")
    for path in pages:
        page = _main(_page(house, path))
        places = [page.index(f"{words}</") for words in _CIRCLES]
        assert places == sorted(places), path
    assert _blue(_page(house, pages[0])) == []


def test_a_portfolio_folds_what_is_rare(house: House, badge: Award) -> None:
    """Erasing it and the file for programs are there, and in nobody's way."""
    card = open_card(house.office, badge)
    arranging.make(house.office, card)
    arranging.show_to(house.office, card, "unlisted")
    page = _page(house, f"{card.path}/portfolio")
    for address in ("/portfolio/erase", ".json"):
        assert f'{address}"' in page
        assert f'{address}"' not in _FOLDED.sub("", page)


def test_a_name_with_a_vowel_is_written_in_good_french(house: House, badge: Award) -> None:
    """No « de Inès »; a portfolio without a badge counts none."""
    card = open_card(house.office, badge)
    made = arranging.make(house.office, card)
    arranging.show_to(house.office, card, "unlisted")
    page = _page(house, f"/portfolio/{made.id}")
    assert "Inès Martin montre ici ses badges de compétence." in page
    assert "de Inès" not in page
    arranging.choose(house.office, card, [])
    page = _page(house, f"/portfolio/{made.id}")
    assert "0 badge" not in page
    assert "Aucun badge n'est montré ici" in page


def test_the_links_lead_to_a_site_unless_the_badge_is_private(house: House, badge: Award) -> None:
    """A link and a CV before networks; lines for a site, which a private badge has not."""
    opened = open_badge(house.office, badge)
    page = _main(_page(house, f"{opened.path}/share"))
    places = [page.index(f'id="{name}"') for name in ("give", "cv", "linkedin", "others")]
    assert places == sorted(places)
    assert f'href="/credentials/{badge.id}/embed"' in page
    choosing.choose(house.office, opened, "private")
    assert "/embed" not in _page(house, f"{opened.path}/share")


def test_a_cancelled_badge_pushes_nothing(house: House, badge: Award) -> None:
    """Its holder has nothing to do, so nothing stands out."""
    revoking.revoke(house.office, badge.id, people.operator("local"), reason="Erreur")
    assert _blue(_page(house, open_badge(house.office, badge).path)) == []
