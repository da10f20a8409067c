"""`POST /api/v1/verify`: whatever arrives, one report or one clear refusal."""

import io
import json

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.issuer.web.house import House

API = "/api/v1/verify"


def _post(client: FlaskClient, body: bytes, kind: str | None, query: str = "") -> TestResponse:
    return client.post(API + query, data=body, content_type=kind)


@pytest.mark.requirement("VER-01", "TRAP-13")
@pytest.mark.parametrize(
    ("file", "kind"),
    [
        (".json", "application/vc"),
        (".json", "application/vc+ld+json"),
        (".json", "application/ld+json; profile=x"),
        (".json", "application/json"),
        (".json", "application/json; charset=utf-8"),
        (".json", "text/plain"),
        (".json", "application/octet-stream"),
        (".json", None),
        (".jwt", "application/vc+jwt"),
        (".jwt", "application/jwt"),
        (".jwt", "text/plain"),
        (".png", "image/png"),
        (".svg", "image/svg+xml"),
    ],
)
def test_a_genuine_badge_is_accepted_under_each_of_its_types(
    house: House, client: FlaskClient, file: str, kind: str | None
) -> None:
    """Every form of the same badge is accepted, under every name that the field gives it."""
    body = client.get(house.path("genuine") + file).data
    response = _post(client, body, kind)
    assert response.status_code == 200
    assert response.mimetype == "application/json"
    assert response.json is not None
    assert response.json["verdict"] == "accepted", response.json["errors"]
    assert response.json["verified"] is True
    assert response.json["state"] == "genuine"
    assert response.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("name", ["genuine", "revoked", "suspended"])
def test_the_state_of_each_badge_is_told(house: House, client: FlaskClient, name: str) -> None:
    """200 for any verdict: a rejected badge is an answer, not an error."""
    response = _post(client, house.awards[name].json, "application/vc")
    assert response.status_code == 200
    assert response.json is not None
    assert response.json["state"] == name


def test_a_changed_badge_is_rejected(house: House, client: FlaskClient) -> None:
    """One letter of the name is enough."""
    body = house.awards["genuine"].json.replace("Amélie".encode(), "Emélie".encode())
    response = _post(client, body, "application/vc")
    assert response.status_code == 200
    assert response.json is not None
    assert (response.json["verdict"], response.json["state"]) == ("rejected", "altered")


def test_a_file_can_be_sent_as_a_form(house: House, client: FlaskClient) -> None:
    """`curl -F file=@badge.png` works."""
    image = client.get(house.path("genuine") + ".png").data
    form = {"file": (io.BytesIO(image), "badge.png")}
    response = client.post(API, data=form, content_type="multipart/form-data")
    assert response.json is not None
    assert response.json["verdict"] == "accepted"


def test_an_address_can_be_sent_instead(house: House, client: FlaskClient) -> None:
    """`{"url": …}` is fetched; ours are answered without the network."""
    award = house.awards["genuine"]
    short = f"{house.base_url}/v/{award.short_code}"
    for address in (award.url, f"{award.url}.png", f"{award.url}.jwt", short):
        response = client.post(API, json={"url": address})
        assert response.status_code == 200
        assert response.json is not None
        assert response.json["verdict"] == "accepted", address


def test_a_document_with_a_member_url_is_a_document(client: FlaskClient) -> None:
    """Only a bare envelope is an address; what has a type or a context is read as a badge."""
    body = json.dumps({"type": ["Profile"], "url": "https://example.org/"}).encode()
    response = _post(client, body, "application/json")
    assert response.status_code == 200
    assert response.json is not None
    assert response.json["state"] == "unreadable"


@pytest.mark.parametrize(
    "body",
    [
        b"hello",
        b"{",
        b"[]",
        b"{}",
        b"null",
        b"\xff\xfe\x00",
        b"\x89PNG\r\n\x1a\n",
        b"<svg",
        b"a.b.c",
        b'{"a":1,"a":2}',
        b"[" * 5000,
        b'{"@context":["https://example.org/"],"type":"VerifiableCredential"}',
        b"%PDF-1.7",
    ],
)
@pytest.mark.parametrize("kind", ["application/json", "application/vc", "image/png", "text/plain"])
def test_what_is_no_badge_gets_a_report_and_never_an_error(
    client: FlaskClient, body: bytes, kind: str
) -> None:
    """Whatever the bytes and the name they come under, the answer is a verdict."""
    response = _post(client, body, kind)
    assert response.status_code == 200
    assert response.json is not None
    assert response.json["verdict"] != "accepted"


@pytest.mark.parametrize(
    ("body", "kind", "status", "code"),
    [
        (b"", "application/json", 400, "web.api.empty"),
        (b" \n", "application/vc", 400, "web.api.empty"),
        (b'{"url": 7}', "application/json", 400, "web.verify.address_wrong"),
        (b'{"url": ""}', "application/json", 400, "web.verify.address_wrong"),
        (b'{"url": "javascript:alert(1)"}', "application/json", 400, "web.verify.address_wrong"),
        (b'{"url": "javascript:1"}', "application/json", 400, "web.verify.address_wrong"),
        (b" " * 1_000_001 + b"{}", "application/vc", 413, "document.too_large"),
        (b'{"url": "file:///etc/passwd"}', "application/json", 400, "web.verify.address_wrong"),
        (b'{"url": "https://["}', "application/json", 400, "web.verify.address_wrong"),
        (b"x=1", "application/x-www-form-urlencoded", 415, "web.api.kind"),
        (b"II*", "image/tiff", 415, "web.api.kind"),
        (b"x", "multipart/form-data", 400, "web.api.no_file"),
        (b"x" * 5_100_000, "image/png", 413, "document.too_large"),
        (b"x" * 20_100_000, "application/pdf", 413, "web.http.413"),
    ],
)
def test_what_is_no_request_is_refused_with_a_sentence(
    client: FlaskClient, body: bytes, kind: str, status: int, code: str
) -> None:
    """Empty, unusable, too large or of an unknown type: a problem document says how to mend it."""
    response = _post(client, body, kind)
    assert response.status_code == status
    assert response.mimetype == "application/problem+json"
    problem = json.loads(response.data)
    assert problem["code"] == code
    assert problem["detail"] != code


def test_an_address_inside_the_house_is_not_reached(client: FlaskClient) -> None:
    """The verifier is no way into a private network (VER-03): undetermined, and no 5xx."""
    for address in ("http://127.0.0.1:22/", "http://169.254.169.254/", "https://localhost/x"):
        response = client.post(API, json={"url": address})
        assert response.status_code == 200
        assert response.json is not None
        assert response.json["verdict"] != "accepted"


def test_the_expected_person_can_be_told(house: House, client: FlaskClient) -> None:
    """Whether the badge was given to the person in mind is compared, told, and never repeated."""
    body = house.awards["genuine"].json
    right = _post(client, body, "application/vc", "?recipient=amelie@example.org")
    wrong = _post(client, body, "application/vc", "?recipient=else@example.org")
    assert right.json is not None
    assert wrong.json is not None
    assert "recipient.no_match" not in right.json["warnings"]
    assert "recipient.no_match" in wrong.json["warnings"]
    assert "else@example.org" not in wrong.get_data(as_text=True)


@pytest.mark.parametrize("way", ["query", "json", "multipart"])
def test_the_rules_can_be_chosen(house: House, client: FlaskClient, way: str) -> None:
    """By its name, in each way of asking; the report tells which rules were applied."""
    award = house.awards["genuine"]
    if way == "query":
        answer = _post(client, award.json, "application/vc", "?policy=proof")
    elif way == "json":
        answer = client.post(API, json={"url": award.url, "policy": "proof"})
    else:
        form = {"file": (io.BytesIO(award.json), "badge.json"), "policy": "proof"}
        answer = client.post(API, data=form)
    assert answer.json is not None
    assert (answer.json["policy"], answer.json["verdict"]) == ("proof", "accepted")


@pytest.mark.parametrize("name", ["lax", "é" * 500, "default\n"])
def test_rules_that_do_not_exist_are_a_wrong_request(
    house: House, client: FlaskClient, name: str
) -> None:
    """400 with the names that exist: never a server error, and never the usual rules instead."""
    for answer in (
        client.post(
            API,
            data=house.awards["genuine"].json,
            content_type="application/vc",
            query_string={"policy": name},
        ),
        client.post(API, json={"url": "https://example.org/", "policy": name}),
    ):
        assert answer.status_code == 400
        problem = json.loads(answer.data)
        assert problem["code"] == "policy.unknown"
        assert "default" in problem["detail"]


def test_the_person_can_be_told_in_the_body(house: House, client: FlaskClient) -> None:
    """Beside the address or the file, where no log of addresses keeps it."""
    award = house.awards["genuine"]
    by_address = client.post(API, json={"url": award.url, "recipient": "else@example.org"})
    form = {"file": (io.BytesIO(award.json), "badge.json"), "recipient": "else@example.org"}
    for answer in (by_address, client.post(API, data=form)):
        assert answer.json is not None
        assert "recipient.no_match" in answer.json["warnings"]
        assert "else@example.org" not in answer.get_data(as_text=True)


def test_messages_are_in_the_language_asked_for(house: House, client: FlaskClient) -> None:
    """Codes travel; words follow `Accept-Language` or `?lang=`."""
    body = house.awards["revoked"].json
    french = client.post(API, data=body, content_type="application/vc")
    english = client.post(f"{API}?lang=en", data=body, content_type="application/vc")
    assert french.json is not None
    assert english.json is not None
    assert french.json["headline"] == "Badge annulé"
    assert english.json["headline"] == "Cancelled badge"
    assert french.json["errors"] == english.json["errors"]


def test_programs_in_pages_may_ask(client: FlaskClient) -> None:
    """The API answers scripts of any origin, and says so before they send."""
    preflight = client.options(API, headers={"Origin": "https://a.example"})
    assert preflight.status_code == 204
    assert preflight.headers["Access-Control-Allow-Origin"] == "*"
    assert "POST" in preflight.headers["Access-Control-Allow-Methods"]
    assert (
        client.post(API, data=b"x", content_type="text/plain").headers[
            "Access-Control-Allow-Origin"
        ]
        == "*"
    )
    assert client.get(API).status_code == 405


def test_verdicts_are_counted_without_saying_whose(house: House, client: FlaskClient) -> None:
    """Metrics know how many, never which."""
    _post(client, house.awards["revoked"].json, "application/vc")
    text = client.get("/metrics").get_data(as_text=True)
    assert 'badges_verifications_total{verdict="rejected"}' in text
    assert house.awards["revoked"].id not in text
