"""axe finds nothing on any page: on a phone and a desk, in light and in dark."""

from urllib.parse import urlsplit

import pytest

from tests.journeys.axe import faults
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
    """Contrast, names, roles, headings, landmarks: every rule of axe on every page, unfolded."""
    page = open_page(script=True, width=width)
    found = []
    for path in _paths(site):
        page.goto(site.url + path)
        found += faults(page)
    assert found == []
