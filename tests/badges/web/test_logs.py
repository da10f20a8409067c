"""Log lines hold nothing of people: what is not known is not written."""

import io
import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest

from badges.errors import BadgeError, Unreachable
from badges.web import logs

SECRET = "camille.durand@example.org"


class Written:
    """A logger of ours, and what it wrote as JSON."""

    def __init__(self, name: str) -> None:
        self.stream = io.StringIO()
        self.handler = logging.StreamHandler(self.stream)
        self.handler.setFormatter(logs.Redacted("json"))
        self.logger = logging.getLogger(name)
        self.logger.propagate = False
        self.logger.addHandler(self.handler)

    def close(self) -> None:
        """Leave the logger as others expect it."""
        self.logger.removeHandler(self.handler)
        self.logger.propagate = True

    @property
    def line(self) -> dict[str, Any]:
        """The only line."""
        (line,) = self.stream.getvalue().splitlines()
        told: dict[str, Any] = json.loads(line)
        return told


@pytest.fixture
def written() -> Iterator[Written]:
    """A logger of ours."""
    made = Written("badges.tests")
    yield made
    made.close()


@pytest.fixture
def of_a_stranger() -> Iterator[Written]:
    """The logger of a library."""
    made = Written("somelibrary.inside")
    yield made
    made.close()


def test_arguments_are_shown_only_when_they_are_words_of_the_program(written: Written) -> None:
    """Numbers and codes of the catalogue are told; any other text is a dash."""
    written.logger.error("group %s of %d waits: %s", SECRET, 3, "web.http.500")
    assert written.line["message"] == "group – of 3 waits: web.http.500"


def test_a_template_that_does_not_fit_is_told_as_it_is() -> None:
    """A slip in the program loses no line, and shows no value."""
    told = ("seen %d and %s", (SECRET, SECRET), None)
    line = logs.Redacted("json").format(logging.LogRecord("badges.x", 40, "x.py", 7, *told))
    assert json.loads(line)["message"] == "seen %d and %s"


def _fail() -> None:
    try:
        int(SECRET)
    except ValueError as cause:
        raise Unreachable("fetch.unreachable", url=SECRET) from cause


def test_errors_are_told_by_class_code_and_place(written: Written) -> None:
    """The words of an exception may quote what somebody sent: they stay out, causes included."""
    try:
        _fail()
    except BadgeError:
        written.logger.exception("failed")
    assert written.line["errors"] == ["Unreachable fetch.unreachable", "ValueError"]
    assert any("test_logs.py" in frame for frame in written.line["trace"])
    assert SECRET not in written.stream.getvalue()


def test_a_code_that_is_none_of_ours_is_not_told(written: Written) -> None:
    """Somebody who puts a value in the place of a code does not get it logged."""
    error = BadgeError(SECRET)
    written.logger.error("failed", exc_info=error)
    assert written.line["errors"] == ["BadgeError"]


def test_fields_are_those_that_are_known_and_look_like_it(written: Written) -> None:
    """An unknown field is dropped; a value with a sign that people's texts have is a dash."""
    fields: dict[str, Any] = {"endpoint": "a b", "status": 200, "person": SECRET}
    logs.tell(written.logger, logging.ERROR, "request", **fields)
    assert written.line["endpoint"] == "–"
    assert written.line["status"] == 200
    assert "person" not in written.line


def test_libraries_are_told_of_by_where_they_speak(of_a_stranger: Written) -> None:
    """A library may put values into its sentences, so none is repeated."""
    of_a_stranger.logger.error(SECRET)
    assert SECRET not in of_a_stranger.stream.getvalue()
    assert of_a_stranger.line["message"].startswith("test_logs.")


def test_lines_of_a_request_bear_its_mark(written: Written) -> None:
    """What is written while a request is answered is found again by its mark."""
    token = logs.REQUEST.set("0123456789abcdef")
    written.logger.error("something")
    logs.REQUEST.reset(token)
    assert written.line["request"] == "0123456789abcdef"


def test_text_is_one_line_with_the_same_members() -> None:
    """For people: time, level and message first, then the rest by name."""
    record = logging.LogRecord("badges.x", logging.ERROR, "x.py", 7, "failed", (), None)
    line = logs.Redacted("text").format(record)
    assert " error failed where=badges.x:7" in line
    assert "\n" not in line
