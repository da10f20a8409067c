"""Asking for a badge in a real browser: a poster, an old phone, a tablet; JavaScript off.

The learner holds a phone of 360 pixels, the facilitator a tablet of 768.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from badges.settings import read_settings
from issuer.bootstrap import bootstrap
from issuer.model import AchievementRequest, CompetencyLevel, PlaceRequest
from issuer.ports import Office
from issuer.services import achievements, networks, people, places
from issuer.services.batches import running
from tests.issuer.services.applications.room import PHOTO
from tests.journeys.axe import faults
from tests.journeys.conftest import serving, settings_of
from tests.journeys.gestures import follow, touch

pytestmark = pytest.mark.journey

PHONE, TABLET, DESK = 360, 768, 1280


@dataclass
class Workshop:
    """A running server with two places and their network, and a browser."""

    url: str
    office: Office
    browser: Browser
    contexts: list[BrowserContext] = field(default_factory=list)

    def page(self, width: int, *, script: bool = False) -> Page:
        """A page of a fresh browser profile."""
        context = self.browser.new_context(
            viewport={"width": width, "height": 844}, java_script_enabled=script, locale="fr-FR"
        )
        self.contexts.append(context)
        return context.new_page()

    def signed_in(self, name: str, width: int = TABLET, *, script: bool = False) -> Page:
        """A page of somebody who works here, signed in."""
        page = self.page(width, script=script)
        page.goto(people.sign_in_link(self.office, name))
        follow(page.get_by_role("button", name="Entrer"))
        return page

    def poster(self, awa: Page) -> str:
        """Hang a poster for the laser with the hand; the address on its code."""
        awa.goto(f"{self.url}/workshop/fablab")
        follow(awa.get_by_role("link", name="Affiches"))
        follow(awa.get_by_role("link", name="Affiche pour l’atelier d’aujourd’hui"))
        follow(awa.get_by_role("link", name="Découpe laser"))
        follow(awa.get_by_role("button", name="Faire l’affiche"))
        here = awa.url
        awa.goto(f"{here}/screen")
        words = awa.locator(".spelled").inner_text().split()
        return f"{self.url}/poster/{'-'.join(words)}"


@pytest.fixture(scope="module")
def workshop(tmp_path_factory: pytest.TempPathFactory, browser: Browser) -> Iterator[Workshop]:
    """A fablab, a café, their network, two badges that can be asked for."""
    directory = tmp_path_factory.mktemp("requests")
    settings = settings_of(directory)
    office = bootstrap(read_settings(settings))
    for name, slug in (("Fablab rural", "fablab"), ("Café", "cafe"), ("Réseau", "reseau")):
        places.add(office, PlaceRequest(name=name, slug=slug))
    people.add(office, "Awa", place="fablab", role="facilitator")
    people.add(office, "Chloé", place="cafe", role="facilitator")
    for member in ("fablab", "cafe"):
        networks.add(office, people.operator("local"), "reseau", member)
    for name, place, reviews in (("Découpe laser", "fablab", 0), ("Accueillir", "reseau", 2)):
        achievements.add(
            office,
            AchievementRequest(
                place=place,
                name=name,
                description="Utiliser seule ou seul la découpe laser du lieu, en sécurité.",
                criteria="Contrôle complet.",
                competencies=(CompetencyLevel("TL-FAB-01", "N3"),),
                open_to_requests=True,
                reviews_needed=reviews,
            ),
        )
    with serving(directory, settings) as url:
        made = Workshop(url, office, browser)
        yield made
        for context in made.contexts:
            context.close()
    office.store.close()


def _ask(page: Page, poster: str, name: str) -> str:
    """Ask by a poster; the address of the request."""
    page.goto(poster)
    page.get_by_label("Votre prénom et votre nom").fill(name)
    follow(page.get_by_role("button", name="Envoyer ma demande"))
    return page.url.partition("?")[0]


def _reads(page: Page) -> str:
    return page.locator("main").inner_text()


def test_from_the_poster_to_the_card(workshop: Workshop, tmp_path: Path) -> None:
    """Asked with a photo, completed when asked, accepted, signed, seen: no script at all."""
    photo = tmp_path / "boite.png"
    photo.write_bytes(PHOTO)
    awa, zoe = workshop.signed_in("Awa"), workshop.page(PHONE)
    zoe.goto(workshop.poster(awa))
    zoe.get_by_label("Votre prénom et votre nom").fill("Zoé Martin")
    zoe.get_by_label("Ce que vous avez fait").fill("Une boîte.")
    zoe.get_by_label("Une photo").set_input_files(photo)
    follow(zoe.get_by_role("button", name="Envoyer ma demande"))
    mine = zoe.url.partition("?")[0]
    words = mine.rpartition("/")[2].split("-")
    assert zoe.locator(".words-shown").inner_text().split() == words
    awa.goto(f"{workshop.url}/workshop/fablab/requests")
    follow(awa.get_by_role("link", name="Zoé Martin"))
    assert awa.locator(".shown-files img").count() == 1
    touch(awa.get_by_text("Demander plus").first)
    awa.get_by_label("Que vous manque-t-il").fill("La boîte finie ?")
    follow(awa.get_by_role("button", name="Demander plus"))
    zoe.goto(f"{workshop.url}/claim")
    zoe.get_by_label("mots").first.fill(" ".join(words).upper())
    follow(zoe.locator("main button").first)
    assert zoe.url == mine
    assert "La boîte finie ?" in _reads(zoe)
    zoe.get_by_label("Votre réponse").fill("La voici.")
    follow(zoe.get_by_role("button", name="Envoyer ma réponse"))
    awa.goto(f"{workshop.url}/workshop/fablab/requests")
    follow(awa.get_by_role("link", name="Zoé Martin"))
    follow(awa.get_by_role("button", name="Accepter et décerner"))
    assert "Le badge est en route." in _reads(awa)
    running.sweep(workshop.office)
    zoe.goto(mine)
    follow(zoe.get_by_role("link", name="Voir mon badge"))
    assert "Bonjour Zoé Martin" in _reads(zoe)


def test_a_whole_poster_in_one_press(workshop: Workshop) -> None:
    """Three phones ask, one press accepts, each finds a badge."""
    awa = workshop.signed_in("Awa")
    poster = workshop.poster(awa)
    phones = [workshop.page(PHONE) for _ in range(3)]
    asked = [_ask(page, poster, f"Personne {n}") for n, page in enumerate(phones)]
    awa.goto(f"{workshop.url}/workshop/fablab/requests")
    follow(awa.get_by_role("button", name="Tout accepter et décerner (3)"))
    assert "/workshop/fablab/awards/" in awa.url
    running.sweep(workshop.office)
    for page, mine in zip(phones, asked, strict=True):
        page.goto(mine)
        assert "Votre badge est prêt" in _reads(page)


def test_a_request_is_taken_back_with_the_thumb(workshop: Workshop) -> None:
    """Two presses; afterwards nobody at the place finds the name."""
    awa, max_ = workshop.signed_in("Awa"), workshop.page(PHONE)
    mine = _ask(max_, workshop.poster(awa), "Max Brun")
    follow(max_.get_by_role("link", name="Retirer ma demande"))
    follow(max_.get_by_role("button", name="Oui, tout effacer"))
    assert "C’est effacé" in _reads(max_)
    answer = max_.goto(mine)
    assert answer is not None
    assert answer.status == 404
    awa.goto(f"{workshop.url}/workshop/fablab/requests")
    assert "Max Brun" not in _reads(awa)


@pytest.fixture(scope="module")
def furnished(workshop: Workshop) -> tuple[list[str], list[str]]:
    """Every page of a learner and of the workshop, in each of its states."""
    awa, phone = workshop.signed_in("Awa"), workshop.page(PHONE)
    poster = workshop.poster(awa)
    hung = awa.url.removesuffix("/screen")
    names = (
        "Bartholomée-Emmanuelle de La Rochefoucauld-Montmorency d'Ajaccio",
        "Refusée",
        "Encore",
        "Oui",
    )
    asked = {name: _ask(phone, poster, name) for name in names}
    requests = f"{workshop.url}/workshop/fablab/requests"
    seen = []
    for name, summary, label in (
        ("Refusée", "Refuser avec un mot", "Dites pourquoi"),
        ("Encore", "Demander plus", "Que vous manque-t-il"),
    ):
        awa.goto(requests)
        follow(awa.get_by_role("link", name=name, exact=True))
        seen.append(awa.url.partition("?")[0])
        touch(awa.get_by_text(summary).first)
        awa.get_by_label(label).fill("Venez jeudi.")
        follow(awa.get_by_role("button", name=summary))
    awa.goto(requests)
    follow(awa.get_by_role("link", name="Oui", exact=True))
    follow(awa.get_by_role("button", name="Accepter et décerner"))
    awa.goto(requests)
    follow(awa.get_by_role("link", name=names[0]))
    seen.append(awa.url.partition("?")[0])
    running.sweep(workshop.office)
    mine = next(iter(asked.values()))
    ask = f"{workshop.url}/achievements"
    learner = [poster, *asked.values(), f"{mine}/withdraw", f"{workshop.url}/request/gone"]
    learner += [f"{ask}/accueillir/ask", f"{ask}/decoupe-laser"]
    posters = hung.rpartition("/")[0]
    return learner, [requests, *seen, posters, f"{posters}/new", hung, f"{hung}/screen"]


def test_axe_finds_nothing_for_learners(
    workshop: Workshop, furnished: tuple[list[str], list[str]]
) -> None:
    """Every rule on each of their pages, unfolded; contrast in dark; never wider than the phone."""
    page = workshop.page(PHONE, script=True)
    assert [found for path in furnished[0] for found in _violations(page, path)] == []


def test_axe_finds_nothing_in_the_workshop(
    workshop: Workshop, furnished: tuple[list[str], list[str]]
) -> None:
    """As for learners, on a tablet."""
    page = workshop.signed_in("Awa", TABLET, script=True)
    assert [found for path in furnished[1] for found in _violations(page, path)] == []


def _violations(page: Page, address: str) -> list[tuple[str, str, str]]:
    page.goto(address)
    return faults(page)
