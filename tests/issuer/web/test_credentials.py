"""The badge on the Web: page, files, negotiation, QR code, short address."""

import json
import re
from html import unescape
from pathlib import Path
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient

import wsgi
from badges.baking import unbake
from issuer.services.cards import card_version
from issuer.web import OFFICE
from tests.issuer.web.house import LONG_NAME, PAGE, House, environment, open_house


@pytest.mark.requirement("ISS-33")
@pytest.mark.parametrize(
    ("suffix", "media_type"),
    [
        (".json", "application/vc"),
        (".jwt", "application/vc+jwt"),
        (".png", "image/png"),
        (".svg", "image/svg+xml"),
        (".pdf", "application/pdf"),
        ("/qr.svg", "image/svg+xml"),
        ("/qr.png", "image/png"),
    ],
)
def test_each_file_has_its_address_and_type(
    house: House, client: FlaskClient, suffix: str, media_type: str
) -> None:
    """Each file is public, cacheable, readable from anywhere, and out of search engines."""
    response = client.get(house.path("genuine") + suffix)
    assert response.status_code == 200
    assert response.mimetype == media_type
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert response.headers["ETag"]
    assert "noindex" in response.headers["X-Robots-Tag"]


@pytest.mark.requirement("ISS-33")
def test_a_file_holds_the_signed_bytes_and_nothing_else(house: House, client: FlaskClient) -> None:
    """The JSON and the JWT are served as they were signed, and the images carry the same JSON."""
    award = house.awards["genuine"]
    path = house.path("genuine")
    assert client.get(f"{path}.json").data == award.json
    assert client.get(f"{path}.jwt").data == award.jwt
    for suffix in (".png", ".svg"):
        assert unbake(client.get(path + suffix).data).body == award.json


@pytest.mark.requirement("ISS-34", "ISS-35", "TRAP-13")
@pytest.mark.parametrize(
    ("accept", "expected", "content"),
    [
        ("application/json", "application/json", "json"),
        ("application/ld+json", "application/ld+json", "json"),
        ("application/vc", "application/vc", "json"),
        ("application/vc+ld+json", "application/vc+ld+json", "json"),
        ("application/jwt", "application/jwt", "jwt"),
        ("application/vc+jwt", "application/vc+jwt", "jwt"),
        ("text/plain", "text/plain", "jwt"),
        (None, "application/vc", "json"),
        ("*/*", "application/vc", "json"),
        ("text/html", "text/html", None),
    ],
)
def test_one_address_answers_in_the_form_asked_for(
    house: House, client: FlaskClient, accept: str | None, expected: str, content: str | None
) -> None:
    """The credential's own address serves people and every program of the field."""
    headers = {} if accept is None else {"Accept": accept}
    response = client.get(house.path("genuine"), headers=headers)
    assert response.status_code == 200
    assert response.mimetype == expected
    assert "Accept" in response.headers["Vary"]
    if content is not None:
        assert response.data == getattr(house.awards["genuine"], content)


def test_a_form_that_does_not_exist_is_refused(house: House, client: FlaskClient) -> None:
    """What nobody can serve is a 406, as a problem document."""
    response = client.get(house.path("genuine"), headers={"Accept": "application/zip"})
    assert response.status_code == 406
    assert response.mimetype == "application/problem+json"


def test_an_unchanged_badge_is_not_sent_again(house: House, client: FlaskClient) -> None:
    """The ETag of one form is not the one of another."""
    path = house.path("genuine")
    tag = client.get(path, headers={"Accept": "application/vc"}).headers["ETag"]
    same = {"Accept": "application/vc", "If-None-Match": tag}
    assert client.get(path, headers=same).status_code == 304
    other = {"Accept": "application/json", "If-None-Match": tag}
    assert client.get(path, headers=other).status_code == 200


def _text(client: FlaskClient, path: str) -> str:
    return unescape(client.get(path, headers=PAGE).get_data(as_text=True))


def test_the_page_says_who_what_by_whom_when_and_at_what_level(
    house: House, client: FlaskClient
) -> None:
    """Everything that a reader needs is on the page, in plain words."""
    html = _text(client, house.path("genuine"))
    for words in (
        "Découpe laser en autonomie",
        "Amélie Le Goff-Nguyễn",
        "Fablab des Deux Rives",
        "22\u00a0novembre 2026",
        "22\u00a0novembre 2028",
        "Je travaille sans danger",
        "Autonome",
        "Pratique",
        "<em>graines</em>",
        'href="https://deux-rives.example/photo"',
        house.awards["genuine"].short_code,
        f'href="/verify?url={quote(house.awards["genuine"].url)}"',
        'name="robots" content="noindex',
    ):
        assert words in html, words


@pytest.mark.requirement("BAKE-11")
def test_the_page_warns_that_a_picture_sent_around_may_lose_the_badge(
    house: House, client: FlaskClient
) -> None:
    """The warning stands beside the downloads, and the JSON file is offered too."""
    html = _text(client, house.path("genuine"))
    assert "gardez le fichier d’origine" in html
    assert "messagerie" in html
    assert f'href="{house.path("genuine")}.json"' in html


def test_the_page_escapes_what_people_wrote(house: House, client: FlaskClient) -> None:
    """Markup in a narrative is shown as text."""
    html = client.get(house.path("genuine"), headers=PAGE).get_data(as_text=True)
    assert "<script>" not in html
    assert "&lt;script&gt;" in html


def test_the_page_has_a_card_with_a_picture_that_networks_can_read(
    house: House, client: FlaskClient
) -> None:
    """The card names the badge, not the person; its picture has a whole address and its size."""
    head = _text(client, house.path("genuine")).split("</head>")[0]
    award = house.awards["genuine"]
    version = card_version(house.office, award)
    for name, content in (
        ("og:image", f"{award.url}/card.png?v={version}"),
        ("og:image:width", "1200"),
        ("og:image:height", "627"),
        ("og:title", "Découpe laser en autonomie"),
        ("og:url", award.url),
        ("og:locale", "fr_FR"),
    ):
        assert f'property="{name}" content="{content}"' in head, name
    assert 'name="twitter:card" content="summary_large_image"' in head
    assert award.holder not in re.sub("<title>.*</title>", "", head)


def test_the_emptiest_badge_has_a_whole_page(house: House, client: FlaskClient) -> None:
    """No level, no evidence, no end: nothing is left dangling."""
    html = _text(client, house.path("bare"))
    assert LONG_NAME in html
    assert "Preuves" not in html
    assert "None" not in html
    assert "Sans date de fin" in html


@pytest.mark.parametrize(
    ("name", "headline", "person"),
    [
        ("revoked", "Badge annulé", "Personne Annulée"),
        ("suspended", "Badge suspendu", "Personne Suspendue"),
    ],
)
def test_a_badge_taken_back_says_so_first_and_shows_no_claim(
    house: House, client: FlaskClient, name: str, headline: str, person: str
) -> None:
    """No name, picture, QR code or share link is left to make a screenshot with."""
    response = client.get(house.path(name), headers=PAGE)
    assert response.status_code == 200
    html = unescape(response.get_data(as_text=True))
    assert f'id="state">{headline}</h1>' in html
    main = html.split("<main")[1]
    for absent in (person, "linkedin.com", "qr.svg", "artwork"):
        assert absent not in main


def test_a_badge_at_its_end_says_so_before_its_claims(tmp_path: Path) -> None:
    """An expired badge keeps its page: the end is its title, its claims are folded under it."""
    with open_house(tmp_path) as house:
        path = house.path("genuine")
    later = wsgi.create_app(environment(tmp_path, now="2029-01-01T00:00:00Z"))
    html = _text(later.test_client(), path)
    later.extensions[OFFICE].store.close()
    seen, folded = html.split("<main")[1].split("<details>", 1)
    assert 'id="state">Badge arrivé à sa fin</h1>' in seen
    assert house.awards["genuine"].holder not in seen
    assert house.awards["genuine"].holder in folded
    assert "depuis le 22\u00a0novembre 2028" in html
    assert "linkedin.com" not in html


def test_the_page_speaks_english(house: House, client: FlaskClient) -> None:
    """The whole page is in the language asked for, and the badge's own words in theirs."""
    html = _text(client, f"{house.path('genuine')}?lang=en")
    assert "Verify this badge now" in html
    assert '<h1 lang="fr">Découpe laser' in html


@pytest.mark.parametrize("suffix", ["", ".json", ".png", "/qr.svg"])
def test_an_unknown_badge_is_a_404(client: FlaskClient, suffix: str) -> None:
    """Nothing is said about badges that do not exist."""
    for name in ("0b2e4d5c-0000-4000-8000-000000000000", "x", "%00", "a" * 500):
        assert client.get(f"/credentials/{name}{suffix}").status_code == 404


def test_the_short_address_leads_people_to_the_report(house: House, client: FlaskClient) -> None:
    """A phone that reads the QR code lands on the verdict; case and dashes are forgiven."""
    award = house.awards["genuine"]
    typed = award.short_code.lower().replace("-", "")
    for code in (award.short_code, typed):
        response = client.get(f"/v/{code}", headers=PAGE)
        assert response.status_code == 303
        assert response.headers["Location"] == f"/verify?url={award.url}"


def test_the_short_address_leads_programs_to_the_report(house: House, client: FlaskClient) -> None:
    """A program gets the report as JSON; one that names a format of badges gets the badge."""
    award = house.awards["genuine"]
    for accept in ("*/*", "application/json"):
        answer = client.get(
            f"/v/{award.short_code}", headers={"Accept": accept}, follow_redirects=True
        )
        assert json.loads(answer.data)["state"] == "genuine"
    for accept in ("application/vc, application/json;q=0.9", "application/ld+json"):
        answer = client.get(
            f"/v/{award.short_code}", headers={"Accept": accept}, follow_redirects=True
        )
        assert json.loads(answer.data)["id"] == award.url
    assert client.get("/v/00000-00000").status_code == 404


def test_without_a_verifier_the_short_address_leads_to_the_page(tmp_path: Path) -> None:
    """An issuer alone still answers its printed addresses, and offers no verification."""
    with open_house(tmp_path, doors="issuer") as house:
        award = house.awards["genuine"]
        response = house.client().get(f"/v/{award.short_code}", headers=PAGE)
        assert response.headers["Location"] == f"/credentials/{award.id}"
        html = _text(house.client(), house.path("genuine"))
        assert "/verify" not in html
        assert house.client().get("/verify?url=x").status_code == 404
        assert "Des badges décernés ici" in _text(house.client(), "/")
