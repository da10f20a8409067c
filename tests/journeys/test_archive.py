"""The archive of a place outlives the server: made while it runs, served by any host after it.

The server of this journey is a laptop without https, so its place is a did:key; places of the Web
are in `tests/issuer/services/archives/test_outliving.py`.
"""

import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from badges.settings import read_settings
from issuer import cli
from issuer.bootstrap import bootstrap
from issuer.model import Award
from tests.issuer.web.house import furnish
from tests.journeys.axe import faults
from tests.journeys.conftest import PHONE, serving, settings_of
from verifier.cli import main as verifier

pytestmark = pytest.mark.journey

PLACE = "deux-rives"
_PATIENCE_SECONDS = 30
_PAGE_BYTES = 60_000


@dataclass(frozen=True)
class Remains:
    """What is left of a service: its archive, and a plain web server at its former address."""

    url: str
    archive: Path
    awards: dict[str, Award]

    def file(self, name: str, kind: str = "json") -> Path:
        """A file of the badge of that name."""
        return self.archive.with_suffix("") / f"credentials/{self.awards[name].id}.{kind}"


@pytest.fixture(scope="module")
def remains(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Remains]:
    """A real server makes its archive and stops; `http.server` takes over its address."""
    directory = tmp_path_factory.mktemp("gone")
    settings = settings_of(directory)
    office = bootstrap(read_settings(settings))
    awards = furnish(office)
    office.store.close()
    archive = directory / f"{PLACE}.zip"
    with serving(directory, settings) as url:
        assert cli.main(["archive", "--place", PLACE, "-o", str(archive)], settings) == 0
    with zipfile.ZipFile(archive) as packed:
        packed.extractall(archive.with_suffix(""))
    with _hosting(archive.with_suffix(""), int(url.rpartition(":")[2])):
        yield Remains(url, archive, awards)


@contextmanager
def _hosting(folder: Path, port: int) -> Iterator[None]:
    command = [sys.executable, "-m", "http.server", str(port), "--bind", "127.0.0.1"]
    with subprocess.Popen(
        [*command, "--directory", str(folder)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as server:
        try:
            _wait(port)
            yield
        finally:
            server.terminate()
            server.wait(_PATIENCE_SECONDS)


def _wait(port: int) -> None:
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while time.monotonic() < deadline:
        connection = HTTPConnection("127.0.0.1", port, timeout=5)
        try:
            connection.request("GET", "/manifest.json")
            if connection.getresponse().status == 200:
                return
        except OSError:
            time.sleep(0.1)
        finally:
            connection.close()
    pytest.fail("the static host did not start")


@pytest.fixture(autouse=True)
def _settings(monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in ("BADGES_TRUST", "BADGES_LANGUAGE", "BADGES_FETCH_MAP", "BADGES_NOW"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setenv("BADGES_FETCH_ALLOW_LOOPBACK", "1")


def test_each_badge_has_its_verdict_without_network(remains: Remains, tmp_path: Path) -> None:
    """Beside its archive: genuine is accepted; cancelled and changed ones are rejected."""
    forged = tmp_path / "badge.json"
    genuine = remains.file("genuine")
    forged.write_bytes(genuine.read_bytes().replace("Amélie".encode(), "Emélie".encode()))
    beside = ["--offline", "--bundle", str(remains.archive)]
    assert verifier(["verify", str(genuine), *beside]) == 0
    assert verifier(["verify", str(remains.file("revoked")), *beside]) == 1
    assert verifier(["verify", str(forged), *beside]) == 1


def test_the_archive_needs_nothing_else(
    remains: Remains, capsys: pytest.CaptureFixture[str]
) -> None:
    """Named alone, offline, it has a line for each badge, and the date of what it knows."""
    assert verifier(["verify", str(remains.archive), "--offline"]) == 1
    lines = [line for line in capsys.readouterr().out.splitlines() if line]
    assert sorted(line[0] for line in lines if "credentials/" in line) == sorted("✓✗")
    assert "2026-11-22T12:00:00Z" in lines[-1]


@pytest.mark.parametrize("suffix", ["", ".json", ".jwt", ".png", ".svg", ".pdf"])
def test_every_address_of_a_badge_still_verifies(remains: Remains, suffix: str) -> None:
    """What people kept are addresses: each leads to the badge on a host that knows nothing."""
    address = f"{remains.url}/credentials/{remains.awards['genuine'].id}{suffix}"
    assert verifier(["verify", address]) == 0


def test_a_cancelled_badge_is_still_told(remains: Remains) -> None:
    """The list of the static host says so, at the address that the badge names."""
    address = f"{remains.url}/credentials/{remains.awards['revoked'].id}"
    assert verifier(["verify", address]) == 1


@contextmanager
def _opened(browser: Browser, remains: Remains, path: str, **options: bool) -> Iterator[Page]:
    """A page on a phone; it asked nobody but the static host, and ran without a fault."""
    context = browser.new_context(
        viewport={"width": PHONE, "height": 844},
        locale="fr-FR",
        java_script_enabled=options.get("script", True),
    )
    page = context.new_page()
    asked: list[str] = []
    faults: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: faults.append(message.text))
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.goto(f"{remains.url}/{path}")
    yield page
    context.close()
    assert faults == []
    assert [url for url in asked if not url.startswith(f"{remains.url}/")] == []


@pytest.mark.parametrize(
    ("name", "state", "words"),
    [("genuine", "genuine", "Badge authentique"), ("revoked", "revoked", "Badge annulé")],
)
def test_the_page_of_a_badge_verifies_it_in_the_browser(
    browser: Browser, remains: Remains, name: str, state: str, words: str
) -> None:
    """The reader's own browser says genuine or cancelled, from the files of the host alone."""
    with _opened(browser, remains, f"credentials/{remains.awards[name].id}") as page:
        place = page.locator(f'[data-state="{state}"]')
        place.wait_for()
        assert words in place.inner_text()
        assert faults(page) == []


def test_a_changed_file_on_the_host_is_not_accepted(browser: Browser, remains: Remains) -> None:
    """Whoever changes a file on the host cannot make the page say that it is genuine."""
    path = remains.file("genuine")
    body = path.read_bytes()
    path.write_bytes(body.replace("Amélie".encode(), "Emélie".encode()))
    try:
        with _opened(browser, remains, f"credentials/{remains.awards['genuine'].id}/") as page:
            place = page.locator("[data-state]")
            place.wait_for()
            assert place.get_attribute("data-state") == "altered"
            assert "Emélie" not in place.inner_text()
    finally:
        path.write_bytes(body)


def test_the_page_speaks_without_javascript(browser: Browser, remains: Remains) -> None:
    """The badge is read, and the page says how to verify it otherwise."""
    address = f"credentials/{remains.awards['genuine'].id}/"
    with _opened(browser, remains, address, script=False) as page:
        text = page.locator("main").inner_text()
    assert "Découpe laser en autonomie" in text
    assert "LISEZ-MOI.txt" in text


def test_the_other_pages_are_whole(browser: Browser, remains: Remains) -> None:
    """Front, place, definition, competency, an empty folder: axe finds nothing, links lead on."""
    short = f"v/{remains.awards['genuine'].short_code}/"
    paths = ("", f"places/{PLACE}/", "achievements/decoupe-laser/", "credentials/", "status/")
    skill = "frameworks/tiers-lieux/securite-en-atelier/"
    for path in (*paths, skill, "frameworks/tiers-lieux/"):
        with _opened(browser, remains, path) as page:
            assert faults(page) == []
            assert remains.awards["genuine"].id not in page.content()
            assert len(page.content().encode()) < _PAGE_BYTES
    with _opened(browser, remains, short) as page:
        page.wait_for_url(f"**/credentials/{remains.awards['genuine'].id}/")
