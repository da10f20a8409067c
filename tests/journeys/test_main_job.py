"""The main job in a real browser, without JavaScript: hand over a badge, read the verdict."""

from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page

from tests.conftest import ROOT
from tests.journeys.conftest import DESK, PHONE, OpenPage, Site
from tests.journeys.gestures import enter, follow, touch
from tests.journeys.traffic import answers_to

pytestmark = pytest.mark.journey


def _download(site: Site, path: str) -> bytes:
    connection = HTTPConnection(urlsplit(site.url).netloc, timeout=20)
    try:
        connection.request("GET", path)
        return connection.getresponse().read()
    finally:
        connection.close()


def _upload(page: Page, name: str, kind: str, content: bytes) -> None:
    page.get_by_label("Fichier du badge").set_input_files(
        {"name": name, "mimeType": kind, "buffer": content}
    )
    follow(page.get_by_role("button", name="Vérifier ce badge"))


@pytest.mark.parametrize(
    ("suffix", "kind"),
    [(".png", "image/png"), (".svg", "image/svg+xml"), (".json", ""), (".jwt", "text/plain")],
)
def test_an_employer_uploads_a_badge_and_reads_the_verdict(
    site: Site, open_page: OpenPage, suffix: str, kind: str
) -> None:
    """Two gestures on a phone, no script: the verdict is the title of the page."""
    file = _download(site, urlsplit(site.page("genuine")).path + suffix)
    page = open_page()
    _upload(page, f"badge{suffix}", kind, file)
    assert page.locator("h1").inner_text().startswith("Badge authentique")
    assert "Amélie Le Goff-Nguyễn" in page.locator("main").inner_text()


def test_an_altered_badge_is_refused_and_shows_no_claim(site: Site, open_page: OpenPage) -> None:
    """One changed name: the page says so, and the name is not on it."""
    altered = site.awards["genuine"].json.replace("Amélie".encode(), "Emélie".encode())
    page = open_page()
    _upload(page, "badge.json", "application/json", altered)
    assert page.locator("h1").inner_text() == "Badge modifié"
    assert "Emélie" not in page.locator("main").inner_text()


def test_a_badge_on_paper_is_verified_by_its_code(site: Site, open_page: OpenPage) -> None:
    """The code under the QR is typed; the single worker does not wait for itself."""
    page = open_page()
    page.get_by_label("Lien, code ou texte du badge").fill(
        site.awards["genuine"].short_code.lower()
    )
    enter(page)
    assert page.locator("h1").inner_text().startswith("Badge authentique")


def test_a_phone_that_scans_the_code_lands_on_the_verdict(site: Site, open_page: OpenPage) -> None:
    """The printed address leads to the report; a badge taken back says so first."""
    page = open_page(f"/v/{site.awards['revoked'].short_code}")
    assert page.locator("h1").inner_text() == "Badge annulé"
    assert page.url.startswith(f"{site.url}/verify?url=")


def test_a_learner_shows_verifies_and_downloads_her_badge(site: Site, open_page: OpenPage) -> None:
    """From the page of the badge: one button to the verdict, one file that verifies."""
    page = open_page(urlsplit(site.page("genuine")).path, width=DESK)
    assert page.get_by_role("img", name="Découpe laser").is_visible()
    with page.expect_download() as download:
        touch(page.get_by_role("link", name="Image PNG"))
    kept = Path(download.value.path()).read_bytes()
    follow(page.get_by_role("link", name="Vérifier ce badge maintenant"))
    assert page.locator("h1").inner_text().startswith("Badge authentique")
    page.goto(site.url)
    _upload(page, "kept.png", "image/png", kept)
    assert page.locator("h1").inner_text().startswith("Badge authentique")


def test_a_facilitator_finds_a_competency_in_two_gestures(open_page: OpenPage) -> None:
    """Search, open: the statement and the levels are there."""
    page = open_page("/frameworks/tiers-lieux")
    page.get_by_label("Chercher une compétence").fill("vélo")
    follow(page.get_by_role("button", name="Chercher"))
    follow(page.locator("main ul a").first)
    assert "Je trouve la panne et je répare" in page.locator("main").inner_text()


def test_english_is_one_click_away_and_remembered(open_page: OpenPage) -> None:
    """The choice holds on the next page."""
    page = open_page()
    follow(page.get_by_role("link", name="English"))
    assert page.locator("h1").inner_text() == "Verify a skill badge"
    follow(page.get_by_role("link", name="The skills").first)
    assert page.get_by_label("Search for a competency everywhere").is_visible()


def test_keyboard_alone_reaches_the_first_form(open_page: OpenPage) -> None:
    """The skip link comes first and is seen; then the form is a few tabs away."""
    page = open_page()
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Aller au contenu")
    box = skip.bounding_box()
    assert box is not None
    assert box["y"] >= 0
    enter(page)
    page.keyboard.press("Tab")
    assert page.locator("input:focus").get_attribute("id") == "photo"
    page.keyboard.press("Tab")
    assert page.locator("input:focus").get_attribute("id") == "file"


# The stylesheet travels once and is then kept: its weight is counted on every page all the same.
STYLESHEET = (ROOT / "badges" / "web" / "static" / "style.css").stat().st_size

PATHS = (
    "/",
    "/frameworks/tiers-lieux",
    "/places/deux-rives",
    "/achievements/faciliter",
    "/nothing",
)


def _paths(site: Site) -> list[str]:
    pages = [urlsplit(site.page(name)).path for name in site.awards]
    reports = [f"/verify?url={award.url}" for award in site.awards.values()]
    return [*PATHS, *pages, *reports]


def test_no_page_scrolls_sideways_even_with_large_letters(site: Site, open_page: OpenPage) -> None:
    """At 320 px, which is also 200 % of a small phone, everything fits."""
    page = open_page(width=320, script=True)
    for path in _paths(site):
        page.goto(site.url + path)
        width = page.evaluate("document.documentElement.scrollWidth")
        assert width <= 320, path


@pytest.mark.parametrize("width", [360, 768, 1280])
def test_the_page_of_a_badge_holds_letters_twice_as_large(
    site: Site, open_page: OpenPage, width: int
) -> None:
    """Columns that have no room left for letters are put one under the other: nothing is cut."""
    page = open_page(width=width, script=True)
    page.goto(site.page("genuine"))
    page.evaluate("document.documentElement.style.fontSize = '225%'")
    assert page.evaluate("getComputedStyle(document.documentElement).fontSize") == "36px"
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_touch_targets_are_large_enough(open_page: OpenPage) -> None:
    """Buttons and fields are at least 44 px high on a phone."""
    page = open_page(width=PHONE, script=True)
    for element in page.locator("button, input, summary, .bar nav a, .tongue").all():
        box = element.bounding_box()
        height = 0 if box is None else box["height"]
        assert height == 0 or height >= 44, element.evaluate("e => e.outerHTML")


def test_a_page_is_light_and_loads_nothing_from_elsewhere(site: Site, open_page: OpenPage) -> None:
    """Under 60 KB without pictures, and every request goes to this server."""
    page = open_page("/healthz")
    answers = answers_to(page)
    for path in _paths(site):
        document = page.goto(site.url + path)
        assert document is not None
        assert len(document.body()) + STYLESHEET < 60_000, path
    assert len(answers) > len(_paths(site))
    assert [answer.url for answer in answers if not answer.url.startswith(site.url)] == []


def test_an_upload_over_the_limit_is_answered_not_cut(open_page: OpenPage, tmp_path: Path) -> None:
    """A film of 21 MB gets a page that says what to do, instead of a broken connection."""
    page = open_page()
    film = tmp_path / "film.mp4"
    film.write_bytes(b"\0" * 21_000_000)
    page.get_by_label("Fichier du badge").set_input_files(film)
    follow(page.get_by_role("button", name="Vérifier ce badge"))
    assert page.locator("h1").inner_text() == "Fichier trop lourd"
