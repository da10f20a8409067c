"""Every page outside the workshop in English, on a phone: what axe finds, and who else is asked."""

import pytest
from playwright.sync_api import Browser

from tests.journeys.looking import looking
from tests.journeys.tour import Tour

pytestmark = pytest.mark.journey


def test_axe_finds_nothing_outside_the_workshop(browser: Browser, tour: Tour) -> None:
    """Each rule of axe, folded parts open; none wider than a phone; nobody else is asked."""
    with looking(browser, tour, "en") as looker:
        assert looker.faults(signed_in=False) == []
        assert looker.elsewhere == []
