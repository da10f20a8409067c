"""axe finds nothing on what people meet: on a phone and a desk; the tour sees the dark."""

from urllib.parse import urlsplit

import pytest

from tests.journeys.axe import faults_lit
from tests.journeys.conftest import DESK, PHONE, OpenPage, Site

pytestmark = pytest.mark.journey


def _usual(site: Site) -> list[str]:
    """Pages that the tours of every page look at on a phone."""
    return [
        "/",
        "/frameworks/tiers-lieux",
        "/frameworks/tiers-lieux/securite-en-atelier",
        "/frameworks/tiers-lieux/levels/N2",
        "/places/deux-rives",
        "/achievements/decoupe-laser",
        "/problems/settings.origin",
        "/aide/resultats",
        urlsplit(site.page("genuine")).path,
        f"/verify?url={site.awards['genuine'].url}",
    ]


def _unusual(site: Site) -> list[str]:
    """What people meet now and then: nothing there, a badge that is cancelled, one that is bare."""
    return [
        "/frameworks/tiers-lieux?q=bois",
        "/frameworks/rome/509213",
        "/nothing",
        "/verify?url=http://127.0.0.1:1/",
        "/verify?url=a%20b",
        *(urlsplit(site.page(name)).path for name in ("revoked", "bare")),
        f"/verify?url={site.awards['revoked'].url}",
    ]


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_axe_finds_nothing(site: Site, open_page: OpenPage, width: int) -> None:
    """Contrast, names, roles, headings, landmarks: every rule of axe on every page, unfolded."""
    page = open_page(script=True, width=width)
    found = []
    for path in _unusual(site) + (_usual(site) if width == DESK else []):
        page.goto(site.url + path)
        found += faults_lit(page)
    assert found == []
