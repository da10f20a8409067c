"""Two places, their people and their browsers, for tests of the signed-in pages."""

import re
import tempfile
from dataclasses import dataclass, field, replace
from functools import cache
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from badges.model.concepts import Concept, Link, Reading, Scheme
from badges.web.app import create_app
from issuer.model import PlaceRequest
from issuer.ports import Office
from issuer.services import people, places
from issuer.services.official import importing
from issuer.web import open_door
from tests.issuer.world import ONLINE, Town, open_town
from tests.world import CountedIdentifiers

PAGE = {"Accept": "text/html", "User-Agent": "Mozilla/5.0"}
PEOPLE = (
    ("Awa", "fablab", "author"),
    ("Bruno", "ecluse", "manager"),
    ("Chloé", "fablab", "facilitator"),
    ("Denis", "ecluse", "steward"),
    ("Emma", "fablab", "partner"),
)
_TOKEN = re.compile(r'name="csrf" value="([^"]+)"')
_HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)">')


@dataclass
class Browser:
    """A browser of one person: it keeps cookies and repeats the token of the page it has open."""

    client: FlaskClient
    base_url: str
    token: str = ""

    def get(self, path: str, **options: Any) -> TestResponse:
        """Open a page."""
        options.setdefault("headers", PAGE)
        answer = self.client.get(path, base_url=self.base_url, **options)
        found = _TOKEN.search(answer.data.decode("utf-8", "replace"))
        self.token = found.group(1) if found else self.token
        return answer

    def page(self, path: str) -> str:
        """The text of a page that opens."""
        answer = self.get(path)
        assert answer.status_code == 200, (path, answer.status_code)
        return unescape(answer.get_data(as_text=True))

    def post(self, path: str, fields: dict[str, Any] | None = None, **options: Any) -> TestResponse:
        """Send a form with the token of this browser's session."""
        options.setdefault("headers", PAGE)
        form = {"csrf": self.token, **(fields or {})}
        return self.client.post(path, base_url=self.base_url, data=form, **options)

    def send(self, path: str, fields: dict[str, Any]) -> str:
        """Send the form of that page, as it stands there but for these fields; where it leads."""
        answer = self.post(path, {**self.hidden(path), **fields})
        assert answer.status_code == 303, said(answer)
        return str(answer.headers["Location"])

    def hidden(self, path: str) -> dict[str, str]:
        """The hidden fields of the page at that address."""
        return hidden(self.get(path))


@dataclass
class Studio:
    """An application with the issuer's door open, and the people who work in it."""

    town: Town
    app: Flask
    browsers: dict[str, Browser] = field(default_factory=dict)

    @property
    def office(self) -> Office:
        """The office behind the pages."""
        return self.town.office

    def browser(self) -> Browser:
        """A fresh browser, nobody signed in."""
        return Browser(self.app.test_client(), self.office.settings.base_url)

    def link(self, name: str) -> str:
        """The path of a fresh sign-in link of that person."""
        return urlsplit(people.sign_in_link(self.office, name)).path

    def of(self, name: str) -> Browser:
        """The browser of that person, signed in once."""
        if name not in self.browsers:
            browser = self.browser()
            assert browser.post(self.link(name)).status_code == 303
            browser.get("/workshop")
            self.browsers[name] = browser
        return self.browsers[name]


def open_studio(directory: Path, base_url: str = ONLINE) -> Studio:
    """Two places, five people, and a small official referential."""
    for name, content in _ready(base_url).items():
        path = directory / name
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.write_bytes(content)
        path.chmod(0o600)
    town = open_town(directory, _url(directory), base_url)
    office = replace(town.office, identifiers=CountedIdentifiers("studio"))
    app = create_app(office.settings)
    open_door(app, office)
    return Studio(Town(office, town.clock), app)


@cache
def _ready(base_url: str) -> dict[str, bytes]:
    """The files of a town that is furnished: much faster to copy than to make."""
    with tempfile.TemporaryDirectory(prefix="badges-studio-") as folder:
        directory = Path(folder)
        office = open_town(directory, _url(directory), base_url).office
        places.add(office, PlaceRequest(name="Fablab rural", slug="fablab"))
        places.add(office, PlaceRequest(name="Café de l'Écluse & Cie", slug="ecluse"))
        for name, place, role in PEOPLE:
            people.add(office, name, place=place, role=role)
        import_official(office)
        office.store.close()
        files = (path for path in directory.rglob("*") if path.is_file())
        return {str(path.relative_to(directory)): path.read_bytes() for path in files}


def _url(directory: Path) -> str:
    return f"sqlite:///{directory / 'studio.sqlite3'}"


def import_official(
    office: Office, edition: str = "4.0 v60", label: str = "Réparer un cycle"
) -> None:
    """A referential of five items, as its publisher would give it; how it calls one of them."""
    concepts = (
        Concept("D1", "domaine", "Entretenir et réparer"),
        Concept(
            "C1",
            "competence",
            label,
            definition="Remettre en état un vélo ou un tricycle.",
            broader="D1",
        ),
        Concept("C2", "competence", "Réparer un appareil électrique", broader="D1"),
        Concept("C3", "competence", "Animer un groupe", definition="Conduire un temps collectif."),
        Concept("M1", "metier", "Mécanicien cycles"),
    )
    scheme = Scheme("rome", "ROME", edition, "fr")
    links = (Link("M1", "essential", "C1"),)
    importing.import_reading(office, Reading(scheme, iter(concepts), links), actor="test")


def hidden(answer: TestResponse) -> dict[str, str]:
    """The hidden fields of a page; those of its forms for leaving and deciding among them."""
    text = answer.get_data(as_text=True)
    return {name: unescape(value) for name, value in _HIDDEN.findall(text)}


def said(answer: TestResponse) -> str:
    """The words of an answer, with the typography of pages put back to the keys of a keyboard."""
    text = unescape(answer.get_data(as_text=True))
    return text.replace("\u2019", "'").replace("\u00a0", " ").replace("\u202f", " ")


def begin_framework(browser: Browser, title: str = "Nos gestes", domain: str = "Réparer") -> str:
    """Write a new framework; the value is its slug."""
    target = browser.send("/workshop/frameworks/new", {"title": title, "domain": domain})
    return target.split("/")[3]


def add_competency(browser: Browser, slug: str, label: str = "Réparer un vélo") -> str:
    """Add a competency to a framework; the value is where the page leads."""
    return browser.send(
        f"/workshop/frameworks/{slug}/competencies/new",
        {"label": label, "statement": "Je répare un vélo.", "type": "technique"},
    )


def publish(browser: Browser, slug: str) -> str:
    """Publish a framework; where the page leads."""
    return browser.send(f"/workshop/frameworks/{slug}/publish", {"note": "Première version."})
