"""What axe finds on a page as people meet it: unfolded, lit and dark, within the screen."""

from typing import Any
from urllib.parse import urlsplit

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

_UNFOLD = "document.querySelectorAll('details').forEach(item => item.open = true)"
_WIDE = "document.documentElement.scrollWidth > innerWidth"
# Only what is told leaves the browser: all that axe knows of a page takes longer than to find it.
_RUN = """options => axe.run({...options, resultTypes: ['violations']}).then(
    results => results.violations.map(item => [item.id, item.nodes[0].html]))"""


Fault = tuple[str, str, str]
"""Where, what, and on which element."""


def faults(page: Page) -> list[Fault]:
    """Each fault of the page that is open, lit and dark.

    Light and dark differ by colour tokens alone, so in dark the rule of contrast is asked again.
    """
    found = faults_lit(page)
    page.emulate_media(color_scheme="dark")
    return found + _told(page, "dark", {"runOnly": ["color-contrast"]})


def faults_lit(page: Page) -> list[Fault]:
    """Each fault of the page that is open, in the light."""
    page.wait_for_load_state("load")
    where = urlsplit(page.url).path
    page.emulate_media(color_scheme="light")
    page.evaluate(_UNFOLD)
    found = [(where, "wider than the screen", "")] if page.evaluate(_WIDE) else []
    page.evaluate(AXE_SCRIPT)
    return found + _told(page, "light", {})


def _told(page: Page, light: str, options: dict[str, Any]) -> list[Fault]:
    """What axe, which is in the page already, finds under this light."""
    where = urlsplit(page.url).path
    return [(where, f"{light}: {rule}", html) for rule, html in page.evaluate(_RUN, options)]
