"""A learner decides who sees a badge: phone width, keyboard alone, no script; strangers follow."""

import json
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from badges.settings import read_settings
from issuer.bootstrap import bootstrap
from issuer.model import Award, AwardRequest
from issuer.ports import Office
from issuer.services import issuing, private_links
from issuer.services.holders import choosing
from tests.issuer.services.holders.cards import kept, open_badge, words_on_card
from tests.issuer.web.house import furnish
from tests.journeys.axe import faults
from tests.journeys.conftest import DESK, serving, settings_of
from tests.journeys.gestures import enter, follow, strike, touch

pytestmark = pytest.mark.journey

SMALL = 360
WEIGHT = 60_000
TABS = 60


@dataclass(frozen=True)
class Home:
    """A running server, its office, and the browser that visits it."""

    url: str
    office: Office
    browser: Browser

    def badge(self) -> Award:
        """A fresh badge of somebody without e-mail."""
        request = AwardRequest(achievement="decoupe-laser", name="Zoé Martin")
        return issuing.issue(self.office, request)

    def mine(self, award: Award) -> str:
        """The address of a badge behind its card."""
        words = "-".join(words_on_card(self.office, award).split())
        return f"{self.url}/claim/{words}/{award.id}"

    def link(self, award: Award) -> str:
        """The private link of a badge, as it is now."""
        return self.url + private_links.path_of(self.office, kept(self.office, award))

    def phone(self, *, script: bool = False, width: int = SMALL) -> Page:
        """A page of a fresh browser."""
        context = self.browser.new_context(
            viewport={"width": width, "height": 740},
            java_script_enabled=script,
            locale="fr-FR",
        )
        return context.new_page()

    def stranger(self, address: str) -> tuple[int, str]:
        """What somebody else gets at an address: the status, and what is read."""
        page = self.phone()
        answer = page.goto(address)
        assert answer is not None
        found = answer.status, _reads(page)
        page.context.close()
        return found


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory, browser: Browser) -> Iterator[Home]:
    """A server with two places and their badges."""
    directory = tmp_path_factory.mktemp("badge-page")
    settings = settings_of(directory)
    office = bootstrap(read_settings(settings))
    furnish(office)
    with serving(directory, settings) as url:
        yield Home(url, office, browser)
    office.store.close()


def _reads(page: Page) -> str:
    return page.locator("main").inner_text().replace("\u2019", "'").replace("\u00a0", " ")


def _reach(page: Page, words: str) -> None:
    """Go to a link, a button or a summary with the Tab key alone."""
    for _ in range(TABS):
        page.keyboard.press("Tab")
        focused = page.locator(":focus")
        if focused.count() and words in focused.inner_text().replace("\u2019", "'"):
            return
    pytest.fail(f"no Tab key leads to « {words} »")


def _follow(page: Page, words: str) -> None:
    """Reach what leads to another page, and press Enter on it."""
    _reach(page, words)
    enter(page)


def test_a_learner_decides_who_sees_her_badge_with_the_keyboard_alone(home: Home) -> None:
    """Private, another link, back to the address, hidden: strangers get what she chose, at once."""
    award = home.badge()
    public = f"{home.url}/credentials/{award.id}"
    phone = home.phone()
    phone.goto(home.mine(award))
    assert home.stranger(public)[0] == 200

    _follow(phone, "Choisir qui le voit")
    _follow(phone, "Donner un lien privé")
    assert "seul votre lien privé ouvre ce badge" in _reads(phone)
    status, text = home.stranger(public)
    assert (status, "Ce badge n'est plus montré ici" in text) == (410, True)
    former = phone.get_by_label("Votre lien privé").input_value()
    assert former == home.link(award)
    status, text = home.stranger(former)
    assert (status, "Zoé Martin" in text) == (200, True)

    _reach(phone, "En faire un autre")
    strike(phone)
    _follow(phone, "Faire un autre lien privé")
    latter = phone.get_by_label("Votre lien privé").input_value()
    assert latter != former
    assert [home.stranger(address)[0] for address in (former, latter)] == [410, 200]

    _follow(phone, "Le montrer avec l'adresse")
    assert home.stranger(public)[0] == 200
    _follow(phone, "Le cacher")
    assert kept(home.office, award).choice == "hidden"
    for address in (public, f"{public}.json", f"{home.url}/v/{award.short_code}", latter):
        answer = phone.request.get(address, max_redirects=0)
        assert answer.status == 410, address


def test_everything_of_a_badge_is_taken_away_and_verifies(home: Home) -> None:
    """One press gives the ZIP; its JSON, dropped on the home page, is found genuine."""
    award = home.badge()
    phone = home.phone()
    phone.goto(home.mine(award))
    with phone.expect_download() as download:
        _reach(phone, "Tout télécharger (ZIP)")
        strike(phone)
    with zipfile.ZipFile(Path(download.value.path())) as archive:
        signed = archive.read("badge.json")
    assert json.loads(signed)["id"] == award.url
    phone.goto(home.url)
    phone.get_by_label("Fichier du badge").set_input_files(
        {"name": "badge.json", "mimeType": "application/json", "buffer": signed}
    )
    follow(phone.get_by_role("button", name="Vérifier ce badge"))
    assert phone.locator("h1").inner_text().startswith("Badge authentique")


def test_the_link_is_copied_with_one_press_where_scripts_run(home: Home) -> None:
    """The button appears with scripts only, and says that it is done."""
    award = home.badge()
    choosing.choose(home.office, open_badge(home.office, award), "private")
    page = home.phone(script=True)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(f"{home.mine(award)}/visibility")
    touch(page.get_by_role("button", name="Copier le lien"))
    page.get_by_role("button", name="Lien copié").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == home.link(award)
    plain = home.phone()
    plain.goto(page.url)
    assert plain.locator("[data-copy]").count() == 1
    assert not plain.locator("[data-copy]").is_visible()


@pytest.mark.parametrize("width", [SMALL, DESK])
def test_pages_fit_and_nothing_is_asked_elsewhere(home: Home, width: int) -> None:
    """Public, private and withdrawn page, the badge behind its card, and who sees it: fr and en."""
    award = home.badge()
    choosing.choose(home.office, open_badge(home.office, award), "private")
    hidden, shown = home.badge(), home.badge()
    choosing.choose(home.office, open_badge(home.office, hidden), "hidden")
    page = home.phone(script=True, width=width)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    found = []
    for address in (
        f"{home.url}/credentials/{shown.id}",
        home.link(award),
        f"{home.url}/credentials/{hidden.id}",
        home.mine(award),
        f"{home.mine(award)}/visibility",
    ):
        for language in ("fr", "en"):
            answer = page.goto(f"{address}?lang={language}")
            assert answer is not None
            assert len(answer.body()) < WEIGHT
            page.evaluate("document.querySelectorAll('details').forEach(item => item.open = true)")
            if page.evaluate("document.documentElement.scrollWidth") > width:
                found.append((address, "wide"))
            found += [
                (address, str(height))
                for height in page.locator("main :is(button, .button)").evaluate_all(
                    "items => items.map(item => item.getBoundingClientRect().height)"
                )
                if height < 44
            ]
    assert found == []
    assert {url for url in asked if not url.startswith((home.url, "data:"))} == set()


def test_axe_finds_nothing_where_a_badge_was_withdrawn(home: Home) -> None:
    """The page that says that a badge is no longer shown, in both languages."""
    hidden = home.badge()
    choosing.choose(home.office, open_badge(home.office, hidden), "hidden")
    page = home.phone(script=True)
    for language in ("fr", "en"):
        answer = page.goto(f"{home.url}/credentials/{hidden.id}?lang={language}")
        assert answer is not None
        assert answer.status == 410
        assert faults(page) == []
