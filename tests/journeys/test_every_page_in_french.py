"""Every page in French, on a phone, lit and dark: what axe finds, and who else is asked."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.journeys.looking import looking

pytestmark = pytest.mark.journey


def test_axe_finds_nothing_on_any_page(browser: Browser, tmp_path: Path) -> None:
    """Each rule of axe, folded parts open; none wider than a phone; nobody else is asked."""
    with looking(browser, tmp_path, "fr") as looker:
        faults = [fault for path in looker.tour.pages for fault in looker.faults(path)]
        assert faults == []
        assert looker.elsewhere == []
