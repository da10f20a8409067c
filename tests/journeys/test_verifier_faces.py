"""Every way to hand a badge over, in a real browser on a phone, by keyboard and without script."""

import csv
import io
import json
import zipfile
from collections.abc import Callable
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.conftest import ROOT
from tests.journeys import materials
from tests.journeys.conftest import DESK, PHONE, OpenPage, Site
from tests.journeys.gestures import enter, follow, strike, touch

pytestmark = pytest.mark.journey

STYLESHEET = (ROOT / "badges" / "web" / "static" / "style.css").stat().st_size


def _get(site: Site, suffix: str) -> bytes:
    connection = HTTPConnection(urlsplit(site.url).netloc, timeout=20)
    try:
        connection.request("GET", urlsplit(site.page("genuine")).path + suffix)
        return connection.getresponse().read()
    finally:
        connection.close()


def _lot(site: Site) -> bytes:
    return materials.archive(
        **{
            "amelie.json": site.awards["genuine"].json,
            "annule.jwt": site.awards["revoked"].jwt,
            "=note.json": b'{"a": 1}',
        }
    )


def _address(site: Site) -> str:
    return f"{site.url}/v/{site.awards['genuine'].short_code}"


Maker = Callable[[Site], bytes]
BADGE = "Badge authentique"

KINDS: dict[str, tuple[Maker, str]] = {
    "badge.png": (lambda site: _get(site, ".png"), BADGE),
    "badge.svg": (lambda site: _get(site, ".svg"), BADGE),
    "badge.json": (lambda site: site.awards["genuine"].json, BADGE),
    "badge.jwt": (lambda site: site.awards["genuine"].jwt, BADGE),
    "papier.pdf": (lambda site: materials.pdf(_address(site)), BADGE),
    "photo.jpg": (lambda site: materials.photo(_address(site)), BADGE),
    "lot.zip": (_lot, "Tout n’est pas authentique"),
    "presentation.json": (
        lambda site: materials.presentation(site.awards["genuine"].json),
        "Badges présentés authentiques",
    ),
    "ancien.json": (lambda _: materials.assertion(), "Badge reconnu par le site"),
    "badge-v1.json": (lambda _: materials.older(), "Vérification impossible"),
    "note.txt": (lambda _: b"bonjour", "Ce n’est pas un badge lisible"),
}


def _tab_to(page: Page, identifier: str) -> None:
    """Reach a field by the keyboard alone."""
    for _ in range(25):
        if page.evaluate("document.activeElement.id") == identifier:
            return
        page.keyboard.press("Tab")
    pytest.fail(f"{identifier} is out of reach of the keyboard")


def _send(page: Page) -> None:
    """Press the button by the keyboard alone."""
    for _ in range(25):
        if page.evaluate("document.activeElement.textContent.trim()") == "Vérifier ce badge":
            enter(page)
            return
        page.keyboard.press("Tab")
    pytest.fail("the button is out of reach of the keyboard")


def _title(page: Page) -> str:
    return page.locator("h1").inner_text().replace("\u00a0", " ")


def _give(page: Page, name: str, content: bytes, field: str = "#file") -> None:
    page.locator(field).set_input_files(
        {"name": name, "mimeType": "application/octet-stream", "buffer": content}
    )


@pytest.mark.requirement("VER-01")
@pytest.mark.parametrize("name", KINDS)
def test_each_kind_of_file_is_read_by_keyboard_on_a_phone_without_script(
    site: Site, open_page: OpenPage, name: str
) -> None:
    """Choose, tab to the button, press Enter: the verdict is the title of the page."""
    make, title = KINDS[name]
    page = open_page(width=PHONE)
    _tab_to(page, "file")
    _give(page, name, make(site))
    _send(page)
    assert _title(page).startswith(title), page.locator("main").inner_text()


def test_a_photo_taken_on_the_spot_is_read_without_script(site: Site, open_page: OpenPage) -> None:
    """The field that opens the camera of a telephone takes the same photo."""
    page = open_page(width=PHONE)
    assert page.locator("#photo").get_attribute("capture") == "environment"
    assert page.get_by_role("button", name="Lire le QR avec la caméra").count() == 0
    _give(page, "photo.jpg", materials.photo(_address(site)), "#photo")
    _send(page)
    assert _title(page).startswith(BADGE)


@pytest.mark.parametrize("kind", ["json", "jwt", "address", "short", "list"])
def test_each_kind_of_text_is_read_by_keyboard(site: Site, open_page: OpenPage, kind: str) -> None:
    """One field takes all; Enter sends it."""
    award = site.awards["genuine"]
    text = {
        "json": award.json.decode(),
        "jwt": award.jwt.decode(),
        "address": _address(site),
        "short": award.short_code,
        "list": f"[{award.json.decode()}, {award.json.decode()}]",
    }[kind]
    page = open_page(width=PHONE)
    _tab_to(page, "text")
    page.keyboard.insert_text(text)
    enter(page)
    assert _title(page).startswith("Tout est authentique" if kind == "list" else BADGE)


@pytest.mark.requirement("RCP-01")
@pytest.mark.parametrize(
    ("known", "answer"),
    [
        ("amelie@example.org", "C’est bien la personne attendue"),
        ("Paul Durand", "Ce n’est pas la personne attendue"),
    ],
)
def test_the_expected_person_is_answered_and_stays_out_of_the_address(
    site: Site, open_page: OpenPage, known: str, answer: str
) -> None:
    """By keyboard through the folded options; the answer is seen without scrolling."""
    page = open_page(width=PHONE)
    _tab_to(page, "text")
    page.keyboard.insert_text(_address(site))
    page.keyboard.press("Tab")
    strike(page)
    _tab_to(page, "recipient")
    page.keyboard.insert_text(known)
    _send(page)
    said = page.locator(".answer strong")
    assert said.inner_text() == answer
    box = said.bounding_box()
    assert box is not None
    assert box["y"] < 844
    assert known not in page.url
    assert "Durand" not in page.content()


def test_rules_can_be_chosen_and_are_told(site: Site, open_page: OpenPage) -> None:
    """A choice among words, not names; the report repeats it."""
    page = open_page(width=PHONE)
    _give(page, "badge.json", site.awards["genuine"].json)
    touch(page.get_by_text("Options"))
    page.get_by_label("Règles à appliquer").select_option("archive")
    follow(page.get_by_role("button", name="Vérifier ce badge"))
    assert "Règles choisies" in page.locator(".notice").inner_text()


def test_many_badges_are_listed_and_kept_as_a_table(site: Site, open_page: OpenPage) -> None:
    """What needs a look comes first; the CSV is saved without a second upload or a script."""
    page = open_page(width=PHONE)
    _give(page, "lot.zip", _lot(site))
    _send(page)
    assert page.locator(".part").count() == 3
    assert "amelie.json" in page.locator(".part").last.inner_text()
    assert "Amélie Le Goff-Nguyễn" in page.locator(".part").last.inner_text()
    assert "Personne Annulée" not in page.content()
    with page.expect_download() as download:
        touch(page.get_by_role("link", name="Garder le tableau"))
    assert download.value.suggested_filename == "verification.csv"
    text = Path(download.value.path()).read_text("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text), delimiter=";"))
    assert [row[1] for row in rows[1:]] == ["amelie.json", "annule.jwt", "'=note.json"]
    assert [row[3] for row in rows[1:]] == ["genuine", "revoked", "unreadable"]


def test_a_part_opens_by_keyboard_and_shows_its_facts(site: Site, open_page: OpenPage) -> None:
    """Each badge of a lot has its details in the same page."""
    page = open_page(width=PHONE)
    _give(page, "lot.zip", _lot(site))
    _send(page)
    part = page.locator(".part").last
    part.locator("summary").focus()
    strike(page)
    expect(part.get_by_text("Fablab des Deux Rives").first).to_be_visible()


def test_an_expert_takes_the_evidence_away(site: Site, open_page: OpenPage) -> None:
    """One button under the technical details: a ZIP with the document, byte for byte."""
    page = open_page(width=DESK)
    body = site.awards["genuine"].json
    _give(page, "badge.json", body)
    _send(page)
    touch(page.get_by_text("Détails techniques"))
    with page.expect_download() as download:
        touch(page.get_by_role("button", name="Télécharger les preuves"))
    assert download.value.suggested_filename.endswith(".zip")
    with zipfile.ZipFile(Path(download.value.path())) as archive:
        assert body.strip() in [archive.read(name) for name in archive.namelist()]


def test_a_result_leads_to_its_explanation(site: Site, open_page: OpenPage) -> None:
    """From the verdict to the plain words of this very state, and back to the form."""
    page = open_page(f"/verify?url={site.awards['revoked'].url}")
    follow(page.get_by_role("link", name="Que veut dire ce résultat"))
    assert page.url.endswith("/aide/resultats#revoked")
    assert page.locator("#revoked").get_by_text("Il l’a annulé depuis").is_visible()
    follow(page.get_by_role("link", name="Vérifier un badge").last)
    assert page.locator("#photo").is_visible()


def test_an_employer_reads_the_explanations_in_english(open_page: OpenPage) -> None:
    """The same page in the other language."""
    page = open_page("/help/results", locale="en-GB")
    assert page.locator("h1").inner_text() == "What does this result mean?"


def test_a_report_prints_whole_in_black_and_white(site: Site, open_page: OpenPage) -> None:
    """On paper: verdict, facts and checks, without menus, buttons or folded details."""
    page = open_page(f"/verify?url={site.awards['genuine'].url}", width=DESK)
    page.emulate_media(media="print")
    for seen in (page.locator("h1"), page.locator(".facts"), page.locator(".checks").first):
        assert seen.is_visible()
    for hidden in ("details", ".screen", ".bar nav", "form"):
        assert [item.is_visible() for item in page.locator(hidden).all()].count(True) == 0, hidden
    assert page.pdf().startswith(b"%PDF")


def test_a_lot_prints_a_line_for_each_badge(site: Site, open_page: OpenPage) -> None:
    """Folded on the screen, still there on paper: file, result, and who it is when genuine."""
    page = open_page(width=DESK)
    _give(page, "lot.zip", _lot(site))
    _send(page)
    page.emulate_media(media="print")
    lines = page.locator(".part > summary").all()
    assert [line.is_visible() for line in lines] == [True] * 3
    assert not page.get_by_role("link", name="Garder le tableau").is_visible()


@pytest.mark.parametrize("name", ["lot.zip", "presentation.json", "ancien.json", "note.txt"])
def test_reports_of_every_kind_are_accessible_narrow_and_light(
    site: Site, open_page: OpenPage, name: str
) -> None:
    """Axe finds nothing, nothing scrolls sideways at 320 px, and the page stays under 60 KB."""
    page = open_page(width=320, script=True)
    _give(page, name, KINDS[name][0](site))
    page.evaluate("document.querySelector('#recipient').value = 'Paul Durand'")
    with page.expect_response("**/verify") as answered:
        follow(page.get_by_role("button", name="Vérifier ce badge"))
    assert len(answered.value.body()) + STYLESHEET < 60_000
    page.evaluate("document.querySelectorAll('details').forEach(item => item.open = true)")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    violations = Axe().run(page).response["violations"]
    assert [(item["id"], item["nodes"][0]["html"]) for item in violations] == []


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_the_form_is_accessible_with_its_options_open(open_page: OpenPage, width: int) -> None:
    """Light and dark, with every fold open."""
    page = open_page(width=width, script=True)
    page.evaluate("document.querySelectorAll('details').forEach(item => item.open = true)")
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        violations = Axe().run(page).response["violations"]
        assert [(item["id"], item["nodes"][0]["html"]) for item in violations] == []


def test_the_button_stays_in_reach_of_the_thumb(open_page: OpenPage) -> None:
    """Wherever the form is scrolled on a phone, its button is on the screen."""
    page = open_page(width=360, script=True)
    button = page.get_by_role("button", name="Vérifier ce badge")
    for place in (0, 300, 600):
        page.evaluate(f"window.scrollTo(0, {place})")
        box = button.bounding_box()
        assert box is not None
        assert box["height"] >= 44
        assert box["y"] + box["height"] <= 844


def test_a_batch_answers_line_by_line(site: Site) -> None:
    """The real server streams one JSON value a line."""
    connection = HTTPConnection(urlsplit(site.url).netloc, timeout=20)
    body = b"[" + site.awards["genuine"].json + b"," + site.awards["revoked"].json + b"]"
    try:
        kind = {"Content-Type": "application/json"}
        connection.request("POST", "/api/v1/verify-batch", body, kind)
        answer = connection.getresponse()
        states = [json.loads(line)["state"] for line in answer]
    finally:
        connection.close()
    assert answer.status == 200
    assert states == ["genuine", "revoked"]
