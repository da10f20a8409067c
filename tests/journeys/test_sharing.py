"""A learner who shows a badge, and a manager who tries: a phone, a keyboard, no script."""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page

from badges.settings import read_settings
from issuer.bootstrap import bootstrap
from issuer.model import Award
from issuer.ports import Office
from issuer.services import people
from issuer.services.holders import choosing
from issuer.services.private_links import path_of
from tests.issuer.services.holders.cards import kept, open_badge
from tests.issuer.web.house import furnish
from tests.journeys.axe import faults
from tests.journeys.conftest import serving, settings_of
from tests.journeys.gestures import enter, follow, strike, touch

pytestmark = pytest.mark.journey

PHONE = 360
DESK = 1280
FINGER = 44
CARD = (1200, 627)


@dataclass(frozen=True)
class Fair:
    """A running server, its office and badges, and the browser that visits it."""

    url: str
    office: Office
    awards: dict[str, Award]
    browser: Browser

    def visit(self, path: str, *, script: bool = False, width: int = PHONE) -> Page:
        """A fresh phone, or a desk, on that page."""
        context = self.browser.new_context(
            viewport={"width": width, "height": 740}, java_script_enabled=script, locale="fr-FR"
        )
        context.grant_permissions(["clipboard-read", "clipboard-write"], origin=self.url)
        page = context.new_page()
        page.goto(self.url + path)
        return page


@pytest.fixture(scope="module")
def fair(tmp_path_factory: pytest.TempPathFactory, browser: Browser) -> Iterator[Fair]:
    """A server with two places, and somebody who runs one of them."""
    directory = tmp_path_factory.mktemp("fair")
    settings = settings_of(directory)
    office = bootstrap(read_settings(settings))
    awards = furnish(office)
    people.add(office, "Farid", place="deux-rives", role="manager")
    with serving(directory, settings) as url:
        yield Fair(url, office, awards, browser)
    office.store.close()


def _reads(page: Page) -> str:
    text = page.locator("main").inner_text()
    return text.replace("\u2019", "'").replace("\u00a0", " ").replace("\u202f", " ")


def _path(fair: Fair, name: str = "genuine") -> str:
    return f"/credentials/{fair.awards[name].id}"


def _tab_to(page: Page, name: str) -> None:
    """Press Tab until the thing of that name has the focus."""
    for _ in range(60):
        page.keyboard.press("Tab")
        focused = page.evaluate(
            "(document.activeElement.labels?.[0] ?? document.activeElement).textContent"
        )
        if name in focused:
            return
    pytest.fail(f"the keyboard never comes to {name}")


def _too_small(page: Page) -> list[str]:
    found: list[str] = page.evaluate(
        """finger => [...document.querySelectorAll('main .button, main button, main summary')]
        .filter(one => { const box = one.getBoundingClientRect();
          return box.height > 0 && box.height < finger - 0.5; })
        .map(one => one.textContent.trim())""",
        FINGER,
    )
    return found


def test_from_the_badge_to_its_links_without_script(fair: Fair) -> None:
    """Two steps on a small phone; every link is there, nothing is too small or too wide."""
    page = fair.visit(_path(fair))
    follow(page.get_by_role("link", name="Montrer ce badge"))
    assert page.url == f"{fair.url}{_path(fair)}/share"
    address = fair.awards["genuine"].url
    assert page.get_by_label("Lien du badge", exact=True).input_value() == address
    letter = page.get_by_role("link", name="Envoyer par e-mail").get_attribute("href")
    assert (letter or "").startswith("mailto:?subject=Mon%20badge")
    assert not page.get_by_role("button", name="Copier").first.is_visible()
    assert _too_small(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE


def test_the_line_for_a_cv_is_printed_alone(fair: Fair) -> None:
    """On paper there are the line and its code, and no button."""
    page = fair.visit(f"{_path(fair)}/share")
    follow(page.get_by_role("link", name="Ligne à imprimer"))
    line = page.locator(".strip")
    assert "Découpe laser en autonomie" in line.inner_text()
    assert fair.awards["genuine"].short_code in line.inner_text()
    page.emulate_media(media="print")
    assert line.is_visible()
    assert not page.get_by_role("heading", name="Ligne à imprimer").is_visible()


def test_a_server_of_mastodon_is_typed_with_the_keyboard(fair: Fair) -> None:
    """Without a mouse: the field, the button, then the link to press."""
    page = fair.visit(f"{_path(fair)}/share")
    _tab_to(page, "Autres réseaux")
    strike(page)
    _tab_to(page, "Votre serveur Mastodon")
    page.keyboard.type("pas un serveur")
    enter(page)
    assert "n'est pas le nom d'un serveur" in _reads(page)
    page.get_by_label("Votre serveur Mastodon").fill("")
    page.get_by_label("Votre serveur Mastodon").focus()
    page.keyboard.type("mamot.fr")
    enter(page)
    link = page.get_by_role("link", name="Publier sur mamot.fr").get_attribute("href")
    assert (link or "").startswith("https://mamot.fr/share?text=")


def test_each_field_is_copied_with_one_press(fair: Fair) -> None:
    """Where a script may run, the button copies the field and says so."""
    page = fair.visit(f"{_path(fair)}/share", script=True)
    touch(page.get_by_role("button", name="Copier : Ligne pour le CV"))
    page.get_by_role("button", name="Copié").wait_for()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == page.get_by_label("Ligne pour le CV").input_value()


@pytest.mark.parametrize("name", ["genuine", "revoked"])
def test_the_picture_that_a_page_announces_opens(fair: Fair, name: str) -> None:
    """`og:image` is absolute, on this site, and a picture of the size that networks show."""
    page = fair.visit(_path(fair, name))
    image = page.locator('meta[property="og:image"]').get_attribute("content") or ""
    assert image.startswith(f"{fair.url}{_path(fair, name)}/card.png?v=")
    answer = page.request.get(image)
    assert answer.ok
    with Image.open(io.BytesIO(answer.body())) as picture:
        assert (picture.format, picture.size) == ("PNG", CARD)


def test_from_the_card_a_private_badge_is_shown_with_a_warning(fair: Fair) -> None:
    """Its link is the private one, and the page says what that means."""
    award = fair.awards["bare"]
    opened = open_badge(fair.office, award)
    choosing.choose(fair.office, opened, "private")
    page = fair.visit(f"{opened.path}/share")
    assert "Vous avez choisi un lien privé" in _reads(page)
    address = page.get_by_label("Lien privé du badge").input_value()
    assert address == f"{fair.url}{path_of(fair.office, kept(fair.office, award))}"
    page.goto(address)
    assert page.locator("h1").inner_text().startswith("Faciliter des temps collectifs")


def _manager(fair: Fair, *, script: bool = False, width: int = PHONE) -> Page:
    link = urlsplit(people.sign_in_link(fair.office, "Farid")).path
    page = fair.visit(link, script=script, width=width)
    follow(page.locator("main button").first)
    return page


def test_a_manager_tries_and_mends(fair: Fair) -> None:
    """From the home of the place: the test says what is wrong, and leads to the description."""
    page = _manager(fair)
    page.goto(f"{fair.url}/workshop/deux-rives")
    touch(page.locator("details", has_text="Notre partage").locator("summary"))
    follow(page.get_by_role("link", name="Notre partage fonctionne-t-il"))
    told = _reads(page)
    assert "C'est normal pendant un essai" in told
    assert told.count("À corriger :") == 1
    assert "la page du badge s'ouvre du premier coup" in told
    assert "la carte est une image de 1200 par 627 points" in told
    assert "votre page LinkedIn est le numéro 1234567" in told
    assert page.locator(".card-picture").is_visible()
    follow(page.get_by_role("link", name="Modifier la présentation du lieu"))
    page.get_by_label("Fuseau horaire", exact=True).select_option(label="La Réunion")
    follow(page.get_by_role("button", name="Enregistrer"))
    assert "C'est enregistré." in _reads(page)
    assert _too_small(page) == []


def test_axe_finds_nothing_on_pages_for_showing(fair: Fair) -> None:
    """The name of a server to mend, and the links of a cancelled badge: lit and dark."""
    page = fair.visit(f"{_path(fair)}/share?instance=x", script=True)
    assert faults(page) == []
    page.goto(f"{fair.url}{_path(fair, 'revoked')}/share")
    assert faults(page) == []


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_no_page_for_showing_is_wider_than_the_screen(fair: Fair, width: int) -> None:
    """Unfolded, on a phone and on a desk: the kit, what is printed, the manager's two pages."""
    page = _manager(fair, script=True, width=width)
    kit = f"{_path(fair)}/share"
    place = "/workshop/deux-rives"
    for path in (kit, f"{kit}/print", f"{place}/sharing", f"{place}/profile"):
        page.goto(fair.url + path)
        page.evaluate("document.querySelectorAll('details').forEach(item => item.open = true)")
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
