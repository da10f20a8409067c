"""Coming in and going out: a link works once, a session ends, nothing leaks."""

from pathlib import Path

import pytest

from issuer.services import people
from issuer.services.people.lockout import ADDRESS_LIMIT
from tests.issuer.web.workshop.studio import PAGE, Studio, open_studio, said
from tests.issuer.world import LAPTOP


def test_a_mail_scanner_that_follows_the_link_uses_nothing_up(studio: Studio) -> None:
    """Asking for the page, twice, leaves the link good; the button uses it."""
    link, browser = studio.link("Awa"), studio.browser()
    for _ in range(2):
        assert "Entrer" in browser.page(link)
    assert browser.client.head(link, base_url=browser.base_url).status_code == 200
    assert browser.post(link).headers["Location"] == "/workshop"
    assert "Awa" in browser.page("/workshop")


def test_the_home_page_shows_the_way_in(studio: Studio) -> None:
    """Nobody who works in a place has to know an address by heart."""
    browser = studio.browser()
    assert 'href="/workshop"' in browser.page("/")
    assert 'href="/workshop/sign-in"' in browser.page("/workshop")


def test_a_link_works_once(studio: Studio) -> None:
    """The second browser gets a sentence, and no session."""
    link = studio.link("Awa")
    assert studio.browser().post(link).status_code == 303
    second = studio.browser()
    answer = second.post(link)
    assert answer.status_code == 403
    assert "lien" in said(answer)
    assert "Set-Cookie" not in answer.headers
    assert "Awa" not in second.page("/workshop")


def test_a_link_ends_after_a_week(studio: Studio) -> None:
    """Seven days later the link opens nothing."""
    link = studio.link("Awa")
    studio.town.clock.advance(days=8)
    assert studio.browser().post(link).status_code == 403


def test_the_cookie_is_bound_to_this_host_and_to_https(studio: Studio) -> None:
    """`__Host-`, Secure, HttpOnly, SameSite=Lax, the whole site, and an end."""
    cookie = studio.browser().post(studio.link("Awa")).headers["Set-Cookie"]
    assert cookie.startswith("__Host-workshop=")
    for part in ("Secure", "HttpOnly", "SameSite=Lax", "Path=/", "Max-Age=2592000"):
        assert part in cookie.split("; "), part
    assert "Domain" not in cookie


def test_without_https_the_cookie_bears_a_plain_name(tmp_path: Path) -> None:
    """A demonstration on a laptop works, and promises no more than http can hold."""
    laptop = open_studio(tmp_path, LAPTOP)
    cookie = laptop.browser().post(laptop.link("Awa")).headers["Set-Cookie"]
    assert cookie.startswith("workshop=")
    assert "Secure" not in cookie
    assert "Awa" in laptop.of("Awa").page("/workshop")
    laptop.office.store.close()


def test_leaving_ends_the_session_in_the_store(studio: Studio) -> None:
    """The cookie, kept by somebody, opens nothing after the button was pressed."""
    browser = studio.of("Awa")
    cookie = browser.client.get_cookie("__Host-workshop", domain="badges.example.fr")
    assert cookie is not None
    assert browser.post("/workshop/leave").headers["Location"] == "/workshop"
    assert people.who(studio.office, cookie.value) is None
    assert "Awa" not in browser.page("/workshop")


def test_a_session_ends_by_itself(studio: Studio) -> None:
    """A forgotten tablet is out within a month; the page says how to come back."""
    browser = studio.of("Awa")
    studio.town.clock.advance(days=31)
    answer = browser.get("/workshop/frameworks")
    assert answer.status_code == 403
    assert 'href="/workshop/sign-in"' in said(answer)


def test_a_disabled_person_is_out_at_once(studio: Studio) -> None:
    """The next page is closed, and so is a link that was still good."""
    browser, link = studio.of("Awa"), studio.link("Awa")
    people.disable(studio.office, "Awa")
    assert browser.get("/workshop/frameworks").status_code == 403
    assert studio.browser().post(link).status_code == 403


@pytest.mark.parametrize(
    "path",
    [
        "/workshop/frameworks",
        "/workshop/frameworks/new",
        "/workshop/proposals",
        "/workshop/proposals/new",
        "/workshop/mappings",
        "/workshop/mappings/new",
        "/workshop/fablab/badges/new",
        "/workshop/frameworks/tiers-lieux/draft.csv",
    ],
)
def test_nobody_reads_the_workshop_without_a_session(studio: Studio, path: str) -> None:
    """Every page is closed, with two sentences and no form."""
    answer = studio.browser().get(path)
    assert answer.status_code == 403
    assert 'href="/workshop/sign-in"' in said(answer)


@pytest.mark.parametrize("path", ["/workshop", "/workshop/enter/x", "/workshop/mappings"])
def test_nothing_of_the_workshop_is_kept_or_found(studio: Studio, path: str) -> None:
    """No cache, no search engine, and the language of the reader."""
    for browser in (studio.browser(), studio.of("Awa")):
        answer = browser.get(path)
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["X-Robots-Tag"] == "noindex, nofollow"
        assert 'content="noindex"' in answer.get_data(as_text=True)
        assert "/static/workshop.css" in answer.get_data(as_text=True)
    english = studio.browser().get("/workshop?lang=en")
    assert "Here, places write" in said(english)


@pytest.mark.parametrize(
    "code", ["", "x" * 150, "x" * 5_000, "%00", "a%0d%0aSet-Cookie:%20a=b", "..%2f..", "é\u202e"]
)
def test_a_strange_code_opens_nothing_and_breaks_nothing(studio: Studio, code: str) -> None:
    """No such link, in words; never a failure, and no header of somebody else's making."""
    answer = studio.browser().post(f"/workshop/enter/{code}")
    assert answer.status_code in (403, 404, 405)
    assert "Set-Cookie" not in answer.headers


def test_the_door_leads_nowhere_else(studio: Studio) -> None:
    """No parameter of the link chooses where a person lands (open redirect)."""
    link = studio.link("Awa")
    answer = studio.browser().post(f"{link}?next=https://evil.example/&url=//evil.example")
    assert answer.headers["Location"] == "/workshop"


def test_another_site_signs_nobody_in(studio: Studio) -> None:
    """A form elsewhere that posts a link of its own is refused, and the link stays good."""
    link = studio.link("Awa")
    foreign = {**PAGE, "Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"}
    answer = studio.browser().post(link, headers=foreign)
    assert answer.status_code == 403
    assert "Set-Cookie" not in answer.headers
    assert studio.browser().post(link).status_code == 303


def test_trying_links_ends_in_a_pause(studio: Studio) -> None:
    """Thirty links that open nothing close the door to that address for ten minutes."""
    browser, link = studio.browser(), studio.link("Awa")
    for number in range(ADDRESS_LIMIT):
        assert browser.post(f"/workshop/enter/guess-{number}").status_code == 403
    answer = browser.post(link)
    assert answer.status_code == 429
    assert answer.headers["Retry-After"] == "600"
    assert "10 minutes" in said(answer)
    studio.town.clock.advance(minutes=11)
    assert browser.post(link).status_code == 303


def test_a_class_that_enters_over_one_network_is_never_shut_out(studio: Studio) -> None:
    """Links that open are not counted, however many come from one address."""
    for _ in range(ADDRESS_LIMIT + 5):
        assert studio.browser().post(studio.link("Awa")).status_code == 303
