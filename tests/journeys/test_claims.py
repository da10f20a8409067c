"""A learner with a paper card and an old phone: 360 px wide, no script, no account."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, Page

from badges.settings import read_settings
from issuer.bootstrap import bootstrap
from issuer.model import Award, AwardRequest
from issuer.ports import Office
from issuer.services import issuing, people
from tests.issuer.services.holders.cards import holder_of, kept, show_photo, words_on_card
from tests.issuer.web.house import furnish
from tests.journeys.conftest import serving, settings_of
from tests.journeys.gestures import follow

pytestmark = pytest.mark.journey

SMALL = 360
TABLET = 768


@dataclass(frozen=True)
class Drawer:
    """A running server, its office, and the browser that visits it."""

    url: str
    office: Office
    browser: Browser

    def card(self, award: Award) -> str:
        """The address that the code of a card leads to."""
        return f"{self.url}/claim/{'-'.join(words_on_card(self.office, award).split())}"

    def zoe(self) -> Award:
        """A fresh badge of somebody without e-mail."""
        request = AwardRequest(
            achievement="decoupe-laser", name="Zoé Martin", narrative="Une boîte à graines."
        )
        return issuing.issue(self.office, request)


@pytest.fixture(scope="module")
def drawer(tmp_path_factory: pytest.TempPathFactory, browser: Browser) -> Iterator[Drawer]:
    """A server with two places, and somebody of the team."""
    directory = tmp_path_factory.mktemp("drawer")
    settings = settings_of(directory)
    office = bootstrap(read_settings(settings))
    furnish(office)
    people.add(office, "Awa", place="deux-rives", role="facilitator")
    with serving(directory, settings) as url:
        yield Drawer(url, office, browser)
    office.store.close()


def _phone(drawer: Drawer, *, script: bool = False, width: int = SMALL) -> Page:
    context = drawer.browser.new_context(
        viewport={"width": width, "height": 740}, java_script_enabled=script, locale="fr-FR"
    )
    return context.new_page()


def _reads(page: Page) -> str:
    return page.locator("main").inner_text().replace("\u2019", "'").replace("\u00a0", " ")


def test_a_card_is_typed_and_its_badge_kept_then_hidden(drawer: Drawer) -> None:
    """Words typed with capitals, one choice at a time, and nothing left for others to read."""
    award = drawer.zoe()
    phone = _phone(drawer)
    phone.goto(f"{drawer.url}/claim")
    phone.get_by_label("Les cinq mots de la carte").fill(
        words_on_card(drawer.office, award).upper()
    )
    follow(phone.get_by_role("button", name="Ouvrir"))
    assert "Bonjour Zoé Martin" in _reads(phone)
    follow(phone.get_by_role("link", name="Voir ce badge"))
    assert "Je travaille sans danger pour moi et pour les autres." in _reads(phone)
    follow(phone.get_by_role("button", name="Je garde ce badge"))
    assert "C'est noté : vous gardez ce badge." in _reads(phone)
    follow(phone.get_by_role("link", name="Choisir qui le voit"))
    follow(phone.get_by_role("button", name="Le cacher"))
    assert kept(drawer.office, award).choice == "hidden"
    stranger = _phone(drawer)
    answer = stranger.goto(f"{drawer.url}/v/{award.short_code}")
    assert answer is not None
    assert answer.status == 410


def test_a_card_printed_today_is_claimed_next_week_on_another_phone(drawer: Drawer) -> None:
    """Scanned on another device, address added: the badge is unchanged, byte for byte."""
    award = drawer.zoe()
    phone = _phone(drawer)
    phone.goto(drawer.card(award))
    follow(phone.get_by_role("link", name="Ma carte et mon adresse"))
    follow(phone.get_by_role("link", name="Ajouter mon adresse"))
    phone.get_by_label("Votre adresse e-mail").fill("zoe@exemple.fr")
    phone.get_by_label("La même, encore une fois").fill("zoe@exemple.fr")
    follow(phone.get_by_role("button", name="Garder cette adresse"))
    assert "Une lettre part vers cette adresse." in _reads(phone)
    assert holder_of(drawer.office, award).email == "zoe@exemple.fr"
    served = phone.request.get(f"{drawer.card(award)}/{award.id}/badge.json")
    assert served.body() == award.json
    assert kept(drawer.office, award).json == award.json


def test_refusing_takes_two_pages_and_leaves_nothing(drawer: Drawer) -> None:
    """The page says what is lost; the second button erases, and the card opens nothing more."""
    award = drawer.zoe()
    card = drawer.card(award)
    phone = _phone(drawer)
    phone.goto(f"{card}/{award.id}")
    follow(phone.get_by_role("link", name="Je le refuse"))
    follow(phone.get_by_role("button", name=re.compile("Oui, l['\u2019]effacer pour toujours")))
    assert "C'est fait" in _reads(phone)
    assert kept(drawer.office, award).json == b""
    phone.goto(card)
    assert "Ces mots n'ouvrent rien." in _reads(phone)


def test_the_team_replaces_a_lost_card(drawer: Drawer) -> None:
    """Found by name on a tablet, two buttons: the old words are void, the new card prints."""
    award = drawer.zoe()
    old = drawer.card(award)
    tablet = _phone(drawer, width=TABLET)
    _sign_in(drawer, tablet)
    tablet.goto(f"{drawer.url}/workshop/deux-rives/holders/{award.holder_id}")
    follow(tablet.get_by_role("link", name="Carte perdue"))
    follow(tablet.get_by_role("button", name="Donner une nouvelle carte"))
    assert "Imprimez maintenant la nouvelle carte." in _reads(tablet)
    printed = tablet.request.get(
        f"{drawer.url}/workshop/deux-rives/holders/{award.holder_id}/card.pdf"
    )
    assert printed.body().startswith(b"%PDF")
    tablet.goto(old)
    assert "Ces mots n'ouvrent rien." in _reads(tablet)


def test_buttons_are_within_reach_and_nothing_overflows(drawer: Drawer) -> None:
    """At 360 px no page is wider than the screen, and every button is 44 px or more."""
    award = drawer.zoe()
    show_photo(drawer.office, award)
    phone = _phone(drawer, script=True)
    found = []
    for address in _pages(drawer, award):
        phone.goto(address)
        if phone.evaluate("document.documentElement.scrollWidth") > SMALL:
            found.append((address, "wide"))
        small = phone.locator("main :is(button, .button, input)").evaluate_all(
            "items => items.map(item => item.getBoundingClientRect().height)"
        )
        found += [(address, height) for height in small if height < 44]
    assert found == []


def _pages(drawer: Drawer, award: Award) -> list[str]:
    card = drawer.card(award)
    steps = ("", "/card", "/address", "/change", "/changed", "/join", f"/{award.id}")
    public = [f"{drawer.url}{path}" for path in ("/claim", "/claim/lost", "/claim/done")]
    wrong = [f"{drawer.url}/claim/abricot", f"{drawer.url}/evidence/nothing"]
    own = [f"{card}/{award.id}/{step}" for step in ("refuse", "visibility")]
    return [*public, *wrong, *(card + step for step in steps), *own]


def _sign_in(drawer: Drawer, page: Page) -> None:
    page.goto(people.sign_in_link(drawer.office, "Awa"))
    follow(page.locator("main form button").first)
