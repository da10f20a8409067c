"""Verification inside the reader's browser: on our page, and on the page of somebody else."""

import http.server
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any, ClassVar
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, Request

from badges.settings import read_settings
from issuer.bootstrap import bootstrap
from issuer.model import Award
from issuer.services import people
from issuer.services.life import revoking
from tests.issuer.web.house import furnish
from tests.journeys.axe import faults
from tests.journeys.conftest import DESK, PHONE, OpenPage, Site, serving, settings_of
from tests.journeys.gestures import strike, touch
from tests.journeys.traffic import answers_to

pytestmark = pytest.mark.journey

HERE = "/verify/here"
HEAVIEST = 60_000
MOMENT = "2026-11-22T13:00:00Z"


def _files(site: Site) -> dict[str, tuple[str, bytes]]:
    genuine, revoked = site.awards["genuine"], site.awards["revoked"]
    json_text = genuine.json
    return {
        "genuine.json": ("genuine", json_text),
        "genuine.jwt": ("genuine", genuine.jwt),
        "cancelled.json": ("revoked", revoked.json),
        "changed.json": ("altered", json_text.replace(b"TL-FAB-01", b"TL-FAB-09")),
        "letter.txt": ("cannot_check", b"Bonjour"),
    }


def _requests(page: Page) -> list[str]:
    asked: list[str] = []

    def note(request: Request) -> None:
        if not request.url.startswith(("data:", "blob:")):
            asked.append(request.url)

    page.on("request", note)
    return asked


def _choose(page: Page, name: str, content: bytes) -> str:
    page.set_input_files("#here-file", {"name": name, "mimeType": "", "buffer": content})
    touch(page.get_by_role("button", name="Vérifier ce badge"))
    page.wait_for_selector("[data-result]:not([hidden])")
    return page.locator("[data-result]").get_attribute("data-state") or ""


@pytest.mark.parametrize("name", ["genuine.json", "genuine.jwt", "cancelled.json", "changed.json"])
def test_a_file_is_verified_without_being_sent(site: Site, open_page: OpenPage, name: str) -> None:
    """The state of each file is found by the browser, which asks our site for documents alone."""
    page = open_page(HERE, script=True)
    page.clock.set_fixed_time(MOMENT)
    state, content = _files(site)[name]
    asked = _requests(page)
    assert _choose(page, name, content) == state
    assert {urlsplit(url).netloc for url in asked} <= {urlsplit(site.url).netloc}
    assert not [url for url in asked if "/credentials/" in url]
    assert page.evaluate("document.activeElement.hasAttribute('data-result')")


@pytest.mark.parametrize("kind", ["png", "svg"])
def test_a_picture_is_read_in_the_browser(site: Site, open_page: OpenPage, kind: str) -> None:
    """The badge is found inside the picture that was handed over."""
    page = open_page(HERE, script=True)
    page.clock.set_fixed_time(MOMENT)
    content = page.request.get(f"{site.page('genuine')}.{kind}").body()
    assert _choose(page, f"badge.{kind}", content) == "genuine"


def test_what_cannot_be_read_here_leads_to_the_home_page(site: Site, open_page: OpenPage) -> None:
    """A file of another kind is called neither true nor false, and the next step is a link."""
    page = open_page(HERE, script=True)
    state, content = _files(site)["letter.txt"]
    assert _choose(page, "letter.txt", content) == state
    assert "ni vrai ni faux" in page.locator("[data-shown]").inner_text()
    assert page.locator("[data-elsewhere] a").get_attribute("href") == "/"


def test_a_genuine_badge_says_what_the_person_can_do(site: Site, open_page: OpenPage) -> None:
    """One plain sentence for each competency, under the title, and no more of its description."""
    page = open_page(HERE, script=True)
    page.clock.set_fixed_time(MOMENT)
    _choose(page, "genuine.json", _files(site)["genuine.json"][1])
    assert page.locator("[data-shown] .facts .quote").all_inner_texts() == [
        "Je travaille sans danger pour moi et pour les autres.",
        "Je dessine un objet sur ordinateur pour le fabriquer.",
    ]


def test_a_changed_badge_shows_none_of_its_claims(site: Site, open_page: OpenPage) -> None:
    """A picture of the screen cannot serve as a proof: the claims are nowhere on it."""
    page = open_page(HERE, script=True)
    page.clock.set_fixed_time(MOMENT)
    _choose(page, "changed.json", _files(site)["changed.json"][1])
    shown = page.locator("[data-shown]").inner_text()
    assert "Badge modifié" in shown
    assert "Amélie" not in shown


def test_a_text_is_pasted_by_keyboard(site: Site, open_page: OpenPage) -> None:
    """Everything is within reach of the keyboard: paste, one key, read."""
    page = open_page(HERE, script=True)
    page.clock.set_fixed_time(MOMENT)
    page.locator("#here-text").focus()
    page.keyboard.insert_text(_files(site)["genuine.jwt"][1].decode())
    page.keyboard.press("Tab")
    strike(page)
    page.wait_for_selector("[data-result]:not([hidden])")
    assert "Amélie Le Goff-Nguyễn" in page.locator("[data-shown]").inner_text()


def test_without_script_the_page_says_where_to_go(open_page: OpenPage) -> None:
    """Nothing can be chosen, and a link leads to the page that needs no script."""
    page = open_page(HERE)
    assert page.locator("[data-here]").is_hidden()
    assert page.locator("[data-without] a").get_attribute("href") == "/"


@pytest.mark.parametrize("name", ["genuine.json", "changed.json"])
def test_axe_finds_nothing(site: Site, open_page: OpenPage, name: str) -> None:
    """The page and its result, in light and in dark; nothing wider than a phone or a desk."""
    page = open_page(HERE, script=True, width=DESK)
    page.clock.set_fixed_time(MOMENT)
    _choose(page, name, _files(site)[name][1])
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.set_viewport_size({"width": PHONE, "height": 844})
    assert faults(page) == []


def test_the_page_weighs_little(site: Site, open_page: OpenPage) -> None:
    """All that is read to open the page stays under 60 KB: what verifies comes with a badge."""
    page = open_page("/healthz", script=True)
    answers = answers_to(page)
    page.goto(f"{site.url}{HERE}")
    page.wait_for_selector("[data-here]:not([hidden])")
    assert 0 < sum(len(answer.body()) for answer in answers) < HEAVIEST


class _Elsewhere(http.server.SimpleHTTPRequestHandler):
    """Somebody's page with a strict policy, on a server of their own."""

    allowed: ClassVar[str] = ""
    policy = "default-src 'none'; script-src {0}; connect-src {0}; img-src {0}"

    def end_headers(self) -> None:
        """Add the policy of the site."""
        self.send_header("Content-Security-Policy", self.policy.format(self.allowed))
        super().end_headers()

    def log_message(self, *_: Any) -> None:
        """Say nothing on the terminal."""


@contextmanager
def _elsewhere(folder: Path, body: str, allowed: str) -> Iterator[str]:
    page = f'<!doctype html><html lang="fr"><meta charset="utf-8"><title>x</title><body>{body}'
    (folder / "page.html").write_text(page, "utf-8")
    handler = type("Handler", (_Elsewhere,), {"allowed": allowed})
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), partial(handler, directory=folder))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/page.html"
    finally:
        server.shutdown()
        server.server_close()


def _snippet(page: Page, url: str) -> str:
    page.goto(url)
    return page.locator("#living-snippet").input_value()


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Site, dict[str, str]]]:
    """A server whose badges these journeys may cancel, and its settings."""
    directory = tmp_path_factory.mktemp("own")
    settings = settings_of(directory)
    awards = _furnished(settings)
    with serving(directory, settings) as url:
        yield Site(url, awards), settings


def _furnished(settings: dict[str, str]) -> dict[str, Award]:
    office = bootstrap(read_settings(settings))
    try:
        return furnish(office)
    finally:
        office.store.close()


def _cancel(settings: dict[str, str], award: Award) -> None:
    office = bootstrap(read_settings(settings))
    try:
        revoking.revoke(office, award.id, people.operator("local"), reason="Erreur")
    finally:
        office.store.close()


def _shown(page: Page, url: str) -> tuple[str, str]:
    page.goto(url)
    page.wait_for_selector("badge-de-competence[data-state]")
    badge = page.locator("badge-de-competence")
    card = badge.locator(".card")  # inside the shadow of the element, when it has one
    text = card.inner_text() if card.count() else badge.inner_text()
    return badge.get_attribute("data-state") or "", text


def test_a_badge_elsewhere_is_verified_again(
    own: tuple[Site, dict[str, str]], browser: Browser, tmp_path: Path
) -> None:
    """On a page of another origin with a strict policy: genuine, and cancelled once it is."""
    site, settings = own
    context = browser.new_context(locale="fr-FR")
    page = context.new_page()
    page.clock.set_fixed_time(MOMENT)
    snippet = _snippet(page, f"{site.page('genuine')}/embed")
    faults: list[str] = []
    page.on("console", lambda message: faults.append(message.text))
    with _elsewhere(tmp_path, snippet, site.url) as url:
        asked = _requests(page)
        state, text = _shown(page, url)
        assert state == "genuine"
        assert "Badge authentique" in text
        assert "Amélie Le Goff-Nguyễn" in text
        assert {urlsplit(address).netloc for address in asked} == {
            urlsplit(site.url).netloc,
            urlsplit(url).netloc,
        }
        assert context.cookies() == []
        assert [fault for fault in faults if "favicon" not in fault] == []
        _cancel(settings, site.awards["genuine"])
        fresh = browser.new_context(locale="fr-FR")
        second = fresh.new_page()
        second.clock.set_fixed_time(MOMENT)
        state, text = _shown(second, url)
        assert state == "revoked"
        assert "Badge annulé" in text
        assert "Amélie" not in text
        fresh.close()
    context.close()


def test_elsewhere_the_link_stays_when_nothing_can_be_verified(
    own: tuple[Site, dict[str, str]], browser: Browser, tmp_path: Path
) -> None:
    """An address of another site is not asked; without script or badge the link inside stays."""
    site, _ = own
    inside = '<a href="https://a.example/x">Mon badge</a>'
    body = (
        f'<badge-de-competence src="https://a.example/credentials/1">{inside}</badge-de-competence>'
        f'<script type="module" src="{site.url}/embed/badge.js"></script>'
    )
    context = browser.new_context(locale="fr-FR")
    page = context.new_page()
    with _elsewhere(tmp_path, body, site.url) as url:
        asked = _requests(page)
        state, text = _shown(page, url)
    assert (state, text.strip()) == ("cannot_check", "Mon badge")
    assert not [address for address in asked if "a.example" in address]
    context.close()


def test_the_lines_to_copy_are_shown_at_work(
    own: tuple[Site, dict[str, str]], browser: Browser
) -> None:
    """The page with the lines shows what they give; axe finds nothing on it, in either scheme."""
    site, _ = own
    context = browser.new_context(locale="fr-FR", viewport={"width": PHONE, "height": 844})
    page = context.new_page()
    page.clock.set_fixed_time(MOMENT)
    state, text = _shown(page, f"{site.page('bare')}/embed")
    assert state == "genuine"
    assert "Badge authentique" in text
    assert faults(page) == []
    context.close()
