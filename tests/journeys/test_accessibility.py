"""axe finds nothing on any page: on a phone and a desk, in light and in dark."""

from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.journeys.conftest import DESK, PHONE, OpenPage, Site

pytestmark = pytest.mark.journey


def _paths(site: Site) -> list[str]:
    badges = [urlsplit(site.page(name)).path for name in ("genuine", "revoked", "bare")]
    reports = [f"/verify?url={site.awards[name].url}" for name in ("genuine", "revoked")]
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
        "/verify?url=a%20b",
        "/aide/resultats",
        *badges,
        *reports,
    ]


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_axe_finds_nothing(site: Site, open_page: OpenPage, width: int) -> None:
    """Contrast, names, roles, headings, landmarks: every rule of axe on every page, unfolded.

    Light and dark differ by colour tokens alone, so in dark the rule of contrast is asked again.
    """
    page = open_page(script=True, width=width)
    axe = Axe()
    found = []
    for path in _paths(site):
        page.emulate_media(color_scheme="light")
        page.goto(site.url + path)
        page.evaluate("document.querySelectorAll('details').forEach(item => item.open = true)")
        in_light = axe.run(page)
        page.emulate_media(color_scheme="dark")
        in_dark = axe.run(page, options={"runOnly": ["color-contrast"]})
        for scheme, results in (("light", in_light), ("dark", in_dark)):
            violations = results.response["violations"]
            found += [(path, scheme, item["id"], item["nodes"][0]["html"]) for item in violations]
    assert found == []
