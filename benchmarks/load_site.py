"""What is asked under load: a real server with the badges of the demonstration, and a yardstick."""

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path

import psutil
from flask import Flask, Response, jsonify, request

from benchmarks.credentials import RICH, STATUS_LIST, Recipient
from benchmarks.house import House

WORKERS = 2
TOKEN = "benchmark"  # noqa: S105 - of a server that lives for a minute, on this machine only
_PATIENCE_SECONDS = 60
_OK = 200
_COMMAND = "import sys; from issuer.cli import main; sys.exit(main())"
_TRIVIAL = (
    "import badges.web.server as s; s.APPLICATION = 'benchmarks.load_site:make_trivial()'; "
    "s.serve(s.Listening(port={port}, workers={workers}), {{}})"
)


@dataclass(frozen=True)
class Target:
    """One address and how it is asked."""

    name: str
    path: str
    body: bytes = b""
    headers: tuple[tuple[str, str], ...] = ()

    def script(self, folder: Path) -> str:
        """The request in the language of wrk."""
        lines = [f'wrk.headers["{name}"] = "{value}"' for name, value in self.headers]
        if self.body:
            file = folder / f"{self.name.replace(' ', '-')}.body"
            file.write_bytes(self.body)
            lines += ['wrk.method = "POST"', f'local file = io.open("{file}", "rb")']
            lines += ['wrk.body = file:read("*a")', "file:close()"]
        return "\n".join(lines) + "\n"


@dataclass(frozen=True)
class Site:
    """A running server, what to ask of it, and the page that somebody looks at meanwhile."""

    port: int
    process: int
    targets: tuple[Target, ...]
    page: str = "/"

    @property
    def url(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self.port}"

    def memory(self) -> float:
        """Megabytes of its own that the server and its processes hold."""
        return float(sum(member.memory_full_info().uss for member in self._family)) / 1e6

    def processor_seconds(self) -> float:
        """What the server and its processes have worked so far."""
        times = [member.cpu_times() for member in self._family]
        return float(sum(each.user + each.system for each in times))

    @property
    def _family(self) -> tuple[psutil.Process, ...]:
        server = psutil.Process(self.process)
        return (server, *server.children(recursive=True))


def make_trivial() -> Flask:
    """The least that a Flask application does: read a body and say how long it is."""
    app = Flask("trivial")

    @app.post("/read")
    def read() -> Response:
        return jsonify(length=len(request.get_data()))

    @app.get("/word")
    def word() -> str:
        return "ok"

    return app


@contextmanager
def trivial_serving(_: Path) -> Iterator[Site]:
    """The yardstick, on the server that serves the product, with the same settings."""
    port = _free_port()
    targets = (
        Target("trivial POST", "/read", _rich(House(RICH)), _JSON),
        Target("trivial GET", "/word"),
    )
    command = (sys.executable, "-c", _TRIVIAL.format(port=port, workers=WORKERS))
    with _running(command, port, os.environ, "/word") as process:
        yield Site(port, process, targets)


@contextmanager
def serving(folder: Path) -> Iterator[Site]:
    """The product with both doors and the badges of the demonstration."""
    port = _free_port()
    house = House(RICH)
    environment = os.environ | {
        "BADGES_DATA_DIR": str(folder / "site"),
        "BADGES_BASE_URL": f"http://127.0.0.1:{port}",
        "BADGES_API_TOKEN": TOKEN,
        "BADGES_FETCH_MAP": str(_fetch_map(folder, house)),
    }
    made = subprocess.run(  # noqa: S603 - our own words
        [sys.executable, "-c", _COMMAND, "demo", "--json"],
        env=environment,
        capture_output=True,
        check=True,
    )
    targets, page = _targets(json.loads(made.stdout)["awards"][0], house)
    arguments = ("serve", "--port", str(port), "--workers", str(WORKERS), "--no-jobs")
    command = (sys.executable, "-c", _COMMAND, *arguments)
    with _running(command, port, environment, "/healthz") as process:
        yield Site(port, process, targets, page)


_JSON = (("Content-Type", "application/json"),)
_PAGE = (("Accept", "text/html"),)


def _targets(award: Mapping[str, object], house: House) -> tuple[tuple[Target, ...], str]:
    files = award["files"]
    assert isinstance(files, Mapping)
    own = Path(files["json"]).read_bytes()
    document = json.loads(own)
    status = document["credentialStatus"]["statusListCredential"]
    badge = f"/credentials/{award['id']}"
    bearer = (*_JSON, ("Authorization", f"Bearer {TOKEN}"))
    return (
        Target("verify RICH", "/api/v1/verify", _rich(house), _JSON),
        Target("verify own", "/api/v1/verify", own, _JSON),
        Target("badge, page", badge, headers=_PAGE),
        Target("badge, JSON", badge, headers=(("Accept", "application/vc"),)),
        Target("status list", f"/status/{status.rpartition('/')[2]}"),
        Target("short address", f"/v/{award['short_code']}", headers=_PAGE),
        Target("issue by VC-API", "/credentials/issue", _unsigned(), bearer),
    ), badge


def _rich(house: House) -> bytes:
    return house.issue(Recipient(1))


def _unsigned() -> bytes:
    return json.dumps(
        {
            "credential": {
                "@context": ["https://www.w3.org/ns/credentials/v2"],
                "type": ["VerifiableCredential"],
                "issuer": "did:example:replaced",
                "credentialSubject": {"id": "urn:uuid:4e1b1a52-9a52-4f0e-8a55-0d8f6a4f7a11"},
            }
        }
    ).encode()


def _fetch_map(folder: Path, house: House) -> Path:
    """The status list of RICH as a file: the server asks nothing of the network."""
    (folder / "list.json").write_bytes(house.status_list)
    entry = {"file": str(folder / "list.json"), "type": "application/vc"}
    path = folder / "map.json"
    path.write_text(json.dumps({STATUS_LIST: entry}), "utf-8")
    return path


@contextmanager
def _running(
    command: tuple[str, ...], port: int, environment: Mapping[str, str], path: str
) -> Iterator[int]:
    with subprocess.Popen(command, env=dict(environment), stderr=subprocess.DEVNULL) as server:  # noqa: S603 - our own words
        try:
            _wait(port, path)
            yield server.pid
        finally:
            server.terminate()
            server.wait(_PATIENCE_SECONDS)


def _wait(port: int, path: str) -> None:
    until = time.monotonic() + _PATIENCE_SECONDS
    while time.monotonic() < until:
        connection = HTTPConnection("127.0.0.1", port, timeout=5)
        try:
            connection.request("GET", path)
            if connection.getresponse().status == _OK:
                return
        except OSError:
            time.sleep(0.1)
        finally:
            connection.close()
    raise TimeoutError("the server did not start")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
