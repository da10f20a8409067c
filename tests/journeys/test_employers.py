"""An employer with a paper in hand, on a phone, with the keyboard alone and without JavaScript."""

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import OpenPage, Site
from tests.journeys.gestures import enter, strike, touch

pytestmark = pytest.mark.journey

_FOCUSED = """(one => one === document.body ? "" : (one.labels?.[0] || one).textContent)
  (document.activeElement)"""
_STOPS = 60
"""Presses of the Tab key after which something cannot be reached in practice."""


def _reach(page: Page, name: str) -> None:
    """Press Tab until what bears these words has the focus."""
    for _ in range(_STOPS):
        page.keyboard.press("Tab")
        if name in page.evaluate(_FOCUSED):
            return
    pytest.fail(f"the keyboard does not reach: {name}")


@pytest.fixture
def verdict(site: Site, open_page: OpenPage) -> Page:
    """What a telephone shows right after scanning the paper of a genuine badge."""
    return open_page(f"/v/{site.awards['genuine'].short_code}")


def test_scanning_leads_straight_to_the_verdict(verdict: Page) -> None:
    """One step, no banner to dismiss: the first heading is the answer, and it is on the screen."""
    heading = verdict.get_by_role("heading", level=1)
    expect(heading).to_contain_text("Badge authentique")
    box = heading.bounding_box()
    assert box is not None
    assert box["y"] + box["height"] < 844
    assert verdict.context.cookies() == []


def test_the_bearer_is_compared_with_the_keyboard(site: Site, verdict: Page) -> None:
    """The question under the facts opens, takes a name as people type it, and answers on top."""
    _reach(verdict, "La personne est devant vous")
    strike(verdict)
    _reach(verdict, "Son nom ou son adresse e-mail")
    verdict.keyboard.type(" ".join(reversed(site.awards["genuine"].holder.upper().split())))
    enter(verdict)
    expect(verdict.get_by_text("C’est bien la personne attendue")).to_be_visible()
    assert site.awards["genuine"].holder.split()[0] not in verdict.url


def test_somebody_else_is_told_plainly(verdict: Page) -> None:
    """Another name is no drama: the badge stays genuine, and is said not to be theirs."""
    _reach(verdict, "La personne est devant vous")
    strike(verdict)
    _reach(verdict, "Son nom ou son adresse e-mail")
    verdict.keyboard.type("Une Autre")
    enter(verdict)
    expect(verdict.get_by_text("Ce n’est pas la personne attendue")).to_be_visible()


def test_ten_badges_are_checked_with_the_keyboard(site: Site, open_page: OpenPage) -> None:
    """From the home page to ten results, counted, what needs a look first."""
    page = open_page("/")
    _reach(page, "Plusieurs badges à vérifier")
    enter(page)
    expect(page.get_by_label("Codes ou adresses, un par ligne")).to_be_visible()
    _reach(page, "Codes ou adresses, un par ligne")
    codes = [site.awards["genuine"].short_code] * 9 + [site.awards["revoked"].short_code]
    for code in codes:
        page.keyboard.type(code)
        strike(page)
    _reach(page, "Tout vérifier")
    enter(page)
    rows = page.locator("table.counts td")
    expect(rows).to_have_count(2)
    assert sorted(rows.all_inner_texts()) == ["1", "9"]
    expect(page.locator("details.part summary").first).to_contain_text("Badge annulé")


def test_what_a_badge_is_stands_on_the_verdict(verdict: Page) -> None:
    """Two sentences for somebody who never saw one, one press away."""
    touch(verdict.get_by_text("Un badge de compétence, qu’est-ce que c’est"))
    expect(verdict.get_by_text("Ce n’est pas un diplôme")).to_be_visible()
