"""What axe finds on a page as people meet it: unfolded, lit and dark, within the screen."""

from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

_UNFOLD = "document.querySelectorAll('details').forEach(item => item.open = true)"
_WIDE = "document.documentElement.scrollWidth > innerWidth"
_FAULTS_ALONE = {"resultTypes": ["violations"]}


def faults(page: Page) -> list[tuple[str, str, str]]:
    """Where, what and on which element, for each fault of the page that is open.

    Light and dark differ by colour tokens alone, so in dark the rule of contrast is asked again.
    """
    where = urlsplit(page.url).path
    page.emulate_media(color_scheme="light")
    page.evaluate(_UNFOLD)
    found = [(where, "wider than the screen", "")] if page.evaluate(_WIDE) else []
    lit = Axe().run(page, options=_FAULTS_ALONE)
    page.emulate_media(color_scheme="dark")
    dark = Axe().run(page, options={**_FAULTS_ALONE, "runOnly": ["color-contrast"]})
    for light, result in (("light", lit), ("dark", dark)):
        violations = result.response["violations"]
        found += [
            (where, f"{light}: {item['id']}", item["nodes"][0]["html"]) for item in violations
        ]
    return found
