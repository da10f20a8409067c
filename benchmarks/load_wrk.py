"""One address under one load: what wrk finds there, and when the server has nothing left to do."""

import json
import resource
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

from benchmarks.load_site import Site, Target

IDLE = 0.1
"""The part of a processor below which a server has nothing left to do."""
_LOOK_SECONDS = 0.25
_PATIENCE_SECONDS = 60.0

_DONE = """
done = function(summary, latency, requests)
  local e = summary.errors
  io.write(string.format(
    '\\n{"requests":%d,"microseconds":%d,"p50":%d,"p95":%d,"p99":%d,"refused":%d,"broken":%d}\\n',
    summary.requests, summary.duration, latency:percentile(50), latency:percentile(95),
    latency:percentile(99), e.status, e.connect + e.read + e.write + e.timeout))
end
"""


@dataclass(frozen=True)
class Level:
    """What came of one address at one load; times in milliseconds.

    Attributes:
        rate: answers of success in a second.
        refused: answers of a status that is none of success.
        broken: connections that failed, and answers that did not come.
        client: the part of one processor that wrk itself took.
    """

    target: str
    connections: int
    rate: float
    p50: float
    p95: float
    p99: float
    refused: int
    broken: int
    client: float


def ask(site: Site, target: Target, folder: Path, connections: int, seconds: float) -> Level:
    """What wrk finds at one address with so many connections."""
    script = folder / "ask.lua"
    script.write_text(target.script(folder) + _DONE, "utf-8")
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [
        *("wrk", "-t1", f"-c{connections}", f"-d{max(1, round(seconds))}s", "--timeout", "15s"),
        *("-s", str(script), f"{site.url}{target.path}"),
    ]
    output = subprocess.run(command, capture_output=True, text=True, check=True).stdout  # noqa: S603 - our own words
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    found = json.loads(output.strip().rsplit("\n", 1)[-1])
    whole = found["microseconds"] / 1e6
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Level(
        target=target.name,
        connections=connections,
        rate=round((found["requests"] - found["refused"]) / whole, 1),
        **{name: round(found[name] / 1000, 2) for name in ("p50", "p95", "p99")},
        refused=found["refused"],
        broken=found["broken"],
        client=round(used / whole, 2),
    )


def settle(site: Site) -> None:
    """Wait until the server has answered what still stood in line when wrk went away.

    Raises:
        TimeoutError: it goes on working though nobody asks.
    """
    until = time.monotonic() + _PATIENCE_SECONDS
    before = site.processor_seconds()
    while time.monotonic() < until:
        time.sleep(_LOOK_SECONDS)
        now = site.processor_seconds()
        if now - before < IDLE * _LOOK_SECONDS:
            return
        before = now
    raise TimeoutError("the server works on and on")
