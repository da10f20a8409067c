"""Bodies of requests: broken framing and silent clients end in an answer, never in a bug."""

import io
import socket
from typing import Any

import pytest
from flask import request
from flask.testing import FlaskClient
from werkzeug.exceptions import ClientDisconnected
from werkzeug.wsgi import LimitedStream

from badges.settings import read_settings
from badges.web import bodies
from badges.web.app import create_app


class _Framing(Exception):
    """What a server raises for a chunk that is none."""


class _Broken(io.BytesIO):
    """A body whose second chunk is badly framed."""

    def read(self, size: int | None = -1, /) -> bytes:
        if self.tell() == 0:
            return super().read(min(size or 0, 2))
        raise _Framing("ZZ")


class _Wire:
    """A body that comes over a connection, as a server reads it."""

    def __init__(self, connection: socket.socket) -> None:
        self.connection = connection

    def read(self, size: int) -> bytes:
        """What has come of the body."""
        return self.connection.recv(size)


def _client() -> FlaskClient:
    app = create_app(read_settings({}))

    @app.post("/length")
    def length() -> str:
        return str(len(request.get_data()))

    return app.test_client()


def test_a_body_that_is_badly_framed_is_a_bad_request() -> None:
    """An error of the server's own about the framing of a body is answered 400, not 500."""
    answer = _client().post(
        "/length",
        input_stream=_Broken(b"{}{}"),
        environ_overrides={"wsgi.input_terminated": True},
        content_type="text/plain",
    )
    assert answer.status_code == 400


def test_a_whole_body_is_read_as_it_is() -> None:
    """Whoever frames a body well has it read to its end."""
    assert _client().post("/length", data=b"x" * 100_000).text == "100000"


@pytest.mark.parametrize(
    ("body", "told", "whole"),
    [(b"abc", "3", b"abc"), (b"abc", "2", None), (b"", "0", None), (b"x" * 65_537, "65537", None)],
)
def test_a_short_body_in_memory_is_at_hand(body: bytes, told: str, whole: bytes | None) -> None:
    """It is taken as it is when its length was told rightly; any other goes the usual way."""
    environ = {"wsgi.input": io.BytesIO(body), "CONTENT_LENGTH": told}
    assert bodies.at_hand(environ) == whole


def test_a_client_that_says_nothing_is_not_waited_for(monkeypatch: Any) -> None:
    """After some silence in the middle of a body, the thread is free again, and told why."""
    monkeypatch.setattr(bodies, "SILENCE", 0.05)
    ours, theirs = socket.socketpair()
    with ours, theirs:
        theirs.sendall(b"{")
        stream = LimitedStream(bodies.Body(_Wire(ours), ours), 10)  # type: ignore[arg-type]  # its readinto is all it needs
        with pytest.raises(ClientDisconnected):
            stream.read()


def test_a_client_that_drips_is_not_waited_for_either() -> None:
    """All of one body has its time: one byte now and then does not hold a thread."""
    ours, theirs = socket.socketpair()
    with ours, theirs:
        body = bodies.Body(_Wire(ours), ours, whole=0.05)
        with pytest.raises(TimeoutError):
            body.readinto(bytearray(10))
        body.dismiss()


def test_a_body_that_nobody_wants_is_skipped_in_haste(monkeypatch: Any) -> None:
    """The answer to a body that is too large does not wait for a client that stopped sending."""
    monkeypatch.setattr(bodies, "HASTE", 0.05)
    ours, theirs = socket.socketpair()
    with ours, theirs:
        theirs.sendall(b"x" * 10)
        environ = {"wsgi.input": bodies.Body(_Wire(ours), ours)}
        bodies.skip(environ, 1_000)
        environ["wsgi.input"].dismiss()
        assert ours.gettimeout() is None


def test_headers_that_drip_are_not_waited_for() -> None:
    """Whoever has not said all its headers in time is read no further; others are let alone."""
    slow, talker = socket.socketpair()
    calm, other = socket.socketpair()
    with slow, talker, calm, other:
        bodies.Head(calm, seconds=0.05).dismiss()
        bodies.Head(slow, seconds=0.05)
        slow.settimeout(5.0)
        assert slow.recv(10) == b""
        other.sendall(b"later")
        assert calm.recv(10) == b"later"
