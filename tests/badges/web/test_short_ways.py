"""The short way past Flask: who takes it, and that all others go the usual way."""

import io
from typing import Any

import pytest
from flask import Flask, request
from flask.testing import FlaskClient

from badges.settings import Settings
from badges.web import short_ways
from badges.web.app import create_app
from badges.web.requests import HEADER, INSIDE
from badges.web.security import as_borne
from badges.web.short_ways import ShortWay

PATH, KIND, MARK = "/measure", "application/json", "3f2a0c1e-7d64-4c0f-9a55-0d8f6a4f7a11"
REFUSED, BROKEN = b"refused", b"broken"


def _tell(body: bytes, kind: str, language: str) -> bytes | None:
    if body == BROKEN:
        raise ZeroDivisionError
    return None if body == REFUSED else f"short {kind} {language} {len(body)}".encode()


@pytest.fixture
def app() -> Flask:
    """An application with an address that measures what it gets, in two ways."""
    made = create_app(Settings(language="en"))

    @made.post(PATH)
    def measure() -> str:
        return f"usual {len(request.get_data())}"

    headers = as_borne({"X-Frame-Options": "SAMEORIGIN", "X-Own": "yes"})
    short_ways.add(made, PATH, ShortWay("measure", frozenset({KIND}), headers, KIND, _tell))
    return made


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """Somebody who asks."""
    return app.test_client(use_cookies=False)


def test_a_usual_request_is_answered_from_its_bytes(client: FlaskClient) -> None:
    """The answer, its own headers, those that guard every answer, and the mark of the request."""
    answer = client.post(PATH, data=b"{}", content_type=KIND, headers={HEADER: MARK})
    assert (answer.status_code, answer.data) == (200, b"short application/json en 2")
    assert answer.headers["Content-Length"] == str(len(answer.data))
    assert answer.headers["Content-Type"] == KIND
    assert answer.headers[HEADER] == MARK
    assert answer.headers["X-Own"] == "yes"
    assert answer.headers.getlist("X-Frame-Options") == ["SAMEORIGIN"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


COUNTED = (
    'badges_http_requests_total{endpoint="measure",method="POST",status="200"} ',
    'badges_http_request_seconds_count{endpoint="measure"} ',
)


def counts(client: FlaskClient) -> list[float]:
    """How many requests of the address, and how many of their durations, this process counted."""
    lines = client.get("/metrics").get_data(as_text=True).splitlines()
    return [
        sum(float(line.removeprefix(name)) for line in lines if line.startswith(name))
        for name in COUNTED
    ]


def test_it_is_counted_like_any_other(client: FlaskClient) -> None:
    """Once, under the name of the address that answers the usual way."""
    before = counts(client)
    client.post(PATH, data=b"{}", content_type=KIND)
    assert counts(client) == [count + 1 for count in before]


@pytest.mark.parametrize(
    "changed",
    [
        {"QUERY_STRING": "lang=fr"},
        {"HTTP_ACCEPT_LANGUAGE": "fr"},
        {"HTTP_COOKIE": "lang=fr"},
        {"HTTP_UPGRADE": "h2c"},
        {"CONTENT_TYPE": "application/json; charset=utf-8"},
        {"CONTENT_TYPE": "text/plain"},
        {"CONTENT_TYPE": ""},
        {INSIDE: True},
        {"CONTENT_LENGTH": "1"},
        {"wsgi.input": io.BufferedReader(io.BytesIO(b"{}"))},
    ],
    ids=lambda changed: "-".join(f"{name}={value!r:.20}" for name, value in changed.items()),
)
def test_whatever_is_unusual_goes_the_usual_way(
    client: FlaskClient, changed: dict[str, Any]
) -> None:
    """Another language, another kind, a question beside, or a body that is still to come."""
    usual = {"CONTENT_TYPE": KIND, "CONTENT_LENGTH": "2", "wsgi.input": io.BytesIO(b"{}")}
    answer = client.open(PATH, method="POST", environ_overrides=usual | changed)
    length = changed.get("CONTENT_LENGTH", "2")
    assert (answer.status_code, answer.text) == (200, f"usual {length}")


@pytest.mark.parametrize("size", [0, 65_537])
def test_a_body_that_is_empty_or_long_goes_the_usual_way(client: FlaskClient, size: int) -> None:
    """Only short ones are answered from their bytes."""
    assert client.post(PATH, data=b"x" * size, content_type=KIND).text == f"usual {size}"


def test_another_method_goes_the_usual_way(client: FlaskClient) -> None:
    """The short way answers POST alone."""
    assert client.put(PATH, data=b"{}", content_type=KIND).status_code == 405


@pytest.mark.parametrize("body", [REFUSED, BROKEN])
def test_what_the_short_way_cannot_answer_goes_the_usual_way(
    client: FlaskClient, body: bytes
) -> None:
    """Refused or failed, all of the body is read again by the address itself."""
    assert client.post(PATH, data=body, content_type=KIND).text == f"usual {len(body)}"


def test_a_short_way_belongs_to_an_address(app: Flask) -> None:
    """Without an address that answers the usual way there is no short one."""
    way = ShortWay("nobody", frozenset({KIND}), (), KIND, _tell)
    with pytest.raises(LookupError):
        short_ways.add(app, "/nobody", way)
