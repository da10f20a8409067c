"""The database stops and starts again under a running server and its worker: no restart of ours."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from typing import NamedTuple

from issuer.jobs import listening
from issuer.services.batches import confirming, following
from tests.conftest import ROOT
from tests.issuer.conftest import Databases
from tests.issuer.servers import stopped
from tests.issuer.services.batches.test_drafting import BY, draft
from tests.issuer.world import LAPTOP, open_town
from tests.world import NOON

_PATIENCE_SECONDS = 40


class Answer(NamedTuple):
    """What a server said."""

    status: int
    kind: str
    again: str | None
    text: str


def _ask(port: int, path: str) -> Answer:
    connection = HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request("GET", path, headers={"Accept": "text/html", "Host": "127.0.0.1:8000"})
        answer: HTTPResponse = connection.getresponse()
        text = answer.read().decode()
        kind = answer.headers.get_content_type()
        return Answer(answer.status, kind, answer.headers["Retry-After"], text)
    finally:
        connection.close()


def _until(is_so: Callable[[], bool]) -> bool:
    """Wait until something is so; False when it does not come."""
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while time.monotonic() < deadline:
        try:
            if is_so():
                return True
        except OSError:  # nobody listens yet
            pass
        time.sleep(0.1)
    return False


@contextmanager
def _serving(folder: Path, url: str) -> Iterator[int]:
    """`badge-issuer serve`, which starts its worker, as a process; the value is its port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    settings = {
        "BADGES_DATA_DIR": str(folder),
        "BADGES_DATABASE_URL": url,
        "BADGES_BASE_URL": LAPTOP,
        "BADGES_DOORS": "issuer",
        "BADGES_NOW": NOON.isoformat(),
    }
    code = "import sys; from issuer.cli import main; sys.exit(main(sys.argv[1:]))"
    command = [sys.executable, "-c", code, "serve", "--port", str(port), "--workers", "1"]
    log = folder / "serve.log"
    with (
        log.open("wb") as output,
        subprocess.Popen(
            command, cwd=ROOT, env=os.environ | settings, stdout=output, stderr=output
        ) as server,
    ):
        try:
            began = _until(lambda: _ask(port, "/healthz").status == 200)
            assert began, log.read_text("utf-8")
            yield port
        finally:
            server.terminate()
            server.wait(_PATIENCE_SECONDS)


def test_pages_and_worker_outlive_the_database(postgresql: Databases, tmp_path: Path) -> None:
    """Meanwhile a page says that nothing is lost and when to come back; then all goes on."""
    town = open_town(tmp_path, postgresql.fresh())
    town.laser()
    page = f"/credentials/{town.issue().id}"
    batch = draft(town)
    with _serving(tmp_path, town.office.settings.database_url or "") as port:
        assert _ask(port, page).status == 200
        with stopped(postgresql):
            away, ready = _ask(port, page), _ask(port, "/readyz").status
            alive = _ask(port, "/healthz").status
        assert _until(lambda: _ask(port, page).status == 200)
        confirming.confirm(listening(town.office), BY, batch.id)
        done = _until(lambda: following.progress(town.office, BY, batch.id).batch.state == "done")
    town.office.store.close()
    assert (away.status, away.kind, ready, alive) == (503, "text/html", 503, 200)
    assert int(away.again or "0") > 0
    assert "Rien n" in away.text
    assert done
