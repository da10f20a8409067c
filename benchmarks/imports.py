"""Importing ROME and ESCO, twice: `python -m benchmarks.imports [FOLDER]` tells time and memory.

Each pass runs in a process of its own, so that the peak is that of one pass and of nothing else.
The first fills an empty database, the second brings the same files again and must change nothing.
"""

import argparse
import json
import multiprocessing
import resource
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from badges.frameworks.readers import read
from badges.settings import Settings
from issuer.bootstrap import bootstrap
from issuer.cli.folders import open_folder
from issuer.ports import Office
from issuer.services.official.importing import import_reading

SETS = ("rome-4.0-v60", "esco-fr-2026-08")
COUNTS = ("added", "changed", "gone", "back", "unchanged")

# `ru_maxrss` counts kilobytes on Linux and bytes on macOS.
_IN_MEGABYTE = 1_048_576 if sys.platform == "darwin" else 1_024


def one_pass(directory: Path, url: str, folder: Path) -> dict[str, Any]:
    """Import every set once and say what it took."""
    office = bootstrap(Settings(data_dir=directory, database_url=url))
    start = time.perf_counter()
    sets = {name: _import(office, folder / name) for name in SETS}
    seconds = time.perf_counter() - start
    office.store.close()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / _IN_MEGABYTE
    return {"seconds": round(seconds, 1), "peak_megabytes": round(peak), "sets": sets}


def measure(folder: Path, url: str = "") -> list[dict[str, Any]]:
    """Both passes, in a database of their own unless `url` names an empty one."""
    fresh = multiprocessing.get_context("spawn")
    with tempfile.TemporaryDirectory() as own:
        passes = []
        for _ in range(2):
            with fresh.Pool(1) as alone:
                passes.append(alone.apply(one_pass, (Path(own), url, folder)))
        return passes


def main(arguments: list[str] | None = None) -> None:
    """Measure, and print one JSON value."""
    parser = argparse.ArgumentParser(description="import ROME and ESCO twice")
    parser.add_argument("folder", type=Path, nargs="?", default=Path("../shared/referentials"))
    parser.add_argument("--database-url", default="", help="an empty database; else SQLite")
    options = parser.parse_args(arguments)
    print(json.dumps(measure(options.folder, options.database_url), indent=2))


def _import(office: Office, path: Path) -> dict[str, Any]:
    start = time.perf_counter()
    with open_folder(path) as folder:
        report = import_reading(office, read(folder), actor="benchmark")
    counts = {name: getattr(report.changes, name) for name in COUNTS}
    seconds = round(time.perf_counter() - start, 1)
    return {"seconds": seconds, "edition": report.scheme.version, **counts}


if __name__ == "__main__":
    main()
