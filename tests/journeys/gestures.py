"""Gestures of a person in front of a page: each ends when what it leads to is there, whole.

To the browser a press is over while the next page is still on its way. Whoever looks then sees
the former page, half of the next one, or no document at all, according to how busy the machine is.
So in a journey whoever presses says whether that leads to another page; a test sees to it.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Frame, Locator, Page


@contextmanager
def leading(page: Page) -> Iterator[None]:
    """What is done inside leads to another page, and is over once that page is there, whole."""
    with page.expect_navigation(wait_until="load"):
        yield


def follow(target: Locator) -> None:
    """Press a link or a button that leads to another page, be it at the same address."""
    with leading(target.page):
        target.click()


def enter(page: Page) -> None:
    """Press Enter on what has the focus and leads to another page, or elsewhere in this one."""
    with leading(page):
        page.keyboard.press("Enter")


def touch(target: Locator) -> None:
    """Press what unfolds, copies or saves, and stays on the page."""
    left: list[str] = []

    def note(frame: Frame) -> None:
        left.append(frame.url)

    target.page.on("framenavigated", note)
    target.click()
    target.page.remove_listener("framenavigated", note)
    assert left == [], "this leads to another page: follow it"


def strike(page: Page, key: str = "Enter") -> None:
    """Press a key that unfolds, writes, chooses or saves, and stays on the page."""
    page.keyboard.press(key)
