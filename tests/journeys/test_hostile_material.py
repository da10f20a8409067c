"""A real server handed everything hostile: it answers, keeps its memory, and goes on serving."""

import http.client
import re
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.corpus import hostile, older, wrapped
from tests.corpus.specimen import World
from tests.journeys.conftest import Site

pytestmark = pytest.mark.journey

MEBIBYTE = 1 << 20
MOST = 300 * MEBIBYTE
_PEAK = re.compile(r"^VmHWM:\s+(\d+) kB$", re.MULTILINE)


def _post(site: Site, path: str, body: bytes, kind: str) -> int:
    address = urlsplit(site.url)
    connection = http.client.HTTPConnection(address.hostname or "", address.port, timeout=30)
    try:
        connection.request("POST", path, body, {"Content-Type": kind, "Accept": "application/json"})
        response = connection.getresponse()
        response.read()
        return response.status
    finally:
        connection.close()


def _peaks(site: Site) -> list[int]:
    """The most memory that each process of the server ever held, in bytes."""
    port = urlsplit(site.url).port
    listed = subprocess.run(
        ["pgrep", "-f", "--", f"bind=127.0.0.1:{port}"], capture_output=True, check=False
    )
    found = []
    for process in listed.stdout.split():
        status = Path("/proc") / process.decode() / "status"
        if status.exists() and (peak := _PEAK.search(status.read_text())):
            found.append(int(peak[1]) * 1024)
    return found


@pytest.mark.requirement("VER-02", "VER-03", "SAFE-07", "TRAP-24")
@pytest.mark.skipif(sys.platform != "linux", reason="reads the memory of the server in /proc")
def test_whatever_is_handed_over_is_answered(site: Site) -> None:
    """A report or a refusal, never a failure; at most 300 MB in each process of the server."""
    world = World()
    families = (hostile.specimens(world), wrapped.specimens(world), older.specimens(world))
    materials = [specimen for family in families for specimen in family]
    answers = {}
    for specimen in materials:
        body = specimen.material
        answers[specimen.name] = {
            _post(site, "/api/v1/verify", body, "application/octet-stream"),
            _post(site, "/api/v1/verify-batch", body, "application/zip"),
            _post(site, "/credentials/verify", body, "application/json"),
            _post(site, "/presentations/verify", body, "application/json"),
        }
    strange = {name: told for name, told in answers.items() if max(told) >= 500}
    assert len(answers) > 80
    assert not strange
    assert all(200 in told or max(told) >= 400 for told in answers.values())
    peaks = _peaks(site)
    assert peaks
    assert max(peaks) < MOST
