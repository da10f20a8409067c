"""A real server (Gunicorn, SQLite, both doors) and a real browser (Chromium) for the journeys."""

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Playwright, sync_playwright

from badges.settings import read_settings
from issuer.bootstrap import bootstrap
from issuer.model import Award
from tests.conftest import ROOT
from tests.issuer.web.house import environment, furnish
from tests.issuer.world import begin_data_directory
from tests.journeys.materials import publish_elsewhere
from tests.journeys.tour import Tour, open_tour

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
PHONE, DESK = 390, 1280

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
_PATIENCE_SECONDS = 30


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip, with the reason, what needs a browser where there is none."""
    if shutil.which(CHROMIUM):
        return
    absent = pytest.mark.skip(reason=f"no Chromium at {CHROMIUM}: set CHROMIUM to its path")
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(absent)


@dataclass(frozen=True)
class Site:
    """A running server and the badges that it issued."""

    url: str
    awards: dict[str, Award]

    def page(self, name: str) -> str:
        """The address of the page of a badge."""
        return f"{self.url}/credentials/{self.awards[name].id}"


@pytest.fixture(scope="package")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The server, furnished, on a free port of this machine."""
    directory = tmp_path_factory.mktemp("site")
    settings = settings_of(directory)
    office = bootstrap(read_settings(settings))
    awards = furnish(office)
    office.store.close()
    with serving(directory, settings) as url:
        yield Site(url, awards)


def settings_of(directory: Path) -> dict[str, str]:
    """The environment of a server of this machine that keeps its things in `directory`."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    begin_data_directory(directory)
    url = f"http://127.0.0.1:{port}"
    return environment(directory, url, fetch_map=str(publish_elsewhere(directory)))


@contextmanager
def serving(directory: Path, settings: dict[str, str]) -> Iterator[str]:
    """A running server with these settings; the value is its address."""
    url = settings["BADGES_BASE_URL"]
    port = int(url.rpartition(":")[2])
    command = [
        sys.executable,
        "-m",
        "gunicorn",
        "--workers=1",
        "--threads=1",
        f"--bind=127.0.0.1:{port}",
    ]
    log = directory / "gunicorn.log"
    with (
        log.open("wb") as output,
        subprocess.Popen(
            [*command, "wsgi:create_app()"],
            cwd=ROOT,
            env=os.environ | settings,
            stdout=output,
            stderr=output,
        ) as server,
    ):
        try:
            _wait(port, server, log)
            yield url
        finally:
            server.terminate()
            server.wait(_PATIENCE_SECONDS)


def _wait(port: int, server: "subprocess.Popen[bytes]", log: Path) -> None:
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while time.monotonic() < deadline and server.poll() is None:
        connection = HTTPConnection("127.0.0.1", port, timeout=5)
        try:
            connection.request("GET", "/healthz")
            if connection.getresponse().status == 200:
                return
        except OSError:
            time.sleep(0.1)
        finally:
            connection.close()
    pytest.fail(f"the server did not start: {log.read_text('utf-8')}")


@pytest.fixture(scope="package")
def stage() -> Iterator[Playwright]:
    """What starts browsers: one for all, since two cannot run side by side."""
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="package")
def browser(stage: Playwright) -> Iterator[Browser]:
    """The system's Chromium."""
    launched = stage.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
    yield launched
    launched.close()


@pytest.fixture(scope="package")
def tour(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tour]:
    """The whole product with one of everything; whoever uses it only looks."""
    with open_tour(tmp_path_factory.mktemp("tour")) as made:
        yield made


OpenPage = Callable[..., Page]


@pytest.fixture
def open_page(browser: Browser, site: Site) -> Iterator[OpenPage]:
    """A page of a fresh browser profile; `script`, `width`, `scheme` and `locale` can be chosen."""
    contexts = []

    def opener(
        path: str = "/",
        *,
        script: bool = False,
        width: int = PHONE,
        scheme: str = "light",
        locale: str = "fr-FR",
    ) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": 844},
            java_script_enabled=script,
            color_scheme="dark" if scheme == "dark" else "light",
            locale=locale,
        )
        contexts.append(context)
        page = context.new_page()
        page.goto(site.url + path)
        return page

    yield opener
    for context in contexts:
        context.close()
