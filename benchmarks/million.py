"""What a million badges cost: room, awarding, reading, revoking, and what the worker does each day.

Run `python -m benchmarks.million [--engine sqlite|postgresql] [--most 1000000] [--json]`. Two
hundred badges are awarded through the door of `badge-issuer batch`; the others are copies of their
rows, made by the database (`benchmarks.copies`). All of them are of one place, which is worse than
many places. At each size the same things are asked, by the product's own services and pages.
"""

import argparse
import json
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path

from sqlalchemy import Engine, text

import wsgi
from benchmarks.copies import BATCH, PLACE, REFERENCE, copy, teach
from benchmarks.databases import new_database, postgresql
from benchmarks.hand import BASE_URL, open_office
from benchmarks.many import prepare
from issuer.jobs import CHORES
from issuer.model import AwardRequest
from issuer.services import issuing
from issuer.services.batches import bulk, running
from issuer.services.life import revoking
from issuer.services.people import operator
from issuer.store.engines import open_engine

SAMPLE = 200
STEPS = (10_000, 100_000, 1_000_000)

_COPIED_AT_ONCE = 50_000
_PAGES = 30
_AWARDS = 20
_REVOKED = 5
_GROUP = 500
_HTML = {"Accept": "text/html"}
_BY = operator("million")


@dataclass(frozen=True)
class Found:
    """What was measured at one size: bytes, and milliseconds (medians) unless it says seconds."""

    badges: int
    bytes: int
    bytes_per_badge: int
    milliseconds: dict[str, float]
    chores_seconds: dict[str, float]


class Instance:
    """The service over one database, with its pages, its rows and a way to make more of them."""

    def __init__(self, url: str, folder: Path) -> None:
        self.engine: Engine = open_engine(f"{url}{_unhurried(url)}", 15)
        teach(self.engine)
        self.office = open_office(url, folder)
        self.achievement = prepare(self.office)
        self._award_group(SAMPLE, REFERENCE)
        self.made = SAMPLE
        self._copied = 0
        self.client = wsgi.create_app(
            {
                "BADGES_DATA_DIR": str(folder),
                "BADGES_DATABASE_URL": url,
                "BADGES_BASE_URL": BASE_URL,
            }
        ).test_client()

    def grow(self, size: int) -> None:
        """Have about `size` badges."""
        while self.made < size:
            # Copies come in whole groups.
            more = min(_COPIED_AT_ONCE, -(-(size - self.made) // BATCH) * BATCH)
            with self.engine.begin() as connection:
                copy(connection, self._copied, self._copied + more - 1, sample=SAMPLE)
            self._copied += more
            self.made += more
        with self.engine.connect() as connection:
            connection.execution_options(isolation_level="AUTOCOMMIT").exec_driver_sql("ANALYZE")

    def measure(self) -> Found:
        """Ask everything once more at this size."""
        with self.engine.begin() as connection:
            size = int(connection.scalar(text(_size(self.engine))) or 0)
            addresses = [
                (row.id, row.short_code, row.list_id)
                for row in connection.execute(
                    text("SELECT id, short_code, list_id FROM awards LIMIT 50000")
                )
            ]
        chosen = random.SystemRandom().sample(addresses, _PAGES)
        reads = {
            "credential page": [f"/credentials/{one[0]}" for one in chosen],
            "short code": [f"/v/{one[1]}" for one in chosen],
            "status list": [f"/status/{one[2]}" for one in chosen],
            "did document": [f"/places/{PLACE}/did.json"] * _PAGES,
            "page of the place": [f"/places/{PLACE}"] * _PAGES,
        }
        times = {name: self._read(paths) for name, paths in reads.items()}
        times["credential as JSON"] = self._read([f"/credentials/{one[0]}.json" for one in chosen])
        badges = self.made
        times |= self._written()
        chores = {chore.name: _seconds(partial(chore.run, self.office)) for chore in CHORES}
        return Found(badges, size, size // badges, times, chores)

    def close(self) -> None:
        """Give the connections back."""
        self.engine.dispose()
        self.office.store.close()

    def _read(self, paths: list[str]) -> float:
        """The median of reading these pages, as people do; each must be there."""
        times = []
        for path in paths:
            start = time.perf_counter()
            status = self.client.get(path, headers=_HTML).status_code
            times.append(time.perf_counter() - start)
            if status not in (200, 302, 303):
                raise RuntimeError(f"{path}: {status}")
        return _median(times)

    def _written(self) -> dict[str, float]:
        """Awarding alone, awarding in a group (for each badge), and revoking."""
        alone, revoked = [], []
        for number in range(_AWARDS):
            request = AwardRequest(self.achievement, f"Seule {number}")
            start = time.perf_counter()
            made = issuing.issue(self.office, request)
            alone.append(time.perf_counter() - start)
            if number < _REVOKED:
                revoke = partial(revoking.revoke, self.office, made.id, _BY, reason="measured")
                revoked.append(_seconds(revoke))
        group = _seconds(lambda: self._award_group(_GROUP, f"at-{self.made}"))
        self.made += _AWARDS + _GROUP
        return {
            "award alone": _median(alone),
            "award in a group of 500": round(group / _GROUP * 1000, 2),
            "revoke": _median(revoked),
        }

    def _award_group(self, size: int, name: str) -> None:
        rows = "".join(f"{name} {n},{name}-{n}@example.org,{name}-{n}\n" for n in range(size))
        content = f"name,email,reference\n{rows}".encode()
        begun = bulk.begin(self.office, _BY, self.achievement, content)
        done = running.run(self.office, begun.batch.id)
        if done.issued != size:
            raise RuntimeError(f"{done.issued} of {size} were awarded")


def _unhurried(url: str) -> str:
    """No bound on a statement: copying is not what is measured."""
    if not url.startswith("postgresql"):
        return ""
    return f"{'&' if '?' in url else '?'}options=-c%20statement_timeout%3D0"


def _size(engine: Engine) -> str:
    if engine.dialect.name == "sqlite":
        return "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()"
    return "SELECT pg_database_size(current_database())"


def _seconds(act: Callable[[], object]) -> float:
    start = time.perf_counter()
    act()
    return round(time.perf_counter() - start, 3)


def _median(seconds: list[float]) -> float:
    return round(statistics.median(seconds) * 1000, 2)


def measure(url: str, folder: Path, steps: tuple[int, ...]) -> list[Found]:
    """Everything at each of these sizes."""
    instance = Instance(url, folder)
    try:
        found = []
        for size in steps:
            start = time.perf_counter()
            instance.grow(size)
            grown = time.perf_counter() - start
            print(f"{instance.made} badges, copied in {grown:.0f} s", file=sys.stderr)
            found.append(instance.measure())
        return found
    finally:
        instance.close()


def _print(engine: str, found: list[Found]) -> None:
    rows: dict[str, list[float]] = {}
    for one in found:
        rows.setdefault("GB", []).append(round(one.bytes / 1e9, 2))
        rows.setdefault("bytes a badge", []).append(one.bytes_per_badge)
        for name, value in one.milliseconds.items():
            rows.setdefault(f"{name}, ms", []).append(value)
        for name, value in one.chores_seconds.items():
            rows.setdefault(f"chore {name}, s", []).append(value)
    print(f"{engine:32}", *(f"{one.badges:>12}" for one in found))
    for name, values in rows.items():
        print(f"{name:32}", *(f"{value:>12}" for value in values))


def main(arguments: list[str] | None = None) -> int:
    """Measure and print."""
    reading = argparse.ArgumentParser(prog="python -m benchmarks.million", description=__doc__)
    reading.add_argument("--engine", choices=("sqlite", "postgresql"), default="postgresql")
    reading.add_argument("--most", type=int, default=STEPS[-1])
    reading.add_argument("--folder", type=Path, help="where there are 25 GB to spare")
    reading.add_argument("--json", action="store_true")
    options = reading.parse_args(arguments)
    steps = tuple(size for size in STEPS if size <= options.most) or (options.most,)
    with ExitStack() as stack:
        scratch = Path(stack.enter_context(tempfile.TemporaryDirectory(dir=options.folder)))
        url = f"sqlite:///{scratch / 'million.sqlite3'}"
        if options.engine == "postgresql":
            url = new_database(stack.enter_context(postgresql(options.folder)), "million")
        found = measure(url, scratch, steps)
    if options.json:
        print(json.dumps({"engine": options.engine, "sizes": [asdict(one) for one in found]}))
    else:
        _print(options.engine, found)
    return 0


if __name__ == "__main__":
    sys.exit(main())
