"""A badge verified the short way is answered to the letter as Flask answers it."""

import json

import pytest
from flask import Flask, request, request_started
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from badges.web.requests import HEADER
from tests.issuer.web.house import House
from verifier.web.material import JSON_TYPES

API = "/api/v1/verify"
MARK = "3f2a0c1e-7d64-4c0f-9a55-0d8f6a4f7a11"
# Nobody reads this cookie, but whoever sends one may want another language: the usual way.
USUAL = {"Cookie": "other=1"}


@pytest.fixture
def client(house: House) -> FlaskClient:
    """A client that sends the cookies that a test gives it."""
    return house.app.test_client(use_cookies=False)


def _post(client: FlaskClient, body: bytes, kind: str, **more: str) -> TestResponse:
    headers = {HEADER: MARK, **more}
    return client.post(API, data=body, content_type=kind, headers=headers)


def _assert_alike(client: FlaskClient, body: bytes, kind: str) -> None:
    short, usual = _post(client, body, kind), _post(client, body, kind, **USUAL)
    assert short.status == usual.status
    assert list(short.headers) == list(usual.headers)
    assert short.data == usual.data


@pytest.mark.parametrize("kind", JSON_TYPES)
@pytest.mark.parametrize("name", ["genuine", "revoked", "suspended"])
def test_badges_are_answered_alike(house: House, client: FlaskClient, name: str, kind: str) -> None:
    """Status, headers in their order, and every byte of the report; in each state, and again."""
    for _ in range(2):
        _assert_alike(client, house.awards[name].json, kind)


@pytest.mark.parametrize(
    "body",
    [
        b'{"@context":',
        b'{"@context":["https://example.org/"],"type":"VerifiableCredential"}',
        b'{"type":"VerifiableCredential","type":"Profile"}',
        b' {\n "proof" : {}}',
        b'{"url":"https://example.org/"}',
        b'{"url":"https://example.org/","policy":"none"}',
        b"[]",
        b"\xff\xfe",
        b" ",
        b"",
    ],
)
@pytest.mark.parametrize("kind", ["application/json", "application/vc"])
def test_what_is_no_badge_is_answered_alike(client: FlaskClient, body: bytes, kind: str) -> None:
    """Reports on what cannot be read, addresses that lead nowhere, and problems."""
    _assert_alike(client, body, kind)


@pytest.mark.parametrize(("more", "count"), [({}, 0), (USUAL, 1)])
def test_a_badge_in_json_takes_the_short_way(
    house: House, client: FlaskClient, more: dict[str, str], count: int
) -> None:
    """Flask does not hear of it, unless something about the request is unusual."""
    heard: list[str] = []

    def hear(_: Flask) -> None:
        heard.append(request.path)

    with request_started.connected_to(hear, house.app):
        _post(client, house.awards["genuine"].json, "application/json", **more)
    assert heard.count(API) == count


def test_a_changed_badge_is_answered_alike(house: House, client: FlaskClient) -> None:
    """One letter of the name is enough to be told so, on either way."""
    changed = house.awards["genuine"].json.replace("Amélie".encode(), "Emélie".encode())
    _assert_alike(client, changed, "application/json")
    assert json.loads(_post(client, changed, "application/json").data)["state"] == "altered"


def test_each_verdict_is_counted_once(house: House, client: FlaskClient) -> None:
    """Whichever way it went."""
    line = 'badges_verifications_total{verdict="accepted"} '

    def counted() -> float:
        lines = client.get("/metrics").get_data(as_text=True).splitlines()
        return sum(float(each.removeprefix(line)) for each in lines if each.startswith(line))

    before = counted()
    _post(client, house.awards["genuine"].json, "application/json")
    assert counted() == before + 1
    _post(client, house.awards["genuine"].json, "application/json", **USUAL)
    assert counted() == before + 2
