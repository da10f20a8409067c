"""A learner shows chosen badges together: 360 px wide, the keyboard alone, no script at all."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, Page

from badges.settings import read_settings
from issuer.bootstrap import bootstrap
from issuer.model import Award, AwardRequest
from issuer.ports import Office
from issuer.services import issuing, people
from issuer.services.life import revoking
from issuer.services.portfolios import arranging
from tests.issuer.services.holders.cards import open_card, words_on_card
from tests.issuer.web.house import furnish
from tests.journeys.axe import faults
from tests.journeys.conftest import DESK, serving, settings_of
from tests.journeys.gestures import enter, follow, strike

pytestmark = pytest.mark.journey

SMALL = 360
_TABS = 60


@dataclass(frozen=True)
class Place:
    """A running server, its office, the browser, and the badges of Zoé."""

    url: str
    office: Office
    browser: Browser

    def zoe(self) -> list[Award]:
        """A fresh card with two badges of another name each."""
        first = issuing.issue(self.office, AwardRequest("decoupe-laser", "Zoé Martin"))
        more = AwardRequest("decoupe-laser", "Zoé Martin", holder_id=first.holder_id)
        return [first, issuing.issue(self.office, more)]

    def card(self, award: Award) -> str:
        """The address that the code of a card leads to."""
        return f"{self.url}/claim/{'-'.join(words_on_card(self.office, award).split())}"

    def phone(self, *, script: bool = False, width: int = SMALL) -> Page:
        """A fresh browser, without script unless a check needs one."""
        context = self.browser.new_context(
            viewport={"width": width, "height": 740},
            java_script_enabled=script,
            locale="fr-FR",
        )
        return context.new_page()


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory, browser: Browser) -> Iterator[Place]:
    """A server with two places."""
    directory = tmp_path_factory.mktemp("portfolio")
    settings = settings_of(directory)
    office = bootstrap(read_settings(settings))
    furnish(office)
    with serving(directory, settings) as url:
        yield Place(url, office, browser)
    office.store.close()


def _reads(page: Page) -> str:
    return page.locator("main").inner_text().replace("\u2019", "'").replace("\u00a0", " ")


def _reach(page: Page, selector: str) -> None:
    """Go to a control with the Tab key alone, as who has no mouse."""
    for _ in range(_TABS):
        page.keyboard.press("Tab")
        if page.locator(f"{selector}:focus").count():
            return
    pytest.fail(f"the keyboard does not reach {selector} on {page.url}")


def _press(page: Page, selector: str) -> None:
    _reach(page, selector)
    enter(page)


def test_a_portfolio_is_made_shown_and_withdrawn_with_the_keyboard_alone(place: Place) -> None:
    """Made, chosen, ordered, shown by a private link; a stranger reads it, then 410."""
    first, second = place.zoe()
    phone = place.phone()
    phone.goto(place.card(first))
    _press(phone, 'a[href$="/portfolio"]')
    _press(phone, "main form button")
    _reach(phone, f'input[value="{second.id}"]')
    strike(phone, "Space")
    _press(phone, "main form button")
    assert "Choisir les badges (1)" in _reads(phone)
    _press(phone, 'a[href$="/portfolio/badges"]')
    _reach(phone, f'input[value="{second.id}"]')
    strike(phone, "Space")
    _press(phone, "main form button")
    _press(phone, 'a[href$="/portfolio/order"]')
    _press(phone, f'button[name="up"][value="{second.id}"]')
    assert phone.locator("li.card").first.get_attribute("id") == f"b-{second.id}"
    _press(phone, "main p > a.button")
    _press(phone, 'a[href$="/portfolio/circle"]')
    _reach(phone, 'input[name="visibility"]')
    phone.keyboard.press("ArrowDown")
    _press(phone, "main form button")
    assert "Visible avec son lien privé" in _reads(phone)
    link = phone.locator('a[href^="/portfolio/"]').first.get_attribute("href") or ""
    stranger = place.phone()
    answer = stranger.goto(place.url + link)
    assert answer is not None
    assert answer.status == 200
    assert "Zoé Martin montre ici ses badges de compétence." in _reads(stranger)
    assert "Je travaille sans danger pour moi et pour les autres." in _reads(stranger)
    _press(phone, 'button[name="visibility"]')
    assert "personne d'autre ne voit votre portfolio" in _reads(phone)
    answer = stranger.goto(place.url + link)
    assert answer is not None
    assert answer.status == 410
    assert "Zoé" not in _reads(stranger)


def test_an_employer_verifies_everything_from_the_page(place: Place) -> None:
    """The page leads to each badge, to the paper and to the signed file."""
    address = _shown(place, place.zoe()[0])
    desk = place.phone(width=DESK)
    desk.goto(address)
    assert desk.locator(".proofs").count() == 1
    assert desk.locator('a[href^="/verify?url="]').count() == 3
    record = desk.request.get(f"{address}.json")
    assert record.json()["type"] == ["VerifiableCredential", "ClrCredential"]
    assert desk.request.get(f"{address}.pdf").body().startswith(b"%PDF")
    follow(desk.locator("ul.shelf h3 a").first)
    assert "Découpe laser en autonomie" in _reads(desk)


def test_pages_hold_on_a_small_screen_and_ask_nobody_else(place: Place) -> None:
    """At 360 px nothing is wider than the screen, buttons are 44 px, one origin, under 60 KB."""
    first = place.zoe()[0]
    address = _shown(place, first)
    phone = place.phone(script=True)
    asked: list[str] = []
    phone.on("request", lambda request: asked.append(request.url))
    found = []
    for page in (*_pages(place, first), address):
        answer = phone.goto(page)
        assert answer is not None
        if phone.evaluate("document.documentElement.scrollWidth") > SMALL:
            found.append((page, "wide"))
        if len(answer.body()) > 60_000:
            found.append((page, "heavy"))
        small = phone.locator("main :is(button, .button, label.tick, input[name=title])")
        heights = small.evaluate_all("all => all.map(one => one.getBoundingClientRect().height)")
        found += [(page, str(height)) for height in heights if height < 44]
    assert found == []
    assert {url for url in asked if not url.startswith(place.url)} == set()


def test_axe_finds_nothing_where_a_badge_is_cancelled(place: Place) -> None:
    """Every rule of axe on the public page, when one badge of the portfolio is cancelled."""
    first, second = place.zoe()
    address = _shown(place, first)
    revoking.revoke(place.office, second.id, people.operator("local"), reason="Erreur")
    page = place.phone(script=True)
    page.goto(address)
    assert "annulé" in _reads(page)
    assert faults(page) == []


def _shown(place: Place, award: Award) -> str:
    """The address of a portfolio that is seen by whoever has it."""
    card = open_card(place.office, award)
    made = arranging.make(place.office, card)
    arranging.describe(place.office, card, "", "Je cherche un atelier.")
    arranging.show_to(place.office, card, "unlisted")
    return f"{place.url}/portfolio/{made.id}"


def _pages(place: Place, award: Award) -> list[str]:
    home = f"{place.card(award)}/portfolio"
    steps = ("", "/badges", "/order", "/words", "/circle", "/preview", "/erase")
    return [home + step for step in steps]
