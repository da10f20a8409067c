"""Twelve people wait: from an empty place to twelve signed badges handed out, in a real browser.

On a tablet of 768 pixels, with JavaScript and without; a real server and a real worker beside it.
"""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pypdfium2
import pytest
from playwright.sync_api import Browser, Page

from badges.settings import read_settings
from issuer.bootstrap import bootstrap
from issuer.model import AchievementRequest, CompetencyLevel, PlaceRequest
from issuer.ports import Office
from issuer.services import achievements, people, places
from tests.conftest import ROOT
from tests.journeys.axe import faults
from tests.journeys.conftest import serving, settings_of
from tests.journeys.gestures import follow

pytestmark = pytest.mark.journey

TABLET, PHONE = 768, 360
GESTURES = 40
"""Presses and texts that the issue allows, from the sign-in link to the papers."""
AIM = 20
"""What we promise ourselves."""
PAPERS = ("attestations", "cartes", "autocollants")
NAMES = (
    "Zoé Martin",
    "Amélie Le Goff-Nguyễn",
    "Karim Benali",
    "José Álvarez",
    "Inès Dupont",
    "Marie-Emmanuelle de La Rochefoucauld d'Ajaccio",
    "Léa Petit",
    "Omar Diallo",
    "Nora Roux",
    "Tom Blanc",
    "Fatou Ndiaye",
    "Maëlys Le Bihan",
)
_PATIENCE_SECONDS = 20
_WAIT_MILLISECONDS = 20_000
_PROGRAM = "import sys; from issuer.cli import main; sys.exit(main())"


@dataclass
class Workshop:
    """A running server with its worker, the office behind both, and a browser."""

    url: str
    office: Office
    browser: Browser

    @contextmanager
    def facilitator(
        self, name: str, *, script: bool = False, width: int = TABLET
    ) -> Iterator["Hand"]:
        """Somebody in front of their sign-in link; nothing is pressed yet."""
        context = self.browser.new_context(
            viewport={"width": width, "height": 1024}, java_script_enabled=script, locale="fr-FR"
        )
        page = context.new_page()
        page.goto(people.sign_in_link(self.office, name))
        try:
            yield Hand(page, self.url)
        finally:
            context.close()


@dataclass
class Hand:
    """A person in front of a page, whose gestures are counted."""

    page: Page
    url: str
    gestures: int = 0

    def press(self, name: str) -> None:
        """Press the first button of that name."""
        self.gestures += 1
        follow(self.page.get_by_role("button", name=name).first)

    def follow(self, name: str) -> None:
        """Follow the first link of that name."""
        self.gestures += 1
        follow(self.page.get_by_role("link", name=name).first)

    def wait_for_badges(self) -> None:
        """Look on while the page asks again by itself, until the badges are there."""
        self.page.get_by_role("heading", name="Badges prêts").wait_for(timeout=_WAIT_MILLISECONDS)
        self.page.wait_for_load_state("load")

    def type(self, label: str, text: str) -> None:
        """Write, or paste, a text in the field of that label."""
        self.gestures += 1
        self.page.get_by_label(label).first.fill(text)

    def fetch(self, address: str) -> bytes:
        """The file behind a link of the page, as this browser would open it."""
        answer = self.page.context.request.get(self.url + address)
        assert answer.ok, (address, answer.status)
        return answer.body()

    def open(self, name: str) -> bytes:
        """Press a link to a file, and read the file."""
        self.gestures += 1
        link = self.page.get_by_role("link", name=name).first
        return self.fetch(link.get_attribute("href") or "")

    def links(self, selector: str) -> list[str]:
        """The addresses of links."""
        return [item.get_attribute("href") or "" for item in self.page.locator(selector).all()]

    def reads(self) -> str:
        """What stands on the page, with the spaces of a keyboard."""
        return self.page.locator("main").inner_text().replace("\u00a0", " ").replace("\u202f", " ")


@contextmanager
def _working(directory: Path, settings: dict[str, str]) -> Iterator[None]:
    """A worker, as an operator starts it."""
    log = directory / "worker.log"
    with (
        log.open("wb") as output,
        subprocess.Popen(
            [sys.executable, "-c", _PROGRAM, "jobs", "run"],
            cwd=ROOT,
            env=os.environ | settings,
            stdout=output,
            stderr=output,
        ) as worker,
    ):
        try:
            yield
        finally:
            worker.terminate()
            worker.wait(_PATIENCE_SECONDS)


@pytest.fixture(scope="module")
def workshop(tmp_path_factory: pytest.TempPathFactory, browser: Browser) -> Iterator[Workshop]:
    """Three places, one empty for each way of working, and one that has a badge already."""
    directory = tmp_path_factory.mktemp("workshop")
    settings = settings_of(directory)
    del settings["BADGES_NOW"]
    office = bootstrap(read_settings(settings))
    for slug, person, role in (
        ("without", "Awa", "author"),
        ("with", "Bruno", "author"),
        ("furnished", "Fanny", "manager"),
    ):
        places.add(office, PlaceRequest(name=f"Atelier {slug}", slug=slug))
        people.add(office, person, place=slug, role=role)
    achievements.add(office, _BADGE)
    with serving(directory, settings) as url, _working(directory, settings):
        yield Workshop(url, office, browser)
    office.store.close()


_BADGE = AchievementRequest(
    place="furnished",
    name="Accueillir dans un lieu ouvert à tout le monde et orienter chacun vers ce qu'il cherche",
    slug="accueillir",
    description="Tenir l'accueil.",
    criteria="- Dix permanences",
    competencies=(CompetencyLevel("TL-ACC-01", "N2"),),
)


@pytest.mark.parametrize("mode", ["without", "with"])
def test_twelve_badges_are_handed_out_in_twenty_gestures(workshop: Workshop, mode: str) -> None:
    """Come in, make a badge, paste twelve names, look, sign, print: each badge is genuine."""
    person = "Awa" if mode == "without" else "Bruno"
    with workshop.facilitator(person, script=mode == "with") as hand:
        _make_a_badge(hand, mode)
        _award_it(hand)
        files = [hand.open(f"Imprimer les {paper}") for paper in PAPERS]
        assert hand.gestures <= AIM < GESTURES
        _check_papers(hand, files)
        _check_badges(hand, workshop.url)


def _make_a_badge(hand: Hand, place: str) -> None:
    hand.press("Entrer")
    hand.follow("Décerner un badge à un groupe")
    assert "n’a pas encore de badge" in hand.reads()
    hand.type("Que sait faire la personne", "découpe laser")
    hand.press("Chercher")
    hand.gestures += 1
    follow(hand.page.locator('button[name="add"]').first)
    hand.press("Voir le badge")
    hand.press("Publier ce badge")
    assert "est publié" in hand.reads()
    hand.follow("Décerner ce badge à un groupe")
    assert urlsplit(hand.page.url).path == f"/workshop/{place}/awards/new"


def _award_it(hand: Hand) -> None:
    pasted = "\n".join(
        f"{name} {name.split()[0].lower()}@example.org".encode("ascii", "ignore").decode()
        if number == 2
        else name
        for number, name in enumerate(NAMES)
    )
    hand.type("Une personne par ligne", pasted)
    hand.press("Voir ce qui sera signé")
    read = hand.reads()
    assert all(name in read for name in NAMES)
    assert "Lettres qui partiront : 1. Cartes à remettre : 11." in read
    hand.press("Signer et décerner 12 badges")
    hand.wait_for_badges()
    assert "Badges prêts : 12" in hand.reads()


def _check_papers(hand: Hand, files: list[bytes]) -> None:
    certificates, cards, stickers = (_text(body) for body in files)
    assert len(pypdfium2.PdfDocument(files[0])) >= len(NAMES)
    for name in NAMES:
        # Long names may break over two lines: the first word is enough to know whose it is.
        assert all(name.split()[0] in text for text in (certificates, cards, stickers)), name
    assert "/claim" in cards
    shown = hand.page.locator("input[readonly]").count()
    assert shown == len(NAMES)


def _check_badges(hand: Hand, url: str) -> None:
    """Each person's own PDF is accepted by the verifier, as a stranger would ask it."""
    addresses = hand.links('a[href$=".pdf"][download]')
    assert len(addresses) == len(NAMES)
    for address in addresses:
        answer = hand.page.context.request.post(
            f"{url}/api/v1/verify",
            data=hand.fetch(address),
            headers={"Content-Type": "application/pdf"},
        ).json()
        assert (answer["verdict"], answer["errors"]) == ("accepted", []), address
    assert "Badge" in hand.fetch(addresses[0].removesuffix(".pdf")).decode()


def _text(body: bytes) -> str:
    document = pypdfium2.PdfDocument(body)
    return "\n".join(page.get_textpage().get_text_range() for page in document)


def test_axe_finds_nothing_on_the_path_of_a_group(workshop: Workshop) -> None:
    """Every rule on every page, unfolded; contrast again in dark; nothing wider than the screen."""
    with workshop.facilitator("Fanny", script=True, width=PHONE) as hand:
        hand.press("Entrer")
        found = _violations(hand.page)
        hand.page.goto(f"{workshop.url}/workshop/furnished/awards/new")
        found += _violations(hand.page)
        hand.follow("Accueillir dans un lieu")
        found += _violations(hand.page)
        hand.type("Une personne par ligne", "Zoé Martin\nZoé Martin\nLéa Petit l@example.org")
        hand.press("Ajouter, et préciser")
        found += _violations(hand.page)
        group = hand.page.url.partition("/people")[0]
        for end in ("all", "people/1", "people"):
            hand.page.goto(f"{group}/{end}")
            found += _violations(hand.page)
        hand.press("Voir ce qui sera signé")
        found += _violations(hand.page)
        hand.press("Mettre de côté")
        found += _violations(hand.page)
        hand.press("Signer et décerner 2 badges")
        hand.wait_for_badges()
        found += _violations(hand.page)
        hand.page.goto(f"{workshop.url}/workshop/furnished/awards")
        found += _violations(hand.page)
    assert found == []


def test_a_closed_tablet_loses_nothing(workshop: Workshop) -> None:
    """A draft that was left is found on the first page, and goes on where it stopped."""
    with workshop.facilitator("Fanny") as hand:
        hand.press("Entrer")
        hand.page.goto(f"{workshop.url}/workshop/furnished/awards/new?badge=accueillir")
        hand.type("Une personne par ligne", "Omar Diallo\nNora Roux")
        hand.press("Ajouter, et préciser")
    with workshop.facilitator("Fanny") as hand:
        hand.press("Entrer")
        hand.follow("groupe à finir (2)")
        assert "Omar Diallo" in hand.reads()
        hand.press("Jeter ce brouillon")
        assert "rien de plus ne sera signé" in hand.reads()


def test_the_people_of_a_group_stay_on_paper(workshop: Workshop) -> None:
    """Printed, the pages of a group still name everybody; what is pressed is left out."""
    with workshop.facilitator("Fanny") as hand:
        hand.press("Entrer")
        hand.page.goto(f"{workshop.url}/workshop/furnished/awards/new?badge=accueillir")
        hand.type("Une personne par ligne", "Omar Diallo\nNora Roux")
        hand.press("Ajouter, et préciser")
        hand.page.emulate_media(media="print")
        assert hand.page.locator(".people .who").first.is_visible()
        hand.page.emulate_media(media="screen")
        hand.press("Voir ce qui sera signé")
        hand.page.emulate_media(media="print")
        assert hand.page.get_by_role("heading", name="Nora Roux").is_visible()
        assert not hand.page.locator(".send").is_visible()
        assert hand.page.get_by_role("button").count() == 0


def _violations(page: Page) -> list[tuple[str, str, str]]:
    found = faults(page)
    if "awarding." in page.locator("body").inner_text():
        found.append((urlsplit(page.url).path, "a sentence is missing", ""))
    return found
