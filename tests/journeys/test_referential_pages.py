"""The pages of referentials in a real browser: read, found, printed, without a script."""

import re
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page
from werkzeug.serving import make_server

from tests.issuer.web.commons import open_commons
from tests.journeys.conftest import PHONE
from tests.journeys.gestures import enter, follow
from tests.journeys.traffic import answers_to

pytestmark = pytest.mark.journey

SMALLEST = 360
FIRST_LOAD = 60_000
FAMOUS = "/frameworks/tiers-lieux/intelligence-collective"
PATHS = (
    "/frameworks",
    "/frameworks/search?q=laser",
    "/frameworks/search?q=zwxkqj&in=rome",
    "/frameworks/tiers-lieux",
    FAMOUS,
    "/frameworks/cuisine/vaisselle",
    "/frameworks/cuisine/v1.0.0/pain",
    "/frameworks/cuisine/versions",
    "/frameworks/compare?a=cuisine&b=atelier",
    "/frameworks/tiers-lieux/print",
    "/frameworks/tiers-lieux/wheel",
    "/frameworks/tiers-lieux/mappings",
    "/frameworks/rome/300469",
    "/frameworks/tiers-lieux/nothing",
)

Opener = Callable[..., Page]


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The origin of a running server that keeps several referentials."""
    with make_server("127.0.0.1", 0, lambda _, __: []) as probe:
        port = probe.server_port
    url = f"http://127.0.0.1:{port}"
    with open_commons(tmp_path_factory.mktemp("shelf"), url) as house:
        server = make_server("127.0.0.1", port, house.app, threaded=True)
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield url
        finally:
            server.shutdown()
            thread.join()
            server.server_close()


@pytest.fixture
def visit(browser: Browser, shelf: str) -> Iterator[Opener]:
    """A page of a fresh profile at a path of that server."""
    contexts = []

    def opener(path: str, *, width: int = PHONE, script: bool = False) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": 844},
            java_script_enabled=script,
            locale="fr-FR",
        )
        contexts.append(context)
        page = context.new_page()
        page.goto(shelf + path)
        return page

    yield opener
    for context in contexts:
        context.close()


def test_nothing_is_wider_than_the_smallest_phone(shelf: str, visit: Opener) -> None:
    """At 360 pixels no page scrolls sideways, and what is touched is large enough."""
    page = visit("/frameworks", width=SMALLEST, script=True)
    for path in PATHS:
        page.goto(shelf + path)
        page.evaluate("document.querySelectorAll('details').forEach(item => item.open = true)")
        assert page.evaluate("document.documentElement.scrollWidth") <= SMALLEST, path
        low = page.evaluate(
            "[...document.querySelectorAll('main button, main .button, main input, main select')]"
            ".filter(item => item.getBoundingClientRect().height < 43).map(item => item.outerHTML)"
        )
        assert low == [], path


def test_a_facilitator_finds_a_competency_and_its_official_cousin(visit: Opener) -> None:
    """Without a script: a search in own words, a competency, its cousin, the occupation above."""
    page = visit("/frameworks")
    page.get_by_role("searchbox").fill("animer un groupe")
    follow(page.get_by_role("button", name="Chercher"))
    follow(page.get_by_role("link", name="Animer un groupe avec des outils").first)
    assert page.locator(".aloud").inner_text().startswith("J’anime un groupe")
    follow(page.get_by_role("link", name="Préparer et animer une réunion"))
    assert "Élément officiel de ROME" in page.locator("main").inner_text()
    follow(page.get_by_role("link", name="Fablab Manager"))
    assert page.locator("h1").inner_text() == "Fablab Manager"


def test_the_map_leads_into_the_list_with_the_keyboard(shelf: str, visit: Opener) -> None:
    """A family of the map is a link: Enter goes to its part of the list."""
    page = visit("/frameworks/tiers-lieux", script=True)
    page.locator(".map .label a").nth(2).focus()
    enter(page)
    assert page.url == f"{shelf}/frameworks/tiers-lieux#fab"
    assert page.locator("#fab").bounding_box() is not None


@pytest.mark.parametrize("path", ["/frameworks", "/frameworks/tiers-lieux", FAMOUS])
def test_a_first_visit_is_light(visit: Opener, path: str) -> None:
    """The page and its style weigh less than 60 kB, before any compression."""
    page = visit("/healthz")
    answers = answers_to(page)
    page.goto(page.url.replace("/healthz", path), wait_until="networkidle")
    assert 0 < sum(len(answer.body()) for answer in answers[:3]) < FIRST_LOAD


def _pages(document: bytes) -> list[tuple[float, float]]:
    """The size of each page of a PDF, in millimetres."""
    boxes = re.findall(rb"/MediaBox \[0 0 ([0-9.]+) ([0-9.]+)\]", document)
    return [(float(wide) / 72 * 25.4, float(high) / 72 * 25.4) for wide, high in boxes]


def test_the_sheet_for_the_wall_takes_two_pages(visit: Opener, tmp_path: Path) -> None:
    """Forty competencies on both sides of one sheet of A4, upright."""
    page = visit("/frameworks/tiers-lieux/print")
    margin = dict.fromkeys(("top", "bottom", "left", "right"), "12mm")
    target = tmp_path / "wall.pdf"
    page.pdf(path=target, format="A4", margin=margin, prefer_css_page_size=True)  # type: ignore[arg-type]  # four sides
    sizes = _pages(target.read_bytes())
    assert len(sizes) == 2
    assert all(wide < high for wide, high in sizes)


def test_each_wheel_takes_one_sheet_lying_down(visit: Opener, tmp_path: Path) -> None:
    """Seven wheels are seven sheets of A4, landscape, and nothing else is printed."""
    page = visit("/frameworks/tiers-lieux/wheel")
    target = tmp_path / "wheels.pdf"
    page.pdf(path=target, format="A4", prefer_css_page_size=True)
    sizes = _pages(target.read_bytes())
    assert len(sizes) == 7
    assert {(round(wide), round(high)) for wide, high in sizes} == {(297, 210)}
