"""A learner brings badges from elsewhere: on a phone, without a script, by the keyboard too."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from badges.settings import read_settings
from issuer.bootstrap import bootstrap
from issuer.model import Award, AwardRequest
from issuer.ports import Office
from issuer.services import issuing
from tests.corpus import ours
from tests.corpus.specimen import World
from tests.issuer.services.holders.cards import words_on_card
from tests.issuer.web.house import furnish
from tests.journeys.axe import faults
from tests.journeys.conftest import DESK, serving, settings_of
from tests.journeys.gestures import enter, follow
from tests.journeys.materials import OLD_SITE
from tests.world import NOON

pytestmark = pytest.mark.journey

SMALL = 360


@dataclass(frozen=True)
class Shelf:
    """A running server, its office, the browser that visits it, and badges in a folder."""

    url: str
    office: Office
    browser: Browser
    folder: Path

    def ines(self) -> Award:
        """A fresh badge of the person whom the badges of the corpus name."""
        request = AwardRequest(achievement="decoupe-laser", name="Inès Martin")
        return issuing.issue(self.office, request)

    def card(self, award: Award) -> str:
        """The address of the card."""
        return f"{self.url}/claim/{'-'.join(words_on_card(self.office, award).split())}"

    def file(self, name: str) -> Path:
        """A file of the corpus, as it lies on a phone."""
        return self.folder / name

    def page(self, *, width: int = SMALL) -> Page:
        """A page of a fresh browser, without a script."""
        context = self.browser.new_context(
            viewport={"width": width, "height": 740},
            java_script_enabled=False,
            locale="fr-FR",
        )
        return context.new_page()


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory, browser: Browser) -> Iterator[Shelf]:
    """A server with two places."""
    directory = tmp_path_factory.mktemp("shelf")
    for specimen in ours.specimens(World(instant=NOON)):
        (directory / specimen.name.rpartition("/")[2]).write_bytes(specimen.material)
    (directory / "notes.png").write_bytes(b"no badge at all")
    settings = settings_of(directory)
    office = bootstrap(read_settings(settings))
    furnish(office)
    with serving(directory, settings) as url:
        yield Shelf(url, office, browser, directory)
    office.store.close()


def _reads(page: Page) -> str:
    said = page.locator("main").inner_text()
    return said.replace("\u2019", "'").replace("\u00a0", " ").replace("\u202f", " ")


def _bring(page: Page, card: str, file: Path) -> None:
    page.goto(f"{card}/imports/new")
    page.get_by_label("Un fichier, ou la photo du carré (QR)").set_input_files(file)
    follow(page.get_by_role("button", name="Vérifier et garder"))


def test_a_badge_is_brought_read_found_again_and_taken_away(shelf: Shelf) -> None:
    """From the card to the verdict, back to the list, and out of it: no script anywhere."""
    card = shelf.card(shelf.ines())
    phone = shelf.page()
    phone.goto(f"{card}/imports")
    assert "Vous n'en avez pas encore apporté." in _reads(phone)
    follow(phone.get_by_role("link", name="Apporter un badge"))
    phone.get_by_label("Un fichier, ou la photo du carré (QR)").set_input_files(
        shelf.file("baked-json.png")
    )
    follow(phone.get_by_role("button", name="Vérifier et garder"))
    said = _reads(phone)
    assert "Badge authentique" in said
    assert "Vérifié le 22 novembre 2026." in said
    assert "Le Lieu Un" in said
    assert "Le badge est à votre nom." in said
    follow(phone.get_by_role("link", name="← Mes badges d\u2019ailleurs"))
    assert "Animer un atelier" in _reads(phone)
    follow(phone.get_by_role("link", name="Voir ce badge"))
    taken = phone.request.get(f"{phone.url.partition('?')[0]}/file")
    assert taken.body() == shelf.file("baked-json.png").read_bytes()
    follow(phone.get_by_role("link", name="L\u2019enlever d\u2019ici"))
    follow(phone.get_by_role("button", name="Oui, l\u2019enlever"))
    assert "C'est fait : ce badge n'est plus ici." in _reads(phone)


def test_garbage_is_told_kindly_and_can_be_mended(shelf: Shelf) -> None:
    """The sentence says what it is not; the same page takes the right file."""
    card = shelf.card(shelf.ines())
    phone = shelf.page()
    _bring(phone, card, shelf.file("notes.png"))
    assert "Ce n'est pas un badge lisible." in _reads(phone)
    phone.get_by_label("Un fichier, ou la photo du carré (QR)").set_input_files(
        shelf.file("expired.json")
    )
    follow(phone.get_by_role("button", name="Vérifier et garder"))
    assert "Badge arrivé à sa fin" in _reads(phone)
    assert "Vous pouvez le garder pour vous, ou l'enlever." in _reads(phone)


def test_an_address_of_this_very_site_leads_to_the_badge(shelf: Shelf) -> None:
    """The single worker asks itself without waiting for itself."""
    award = shelf.ines()
    card = shelf.card(award)
    phone = shelf.page()
    phone.goto(f"{card}/imports/new")
    phone.get_by_label("L\u2019adresse du badge").fill(award.url)
    follow(phone.get_by_role("button", name="Vérifier et garder"))
    assert "Ce badge vient d'ici : le voici." in _reads(phone)
    assert phone.url.startswith(f"{card}/{award.id}")


def test_an_older_badge_is_brought_by_its_address_with_the_keyboard_alone(shelf: Shelf) -> None:
    """Open Badges 2.0 on another site: no mouse, no finger, and the verdict says who vouches."""
    card = shelf.card(shelf.ines())
    phone = shelf.page()
    phone.goto(f"{card}/imports/new")
    for _ in range(30):
        phone.keyboard.press("Tab")
        if phone.locator("#address:focus").count():
            break
    phone.keyboard.type(f"{OLD_SITE}/assertions/1")
    phone.keyboard.press("Tab")
    enter(phone)
    assert phone.url.endswith("done=brought")
    said = _reads(phone)
    assert "Reconnu par le site de l'émetteur" in said
    assert "Souder à l'étain" in said
    assert "Le badge ne dit pas votre nom." in said


@pytest.mark.parametrize("width", [SMALL, DESK])
def test_pages_fit_and_what_is_pressed_is_large(shelf: Shelf, width: int) -> None:
    """Nothing overflows, and what is pressed is 44 px high."""
    card = shelf.card(shelf.ines())
    phone = shelf.page(width=width)
    _bring(phone, card, shelf.file("baked-json.png"))
    one = phone.url.partition("?")[0]
    for address in (f"{card}/imports", f"{card}/imports/new", one, f"{one}/remove"):
        phone.goto(address)
        assert phone.evaluate("document.documentElement.scrollWidth") <= width, address
        for target in phone.locator("main .button, main button, main input").all():
            box = target.bounding_box()
            assert box is not None
            assert box["height"] >= 44, address


@pytest.mark.parametrize("locale", ["fr-FR", "en-GB"])
def test_axe_finds_nothing_about_a_badge_that_is_not_genuine(shelf: Shelf, locale: str) -> None:
    """The page of a badge that was changed since, lit and dark."""
    card = shelf.card(shelf.ines())
    phone = shelf.page()
    _bring(phone, card, shelf.file("fragment-gone-changed.json"))
    page = shelf.browser.new_page(locale=locale, viewport={"width": SMALL, "height": 740})
    page.goto(phone.url)
    assert faults(page) == []
    page.close()
