"""The form: whom one expects, by which rules, and the one page that may use the camera."""

import io
import re
import socket
from html import unescape
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from badges.i18n import LANGUAGES, catalogue
from tests.issuer.web.house import PAGE, House, open_house
from tests.journeys import materials
from verifier.policy import POLICIES
from verifier.report import State
from verifier.web.pages import EXPLAINED


def _ask(client: FlaskClient, body: bytes, **fields: str) -> str:
    form = {"file": (io.BytesIO(body), "badge.json"), **fields}
    answer = client.post("/verify", data=form, headers=PAGE)
    assert answer.status_code == 200
    return unescape(answer.get_data(as_text=True))


@pytest.mark.requirement("RCP-01", "VER-19")
@pytest.mark.parametrize(
    ("known", "words"),
    [
        ("amelie@example.org", "C’est bien la personne attendue"),
        ("  AMÉLIE  le goff-nguyễn ", "C’est bien la personne attendue"),
        ("paul.durand@example.org", "Ce n’est pas la personne attendue"),
    ],
)
def test_the_expected_person_is_answered_under_the_verdict(
    house: House, client: FlaskClient, known: str, words: str
) -> None:
    """The answer comes before the facts, and what was typed is nowhere on the page."""
    html = _ask(client, house.awards["genuine"].json, recipient=known)
    assert html.index('id="verdict"') < html.index(words) < html.index('class="facts"')
    assert "paul.durand" not in html
    assert "amelie@example.org" not in html


def test_without_an_expected_person_nothing_is_said_of_one(
    house: House, client: FlaskClient
) -> None:
    """No answer without a question."""
    html = _ask(client, house.awards["genuine"].json, recipient="  ")
    assert 'class="answer' not in html


def test_the_person_never_stands_in_an_address(house: House, client: FlaskClient) -> None:
    """A code with a person is answered at once, not by an address that names them."""
    code = house.awards["genuine"].short_code
    alone = client.post("/verify", data={"text": code}, headers=PAGE)
    assert alone.headers["Location"] == f"/v/{code}"
    asked = client.post(
        "/verify", data={"text": code, "recipient": "else@example.org"}, headers=PAGE
    )
    assert asked.status_code == 200
    assert "Ce n’est pas la personne attendue" in asked.get_data(as_text=True)
    assert "else@" not in asked.get_data(as_text=True)
    html = client.get("/", headers=PAGE).get_data(as_text=True)
    assert all('method="post"' in form for form in re.findall(r'<form[^>]*name="recipient"', html))
    ignored = client.get(
        f"/verify?url={house.awards['genuine'].url}&recipient=else@example.org", headers=PAGE
    )
    assert 'class="answer' not in ignored.get_data(as_text=True)


def test_other_rules_are_told_on_the_report(house: House, client: FlaskClient) -> None:
    """A result by rules that are not the usual ones says so."""
    body = house.awards["genuine"].json
    assert "Règles choisies" not in _ask(client, body, policy="default")
    assert "Règles choisies : « Signature seule »" in _ask(client, body, policy="proof").replace(
        "\u00a0", " "
    )
    url = house.awards["genuine"].url
    linked = client.get(f"/verify?url={url}&policy=proof", headers=PAGE).get_data(as_text=True)
    assert "policy=proof" in linked.split("Lien vers ce résultat")[0].rsplit("<a ", 1)[1]


def test_rules_that_do_not_exist_bring_the_form_back(house: House, client: FlaskClient) -> None:
    """400 with a sentence and the form; a problem document for programs."""
    for answer in (
        client.post("/verify", data={"text": "{}", "policy": "lax"}, headers=PAGE),
        client.get(f"/verify?url={house.awards['genuine'].url}&policy=lax", headers=PAGE),
    ):
        assert answer.status_code == 400
        assert "n’existe pas" in answer.get_data(as_text=True)
        assert 'name="policy"' in answer.get_data(as_text=True)
    assert client.post("/verify", data={"text": "{}", "policy": "lax"}).status_code == 400


def test_a_photo_comes_before_a_text(house: House, client: FlaskClient) -> None:
    """Both fields may be filled: what was photographed counts."""
    form = {
        "photo": (io.BytesIO(house.awards["genuine"].json), "photo.jpg"),
        "file": (io.BytesIO(b""), ""),
        "text": "https://example.org/other",
    }
    html = client.post("/verify", data=form, headers=PAGE).get_data(as_text=True)
    assert "Badge authentique" in html


@pytest.mark.parametrize("field", ["text", "url"])
def test_one_field_takes_documents_addresses_and_codes(
    house: House, client: FlaskClient, field: str
) -> None:
    """A person need not know what it is that they paste."""
    award = house.awards["genuine"]
    for value in (award.json.decode(), award.jwt.decode(), award.url, f"[{award.json.decode()}]"):
        answer = client.post("/verify", data={field: f"\n {value} "}, headers=PAGE)
        assert "authentique" in answer.get_data(as_text=True)


def test_only_the_page_with_the_form_may_scan(house: House, client: FlaskClient) -> None:
    """Our own script and the camera are open there, and closed on every other page."""
    wrong = client.post("/verify", data={"text": "bonjour monsieur !"}, headers=PAGE)
    for answer in (client.get("/", headers=PAGE), wrong):
        policy = answer.headers["Content-Security-Policy"]
        assert "script-src 'self'" in policy
        assert "unsafe" not in policy
        assert "camera=(self)" in answer.headers["Permissions-Policy"]
        assert "microphone=()" in answer.headers["Permissions-Policy"]
        scripts = re.findall(r"<script([^>]*)>(.*?)</script>", answer.get_data(as_text=True))
        assert [(src.split("?")[0].strip(), body) for src, body in scripts] == [
            ('src="/static/scan.js', "")
        ]
    award = house.awards["genuine"]
    for path in (f"/verify?url={award.url}", "/aide/resultats", "/healthz", "/nothing"):
        headers = client.get(path, headers=PAGE).headers
        assert "script-src" not in headers["Content-Security-Policy"], path
        assert "camera=()" in headers["Permissions-Policy"], path


@pytest.mark.parametrize("path", ["/aide/resultats", "/help/results"])
def test_every_result_is_explained_on_one_page(client: FlaskClient, path: str) -> None:
    """Each state with its own picture, its headline, what it means and what to do."""
    html = client.get(path, headers=PAGE).get_data(as_text=True)
    assert {state.value for state in State} <= set(EXPLAINED)
    drawings = [part.split("</svg>")[0] for part in html.split('class="shape"')[1:]]
    assert len(set(drawings)) == len(drawings) == len(EXPLAINED)
    for name in EXPLAINED:
        assert f'id="{name}"' in html
    assert "web." not in unescape(html).split("<body>")[1]
    assert "state." not in unescape(html).split("<body>")[1]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_policy_has_words_for_people(language: str) -> None:
    """Whatever can be chosen can be read."""
    words = catalogue("verifier", language)
    assert not [policy.name for policy in POLICIES if f"web.policy.{policy.name}" not in words]


@pytest.mark.parametrize(
    ("state", "words"),
    [("revoked", "Demandez à la personne un badge plus récent"), ("suspended", "Revérifiez")],
)
def test_a_result_that_is_not_good_says_what_to_do_next(
    house: House, client: FlaskClient, state: str, words: str
) -> None:
    """One or two sentences right under the verdict, and a link to the explanation of this state."""
    html = _ask(client, house.awards[state].json)
    seen = html.split("Comment nous avons vérifié")[0]
    assert "Que faire maintenant" in seen
    assert words in seen
    assert f'href="/aide/resultats#{state}"' in seen


def test_an_answer_that_is_missing_can_be_asked_again(tmp_path: Path) -> None:
    """A site that does not answer: neither true nor false, one button to try again."""
    with socket.socket() as silent, open_house(tmp_path, fetch_allow_loopback="1") as house:
        silent.bind(("127.0.0.1", 0))  # bound and never listening: nobody answers there
        port = silent.getsockname()[1]
        address = f"/verify?url=http://127.0.0.1:{port}/"
        html = house.client().get(address, headers=PAGE).get_data(as_text=True)
    assert "réessayez plus tard" in html
    assert "Réessayer maintenant" in html
    assert f'href="/verify?url=http%3A%2F%2F127.0.0.1%3A{port}%2F"' in html


def test_nobody_is_sent_to_try_again_where_time_does_not_help(client: FlaskClient) -> None:
    """A badge that is too old, an address that we never visit: what to do is something else."""
    older = _ask(client, materials.older())
    private = client.get("/verify?url=http://127.0.0.1:1/", headers=PAGE).get_data(as_text=True)
    for html, words in ((older, "un badge plus récent"), (private, "Vérifiez l’adresse")):
        assert "Vérification impossible</h1>" in html
        assert words in html.split("Comment nous avons vérifié")[0]
        assert "essayez" not in html
        assert "Réessayer" not in html
        assert 'href="/aide/resultats#cannot_check"' in html


def test_chosen_rules_refuse_by_their_own_name(house: House, client: FlaskClient) -> None:
    """A sound badge that strict rules refuse is not called unreadable."""
    body = house.awards["genuine"].json
    html = _ask(client, body, policy="strict", recipient="Paul Durand")
    assert "Badge refusé par ces règles" in html
    assert "lisible" not in html.split("Comment nous avons vérifié")[0]
    assert 'href="/aide/resultats#refused"' in html
