"""The examiner that asks the verifier's door of the same application."""

from pathlib import Path

import pytest
from flask import Flask, Response, jsonify, request

import wsgi
from badges.errors import Unreachable
from badges.web.in_process import InProcessExaminer
from issuer.web import OFFICE
from tests.corpus import ours
from tests.corpus.specimen import World
from tests.issuer.web.house import environment
from tests.world import NOON


@pytest.fixture
def app() -> Flask:
    """An application whose verifier repeats what it was asked."""
    app = Flask(__name__)

    @app.post("/api/v1/verify")
    def verify() -> Response | tuple[Response, int]:
        if not request.get_data():
            return jsonify(code="web.api.empty"), 400
        return jsonify(
            body=request.get_data(as_text=True),
            kind=request.mimetype,
            language=request.headers["Accept-Language"],
        )

    return app


def test_bytes_are_asked_about_as_bytes(app: Flask) -> None:
    """A file that looks like a request of an address is a file, and the language is told."""
    answer = InProcessExaminer(app).examine(b'{"url":"x"}', "application/json", language="en")
    assert answer == {
        "body": '{"url":"x"}',
        "kind": "application/octet-stream",
        "language": "en",
    }


def test_an_address_is_asked_about_as_an_address(app: Flask) -> None:
    """As a program asks: a JSON object with the address."""
    answer = InProcessExaminer(app).fetch("https://a.example/1", language="fr")
    assert answer["body"] == '{"url":"https://a.example/1"}'
    assert answer["kind"] == "application/json"


def test_what_the_door_refuses_is_an_error_of_ours(app: Flask) -> None:
    """Nothing to examine is no report."""
    with pytest.raises(Unreachable):
        InProcessExaminer(app).examine(b"", "text/plain", language="fr")


@pytest.mark.parametrize(("doors", "is_there"), [("issuer,verifier", True), ("issuer", False)])
def test_the_issuer_has_an_examiner_when_both_doors_are_open(
    tmp_path: Path, doors: str, *, is_there: bool
) -> None:
    """And it answers with the report that programs get."""
    app = wsgi.create_app(environment(tmp_path, doors=doors))
    office = app.extensions[OFFICE]
    try:
        assert (office.examiner is not None) is is_there
        if office.examiner is not None:
            badge = next(iter(ours.specimens(World(instant=NOON))))
            report = office.examiner.examine(badge.material, "application/json", language="fr")
            assert report["verdict"] == "accepted"
    finally:
        office.store.close()
