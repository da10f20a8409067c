"""What axe finds on a page as people meet it: unfolded, lit and dark, within the screen."""

from urllib.parse import urlsplit

from axe_playwright_python.base import AxeResults
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

_UNFOLD = "document.querySelectorAll('details').forEach(item => item.open = true)"
_WIDE = "document.documentElement.scrollWidth > innerWidth"
_FAULTS_ALONE = {"resultTypes": ["violations"]}


Fault = tuple[str, str, str]
"""Where, what, and on which element."""


def faults(page: Page) -> list[Fault]:
    """Each fault of the page that is open, lit and dark.

    Light and dark differ by colour tokens alone, so in dark the rule of contrast is asked again.
    """
    found = faults_lit(page)
    page.emulate_media(color_scheme="dark")
    dark = Axe().run(page, options={**_FAULTS_ALONE, "runOnly": ["color-contrast"]})
    return found + _told(page, "dark", dark)


def faults_lit(page: Page) -> list[Fault]:
    """Each fault of the page that is open, in the light."""
    where = urlsplit(page.url).path
    page.emulate_media(color_scheme="light")
    page.evaluate(_UNFOLD)
    found = [(where, "wider than the screen", "")] if page.evaluate(_WIDE) else []
    return found + _told(page, "light", Axe().run(page, options=_FAULTS_ALONE))


def _told(page: Page, light: str, results: AxeResults) -> list[Fault]:
    where, violations = urlsplit(page.url).path, results.response["violations"]
    return [(where, f"{light}: {item['id']}", item["nodes"][0]["html"]) for item in violations]
