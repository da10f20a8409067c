"""The real server under signals, slow senders and crowds: whoever asks is answered."""

import signal
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from http.client import HTTPConnection
from io import BufferedReader
from pathlib import Path

import pytest

from tests.conftest import ROOT

PATIENCE = 20
_PROGRAM = (
    "import badges.web.server as s; s.APPLICATION = 'tests.badges.web.served_app:make()'; "
    "s.serve(s.Listening(port={port}), {{'BADGES_LOG': 'json'}})"
)


class Served:
    """A running server of two processes."""

    def __init__(self, port: int, process: "subprocess.Popen[bytes]", log: Path) -> None:
        self.port = port
        self.process = process
        self.log = log

    def get(self, path: str) -> tuple[int, str]:
        """Status and text of an answer, on a connection of its own."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            connection.request("GET", path)
            answer = connection.getresponse()
            return answer.status, answer.read().decode()
        finally:
            connection.close()

    def begin(self, path: str) -> socket.socket:
        """A connection on which a body was announced and does not come."""
        client = socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE)
        client.sendall(
            f"POST {path} HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n".encode("ascii")
        )
        return client


@contextmanager
def running(directory: Path) -> Iterator[Served]:
    """The server, and its end."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    log = directory / "server.log"
    command = [sys.executable, "-c", _PROGRAM.format(port=port)]
    with log.open("wb") as output, subprocess.Popen(command, cwd=ROOT, stderr=output) as process:
        served = Served(port, process, log)
        try:
            _wait(served)
            yield served
        finally:
            process.terminate()
            process.wait(PATIENCE)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """One server for the tests that leave it as it was."""
    with running(tmp_path_factory.mktemp("served")) as server:
        yield server


def _wait(served: Served) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and served.process.poll() is None:
        try:
            if served.get("/healthz")[0] == 200:
                return
        except OSError:
            time.sleep(0.05)
    pytest.fail(served.log.read_text("utf-8"))


def test_requests_that_were_begun_are_answered_when_the_server_stops(tmp_path: Path) -> None:
    """SIGTERM ends nobody's request, and the server ends by itself soon after."""
    with running(tmp_path) as served, ThreadPoolExecutor(6) as people:
        asked = [people.submit(served.get, "/slow?seconds=1") for _ in range(6)]
        time.sleep(0.4)
        served.process.send_signal(signal.SIGTERM)
        assert [answer.result() for answer in asked] == [(200, "slowly")] * 6
        assert served.process.wait(PATIENCE) == 0


def test_no_request_is_lost_when_processes_are_renewed(served: Served) -> None:
    """SIGHUP replaces every process; whoever asks meanwhile is answered."""
    people = ThreadPoolExecutor(3)
    until = time.monotonic() + 4

    def ask() -> list[int]:
        statuses = []
        while time.monotonic() < until:
            statuses.append(served.get("/slow?seconds=0.05")[0])
        return statuses

    with people:
        asked = [people.submit(ask) for _ in range(3)]
        time.sleep(0.3)
        served.process.send_signal(signal.SIGHUP)
        statuses = [status for answer in asked for status in answer.result()]
    assert len(statuses) > 30
    assert set(statuses) == {200}


@pytest.mark.parametrize("path", ["/heavy", "/light"])
def test_a_page_is_answered_while_fifty_others_send_slowly(served: Served, path: str) -> None:
    """Slow senders, of what is heavy or not, never take every thread; some are refused at once."""
    with ExitStack() as crowd:
        senders = [crowd.enter_context(served.begin(path)) for _ in range(50)]
        time.sleep(0.3)
        assert [served.get("/page") for _ in range(10)] == [(200, "a page")] * 10
        first_lines = [_first_line(sender) for sender in senders]
        assert first_lines.count(b"HTTP/1.1 503") >= 20


def test_silent_connections_take_no_thread(served: Served) -> None:
    """Somebody who connects and says nothing, or stops in the headers, keeps nobody waiting."""
    with ExitStack() as crowd:
        for _ in range(60):
            address = ("127.0.0.1", served.port)
            crowd.enter_context(socket.create_connection(address, timeout=PATIENCE))
        assert [served.get("/page") for _ in range(10)] == [(200, "a page")] * 10


def test_bodies_are_told_apart_however_they_arrive(served: Served) -> None:
    """Two requests in one packet, then a body that follows its headers: each has its own length."""
    head = b"POST /light HTTP/1.1\r\nHost: x\r\nContent-Length: "
    with socket.create_connection(("127.0.0.1", served.port), timeout=PATIENCE) as client:
        answers = client.makefile("rb")
        client.sendall(head + b"3\r\n\r\nabc" + head + b"12\r\n\r\nabcdefghijkl")
        assert [_body(answers), _body(answers)] == [b"3", b"12"]
        client.sendall(head + b"5\r\n\r\nab")
        time.sleep(0.2)
        client.sendall(b"cde")
        assert _body(answers) == b"5"


def test_connections_that_stay_are_shared_out(served: Served) -> None:
    """A proxy that keeps its connections keeps every process busy, not only the quickest one.

    The processes begin one after the other; and on a machine with more to do than time for it, one
    may come too late for a proxy now and then. Without any courtesy it comes too late for most.
    """
    until = time.monotonic() + PATIENCE
    while len(_shares(served)) < 2 and time.monotonic() < until:
        time.sleep(0.1)
    shares = [_shares(served) for _ in range(6)]
    fair = [share for share in shares if len(share) == 2 and min(share.values()) >= 3]
    assert len(fair) >= 3, shares


def _shares(served: Served) -> Counter[bytes]:
    """How many of a proxy's connections each process has."""
    with ExitStack() as proxy:
        kept = [HTTPConnection("127.0.0.1", served.port, timeout=PATIENCE) for _ in range(12)]
        processes: Counter[bytes] = Counter()
        for connection in kept:
            proxy.callback(connection.close)
            connection.request("GET", "/process")
            processes[connection.getresponse().read()] += 1
    return processes


def test_any_process_tells_the_counts_of_all(served: Served) -> None:
    """The sum grows by what was asked, whichever process answers and tells."""
    before = _pages(served)
    for _ in range(20):
        served.get("/page")
    assert _pages(served) == before + 20


def test_the_log_of_the_server_names_no_client(served: Served) -> None:
    """A broken request leaves at most a line without what was sent, and without its address."""
    with socket.create_connection(("127.0.0.1", served.port), timeout=PATIENCE) as client:
        client.sendall(b"GET /v/FMRGC-SQVZ7 HTTP/9.9\r\nHost: camille.example\r\n\r\n")
        assert client.recv(12).startswith(b"HTTP/1.")
    told = served.log.read_text("utf-8")
    assert "FMRGC" not in told
    assert "camille" not in told
    assert "127.0.0.1" not in told


def _first_line(sender: socket.socket) -> bytes:
    """What was answered so far; nothing to those who are still waited for."""
    sender.settimeout(0.02)
    try:
        return sender.recv(12)
    except TimeoutError:
        return b""


def _body(answers: BufferedReader) -> bytes:
    """The body of the next answer on a connection that stays."""
    length = 0
    while (line := answers.readline().lower()) != b"\r\n":
        if line.startswith(b"content-length:"):
            length = int(line.partition(b":")[2])
    return answers.read(length)


def _pages(served: Served) -> int:
    text = served.get("/metrics")[1]
    mark = 'badges_http_requests_total{endpoint="page",method="GET",status="200"} '
    return int(text.partition(mark)[2].partition("\n")[0] or 0)
