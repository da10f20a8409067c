"""A journey never looks at a page that is still on its way."""

import http.server
import re
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.gestures import enter, follow, touch

HERE = Path(__file__).parent
BARE = re.compile(
    r"""\.(?:click|dblclick|tap)\(|expect_navigation"""
    r"""|keyboard\.press\((?!["'](?:Tab|End|ArrowDown)["']\))"""
)
_FIRST = b"""<!doctype html><html lang="en"><title>x</title><main><p>%d</p>
<form method="post"><button>Again</button></form><details><summary>More</summary>Much</details>"""
_REST = b"<p>The end</p></main>"
_PAUSE_SECONDS = 0.15


class _Slow(http.server.BaseHTTPRequestHandler):
    """A page that answers late, and then comes in two halves; every press counts one more."""

    presses = 0

    def do_GET(self) -> None:
        """Send a half, wait, send the rest."""
        time.sleep(_PAUSE_SECONDS)
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(_FIRST % _Slow.presses)
        time.sleep(_PAUSE_SECONDS)
        self.wfile.write(_REST)

    def do_POST(self) -> None:
        """Count, and lead back to the same address."""
        _Slow.presses += 1
        time.sleep(_PAUSE_SECONDS)
        self.send_response(303)
        self.send_header("Location", "/")
        self.end_headers()

    def log_message(self, *_: Any) -> None:
        """Say nothing on the terminal."""


@pytest.fixture(scope="module")
def slow() -> Iterator[str]:
    """The address of a server that takes its time."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Slow)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture(params=[False, True], ids=["without", "with"])
def page(request: pytest.FixtureRequest, browser: Browser, slow: str) -> Iterator[Page]:
    """A page of that server, without JavaScript and with it."""
    context = browser.new_context(java_script_enabled=request.param)
    opened = context.new_page()
    opened.goto(slow)
    yield opened
    context.close()


def _by_hand(page: Page) -> None:
    follow(page.get_by_role("button"))


def _by_key(page: Page) -> None:
    page.get_by_role("button").focus()
    enter(page)


@pytest.mark.journey
@pytest.mark.parametrize("press", [_by_hand, _by_key], ids=["hand", "key"])
def test_what_is_seen_after_a_press_is_the_next_page_and_all_of_it(
    page: Page, press: Callable[[Page], None]
) -> None:
    """Sent, led back to the same address, half there: only then, with the rest, does it go on."""
    seen = _Slow.presses
    press(page)
    assert page.locator("p").all_inner_texts() == [str(seen + 1), "The end"]


@pytest.mark.journey
def test_what_was_said_to_stay_and_leads_away_is_told(page: Page) -> None:
    """A fold opens in place; a button that sends a form is no mere touch."""
    touch(page.get_by_text("More"))
    expect(page.get_by_text("Much")).to_be_visible()
    with pytest.raises(AssertionError, match="follow it"):
        touch(page.get_by_role("button"))


def test_whoever_presses_says_whether_it_leads_to_another_page() -> None:
    """No journey presses past `tests.journeys.gestures`, where a press waits for what follows."""
    own = (Path(__file__).name, "gestures.py")
    bare = [
        f"{file.name}:{number}: {line.strip()}"
        for file in sorted(HERE.glob("*.py"))
        if file.name not in own
        for number, line in enumerate(file.read_text("utf-8").splitlines(), 1)
        if BARE.search(line)
    ]
    assert bare == []
