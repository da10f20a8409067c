"""The page where people come in: a link by mail, a password, a passkey, and what it refuses."""

import json
import re
from dataclasses import replace
from html import unescape

import pytest
from werkzeug.test import TestResponse

from badges.web.app import create_app
from issuer.services import people
from issuer.services.people import passkeys, passwords
from issuer.services.people.links import ASKED_LIMIT
from issuer.services.people.lockout import ACCOUNT_LIMIT, ADDRESS_LIMIT
from issuer.web import open_door
from tests.issuer.fakes import Postbox
from tests.issuer.web.workshop.studio import PAGE, Browser, Studio, hidden, said
from tests.issuer.world import Town

SIGN_IN = "/workshop/sign-in"
PASSWORD = "pomme cheval lampe route"
FOREIGN = {**PAGE, "Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"}


def posted(studio: Studio) -> Studio:
    """The same studio with a mail server."""
    office = replace(studio.office, postman=Postbox())
    app = create_app(office.settings)
    open_door(app, office)
    return Studio(Town(office, studio.town.clock), app)


def with_address(studio: Studio) -> str:
    """Gaëlle has an address and joins the fablab."""
    people.add(studio.office, "Gaëlle", place="fablab", role="author", email="g@example.org")
    return "g@example.org"


def with_password(studio: Studio, name: str = "Awa") -> None:
    """That person has a password."""
    passwords.set_password(studio.office, people.operator("local"), name, PASSWORD)


def with_passkey(studio: Studio, name: str = "Awa") -> str:
    """That person has a passkey; the value is its id."""
    by = people.contributor(studio.office, name, None, operator=False)
    begun = passkeys.begin_creation(studio.office, by)
    answer = {"id": f"key-of-{name}", "challenge": begun.options["challenge"]}
    return passkeys.finish_creation(studio.office, by, begun.token, answer, "Téléphone").id


def by_password(browser: Browser, name: str = "Awa", password: str = PASSWORD) -> TestResponse:
    """Send the form of the password."""
    return browser.post(f"{SIGN_IN}/password", {"login": name, "password": password})


def by_passkey(browser: Browser, key: str, challenge: str, token: str) -> TestResponse:
    """Send what a browser answers for a passkey."""
    answer = json.dumps({"id": key, "challenge": challenge})
    return browser.post(f"{SIGN_IN}/passkey", {"key_token": token, "key_answer": answer})


def test_a_link_by_mail_lets_in(studio: Studio) -> None:
    """The address is typed, the letter goes there, its link opens the door."""
    office_with_mail = posted(studio)
    address, browser = with_address(studio), office_with_mail.browser()
    assert "Recevoir un lien" in browser.page(SIGN_IN)
    asked = browser.post(SIGN_IN, {"email": address})
    assert asked.headers["Location"] == f"{SIGN_IN}?sent"
    assert "30 minutes" in said(browser.get(f"{SIGN_IN}?sent"))
    with studio.office.store.read() as work:
        (letter,) = [item for item in work.letters.list() if item.kind == "sign_in"]
    link = re.search(r"/workshop/enter/\S+", letter.text or "")
    assert link is not None
    assert browser.post(link.group()).status_code == 303
    assert "Gaëlle" in browser.page("/workshop")


def test_an_address_that_nobody_has_gets_the_same_answer(studio: Studio) -> None:
    """Status, place and words are those of an address that is known; no letter is written."""
    mailing = posted(studio)
    with_address(studio)
    known = mailing.browser().post(SIGN_IN, {"email": "g@example.org"})
    unknown = mailing.browser().post(SIGN_IN, {"email": "nobody@example.org"})
    assert (unknown.status_code, unknown.headers["Location"], unknown.data) == (
        known.status_code,
        known.headers["Location"],
        known.data,
    )
    with studio.office.store.read() as work:
        assert [item.recipient for item in work.letters.list()] == ["g@example.org"]


def test_asking_for_many_links_ends_in_a_pause(studio: Studio) -> None:
    """Nobody's mailbox is filled from here; the page says how long to wait."""
    browser = posted(studio).browser()
    for _ in range(ASKED_LIMIT):
        assert browser.post(SIGN_IN, {"email": "x@example.org"}).status_code == 303
    answer = browser.post(SIGN_IN, {"email": "x@example.org"})
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "600")
    assert "Vous avez demandé plusieurs liens. Attendez 10 min" in said(answer)
    assert 'value="x@example.org"' in said(answer)


def test_a_text_that_is_no_address_is_mended_on_the_page(studio: Studio) -> None:
    """What was typed stays there, with a sentence."""
    answer = posted(studio).browser().post(SIGN_IN, {"email": "zoé chez moi"})
    assert answer.status_code == 400
    assert 'value="zoé chez moi"' in said(answer)
    assert 'role="alert"' in said(answer)


def test_without_a_mail_server_the_page_says_whom_to_ask(studio: Studio) -> None:
    """No field that would lead nowhere is shown, and no letter waits for nobody."""
    with_address(studio)
    browser = studio.browser()
    text = said(browser.get(SIGN_IN))
    assert "Demandez un lien d'entrée" in text
    assert 'name="email"' not in text
    assert browser.post(SIGN_IN, {"email": "g@example.org"}).status_code == 403
    with studio.office.store.read() as work:
        assert work.letters.list() == ()


def test_a_password_lets_in(studio: Studio) -> None:
    """By name or by address; the cookie is that of every session."""
    with_password(studio)
    browser = studio.browser()
    answer = by_password(browser)
    assert answer.headers["Location"] == "/workshop"
    assert answer.headers["Set-Cookie"].startswith("__Host-workshop=")
    assert "Awa" in browser.page("/workshop")
    assert browser.get(SIGN_IN).headers["Location"] == "/workshop"


@pytest.mark.parametrize(("name", "password"), [("Awa", "x" * 12), ("Nobody", PASSWORD), ("", "")])
def test_a_wrong_password_and_a_stranger_get_one_answer(
    studio: Studio, name: str, password: str
) -> None:
    """The same sentence for both; the name stays in its field, the password does not."""
    with_password(studio)
    answer = by_password(studio.browser(), name, password)
    assert answer.status_code == 403
    assert "Ce nom et ce mot de passe ne vont pas ensemble." in said(answer)
    assert "Set-Cookie" not in answer.headers
    assert not password or password not in said(answer)


def test_guessing_a_password_ends_in_a_pause_but_a_link_still_lets_in(studio: Studio) -> None:
    """Ten wrong ones close the account to passwords, and say when to come back."""
    with_password(studio)
    browser, link = studio.browser(), studio.link("Awa")
    for _ in range(ACCOUNT_LIMIT):
        assert by_password(browser, password="wrong and long").status_code == 403
    answer = by_password(browser)
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "600")
    assert "Attendez 10 min" in said(answer)
    assert browser.post(link).status_code == 303


def test_a_passkey_lets_in(studio: Studio) -> None:
    """The browser is asked, answers, and is in; the same answer works once."""
    key, browser = with_passkey(studio), studio.browser()
    begun = browser.post(f"{SIGN_IN}/passkey/begin").get_json()
    challenge = begun["options"]["challenge"]
    assert by_passkey(browser, key, challenge, begun["token"]).headers["Location"] == "/workshop"
    assert "Awa" in browser.page("/workshop")
    again = by_passkey(studio.browser(), key, challenge, begun["token"])
    assert again.status_code == 403
    assert "a déjà servi" in said(again)


def test_after_a_password_the_passkey_is_asked_for(studio: Studio) -> None:
    """The password gives no cookie; the passkey of that person completes it."""
    with_password(studio)
    key, browser = with_passkey(studio), studio.browser()
    half = by_password(browser)
    assert half.status_code == 200
    assert "Set-Cookie" not in half.headers
    assert "Encore votre clé d'accès" in said(half)
    found = re.search('data-options="([^"]+)"', half.get_data(as_text=True))
    assert found is not None
    challenge = json.loads(unescape(found.group(1)))["challenge"]
    answer = by_passkey(browser, key, challenge, hidden(half)["key_token"])
    assert answer.headers["Location"] == "/workshop"


def test_the_passkey_of_somebody_else_completes_no_password(studio: Studio) -> None:
    """Half a door of Awa does not open to Bruno's passkey."""
    with_password(studio)
    with_passkey(studio)
    other, browser = with_passkey(studio, "Bruno"), studio.browser()
    half = by_password(browser)
    found = re.search('data-options="([^"]+)"', half.get_data(as_text=True))
    assert found is not None
    challenge = json.loads(unescape(found.group(1)))["challenge"]
    answer = by_passkey(browser, other, challenge, hidden(half)["key_token"])
    assert answer.status_code == 403
    assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize(
    "answer", ["", "null", "[]", "{", "[" * 9_000, '{"id":1}', '{"id":"é"}', "\x00", "9" * 30_000]
)
def test_a_strange_answer_of_a_browser_opens_nothing(studio: Studio, answer: str) -> None:
    """A sentence, never a failure."""
    browser = studio.browser()
    begun = browser.post(f"{SIGN_IN}/passkey/begin").get_json()
    fields = {"key_token": begun["token"], "key_answer": answer}
    refused = browser.post(f"{SIGN_IN}/passkey", fields)
    assert refused.status_code == 403
    assert "Cette clé d'accès n'ouvre pas." in said(refused)


def test_questions_to_browsers_are_counted(studio: Studio) -> None:
    """Nobody fills the store with challenges: thirty in ten minutes from one address."""
    browser = studio.browser()
    for _ in range(ADDRESS_LIMIT):
        assert browser.post(f"{SIGN_IN}/passkey/begin").status_code == 200
    answer = browser.post(f"{SIGN_IN}/passkey/begin", headers={"Accept": "application/json"})
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "600")
    assert answer.get_json()["code"] == "entrance.too_many"


@pytest.mark.parametrize("end", ["", "/password", "/passkey", "/passkey/begin"])
def test_no_form_of_another_site_signs_anybody_in(studio: Studio, end: str) -> None:
    """Refused before anything is looked at, and no secret is repeated on the page."""
    with_password(studio)
    fields = {"login": "Awa", "password": PASSWORD, "email": "g@example.org"}
    answer = studio.browser().post(SIGN_IN + end, fields, headers=FOREIGN)
    assert answer.status_code == 403
    assert "Set-Cookie" not in answer.headers
    assert "ne vient pas d'une page de ce service" in said(answer)
    assert PASSWORD not in said(answer)


def test_only_these_pages_run_our_script(studio: Studio) -> None:
    """The way in runs our own file and nothing inline; other pages run none."""
    browser = studio.browser()
    answer = browser.get(SIGN_IN)
    policy = answer.headers["Content-Security-Policy"]
    assert "script-src 'self'; connect-src 'self'" in policy
    assert "unsafe" not in policy
    assert re.findall(r"<script[^>]*>", answer.get_data(as_text=True)) == [
        f'<script src="{_script(answer)}" defer>'
    ]
    assert "script-src" not in browser.get("/workshop").headers["Content-Security-Policy"]


def _script(answer: TestResponse) -> str:
    found = re.search(r'src="(/static/passkeys\.js[^"]*)"', answer.get_data(as_text=True))
    assert found is not None
    return found.group(1)
