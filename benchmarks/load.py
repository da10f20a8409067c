"""Load from outside: `python -m benchmarks.load [--seconds N] [--only NAME] [--save FOLDER]`.

wrk asks a real server of two processes, over the loopback, for what people ask most, at 1, 4, 16,
64 and 256 connections; a trivial Flask application on the same server, with the same settings, is
the yardstick. On a small machine wrk takes its part of the processors: its share is told.

An overload follows: 256 connections that verify, while somebody looks at pages. `--verify-share`
asks for nothing but the verification and the yardstick, in alternating rounds.
"""

import argparse
import json
import shutil
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from http.client import HTTPConnection, HTTPException
from pathlib import Path

from benchmarks import load_share
from benchmarks.load_site import Site, serving, trivial_serving
from benchmarks.load_wrk import Level, ask, settle
from benchmarks.machine import machine

CONNECTIONS = (1, 4, 16, 64, 256)
PROBE_SECONDS = 0.1
YARDSTICKS = ("trivial POST", "trivial GET")


@dataclass
class Overload:
    """What somebody met who looked at pages during an overload and after it; milliseconds."""

    pages: list[float] = field(default_factory=list)
    refused: int = 0
    failed: int = 0
    level: Level | None = None
    memory_before: float = 0.0
    memory_during: float = 0.0
    memory_after: float = 0.0
    after: float = 0.0

    @property
    def worst(self) -> float:
        """The slowest page but one in a hundred."""
        ordered = sorted(self.pages)
        return ordered[int(0.99 * (len(ordered) - 1))] if ordered else 0.0


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print tables; 1 without wrk."""
    options = _parser().parse_args(arguments)
    if shutil.which("wrk") is None:
        print("wrk is not installed: apt-get install wrk (or brew install wrk)", file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory() as folder:
        if options.verify_share:
            print(load_share.told(load_share.shared(Path(folder), options.seconds)))
            return 0
        levels, overload = measure(Path(folder), options.seconds, options.only)
    print(table(levels))
    if overload is not None:
        print(told(overload))
    if options.save:
        found = {
            "machine": machine(),
            "levels": [asdict(level) for level in levels],
            "overload": None if overload is None else asdict(overload),
        }
        options.save.mkdir(parents=True, exist_ok=True)
        (options.save / "load.json").write_text(json.dumps(found, indent=1) + "\n", "utf-8")
    return 0


def measure(
    folder: Path, seconds: float, only: Sequence[str] | None
) -> tuple[list[Level], Overload | None]:
    """Every level of every address, and the overload."""
    levels: list[Level] = []
    with trivial_serving(folder) as yardstick:
        levels += _levels(yardstick, folder, seconds, None)
    with serving(folder) as site:
        levels += _levels(site, folder, seconds, only)
        overload = None if only else overloaded(site, folder, seconds)
    return levels, overload


def _levels(
    site: Site, folder: Path, seconds: float, only: Sequence[str] | None
) -> Iterator[Level]:
    for target in site.targets:
        if only and target.name not in only:
            continue
        ask(site, target, folder, 2, 1.0)  # what is learned at first use is not measured
        for connections in CONNECTIONS:
            level = ask(site, target, folder, connections, seconds)
            print(row(level), file=sys.stderr, flush=True)
            yield level
            settle(site)


def overloaded(site: Site, folder: Path, seconds: float) -> Overload:
    """Far more to verify than there is room for, and somebody who looks at pages."""
    found = Overload(memory_before=site.memory())
    is_over = threading.Event()
    probing = threading.Thread(target=_probe, args=(site, found, is_over))
    probing.start()
    try:
        verifying = next(target for target in site.targets if target.name == "verify RICH")
        found.level = ask(site, verifying, folder, CONNECTIONS[-1], 2 * seconds)
        found.memory_during = site.memory()
    finally:
        is_over.set()
        probing.join()
    time.sleep(PROBE_SECONDS)
    _, found.after = _page(site)
    found.memory_after = site.memory()
    return found


def _probe(site: Site, found: Overload, is_over: threading.Event) -> None:
    while not is_over.wait(PROBE_SECONDS):
        status, milliseconds = _page(site)
        if status == 200:  # noqa: PLR2004 - the page
            found.pages.append(round(milliseconds, 1))
        elif status == 503:  # noqa: PLR2004 - a clean refusal
            found.refused += 1
        else:
            found.failed += 1


def _page(site: Site) -> tuple[int, float]:
    """The status of the page of a badge on a connection of its own, and milliseconds."""
    begun = time.perf_counter()
    connection = HTTPConnection("127.0.0.1", site.port, timeout=15)
    try:
        connection.request("GET", site.page, headers={"Accept": "text/html"})
        answer = connection.getresponse()
        answer.read()
        status = answer.status
    except (OSError, HTTPException):
        status = 0
    finally:
        connection.close()
    return status, (time.perf_counter() - begun) * 1000


def table(levels: Sequence[Level]) -> str:
    """The levels as Markdown, each beside the yardstick at the same load."""
    columns = (
        *("address", "connections", "requests/s", "share of trivial", "p50 ms", "p95 ms"),
        *("p99 ms", "refused", "broken", "wrk's part of a core"),
    )
    lines = [f"| {' | '.join(columns)} |", "|---" * len(columns) + "|"]
    known = {(level.target, level.connections): level.rate for level in levels}
    for level in levels:
        is_post = level.target in ("verify RICH", "verify own", "issue by VC-API")
        yardstick = known.get((YARDSTICKS[0 if is_post else 1], level.connections))
        share = f"{level.rate / yardstick:.0%}" if yardstick else "–"
        lines.append(
            f"| {level.target} | {level.connections} | {level.rate:.0f} | {share} | {level.p50} "
            f"| {level.p95} | {level.p99} | {level.refused} | {level.broken} | {level.client} |"
        )
    return "\n".join(lines)


def row(level: Level) -> str:
    """One level for whoever waits."""
    return f"{level.target:24} {level.connections:4} {level.rate:9.1f}/s  p95 {level.p95} ms"


def told(overload: Overload) -> str:
    """The overload in a few lines."""
    level = overload.level
    rate = "" if level is None else f", {level.rate:.0f} answers/s, {level.refused} refused"
    return (
        f"\nOverload: {len(overload.pages)} pages, 99 % within {overload.worst:.0f} ms, "
        f"{overload.refused} refused, {overload.failed} failed{rate}; memory "
        f"{overload.memory_before:.0f} -> {overload.memory_during:.0f} -> "
        f"{overload.memory_after:.0f} MB; first page after it {overload.after:.0f} ms"
    )


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.load", description=__doc__)
    parser.add_argument("--seconds", type=float, default=5.0, help="of each level")
    parser.add_argument("--only", action="append", help="this address (repeatable)")
    parser.add_argument(
        "--verify-share", action="store_true", help="only the share of a trivial application's rate"
    )
    parser.add_argument("--save", type=Path, help="folder for load.json")
    return parser


if __name__ == "__main__":
    sys.exit(main())
