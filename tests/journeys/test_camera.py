"""The camera: read on the device where the browser can, a photo to upload everywhere else.

Chromium on this system has a camera of our making, which films a QR code, and no BarcodeDetector:
one is put in the page that lets zxing-cpp look at the very frames of the film.
"""

import base64
import io
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, Playwright

from tests.journeys import materials
from tests.journeys.conftest import ARGUMENTS, CHROMIUM, Site
from tests.journeys.gestures import follow, leading, strike, touch

pytestmark = pytest.mark.journey

FRAMES = 4

# What a browser with a detector offers: frames go out to zxing-cpp, the text comes back.
DETECTOR = """
window.looked = 0;
window.BarcodeDetector = class {
  static async getSupportedFormats() { return ["qr_code"]; }
  async detect(source) {
    window.looked += 1;
    const canvas = document.createElement("canvas");
    canvas.width = source.videoWidth || source.width;
    canvas.height = source.videoHeight || source.height;
    canvas.getContext("2d").drawImage(source, 0, 0);
    const text = await window.decode(canvas.toDataURL("image/png"));
    return text ? [{ rawValue: text }] : [];
  }
};
"""

# Remembers what was opened, so that a test can see whether it was closed, and how much was sent.
WITNESS = """
window.opened = [];
addEventListener("submit", (event) => {
  const photo = event.target.elements.namedItem("photo").files[0];
  sessionStorage.setItem("sent", photo ? String(photo.size) : "0");
});
if (navigator.mediaDevices) {
  const open = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
  navigator.mediaDevices.getUserMedia = async (wanted) => {
    const stream = await open(wanted);
    window.opened.push(...stream.getTracks());
    return stream;
  };
}
"""
SENT = "sessionStorage.getItem('sent')"
LIVE = "window.opened.map((track) => track.readyState)"


def _decode(address: str) -> str:
    picture = Image.open(io.BytesIO(base64.b64decode(address.partition(",")[2])))
    found = zxingcpp.read_barcodes(picture.convert("L"))
    return found[0].text if found else ""


def _until_looked(page: Page, times: int) -> None:
    """Wait for frames to be looked at; the page's own policy forbids a waiting script."""
    for _ in range(200):
        if page.evaluate("window.looked") >= times:
            return
        page.wait_for_timeout(50)
    pytest.fail("no frame of the camera was looked at")


def _take(page: Page, photo: bytes) -> None:
    """Take a photo: it is read, or sent, by itself."""
    with leading(page):
        page.locator("#photo").set_input_files(
            {"name": "photo.jpg", "mimeType": "image/jpeg", "buffer": photo}
        )


@pytest.fixture(scope="module")
def film(site: Site, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A film of a QR code on a table, as a camera would see it."""
    file = tmp_path_factory.mktemp("film") / "qr.mjpeg"
    text = f"{site.url}/v/{site.awards['genuine'].short_code}"
    file.write_bytes(materials.photo(text, width=640, height=480) * FRAMES)
    return file


@pytest.fixture(scope="module")
def filming(stage: Playwright, film: Path) -> Iterator[Browser]:
    """Chromium with a camera that shows the film."""
    camera = (
        "--use-fake-device-for-media-stream",
        "--use-fake-ui-for-media-stream",
        f"--use-file-for-fake-video-capture={film}",
    )
    browser = stage.chromium.launch(executable_path=CHROMIUM, args=[*ARGUMENTS, *camera])
    yield browser
    browser.close()


OpenForm = Callable[..., Page]


@pytest.fixture
def open_form(filming: Browser, site: Site) -> Iterator[OpenForm]:
    """The form on a phone: with or without a detector, a camera, and what the camera shows."""
    contexts: list[BrowserContext] = []

    def opener(*, detector: bool = True, allowed: bool = True, sees: bool = True) -> Page:
        context = filming.new_context(viewport={"width": 360, "height": 780}, locale="fr-FR")
        contexts.append(context)
        page = context.new_page()
        page.add_init_script(WITNESS)
        if not allowed:
            page.add_init_script(
                "navigator.mediaDevices.getUserMedia = async () => {"
                " throw new DOMException('no', 'NotAllowedError'); };"
            )
        if detector:
            page.expose_function("decode", _decode if sees else lambda _: "")
            page.add_init_script(DETECTOR)
        page.goto(site.url)
        return page

    yield opener
    for context in contexts:
        context.close()


SCAN = "Lire le QR avec la caméra"
STOP = "Arrêter la caméra"


def test_a_code_held_before_the_camera_is_read_and_sent(open_form: OpenForm) -> None:
    """One press: the film is looked at on the device, only the text of the code is sent."""
    page = open_form()
    follow(page.get_by_role("button", name=SCAN))
    assert page.locator("h1").inner_text().startswith("Badge authentique")
    assert page.evaluate(SENT) == "0"


def test_the_camera_stops_when_the_person_says_so(open_form: OpenForm) -> None:
    """The button takes the focus, Escape works too, and no track is left open."""
    page = open_form(sees=False)
    for key in ("Enter", "Escape"):
        touch(page.get_by_role("button", name=SCAN))
        page.get_by_role("button", name=STOP).wait_for()
        _until_looked(page, 1)
        assert page.evaluate("document.activeElement.textContent") == STOP
        assert "live" in page.evaluate(LIVE)
        strike(page, key)
        page.get_by_role("button", name=SCAN).wait_for()
        assert set(page.evaluate(LIVE)) == {"ended"}
        assert page.evaluate("document.activeElement.textContent").strip() == SCAN


def test_the_camera_stops_when_the_page_is_hidden(open_form: OpenForm) -> None:
    """Another tab, a locked screen: the camera does not go on in the dark."""
    page = open_form(sees=False)
    touch(page.get_by_role("button", name=SCAN))
    _until_looked(page, 1)
    page.evaluate(
        "Object.defineProperty(document, 'hidden', {get: () => true});"
        "document.dispatchEvent(new Event('visibilitychange'));"
    )
    assert set(page.evaluate(LIVE)) == {"ended"}
    assert not page.locator("video").is_visible()


def test_a_camera_that_is_refused_leaves_the_photo(open_form: OpenForm) -> None:
    """A sentence says what to do instead, and the field for a photo is still there."""
    page = open_form(allowed=False)
    touch(page.get_by_role("button", name=SCAN))
    said = page.get_by_role("status")
    said.get_by_text("Prenez plutôt une photo").wait_for()
    assert page.locator("#photo").is_visible()
    assert not page.locator("video").is_visible()


def test_without_a_detector_the_button_is_for_a_photo(site: Site, open_form: OpenForm) -> None:
    """Nothing promises a camera; the photo goes to the server by itself once it is taken."""
    page = open_form(detector=False)
    assert page.evaluate("'BarcodeDetector' in window") is False
    assert not page.get_by_role("button", name=SCAN).is_visible()
    text = f"{site.url}/v/{site.awards['genuine'].short_code}"
    photo = materials.photo(text)
    _take(page, photo)
    assert page.evaluate(SENT) == str(len(photo))
    assert page.locator("h1").inner_text().startswith("Badge authentique")


def test_a_photo_is_read_on_the_device_where_it_can_be(site: Site, open_form: OpenForm) -> None:
    """With a detector the photo itself never leaves the telephone."""
    page = open_form()
    text = f"{site.url}/v/{site.awards['revoked'].short_code}"
    photo = materials.photo(text)
    _take(page, photo)
    assert page.evaluate(SENT) == "0"
    assert page.locator("h1").inner_text() == "Badge annulé"


def test_a_heavy_photo_is_made_lighter_before_it_is_sent(site: Site, open_form: OpenForm) -> None:
    """A weak network carries a copy; the code in it is still read."""
    page = open_form(detector=False)
    text = f"{site.url}/v/{site.awards['genuine'].short_code}"
    photo = materials.noisy_photo(text)
    assert len(photo) > 3_000_000
    _take(page, photo)
    assert 1_000 < int(page.evaluate(SENT)) < 2_000_000
    assert page.locator("h1").inner_text().startswith("Badge authentique")


def test_the_script_breaks_no_rule_of_the_page(open_form: OpenForm) -> None:
    """No error, and nothing that the policy of the page had to refuse."""
    page = open_form(sees=False)
    errors: list[str] = []
    page.on("console", lambda message: errors.append(message.text))
    page.on("pageerror", lambda error: errors.append(str(error)))
    touch(page.get_by_role("button", name=SCAN))
    _until_looked(page, 3)
    assert errors == []
