"""axe finds nothing on any page: on a phone and a desk, in light and in dark."""

from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.journeys.conftest import DESK, PHONE, OpenPage, Site

pytestmark = pytest.mark.journey


def _paths(site: Site) -> list[str]:
    badges = [urlsplit(site.page(name)).path for name in site.awards]
    reports = [f"/verify?url={award.url}" for award in site.awards.values()]
    return [
        "/",
        "/frameworks/tiers-lieux",
        "/frameworks/tiers-lieux?q=bois",
        "/frameworks/tiers-lieux/securite-en-atelier",
        "/frameworks/tiers-lieux/levels/N2",
        "/frameworks/rome/509213",
        "/places/deux-rives",
        "/achievements/decoupe-laser",
        "/nothing",
        "/problems/settings.origin",
        "/verify?url=http://127.0.0.1:1/",
        *badges,
        *reports,
    ]


@pytest.mark.parametrize("width", [PHONE, DESK])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(site: Site, open_page: OpenPage, width: int, scheme: str) -> None:
    """Contrast, names, roles, headings, landmarks: every rule of axe on every page, unfolded."""
    page = open_page(script=True, width=width, scheme=scheme)
    axe = Axe()
    found = []
    for path in _paths(site):
        page.goto(site.url + path)
        page.evaluate("document.querySelectorAll('details').forEach(item => item.open = true)")
        results = axe.run(page)
        found += [
            (path, item["id"], item["nodes"][0]["html"]) for item in results.response["violations"]
        ]
    assert found == []
