"""What an employer does: is this badge theirs, what is it, and several at once."""

import io
import re
from html import unescape

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.issuer.web.house import PAGE, House
from verifier.web.many import LIMIT

THEIRS = "C’est bien la personne attendue"
NOT_THEIRS = "Ce n’est pas la personne attendue"


def _text(answer: TestResponse) -> str:
    return unescape(answer.get_data(as_text=True))


def _hidden_fields(page: str) -> dict[str, str]:
    form = page[page.index('id="person"') :].partition("</form>")[0]
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', form))


@pytest.fixture
def address(house: House) -> str:
    """The address of a genuine badge."""
    return house.awards["genuine"].url


def test_a_short_address_leads_to_the_verdict_in_one_step(
    house: House, client: FlaskClient
) -> None:
    """What a telephone opens after scanning is the verdict itself, without a click in between."""
    award = house.awards["genuine"]
    answer = client.get(f"/v/{award.short_code}", headers=PAGE, follow_redirects=True)
    assert answer.status_code == 200
    assert len(answer.history) == 1
    assert "Badge authentique" in _text(answer)


@pytest.mark.parametrize(
    ("typed", "told"),
    [("camille OEUVRARD", THEIRS), ("Camille Durand", NOT_THEIRS)],
)
def test_the_bearer_is_compared_from_the_verdict(
    house: House, client: FlaskClient, address: str, typed: str, told: str
) -> None:
    """The page of the verdict asks who is there, and the answer stands above the facts."""
    page = _text(client.get("/verify", query_string={"url": address}, headers=PAGE))
    name = typed.replace("camille OEUVRARD", house.awards["genuine"].holder.upper())
    fields = {**_hidden_fields(page), "recipient": name}
    assert told in _text(client.post("/verify/person", data=fields, headers=PAGE))


def test_what_was_typed_of_the_bearer_is_nowhere(client: FlaskClient, address: str) -> None:
    """Neither the page, nor its addresses, nor a header repeats the name that was compared."""
    page = _text(client.get("/verify", query_string={"url": address}, headers=PAGE))
    fields = {**_hidden_fields(page), "recipient": "Zoé Quelconque"}
    answer = client.post("/verify/person", data=fields, headers=PAGE)
    assert "Quelconque" not in _text(answer) + str(answer.headers)


def test_the_bearer_of_a_file_is_compared_too(house: House, client: FlaskClient) -> None:
    """A badge without an address of its own is handed back by the page itself."""
    award = house.awards["genuine"]
    upload = {"file": (io.BytesIO(award.json), "badge.json")}
    page = _text(client.post("/verify", data=upload, headers=PAGE))
    fields = _hidden_fields(page)
    assert "document" in fields
    fields["recipient"] = award.holder
    assert THEIRS in _text(client.post("/verify/person", data=fields, headers=PAGE))


def test_the_verdict_says_what_a_badge_is(client: FlaskClient, address: str) -> None:
    """Two sentences, for somebody who never saw one."""
    page = _text(client.get("/verify", query_string={"url": address}, headers=PAGE))
    assert "Un badge de compétence, qu’est-ce que c’est ?" in page.replace("\u202f", " ")


def test_ten_badges_are_checked_at_once(house: House, client: FlaskClient) -> None:
    """Files, codes and addresses together; each has its result and the name that was given."""
    genuine, revoked = house.awards["genuine"], house.awards["revoked"]
    lines = [genuine.url, genuine.short_code, *[revoked.url] * 3, revoked.short_code, genuine.url]
    files = [(io.BytesIO(genuine.json), "camille.json") for _ in range(3)]
    form = {"files": files, "text": "\r\n".join([*lines, ""])}
    answer = client.post("/verify/many", data=form, headers=PAGE)
    page = _text(answer)
    assert answer.status_code == 200
    assert "Badges authentiques : 6 sur 10" in page.replace("\u00a0", " ")
    assert "1. camille.json" in page
    assert f"4. {genuine.url.removeprefix('https://')}" in page
    assert genuine.short_code in page


def test_programs_get_the_same_pile_as_a_report(house: House, client: FlaskClient) -> None:
    """The answer has one part for each badge, in order."""
    genuine, revoked = house.awards["genuine"], house.awards["revoked"]
    lines = f"{genuine.url}\n{revoked.url}"
    answer = client.post(
        "/verify/many", data={"text": lines}, headers={"Accept": "application/json"}
    )
    assert answer.json is not None
    assert [part["state"] for part in answer.json["parts"]] == ["genuine", "revoked"]


@pytest.mark.parametrize(
    ("text", "status", "told"),
    [
        ("", 400, "Il n’y a rien à vérifier"),
        ("pas une adresse !", 400, "pas une adresse !"),
        ("https://example.org/a\n" * (LIMIT + 1), 413, f"plus de {LIMIT} badges"),
    ],
    ids=["nothing", "no address", "too many"],
)
def test_a_pile_that_cannot_be_read_comes_back_as_typed(
    client: FlaskClient, text: str, status: int, told: str
) -> None:
    """The page says what to mend, and keeps what was typed."""
    answer = client.post("/verify/many", data={"text": text}, headers=PAGE)
    page = _text(answer)
    assert answer.status_code == status
    assert told in page
    assert text.strip() in page


def test_too_many_files_are_told_kindly(client: FlaskClient) -> None:
    """One file above the bound is an answer that says so, and none is looked at."""
    files = [(io.BytesIO(b"{}"), f"{number}.json") for number in range(LIMIT + 1)]
    answer = client.post("/verify/many", data={"files": files}, headers=PAGE)
    assert answer.status_code == 413
    assert f"plus de {LIMIT} badges" in _text(answer)


def test_the_person_of_nothing_is_asked_again(client: FlaskClient) -> None:
    """A form without badge leads back to the page where one is handed over."""
    answer = client.post("/verify/person", data={"recipient": "Ana"}, headers=PAGE)
    assert answer.status_code == 400
    assert 'action="/verify"' in _text(answer)


def test_a_file_whose_name_leads_elsewhere_is_read_like_any_other(
    house: House, client: FlaskClient
) -> None:
    """The name of a file is only shown: it opens no folder and stops no other badge."""
    body = house.awards["genuine"].json
    files = [(io.BytesIO(body), name) for name in ("../../etc/badge.json", "a/b.json", "/c.json")]
    answer = client.post(
        "/verify/many", data={"files": files}, headers={"Accept": "application/json"}
    )
    assert answer.json is not None
    assert [part["state"] for part in answer.json["parts"]] == ["genuine"] * 3
