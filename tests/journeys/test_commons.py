"""The living commons in a real browser: a badge in eight gestures, a referential that places share.

On a tablet of 768 pixels, with JavaScript and without.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from badges.settings import read_settings
from issuer.bootstrap import bootstrap
from issuer.model import Award, AwardRequest, PlaceRequest
from issuer.ports import Office
from issuer.services import issuing, people, places
from issuer.services.commons import authoring, bridges, proposals, referentials
from tests.issuer.web.workshop.studio import import_official
from tests.journeys.axe import faults_lit
from tests.journeys.conftest import serving, settings_of
from tests.journeys.gestures import enter, follow

pytestmark = pytest.mark.journey

TABLET, PHONE = 768, 360
GESTURES = 8
"""Presses and texts, the one that comes in included: less than half a minute."""


@dataclass
class Lodge:
    """A running server, the office behind it, and a browser."""

    url: str
    office: Office
    browser: Browser
    contexts: list[BrowserContext]

    def come_in(self, name: str, *, script: bool = False, width: int = TABLET) -> "Hand":
        """Open the sign-in link of a person in a fresh browser profile; nothing is pressed yet."""
        context = self.browser.new_context(
            viewport={"width": width, "height": 1024}, java_script_enabled=script, locale="fr-FR"
        )
        self.contexts.append(context)
        page = context.new_page()
        page.goto(people.sign_in_link(self.office, name))
        return Hand(page, self.url)


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

    def add(self, notation: str) -> None:
        """Press "Ajouter" beside the competency whose notation ends so."""
        self.gestures += 1
        follow(self.page.locator(f'button[name="add"][value$="{notation}"]'))

    def follow(self, name: str) -> None:
        """Follow the first link of that name."""
        self.gestures += 1
        follow(self.page.get_by_role("link", name=name).first)

    def type(self, label: str, text: str) -> None:
        """Write a text in the field of that label."""
        self.gestures += 1
        self.page.get_by_label(label).first.fill(text)

    def choose(self, label: str) -> None:
        """Choose a sentence or a level by its words."""
        self.gestures += 1
        self.page.get_by_label(label).first.check()

    def go(self, path: str) -> None:
        """Open a page by its address."""
        self.page.goto(self.url + path)

    def reads(self) -> str:
        """What stands on the page."""
        return self.page.locator("main").inner_text()


@pytest.fixture(scope="module")
def lodge(tmp_path_factory: pytest.TempPathFactory, browser: Browser) -> Iterator[Lodge]:
    """Two places, their people, a small official referential, and the server over all of it."""
    directory = tmp_path_factory.mktemp("lodge")
    settings = settings_of(directory)
    office = bootstrap(read_settings(settings))
    places.add(office, PlaceRequest(name="Fablab rural", slug="fablab"))
    places.add(office, PlaceRequest(name="Café de l'Écluse & Cie", slug="ecluse"))
    for name, place, role in (
        ("Awa", "fablab", "author"),
        ("Fanny", "fablab", "manager"),
        ("Bruno", "ecluse", "manager"),
        ("Denis", "ecluse", "steward"),
    ):
        people.add(office, name, place=place, role=role)
    import_official(office)
    contexts: list[BrowserContext] = []
    with serving(directory, settings) as url:
        yield Lodge(url, office, browser, contexts)
        for context in contexts:
            context.close()
    office.store.close()


def _published(hand: Hand) -> str:
    """The short name of the badge that was published last, from the address."""
    return parse_qs(urlsplit(hand.page.url).query)["published"][0]


def _alignments(award: Award) -> list[dict[str, Any]]:
    document = json.loads(award.json)
    found: list[dict[str, Any]] = document["credentialSubject"]["achievement"]["alignment"]
    return found


@pytest.mark.parametrize("mode", ["without", "with"])
def test_a_competency_is_found_and_attached_to_a_badge_in_eight_gestures(
    lodge: Lodge, mode: str
) -> None:
    """Come in, three words, add, level, look, create: then an award carries it and is genuine."""
    script = mode == "with"
    awa = lodge.come_in("Awa", script=script)
    awa.press("Entrer")
    awa.type("Que sait faire la personne", "découpe laser")
    awa.press("Chercher")
    awa.add("-FAB-02")  # that of tiers-lieux, or of the place's own copy once it has one
    awa.choose("Pratique" if script else "Autonome")
    awa.type("Nom du badge", f"Découpe laser {'rapide' if script else 'sûre'}")
    awa.press("Voir le badge")
    assert "Je fabrique un objet avec une machine numérique." in awa.reads()
    awa.press("Publier ce badge")
    assert awa.gestures <= GESTURES
    slug = _published(awa)
    award = issuing.issue(lodge.office, AwardRequest(achievement=slug, name="Camille Œuvrard"))
    assert _alignments(award)[0]["targetCode"].endswith("-FAB-02")
    awa.go(f"/verify?url={award.url}")
    assert awa.page.locator("h1").inner_text().startswith("Badge authentique")
    assert "Je fabrique un objet avec une machine numérique." in awa.reads()


def test_the_keyboard_alone_makes_a_badge(lodge: Lodge) -> None:
    """Tab, Enter and Space from the search to the last button; the focus is never lost."""
    awa = lodge.come_in("Awa")
    page = awa.page
    awa.press("Entrer")
    _tab_to(page, "q-fablab")
    page.keyboard.type("accueillir")
    _enter(page, "Quelle compétence")
    _tab_until(page, "Ajouter")
    _enter(page, "Le niveau et les mots du badge")
    _tab_to(page, "name")
    page.keyboard.press("End")
    page.keyboard.type(" au clavier")
    _enter(page, "Voici ce que tout le monde lira")
    _tab_until(page, "Publier ce badge")
    enter(page)
    assert _published(awa)
    assert "au clavier" in awa.reads()


@pytest.mark.parametrize("mode", ["without", "with"])
def test_a_referential_is_taken_up_discussed_published_and_bridged(lodge: Lodge, mode: str) -> None:
    """Fork, proposal from elsewhere, acceptance, publication; a bridge reviewed by two places."""
    script = mode == "with"
    name = f"Gestes {mode}"
    awa = lodge.come_in("Awa", script=script)
    awa.press("Entrer")
    slug = _take_up(lodge, awa, name)
    _propose(lodge, slug, script=script)
    _accept_and_publish(awa, slug)
    public = _read(lodge, f"/frameworks/{slug}")
    assert "1.0.0" in public
    assert "tiers-lieux contributors" in public
    code = _bridge(lodge, awa, slug)
    award = _award_with(lodge, awa, f"{name} et vélo")
    assert [item["targetCode"] for item in _alignments(award)][-1] == code
    awa.go(f"/verify?url={award.url}")
    assert awa.page.locator("h1").inner_text().startswith("Badge authentique")


def _take_up(lodge: Lodge, awa: Hand, name: str) -> str:
    awa.follow("Référentiels")
    awa.follow("Reprendre")
    assert "Cette source restera citée" in awa.reads().replace("\u00a0", " ")
    awa.type("Titre", name)
    awa.press("Reprendre dans mon brouillon")
    slug = urlsplit(awa.page.url).path.split("/")[3]
    assert authoring.draft(lodge.office, slug).framework.derived_from is not None
    awa.follow("Publier")
    awa.press("Publier pour tout le monde")
    return slug


def _propose(lodge: Lodge, slug: str, *, script: bool) -> None:
    bruno = lodge.come_in("Bruno", script=script)
    bruno.press("Entrer")
    bruno.go(f"/workshop/proposals/new?framework={slug}")
    bruno.type("Nom de la compétence", "Remettre un vélo en état")
    bruno.type("Phrase en", "Je remets un vélo en état.")
    bruno.choose("Compétence technique")
    bruno.type("Pourquoi elle manque", "Demandée chaque samedi à l'écluse.")
    bruno.press("Proposer")
    if bruno.page.get_by_role("button", name="Non, proposer la mienne").count():
        bruno.press("Non, proposer la mienne")
    bruno.type("Votre message", "Je peux aider à l'écrire.")
    bruno.press("Ajouter à la discussion")
    assert "Je peux aider" in bruno.reads()


def _accept_and_publish(awa: Hand, slug: str) -> None:
    awa.follow("Votre espace")
    awa.follow("Remettre un vélo en état")
    assert "Bruno" in awa.reads()
    awa.page.get_by_label("Domaine").first.select_option("FAB")
    follow(awa.page.get_by_role("button", name="Accepter"))
    assert "Acceptée" in awa.reads()
    awa.go(f"/workshop/frameworks/{slug}")
    awa.follow("Publier")
    assert "Compétences ajoutées" in awa.reads()
    awa.press("Publier pour tout le monde")
    assert "1.1.0" in awa.reads()


def _bridge(lodge: Lodge, awa: Hand, slug: str) -> str:
    awa.go(f"/workshop/mappings/new?framework={slug}&competency=remettre-un-velo-en-etat")
    awa.type("Mots à chercher", "réparer un cycle")
    awa.press("Chercher")
    awa.follow("Choisir")
    awa.choose("La compétence officielle est plus large que la nôtre")
    awa.press("Proposer ce lien")
    address = urlsplit(awa.page.url).path
    for name in ("Fanny", "Denis"):
        reviewer = lodge.come_in(name)
        reviewer.press("Entrer")
        reviewer.go(address)
        assert "La compétence officielle est plus large que la nôtre." in reviewer.reads()
        reviewer.press("Oui, c’est juste")
    bridge = bridges.get(lodge.office, address.split("/")[-1]).bridge
    assert bridge.status == "reviewed"
    awa.go(address)
    awa.press("Publier ce lien")
    found = referentials.published(lodge.office, slug).find("remettre-un-velo-en-etat")
    assert [match.status for match in found.matches] == ["published"]
    return bridge.code


def _award_with(lodge: Lodge, awa: Hand, name: str) -> Award:
    awa.follow("Votre espace")
    awa.type("Que sait faire la personne", "remettre un vélo en état")
    awa.press("Chercher")
    awa.press("Ajouter")
    awa.type("Nom du badge", name)
    awa.press("Voir le badge")
    assert "Réparer un cycle" in awa.reads()
    assert "plus large" in awa.reads()
    awa.press("Publier ce badge")
    slug = _published(awa)
    return issuing.issue(lodge.office, AwardRequest(achievement=slug, name="Camille Œuvrard"))


def _read(lodge: Lodge, path: str) -> str:
    """What somebody who is not signed in reads there."""
    context = lodge.browser.new_context(locale="fr-FR")
    lodge.contexts.append(context)
    page = context.new_page()
    page.goto(lodge.url + path)
    return page.locator("main").inner_text()


def _enter(page: Page, title: str) -> None:
    """Press Enter, and wait for the page of that title."""
    enter(page)
    page.get_by_role("heading", level=1, name=title).wait_for()


def _focused(page: Page) -> tuple[str, str]:
    """Id and words of what has the focus; the page itself runs no script."""
    found = page.locator(":focus")
    if not found.count():
        return "", ""
    return found.get_attribute("id") or "", found.inner_text()


def _tab(page: Page, reached: Callable[[tuple[str, str]], bool]) -> None:
    for _ in range(60):
        page.keyboard.press("Tab")
        if reached(_focused(page)):
            return
    pytest.fail(f"the keyboard never reached it: {page.url}")


def _tab_to(page: Page, name: str) -> None:
    _tab(page, lambda focused: focused[0] == name)


def _tab_until(page: Page, words: str) -> None:
    _tab(page, lambda focused: focused[1].startswith(words))


@pytest.fixture(scope="module")
def furnished(lodge: Lodge) -> list[str]:
    """The addresses of every page, with something on each."""
    by = people.contributor(lodge.office, "Awa", "fablab", operator=False)
    request = authoring.FrameworkRequest(
        {"fr": "Gestes d'ici"}, "fablab", domains=(authoring.DomainRequest({"fr": "Réparer"}),)
    )
    slug = authoring.create(lodge.office, request, by=by).record.slug
    asked = authoring.CompetencyRequest(
        {"fr": "Réparer une lampe"}, {"fr": "Je répare une lampe."}, "REP", "technique"
    )
    authoring.add_competency(lodge.office, slug, asked, by=by)
    authoring.publish(lodge.office, slug, by=by)
    authoring.add_competency(lodge.office, slug, asked, by=by)
    missing = proposals.ProposalRequest(slug, "Peindre", "Je peins.", "Vu ici.", "technique")
    proposal = proposals.propose(lodge.office, missing, by=by).proposal.id
    proposals.remark(lodge.office, proposal, "D'accord.", by=by)
    card = bridges.queue(lodge.office, framework="tiers-lieux")[0].id
    home, ours = f"/workshop/frameworks/{slug}", f"framework={slug}&competency=reparer-une-lampe"
    badge = "/workshop/fablab/badges/new"
    return [
        "/workshop",
        "/workshop/frameworks",
        "/workshop/frameworks/new",
        "/workshop/frameworks/tiers-lieux/fork",
        *(f"{home}{page}" for page in ("", "/edit", "/changes", "/publish", "/import")),
        f"{home}/competencies/new",
        f"{home}/competencies/reparer-une-lampe",
        f"{home}/competencies/reparer-une-lampe?in=en",
        f"{home}/competencies/reparer-une-lampe/end",
        "/workshop/proposals",
        "/workshop/proposals/new?label=Réparer des lampes",
        f"/workshop/proposals/{proposal}",
        "/workshop/mappings",
        f"/workshop/mappings/{card}",
        "/workshop/mappings/new",
        f"/workshop/mappings/new?{ours}&q=réparer",
        f"/workshop/mappings/new?{ours}&scheme=rome&code=C1",
        f"/workshop/mappings/new?{ours}&by_hand=1",
        f"/workshop/mappings/nothing?{ours}&terms=kintsugi",
        f"{badge}?q=réparer",
        f"{badge}?q=xylophonie",
        f"{badge}?add=TL-FAB-02",
        "/workshop/frameworks/nowhere",
    ]


def test_axe_finds_nothing_in_the_workshop(lodge: Lodge, furnished: list[str]) -> None:
    """Every rule on every page, unfolded; nothing wider than the screen; the tour sees the dark."""
    awa = lodge.come_in("Awa", script=True, width=PHONE)
    found = faults_lit(awa.page)
    awa.press("Entrer")
    for path in furnished:
        awa.go(path)
        found += faults_lit(awa.page)
    awa.go("/workshop/fablab/badges/new?add=TL-FAB-02")
    awa.press("Voir le badge")
    found += faults_lit(awa.page)
    awa.press("Sortir")
    found += faults_lit(awa.page)
    assert found == []
