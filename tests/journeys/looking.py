"""Every page of the tour opened in the real browser, in one language.

The browser's requests are answered by the application itself, so that whatever a page asks of
anybody else is seen here, and goes nowhere.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page, Route

from tests.journeys.axe import Fault, faults
from tests.journeys.tour import SIGNED_IN, Tour

PHONE = 360

_OWN = ("content-length", "connection", "transfer-encoding")


class Looker:
    """A page of the browser that looks at one page of the product after another."""

    def __init__(self, page: Page, tour: Tour, language: str) -> None:
        self.tour = tour
        self.elsewhere: list[tuple[str, str]] = []
        self._page = page
        self._language = language
        self._base = tour.town.studio.office.settings.base_url
        page.route("**/*", self._answer)

    def faults(self, *, signed_in: bool) -> list[Fault]:
        """What axe finds on the pages of the workshop, or on all others, and which are too wide."""
        found: list[Fault] = []
        for path in self.tour.pages:
            if path.startswith(SIGNED_IN) is signed_in:
                self._page.emulate_media(color_scheme="light")
                self._page.goto(self._base + path)
                found += faults(self._page)
        return found

    def _answer(self, route: Route) -> None:
        """Let the application answer for itself, and nobody for others."""
        parts = urlsplit(route.request.url)
        if f"{parts.scheme}://{parts.netloc}" != self._base:
            self.elsewhere.append((self._page.url, route.request.url))
            route.abort()
            return
        path = f"{parts.path}?{parts.query}" if parts.query else parts.path
        accept = route.request.headers.get("accept", "*/*")
        answer = self.tour.get(path, self._language, accept)
        headers = {name: value for name, value in answer.headers if name.lower() not in _OWN}
        route.fulfill(status=answer.status_code, headers=headers, body=answer.get_data())


@contextmanager
def looking(browser: Browser, tour: Tour, language: str) -> Iterator[Looker]:
    """Somebody with a telephone, in front of the whole product."""
    context = browser.new_context(viewport={"width": PHONE, "height": 740}, locale=language)
    try:
        yield Looker(context.new_page(), tour, language)
    finally:
        context.close()
