"""The mark of a request, what is counted and logged of it, and the answers of a full house."""

import io
import logging
from collections.abc import Iterator

import pytest
from flask import Flask, Response
from flask.testing import FlaskClient

from badges.settings import Settings
from badges.web import admission, logs, operations, watching
from badges.web.app import create_app
from badges.web.requests import HEADER

MARK = "3f2a0c1e-7d64-4c0f-9a55-0d8f6a4f7a11"
PAGE = {"Accept": "text/html"}
CODE = "FMRGC-SQVZ7"


@pytest.fixture
def app() -> Flask:
    """An application with an address that fails, one that is streamed and one that is heavy."""
    made = create_app(Settings(log_all=True))

    @made.get("/people/<name>")
    def people(name: str) -> str:
        raise RuntimeError(name)

    @made.get("/heavy")
    def heavy() -> str:
        return "done"

    @made.get("/stream")
    def stream() -> Response:
        return Response(iter(["a", "b"]))

    admission.declare(made, ["heavy", "stream"])
    return made


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """Somebody who asks."""
    return app.test_client()


@pytest.fixture
def line() -> Iterator[list[int]]:
    """How many requests wait for a thread, for tests to say."""
    length = [0]
    watching.refuse_by(lambda: length[0])
    yield length
    watching.refuse_by(lambda: 0)


def test_a_mark_that_is_well_formed_is_kept(client: FlaskClient) -> None:
    """What a proxy gave is found again in the answer; two answers without it differ."""
    assert client.get("/healthz", headers={HEADER: MARK}).headers[HEADER] == MARK
    marks = {client.get("/healthz").headers[HEADER] for _ in range(2)}
    assert len(marks) == 2


@pytest.mark.parametrize("given", ["camille durand", "x" * 20, "ab", "0" * 65, "é" * 16])
def test_any_other_mark_is_replaced(client: FlaskClient, given: str) -> None:
    """Nothing that a client writes goes into the log unless it is a plain number."""
    kept = client.get("/healthz", headers={HEADER: given.encode().decode("latin-1")})
    assert kept.headers[HEADER] != given
    assert kept.headers[HEADER].isalnum()


def test_the_mark_stands_in_problems_and_on_pages_of_failures(client: FlaskClient) -> None:
    """Who asks for help has something to name; a page of another error is not burdened."""
    headers = {HEADER: MARK}
    problem = client.get("/people/x", headers=headers).get_json()
    assert problem["request_id"] == MARK
    assert MARK in client.get("/people/x", headers=headers | PAGE).get_data(as_text=True)
    assert MARK not in client.get("/nothing", headers=headers | PAGE).get_data(as_text=True)


def test_no_line_tells_whom_a_request_was_about(client: FlaskClient) -> None:
    """Addresses, queries, agents, tokens and the words of exceptions stay out of the log."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(logs.Redacted("json"))
    logger = logging.getLogger("badges")
    level = logger.level
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    try:
        headers = {"User-Agent": CODE, "Authorization": f"Bearer {CODE}", "X-Forwarded-For": CODE}
        client.get(f"/people/{CODE}?q={CODE}", headers=headers)
        client.get(f"/nothing/{CODE}", headers=headers)
    finally:
        logger.removeHandler(handler)
        logger.setLevel(level)
    told = stream.getvalue()
    assert '"endpoint": "people"' in told
    assert '"errors": ["RuntimeError"]' in told
    assert '"status": 404' in told
    assert CODE not in told


def test_only_failed_and_slow_requests_are_told_of_unless_asked(
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Without the setting a page that was answered at once leaves no line."""
    quiet = create_app(Settings()).test_client()
    with caplog.at_level(logging.INFO, "badges"):
        quiet.get("/healthz")
        assert not caplog.records
        quiet.get("/healthz", headers={"X": "y"})
    assert not caplog.records


def test_durations_are_told_by_endpoint(client: FlaskClient) -> None:
    """A histogram for each endpoint, and nobody is in flight once all is answered."""
    client.get("/healthz")
    text = client.get("/metrics").get_data(as_text=True)
    assert 'badges_http_request_seconds_count{endpoint="operations.health"} 1\n' in text
    assert "badges_http_requests_in_flight 1\n" in text  # the one that asks


def test_pages_are_answered_when_work_is_refused(client: FlaskClient, line: list[int]) -> None:
    """In a crowd that has something done, those who only read are still let in."""
    line[0] = watching.WORK_LINE + 1
    assert client.post("/heavy").status_code == 503
    assert client.get("/heavy").status_code == 200


def test_a_full_house_refuses_at_once(client: FlaskClient, line: list[int]) -> None:
    """A page for people, a problem for programs, when to come back, and room for who looks."""
    line[0] = watching.PAGES_LINE + 1
    problem = client.get("/heavy")
    assert problem.status_code == 503
    assert problem.headers["Retry-After"] == str(watching.RETRY_SECONDS)
    assert problem.get_json()["code"] == "web.busy"
    page = client.get("/heavy", headers=PAGE)
    assert "<h1>" in page.get_data(as_text=True)
    assert client.head("/heavy").get_data() == b""
    english = client.get("/heavy", headers={"Accept-Language": "en-GB,fr;q=0.5"})
    assert english.get_json()["detail"] != problem.get_json()["detail"]
    assert client.get("/healthz").status_code == 200
    assert 'badges_http_refused_total{reason="full"} 4' in client.get("/metrics").text
    line[0] = 0
    assert client.get("/heavy").status_code == 200


def test_a_heavy_request_waits_its_turn_or_is_refused(app: Flask) -> None:
    """With every place taken one more is refused with 503; light ones are answered."""
    gate = admission.Gate(running=1, waiting=1, patience=0.0)
    app.extensions["badges.gate"] = gate
    client = app.test_client()
    assert gate.enter()
    refused = client.get("/heavy")
    assert refused.status_code == 503
    assert refused.headers["Retry-After"] == str(admission.RETRY_SECONDS)
    assert client.get("/healthz").status_code == 200
    gate.leave()
    assert [client.get("/heavy").status_code for _ in range(3)] == [200, 200, 200]


def test_a_streamed_answer_keeps_its_place_to_its_end(app: Flask) -> None:
    """What is made while it is sent is work; the place is free when it is sent, or given up."""
    gate = admission.Gate(running=1, waiting=1, patience=0.0)
    app.extensions["badges.gate"] = gate
    client = app.test_client()
    begun = client.get("/stream", buffered=False)
    assert client.get("/heavy").status_code == 503
    assert begun.get_data() == b"ab"
    assert client.get("/heavy").status_code == 200
    client.get("/stream", buffered=False).close()
    assert client.get("/heavy").status_code == 200


def test_no_endpoint_is_guarded_that_does_not_exist(app: Flask) -> None:
    """A heavy address that was renamed is noticed when the door opens."""
    with pytest.raises(LookupError):
        admission.declare(app, ["renamed"])


def test_gauges_that_cannot_be_read_do_not_hide_the_rest(app: Flask) -> None:
    """A scrape tells what it can, and that something is missing."""

    def broken() -> list[str]:
        raise RuntimeError(CODE)

    operations.add_gauges(app, broken)
    text = app.test_client().get("/metrics").get_data(as_text=True)
    assert "badges_gauges_up 0\n" in text
    assert CODE not in text


def test_gauges_are_read_once_for_many_scrapes(app: Flask) -> None:
    """However often somebody asks, the database is asked now and then."""
    asked: list[int] = []

    def count() -> list[str]:
        asked.append(1)
        return ["badges_things 1"]

    operations.add_gauges(app, count)
    texts = {app.test_client().get("/metrics").text.count("badges_things 1\n") for _ in range(3)}
    assert texts == {1}
    assert len(asked) == 1
