"""Every page that a manager opens on an ordinary day: axe finds nothing, and a thumb finds all."""

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page

from badges.settings import read_settings
from issuer.bootstrap import bootstrap
from issuer.model import AchievementRequest, Award, AwardRequest, CompetencyLevel, PlaceRequest
from issuer.services import achievements, issuing, networks, people, places
from issuer.services.life import revoking
from tests.journeys.axe import faults_lit
from tests.journeys.conftest import serving, settings_of
from tests.journeys.gestures import follow

pytestmark = pytest.mark.journey

PHONE = 360
FINGER = 44
"""Pixels that a thumb needs."""

LONG = "Concevoir, découper et assembler une pièce utile au lieu, seule ou seul, puis la réparer"
NAME = "Bartholomée-Emmanuelle de La Rochefoucauld-Montmorency d'Ajaccio"
HOME = "/workshop/fablab"
ROOMS = {
    "people": ("/holders", "{holder}", "{holder}/new", "{holder}/address", "{holder}/privacy"),
    "badges": ("/badges", "/badges/new?q=bois", "/badges/library", "/network"),
    "letters": ("/mail", "/mail/words", "/mail/words/claim/fr"),
    "posters": ("/posters", "/posters/new", "/posters/new?badge=long", "/requests"),
    "team": ("/team", "/team/new", "/tokens", "/tokens/new", "/journal", "/privacy"),
    "life": ("{badge}", "{badge}/revoke", "{badge}/correct", "{key}", "{key}/reinstate"),
}
STEPS = ("competency", "words", "picture", "options", "languages", "look")

# Links inside a sentence are left out: they stand in a line of text.
_SMALL = """finger =>
  [...document.querySelectorAll('main a, main button, main summary, main select')]
  .filter(one => { const box = one.getBoundingClientRect();
    const text = one.parentElement.textContent.trim();
    const alone = one.tagName != 'A' || getComputedStyle(one).display != 'inline' ||
      text.length <= one.textContent.trim().length + 2;
    return alone && box.width > 0 && box.height > 0 && box.height < finger - 0.5; })
  .map(one => one.textContent.trim().slice(0, 40))"""


@dataclass
class Desk:
    """A page of somebody who manages a furnished place, and two badges of one learner."""

    page: Page
    url: str
    badge: Award
    key: Award

    def go(self, path: str) -> None:
        """Open an address of the place."""
        names = {
            "holder": f"/holders/{self.badge.holder_id}",
            "badge": f"/credentials/{self.badge.id}",
            "key": f"/credentials/{self.key.id}",
        }
        answer = self.page.goto(f"{self.url}{HOME}{path.format(**names)}")
        assert answer is not None
        assert answer.ok, path


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory, browser: Browser) -> Iterator[Desk]:
    """A fablab of a network; a long badge and a key of the workshop, given to a long name."""
    directory = tmp_path_factory.mktemp("desk")
    settings = settings_of(directory)
    office = bootstrap(read_settings(settings))
    for slug, name in (("fablab", "Fablab rural de la Haute-Vallée"), ("reseau", "Réseau")):
        places.add(office, PlaceRequest(name=name, slug=slug))
    people.add(office, "Awa", place="fablab", role="manager")
    networks.add(office, people.operator("local"), "reseau", "fablab")
    for slug, name, place in (("long", LONG, "fablab"), ("key", "Clé du lieu", "fablab")):
        achievements.add(
            office,
            AchievementRequest(
                place=place,
                name=name,
                slug=slug,
                description="Utiliser les machines du lieu.",
                criteria="- Une pièce découpée",
                competencies=(CompetencyLevel("TL-FAB-01", "N3"), CompetencyLevel("TL-FAB-03")),
                status_purpose="suspension" if slug == "key" else "revocation",
                open_to_requests=True,
            ),
        )
    request = AwardRequest(achievement="long", name=NAME, email="bart@example.org")
    badge = issuing.issue(office, request)
    key = issuing.issue(office, AwardRequest(achievement="key", name=NAME))
    revoking.suspend(office, key.id, people.operator("local"), reason="Contrôle")
    with serving(directory, settings) as url:
        context = browser.new_context(viewport={"width": PHONE, "height": 740}, locale="fr-FR")
        page = context.new_page()
        page.goto(people.sign_in_link(office, "Awa"))
        follow(page.get_by_role("button", name="Entrer"))
        yield Desk(page, url, badge, key)
        context.close()
    office.store.close()


@pytest.mark.parametrize("room", ROOMS)
def test_axe_finds_nothing_in_a_room(desk: Desk, room: str) -> None:
    """Every rule, unfolded; nothing wider than the screen, nothing too small for a thumb."""
    found: list[tuple[str, str, str]] = []
    for path in ROOMS[room]:
        desk.go(path)
        found += _violations(desk.page)
    assert found == []


def test_axe_finds_nothing_on_the_steps_of_a_badge(desk: Desk) -> None:
    """A badge of the library, taken and looked at step by step."""
    desk.go("/badges/library")
    follow(desk.page.get_by_role("button", name="Choisir").first)
    draft = urlsplit(desk.page.url).path.rpartition("/")[0].removeprefix(HOME)
    found: list[tuple[str, str, str]] = []
    for step in STEPS:
        desk.go(f"{draft}/{step}")
        found += _violations(desk.page)
    assert found == []


def _violations(page: Page) -> list[tuple[str, str, str]]:
    found = faults_lit(page)
    where = urlsplit(page.url).path
    return found + [
        (where, "too small for a thumb", said) for said in page.evaluate(_SMALL, FINGER)
    ]
