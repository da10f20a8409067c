"""The tokens of the programs of a place: shown once, told in plain words, taken back."""

import re

import pytest

from issuer.services import people
from issuer.services.people import tokens
from tests.issuer.web.workshop.studio import PAGE, Browser, Studio, said

TOKENS = "/workshop/ecluse/tokens"
MOODLE = {"token_name": "Moodle", "scope-credentials.status": "yes", "days": "90"}


@pytest.fixture
def bruno(studio: Studio) -> Browser:
    """The manager of the café."""
    browser = studio.of("Bruno")
    browser.get(TOKENS)
    return browser


def made(browser: Browser, fields: dict[str, str] | None = None) -> str:
    """Make a token; the value is its secret."""
    answer = browser.post(f"{TOKENS}/new", fields or MOODLE)
    assert answer.status_code == 200, said(answer)
    found = re.search(r'id="secret" value="(badge_[^"]+)"', answer.get_data(as_text=True))
    assert found is not None
    return found.group(1)


def test_a_token_is_shown_once_and_works(studio: Studio, bruno: Browser) -> None:
    """What the page shows is what the program says; the list says it never again."""
    secret = made(bruno)
    token = tokens.use_token(studio.office, secret)
    assert token is not None
    assert (token.name, token.place, token.scopes) == ("Moodle", "ecluse", ("credentials.status",))
    text = said(bruno.get(TOKENS))
    assert secret not in text
    for words in ("Moodle", "Annuler, suspendre ou rétablir un badge", "sert jusqu'au"):
        assert words in text, words


def test_a_token_without_an_end_is_chosen_as_such(studio: Studio, bruno: Browser) -> None:
    """The choice of three months comes first, the one without an end must be made."""
    assert 'value="90" checked' in said(bruno.get(f"{TOKENS}/new"))
    token = tokens.use_token(studio.office, made(bruno, {**MOODLE, "days": ""}))
    assert token is not None
    assert token.expires is None
    odd = tokens.use_token(
        studio.office, made(bruno, {**MOODLE, "token_name": "B", "days": "9999999"})
    )
    assert odd is not None
    assert odd.expires is not None


def test_a_token_is_taken_back(studio: Studio, bruno: Browser) -> None:
    """At once and for good; the page keeps it among those that work no more."""
    secret = made(bruno)
    token = tokens.use_token(studio.office, secret)
    assert token is not None
    answer = bruno.post(f"{TOKENS}/{token.id}/revoke")
    assert answer.headers["Location"] == f"{TOKENS}?told=revoked"
    assert tokens.use_token(studio.office, secret) is None
    text = said(bruno.get(f"{TOKENS}?told=revoked"))
    assert "Ce jeton ne sert plus." in text
    assert "Ne servent plus : 1" in text


@pytest.mark.parametrize(
    ("fields", "status", "words"),
    [
        ({"token_name": "", "scope-credentials.status": "yes"}, 400, "Nom du jeton"),
        ({"token_name": "Moodle"}, 400, "Choisissez au moins un droit"),
        ({"token_name": "Moodle", "scope-everything": "yes"}, 400, "n'est pas un droit"),
        ({"token_name": "x" * 61, "scope-credentials.status": "yes"}, 400, "Nom du jeton"),
        ({"token_name": "Pris", "scope-credentials.status": "yes"}, 409, "s'appelle déjà"),
    ],
)
def test_a_token_that_cannot_be_is_mended_on_the_page(
    bruno: Browser, fields: dict[str, str], status: int, words: str
) -> None:
    """What was typed stays there, with the sentence."""
    made(bruno, {**MOODLE, "token_name": "Pris"})
    answer = bruno.post(f"{TOKENS}/new", fields)
    assert answer.status_code == status
    assert words in said(answer)
    assert f'value="{fields["token_name"]}"' in said(answer)


@pytest.mark.parametrize("token", ["x", "é", "%00", "<b>", "x" * 300])
def test_a_token_that_is_not_there_is_not_found(bruno: Browser, token: str) -> None:
    """Neither a failure nor a hint."""
    assert bruno.post(f"{TOKENS}/{token}/revoke").status_code == 404


def test_the_token_of_another_place_is_not_there(studio: Studio, bruno: Browser) -> None:
    """Neither through one's own place nor through theirs."""
    by = people.operator("local")
    other = tokens.add_token(studio.office, by, "fablab", "Ailleurs", ("credentials.status",))
    assert bruno.post(f"{TOKENS}/{other.token.id}/revoke").status_code == 404
    assert bruno.post(f"/workshop/fablab/tokens/{other.token.id}/revoke").status_code == 404
    assert tokens.use_token(studio.office, other.secret) is not None


@pytest.mark.parametrize("way", ["no token", "another site"])
def test_a_form_that_is_not_ours_takes_nothing_back(
    studio: Studio, bruno: Browser, way: str
) -> None:
    """Without the token of the session, or from elsewhere: the program goes on."""
    secret = made(bruno)
    token = tokens.use_token(studio.office, secret)
    assert token is not None
    fields = {"csrf": ""} if way == "no token" else {}
    headers = PAGE if way == "no token" else {**PAGE, "Origin": "https://evil.example"}
    answer = bruno.post(f"{TOKENS}/{token.id}/revoke", fields, headers=headers)
    assert answer.status_code == 403
    assert tokens.use_token(studio.office, secret) is not None
