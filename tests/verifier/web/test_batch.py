"""`POST /api/v1/verify-batch`: many badges in, one line for each out, whatever each one is."""

import io
import json
import zipfile
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.issuer.web.house import House
from tests.verifier.badges_to_read import Desk, Place, badge
from verifier.settings import BOUNDS
from verifier.web.batch import lines, make_items
from verifier.web.question import Wish

API = "/api/v1/verify-batch"


def _reports(response: TestResponse) -> list[dict[str, Any]]:
    assert response.status_code == 200, response.get_data(as_text=True)
    assert response.mimetype == "application/x-ndjson"
    text = response.get_data(as_text=True)
    assert text.endswith("\n")
    return [json.loads(line) for line in text.splitlines()]


def _list(client: FlaskClient, *items: bytes, query: str = "") -> TestResponse:
    body = b"[" + b", ".join(items) + b"]"
    return client.post(API + query, data=body, content_type="application/json")


def _zip(**files: bytes) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in files.items():
            archive.writestr(name, body)
    return content.getvalue()


def test_each_item_of_a_list_has_its_line(house: House, client: FlaskClient) -> None:
    """Objects, compact JWS, addresses and envelopes stand side by side, in their order."""
    genuine, revoked = house.awards["genuine"], house.awards["revoked"]
    reports = _reports(
        _list(
            client,
            genuine.json,
            revoked.json,
            json.dumps(genuine.jwt.decode()).encode(),
            json.dumps(genuine.url).encode(),
            json.dumps({"url": revoked.url}).encode(),
        )
    )
    assert [report["index"] for report in reports] == [0, 1, 2, 3, 4]
    assert [report["name"] for report in reports] == ["1", "2", "3", "4", "5"]
    states = [report["state"] for report in reports]
    assert states == ["genuine", "revoked", "genuine", "genuine", "revoked"]


def test_the_bytes_of_an_item_are_those_that_stand_in_the_list(
    house: House, client: FlaskClient
) -> None:
    """Nothing is written anew on the way: a member that is there twice is still seen (VER-02)."""
    once = house.awards["genuine"].json
    twice = once.rstrip()[:-1] + b',"name":"a","name":"b"}'
    alone = client.post("/api/v1/verify", data=once, content_type="application/vc").json
    reports = _reports(_list(client, once, twice))
    assert alone is not None
    assert reports[0]["subject_digest"] == alone["subject_digest"]
    assert reports[1]["verdict"] == "rejected"


@pytest.mark.parametrize(
    "item",
    [
        b"{}",
        b"null",
        b"7",
        b'"hello"',
        b'""',
        b"NaN",
        b"nonsense",
        b'{"a":1,"a":2}',
        b'{"url": 7}',
        b'{"url": "javascript:alert(1)"}',
        b"[1, [2]]",
        b'"\\ud800"',
        b'{"a": ' + b"9" * 5000 + b"}",
        b"[" * 900 + b"]" * 900,
        b'"' + b"\\\\" * 2000 + b'"',
    ],
)
def test_a_malformed_item_is_a_report_and_spoils_no_other(
    house: House, client: FlaskClient, item: bytes
) -> None:
    """Whatever stands between two commas, the badge beside it is judged."""
    reports = _reports(_list(client, item, house.awards["genuine"].json))
    assert [report["verdict"] == "accepted" for report in reports] == [False, True]


def test_an_archive_has_a_line_for_each_file(house: House, client: FlaskClient) -> None:
    """Raw or as a form field, named as in the archive."""
    body = _zip(
        **{"a.json": house.awards["genuine"].json, "sub/b.jwt": house.awards["revoked"].jwt}
    )
    form = {"file": (io.BytesIO(body), "lot.zip")}
    for answer in (
        client.post(API, data=body, content_type="application/zip"),
        client.post(API, data=form, content_type="multipart/form-data"),
    ):
        reports = _reports(answer)
        assert [report["name"] for report in reports] == ["a.json", "sub/b.jwt"]
        assert [report["state"] for report in reports] == ["genuine", "revoked"]


@pytest.mark.parametrize(
    ("body", "kind", "status", "code"),
    [
        (b"", "application/json", 400, "web.api.empty"),
        (b"[]", "application/json", 400, "web.batch.none"),
        (b"[ ,]", "application/json", 400, "web.batch.malformed"),
        (b"[1", "application/json", 400, "web.batch.malformed"),
        (b'["a]', "application/json", 400, "web.batch.malformed"),
        (b"[1] 2", "application/json", 400, "web.batch.malformed"),
        (b"[1]]", "application/json", 400, "web.batch.malformed"),
        (b"[1,,2]", "application/json", 400, "web.batch.malformed"),
        (b"[1]\xff", "application/json", 400, "web.batch.malformed"),
        (b'{"a": 1}', "application/json", 415, "web.batch.kind"),
        (b"hello", "application/zip", 415, "web.batch.kind"),
        (b"x", "image/png", 415, "web.api.kind"),
        (b"PK\x03\x04 broken", "application/zip", 400, "archive.broken"),
        (b"x", "multipart/form-data", 400, "web.api.no_file"),
        (
            b"[" + b"1," * BOUNDS.archive_files + b"1]",
            "application/json",
            413,
            "web.batch.too_many",
        ),
        (
            b"[" + b'"https://example.org/",' * BOUNDS.parts + b'"HTTPS://example.org/"]',
            "application/json",
            413,
            "web.batch.too_many_addresses",
        ),
        (b"[" + b" " * 5_000_000 + b"]", "application/json", 413, "document.too_large"),
    ],
)
def test_what_is_no_batch_is_refused_with_a_sentence(
    client: FlaskClient, body: bytes, kind: str, status: int, code: str
) -> None:
    """Empty, of a wrong kind, broken or too many: a problem document says how to mend it."""
    response = client.post(API, data=body, content_type=kind)
    assert response.status_code == status
    problem = json.loads(response.data)
    assert problem["code"] == code
    assert problem["detail"] != code


def test_too_many_files_are_refused_before_any_is_judged(client: FlaskClient) -> None:
    """An archive with more files than the bound is a 413."""
    body = _zip(**{f"{number}.json": b"{}" for number in range(BOUNDS.archive_files + 1)})
    response = client.post(API, data=body, content_type="application/zip")
    assert response.status_code == 413
    assert json.loads(response.data)["code"] == "archive.too_many"


def test_rules_and_person_hold_for_every_badge(house: House, client: FlaskClient) -> None:
    """One wish for the whole batch; rules that do not exist are refused before the first line."""
    genuine = house.awards["genuine"].json
    reports = _reports(_list(client, genuine, query="?policy=proof"))
    assert reports[0]["policy"] == "proof"
    body = _zip(**{"a.json": genuine})
    form = {"file": (io.BytesIO(body), "lot.zip"), "recipient": "else@example.org"}
    reports = _reports(client.post(API, data=form))
    assert reports[0]["warnings"] == ["recipient.no_match"]
    assert _list(client, genuine, query="?policy=lax").status_code == 400


def _signed(desk: Desk) -> bytes:
    place = Place.by_web(desk.web)
    return place.sign(badge(place)).body


def test_lines_are_made_one_by_one(desk: Desk) -> None:
    """The first line is there before the second badge is looked at."""
    asked: list[str] = []
    items = make_items(b"[{}, {}]", "application/json", desk.verifier, Wish())
    stream = lines(items, "fr", asked.append)
    assert json.loads(next(stream))["name"] == "1"
    assert asked == ["rejected"]
    assert len(list(stream)) == 1
    assert asked == ["rejected", "rejected"]


def test_a_batch_that_takes_too_long_says_so_for_what_is_left(desk: Desk) -> None:
    """Nothing is dropped: each badge that was not looked at has its line, undetermined."""
    body = b"[" + _signed(desk) + b"]"
    verdicts: list[str] = []
    items = make_items(body, "application/json", desk.verifier, Wish())
    (line,) = lines(items, "fr", verdicts.append, seconds=0)
    report = json.loads(line)
    assert report["state"] == "cannot_check"
    assert "Envoyez ce badge dans un autre lot" in report["findings"][0]["message"]
