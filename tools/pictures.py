"""Draw the pictures of the French guides again, from the running product, into docs/fr/images/.

Run with `make pictures` (it needs Chromium). A server with a place of its own is started, a person
signs in with a link, and does what docs/fr/decerner-a-un-groupe.md tells, without JavaScript.
"""

import io
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path

import pypdfium2
from PIL import Image
from playwright.sync_api import Page, sync_playwright

from badges.settings import read_settings
from issuer.bootstrap import bootstrap
from issuer.model import PlaceRequest
from issuer.services import people, places

IMAGES = Path(__file__).resolve().parent.parent / "docs" / "fr" / "images"
HOST, PORT = "badges.exemple.fr", 8018
WIDTH, HEIGHT = 768, 860
NAMES = (
    "Zoé Martin\nAmélie Le Goff amelie@exemple.fr\nKarim Benali\nJosé Álvarez\nInès Dupont\n"
    "Léa Petit\nOmar Diallo\nNora Roux\nTom Blanc\nFatou Ndiaye\nMaëlys Le Bihan\nPaul Girard"
)

_CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    f"--host-resolver-rules=MAP {HOST}:80 127.0.0.1:{PORT}",
]
_COLOURS = 64
_PATIENCE_SECONDS = 60
_PAPER_SCALE = 1.1


@dataclass
class Album:
    """The page in front of the person, and the folder of the pictures."""

    page: Page
    folder: Path

    def keep(self, name: str) -> None:
        """Keep what the person sees now."""
        _write(self.folder / f"{name}.png", self.page.screenshot())

    def keep_paper(self, name: str, link: str) -> None:
        """Keep the first sheet of a file that the page links to."""
        address = self.page.get_by_role("link", name=link).first.get_attribute("href") or ""
        answer = self.page.context.request.get(
            f"http://127.0.0.1:{PORT}{address}",
            headers={"Cookie": _cookies(self.page), "Host": HOST},
        )
        sheet = pypdfium2.PdfDocument(answer.body())[0].render(scale=_PAPER_SCALE).to_pil()
        held = io.BytesIO()
        sheet.save(held, "PNG")
        _write(self.folder / f"{name}.png", held.getvalue())


def draw(folder: Path) -> None:
    """Draw every picture into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="badges-pictures-") as directory:
        settings = {"BADGES_DATA_DIR": directory, "BADGES_BASE_URL": f"http://{HOST}"}
        link = _furnish(settings)
        with _serving(settings), sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=_CHROMIUM, args=_ARGUMENTS)
            context = browser.new_context(
                viewport={"width": WIDTH, "height": HEIGHT},
                locale="fr-FR",
                java_script_enabled=False,
            )
            page = context.new_page()
            page.goto(link)
            _award(Album(page, folder))
            browser.close()


def _award(album: Album) -> None:
    """The path of the guide, a picture at each stop."""
    page = album.page
    page.get_by_role("button", name="Entrer").click()
    album.keep("groupe-1-accueil")
    page.get_by_role("link", name="Décerner un badge à un groupe").first.click()
    page.get_by_role("link", name="badge prêt").first.click()
    album.keep("groupe-2-badge-pret")
    ready = page.get_by_role("listitem").filter(has_text="Réparer un vélo")
    ready.get_by_role("button").first.click()
    album.keep("groupe-3-publier")
    page.get_by_role("button", name="Publier ce badge").first.click()
    page.get_by_role("link", name="Décerner ce badge à un groupe").first.click()
    page.get_by_label("Une personne par ligne").first.fill(NAMES)
    album.keep("groupe-4-personnes")
    page.get_by_role("button", name="Voir ce qui sera signé").first.click()
    album.keep("groupe-5-regarder")
    page.get_by_role("button", name="Signer et décerner").first.click()
    page.get_by_role("heading", name="Badges prêts").wait_for(timeout=_PATIENCE_SECONDS * 1000)
    album.keep("groupe-6-remettre")
    album.keep_paper("groupe-7-attestation", "Imprimer les attestations")
    album.keep_paper("groupe-8-cartes", "Imprimer les cartes")


def _furnish(settings: dict[str, str]) -> str:
    """A place with one person; the link by which they come in."""
    office = bootstrap(read_settings(settings))
    place = places.add(office, PlaceRequest(name="Fablab du Moulin", email="bonjour@exemple.fr"))
    people.add(office, "Zoé Martin", place=place.slug, role="author")
    link = people.sign_in_link(office, "Zoé Martin")
    office.store.close()
    return link


@contextmanager
def _serving(settings: dict[str, str]) -> Iterator[None]:
    """The server, with its worker beside it."""
    program = "import sys; from issuer.cli import main; sys.exit(main())"
    with subprocess.Popen(  # noqa: S603 - our own program
        [sys.executable, "-c", program, "serve", "--port", str(PORT)],
        env=os.environ | settings,
        stderr=subprocess.DEVNULL,
    ) as server:
        try:
            _wait_for_server()
            yield
        finally:
            server.terminate()


def _wait_for_server() -> None:
    end = time.monotonic() + _PATIENCE_SECONDS
    while time.monotonic() < end:
        connection = HTTPConnection("127.0.0.1", PORT, timeout=1)
        try:
            connection.request("GET", "/healthz")
            if connection.getresponse().status < 500:  # noqa: PLR2004 - it answers
                return
        except OSError:
            time.sleep(0.2)
        finally:
            connection.close()
    raise TimeoutError(PORT)


def _cookies(page: Page) -> str:
    return "; ".join(f"{item['name']}={item['value']}" for item in page.context.cookies())


def _write(path: Path, picture: bytes) -> None:
    """Keep a picture in few colours: a guide is read over a weak connection too."""
    image = Image.open(io.BytesIO(picture)).convert("RGB").quantize(_COLOURS)
    image.save(path, optimize=True)


if __name__ == "__main__":
    draw(IMAGES)
