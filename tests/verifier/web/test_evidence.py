"""Evidence for experts: asked from the page with the document handed back, or by the API."""

import base64
import io
import re
import zipfile
import zlib
from html import unescape

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.issuer.web.house import PAGE, House
from verifier.web.evidence import DOCUMENT_LIMIT

API = "/api/v1/evidence"
BOMB = base64.b64encode(zlib.compress(b" " * (DOCUMENT_LIMIT + 1))).decode("ascii")


def _page(client: FlaskClient, body: bytes) -> str:
    form = {"file": (io.BytesIO(body), "badge.json")}
    return unescape(client.post("/verify", data=form, headers=PAGE).get_data(as_text=True))


def _files(response: TestResponse) -> dict[str, bytes]:
    assert response.status_code == 200, response.get_data(as_text=True)
    assert response.mimetype == "application/zip"
    assert response.headers["Cache-Control"] == "no-store"
    assert response.headers["Content-Disposition"].startswith('attachment; filename="badge-')
    with zipfile.ZipFile(io.BytesIO(response.data)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def test_the_page_hands_the_document_back_for_its_evidence(
    house: House, client: FlaskClient
) -> None:
    """The exact bytes travel in a hidden field, so that nothing has to be kept for it."""
    body = house.awards["genuine"].json
    html = _page(client, body)
    found = re.search(r'name="document" value="([^"]+)"', html)
    assert found is not None
    assert zlib.decompress(base64.b64decode(found[1])) == body.strip()
    assert len(found[1]) < len(body) * 2 / 3
    answer = client.post("/verify/evidence", data={"document": found[1], "policy": "default"})
    assert body.strip() in _files(answer).values()


def test_the_document_inside_an_image_is_handed_back_without_the_image(
    house: House, client: FlaskClient
) -> None:
    """A page stays light: the badge weighs a few kilobytes, its picture much more."""
    image = client.get(house.path("genuine") + ".png").data
    html = _page(client, image)
    found = re.search(r'name="document" value="([^"]+)"', html)
    assert found is not None
    assert len(found[1]) < 12_000


def test_a_document_too_long_for_the_page_says_what_to_do(
    house: House, client: FlaskClient
) -> None:
    """Beyond the bound, the page names the command instead of carrying the document."""
    body = house.awards["genuine"].json.rstrip()
    padded = body[:-1] + b" " * DOCUMENT_LIMIT + b"}"
    html = _page(client, padded)
    assert 'name="document"' not in html
    assert "badge-verifier verify" in html.split("Détails techniques")[1]


@pytest.mark.parametrize("name", ["genuine", "revoked"])
def test_the_api_gives_the_same_evidence(house: House, client: FlaskClient, name: str) -> None:
    """Every way of handing a badge over works; the verdict does not matter."""
    award = house.awards[name]
    for answer in (
        client.post(API, data=award.json, content_type="application/vc"),
        client.post(API, json={"url": award.url}),
        client.post(API, data={"file": (io.BytesIO(award.json), "badge.json")}),
        client.post(API, data=award.jwt, content_type="application/vc+jwt"),
    ):
        files = _files(answer)
        assert len(files) > 1
        assert answer.headers["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({}, "web.evidence.missing"),
        ({"document": ""}, "web.evidence.missing"),
        ({"document": "%%%"}, "web.evidence.missing"),
        ({"document": "é"}, "web.evidence.missing"),
        ({"document": BOMB}, "web.evidence.missing"),
        ({"document": "aGVsbG8="}, "web.evidence.none"),
        ({"document": "e30=", "policy": "lax"}, "policy.unknown"),
    ],
)
def test_what_has_no_evidence_is_refused_with_a_sentence(
    client: FlaskClient, fields: dict[str, str], code: str
) -> None:
    """Nothing handed back, no base64, or nothing that is signed: 400, and how to mend it."""
    answer = client.post("/verify/evidence", data=fields)
    assert answer.status_code == 400
    assert answer.json is not None
    assert answer.json["code"] == code


def test_a_text_that_is_no_badge_has_no_evidence(client: FlaskClient) -> None:
    """The API says so, instead of sending an empty archive."""
    answer = client.post(API, data=b"hello", content_type="text/plain")
    assert answer.status_code == 400
    assert answer.json is not None
    assert answer.json["code"] == "web.evidence.none"
