"""Coming in with a passkey, a password or both, in a real browser with a virtual authenticator.

The authenticator is Chromium's own (WebAuthn level 3, section 11), as a telephone would
be. Passkeys belong to a name, never to a number, so this server is called `localhost`.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, CDPSession, Page

from badges.settings import read_settings
from issuer.bootstrap import bootstrap
from issuer.model import PlaceRequest
from issuer.ports import Office
from issuer.services import people, places
from issuer.services.people import passwords
from tests.journeys.axe import faults
from tests.journeys.conftest import serving, settings_of
from tests.journeys.gestures import follow, touch

pytestmark = pytest.mark.journey

PASSWORD = "pomme cheval lampe route"
PHONE, TABLET, DESK = 360, 768, 1280
_AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@dataclass
class Door:
    """A running server called `localhost`, the office behind it, and a browser."""

    url: str
    office: Office
    browser: Browser

    @contextmanager
    def page(self, *, script: bool = True, width: int = TABLET) -> Iterator[Page]:
        """A page of a fresh browser profile, in front of the way in."""
        context = self.browser.new_context(
            viewport={"width": width, "height": 900}, java_script_enabled=script, locale="fr-FR"
        )
        page = context.new_page()
        page.goto(f"{self.url}/workshop/sign-in")
        try:
            yield page
        finally:
            context.close()


@pytest.fixture(scope="module")
def door(tmp_path_factory: pytest.TempPathFactory, browser: Browser) -> Iterator[Door]:
    """A place, and people who each come in another way."""
    directory = tmp_path_factory.mktemp("door")
    settings = settings_of(directory)
    del settings["BADGES_NOW"]
    url = settings["BADGES_BASE_URL"].replace("127.0.0.1", "localhost")
    settings["BADGES_BASE_URL"] = url
    office = bootstrap(read_settings(settings))
    places.add(office, PlaceRequest(name="Fablab rural", slug="fablab"))
    for name in ("Awa", "Bruno", "Chloé"):
        people.add(office, name, place="fablab", role="manager")
    local = people.operator("local")
    for name in ("Bruno", "Chloé"):
        passwords.set_password(office, local, name, PASSWORD)
    with serving(directory, settings):
        yield Door(url, office, browser)
    office.store.close()


def _pocket(page: Page) -> CDPSession:
    """Put an authenticator into the pocket of whoever sits in front of the page."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": _AUTHENTICATOR})
    return session


def _by_link(door: Door, page: Page, name: str) -> None:
    page.goto(people.sign_in_link(door.office, name))
    follow(page.get_by_role("button", name="Entrer"))


def _by_password(page: Page, name: str, password: str = PASSWORD) -> None:
    touch(page.locator("summary", has_text="Entrer avec un mot de passe"))
    page.get_by_label("Nom ou adresse e-mail").fill(name)
    page.get_by_label("Mot de passe").fill(password)
    follow(page.get_by_role("button", name="Entrer", exact=True))


def _add_passkey(door: Door, page: Page, name: str) -> None:
    page.goto(f"{door.url}/workshop/me/passkeys")
    page.get_by_label("Nom de la clé d’accès").last.fill(name)
    follow(page.get_by_role("button", name="Ajouter une clé d’accès"))
    page.get_by_text("Votre clé d’accès est prête.").wait_for()


def _leave(door: Door, page: Page) -> None:
    follow(page.get_by_role("button", name="Sortir"))
    follow(page.get_by_role("link", name="Entrer dans votre espace"))
    assert page.url == f"{door.url}/workshop/sign-in"


def test_a_passkey_lets_in_without_typing_anything(door: Door) -> None:
    """Made on the page of the account, it opens the door; removed, it opens nothing any more."""
    with door.page() as page:
        _pocket(page)
        _by_link(door, page, "Awa")
        _add_passkey(door, page, "Mon téléphone")
        _leave(door, page)
        follow(page.get_by_role("button", name="Utiliser ma clé d’accès"))
        page.get_by_role("button", name="Sortir").wait_for()
        assert urlsplit(page.url).path == "/workshop"
        page.goto(f"{door.url}/workshop/me/passkeys")
        assert "utilisée le" in page.locator("main").inner_text()
        touch(page.locator("summary", has_text="Changer"))
        follow(page.get_by_role("button", name="Enlever cette clé Mon téléphone"))
        page.get_by_text("Cette clé d’accès n’ouvre plus.").wait_for()
        _leave(door, page)
        follow(page.get_by_role("button", name="Utiliser ma clé d’accès"))
        page.locator("#trouble").wait_for()
        assert "n’ouvre pas" in page.locator("#trouble").inner_text()
        page.goto(f"{door.url}/workshop/me")
        assert page.get_by_role("button", name="Sortir").count() == 0


def test_with_a_passkey_the_password_alone_does_not_open(door: Door) -> None:
    """The password leads to a second page; the passkey there lets in."""
    with door.page() as page:
        _pocket(page)
        _by_password(page, "Bruno")
        _add_passkey(door, page, "Clé du trousseau")
        _leave(door, page)
        _by_password(page, "Bruno")
        assert page.get_by_role("heading", level=1).inner_text() == "Encore votre clé d’accès"
        page.context.new_page().goto(f"{door.url}/workshop/me")
        assert page.context.pages[1].get_by_role("button", name="Sortir").count() == 0
        follow(page.get_by_role("button", name="Utiliser ma clé d’accès"))
        page.get_by_role("button", name="Sortir").wait_for()
        assert urlsplit(page.url).path == "/workshop"


def test_whoever_says_no_to_the_browser_reads_what_to_do(door: Door) -> None:
    """A browser without any passkey of ours says so on the page, which stays as it was."""
    with door.page() as page:
        session = page.context.new_cdp_session(page)
        session.send("WebAuthn.enable")
        absent = {**_AUTHENTICATOR, "isUserVerified": False}
        session.send("WebAuthn.addVirtualAuthenticator", {"options": absent})
        touch(page.get_by_role("button", name="Utiliser ma clé d’accès"))
        page.get_by_text("La clé d’accès n’a pas répondu.").wait_for()
        assert urlsplit(page.url).path == "/workshop/sign-in"


def test_without_a_script_links_and_passwords_let_in(door: Door) -> None:
    """No button that would do nothing is shown."""
    with door.page(script=False) as page:
        assert page.get_by_role("button", name="Utiliser ma clé d’accès").count() == 0
        _by_password(page, "Chloé")
        assert urlsplit(page.url).path == "/workshop"
        page.goto(f"{door.url}/workshop/me/passkeys")
        assert "ne sait pas faire de clé d’accès" in page.locator("main").inner_text()
        assert page.get_by_role("button", name="Ajouter une clé d’accès").count() == 0
        follow(page.get_by_role("button", name="Sortir"))
        _by_link(door, page, "Chloé")
        assert page.get_by_role("button", name="Sortir").count() == 1


def test_axe_finds_nothing_where_people_come_in_and_are_looked_after(door: Door) -> None:
    """Every rule on every page, unfolded; contrast again in dark; nothing wider than the screen."""
    with door.page(width=PHONE) as page:
        found = faults(page)
        page.goto(f"{door.url}/workshop")
        found += faults(page)
        page.goto(f"{door.url}/workshop/sign-in?sent")
        found += faults(page)
        _by_link(door, page, "Chloé")
        for path in (
            *(f"/workshop/me{end}" for end in ("", "/password", "/passkeys", "/browsers")),
            *(f"/workshop/fablab/{end}" for end in ("team", "team/new", "tokens", "tokens/new")),
            "/workshop/fablab/journal",
        ):
            page.goto(door.url + path)
            found += faults(page)
        page.goto(f"{door.url}/workshop/fablab/team")
        follow(page.get_by_role("link", name="Changer : Awa"))
        found += faults(page)
        follow(page.locator('button[value="link"]'))
        found += faults(page)
        assert "/workshop/enter/" in page.get_by_label("Lien à remettre").input_value()
    assert found == []
