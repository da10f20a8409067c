"""A national programme through the product's own door: a CSV file of many people, signed and kept.

Run `python -m benchmarks.batch [PEOPLE] [--postgresql] [--kill TIMES] [--folder DIR]`. The command
`badge-issuer batch` runs as a process of its own, so its time holds everything: starting, reading
the file, signing, keeping, telling each line. Beside it, in the same minute, the bare signature of
as many messages. With `--kill` the command is killed without warning so many times before it may
come to its end. In the end rows are counted, and a sample is verified by the verifier and by
openbadgeslib. A table goes to standard error, one line of JSON to standard output.
"""

import argparse
import base64
import compileall
import csv
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from dataclasses import asdict, dataclass, field
from pathlib import Path
from statistics import median
from threading import Event, Thread

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from openbadgeslib.ob3 import OB3LdpVerifier
from sqlalchemy import Engine, create_engine, text

import badges
import issuer
import schemas
from badges.documents import parse
from badges.errors import Unreachable
from badges.keys import PublicKey
from badges.net import CachingFetcher
from badges.ports import Fetched
from badges.settings import Settings
from benchmarks.databases import new_database, postgresql
from benchmarks.house import is_accepted
from benchmarks.machine import machine, versions
from issuer.bootstrap import bootstrap as open_issuer
from issuer.ports import Office
from issuer.services import status_lists
from verifier.bootstrap import bootstrap as open_verifier

PLACE, SLUG = "fablab-rural", "decoupe-laser"
COLUMNS = ("name", "email", "level", "reference")
ACHIEVEMENT = """
slug: decoupe-laser
name: Découpe laser en autonomie
description: Utiliser seule ou seul la découpe laser du lieu, en sécurité.
criteria: Contrôle de sécurité complet, puis une pièce dessinée et découpée.
competencies:
  - code: TL-FAB-01
    level: N3
"""
SAMPLE, PEER_SAMPLE = 600, 60

_COMMAND = ("-c", "import sys; from issuer.cli import main; sys.exit(main(sys.argv[1:]))")
_LOOK = 0.2
_RAW_ROUNDS, _RAW_SIGNATURES = 5, 4_000
_MESSAGE = bytes(64)
_MB = 1024 * 1024
_UNIQUE = {"awards": ("id", "short_code", "url", "reference"), "holders": ("id", "lookup")}


@dataclass
class Outcome:
    """What one run of everything came to; seconds are of the wall, `cpu` of all its processes."""

    people: int
    database: str
    kills: int
    seconds: float = 0.0
    cpu: float = 0.0
    raw_seconds: float = 0.0
    raw_cpu: float = 0.0
    memory: list[float] = field(default_factory=list)
    megabytes: float = 0.0
    counts: dict[str, int] = field(default_factory=dict)
    refused_by_verifier: int = 0
    refused_by_openbadgeslib: int = 0

    @property
    def ratio(self) -> float:
        """The time of the command beside that of the bare signatures."""
        return self.seconds / self.raw_seconds

    @property
    def cpu_ratio(self) -> float:
        """The same in time of the processor, which says more on a machine that others use."""
        return self.cpu / self.raw_cpu

    def is_right(self) -> bool:
        """Whether everybody has one badge, and every badge of the sample holds."""
        found = set(self.counts.values())
        return found == {self.people} and not (
            self.refused_by_verifier or self.refused_by_openbadgeslib
        )


class Programme:
    """One instance of the issuer, and the command at work in it."""

    def __init__(self, folder: Path, database_url: str, people: int) -> None:
        self.settings = Settings(data_dir=folder / "var", database_url=database_url)
        self.file = folder / "programme.csv"
        self._environment = os.environ | {
            "BADGES_DATA_DIR": str(self.settings.data_dir),
            "BADGES_DATABASE_URL": database_url,
        }
        achievement = folder / "achievement.yaml"
        achievement.write_text(ACHIEVEMENT, "utf-8")
        with self.file.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.writer(stream)
            writer.writerow(COLUMNS)
            for number in range(people):
                name, email = f"Prénom Nom-{number}", f"prenom.nom{number}@example.org"
                writer.writerow((name, email, "N3", f"programme-{number:07}"))
        # As pip compiles what it installs: a checkout would be compiled by the measured run.
        for package in (badges, issuer, schemas):
            compileall.compile_dir(str(Path(str(package.__file__)).parent), quiet=2)
        self._finish("init", "--place", "Fablab rural")
        self._finish("achievement", "add", str(achievement))

    def batch(self) -> "subprocess.Popen[bytes]":
        """The command, begun."""
        return self._begin("batch", SLUG, str(self.file), "--no-files", "--json")

    def _begin(self, *arguments: str) -> "subprocess.Popen[bytes]":
        return subprocess.Popen(  # noqa: S603 - our own command
            [sys.executable, *_COMMAND, *arguments],
            env=self._environment,
            stdout=subprocess.DEVNULL,
        )

    def _finish(self, *arguments: str) -> None:
        command = [sys.executable, *_COMMAND, *arguments]
        subprocess.run(command, env=self._environment, check=True, stdout=subprocess.DEVNULL)  # noqa: S603 - our own command


def measure(folder: Path, database_url: str, outcome: Outcome) -> None:
    """Run the command to its end, however often it is killed on the way, and look at the rest."""
    programme = Programme(folder, database_url, outcome.people)
    before = raw()
    for _ in range(outcome.kills):
        kill_somewhere(programme, outcome)
    run_to_the_end(programme, outcome)
    pairs = [before, raw()]
    outcome.raw_seconds = median(wall for wall, _ in pairs) * outcome.people
    outcome.raw_cpu = median(cpu for _, cpu in pairs) * outcome.people
    engine = create_engine(database_url.replace("postgresql://", "postgresql+psycopg://"))
    try:
        reckon(engine, outcome)
        bodies = sample(engine)
    finally:
        engine.dispose()
    office = open_issuer(programme.settings)
    verify(office, bodies, outcome)
    office.store.close()


def raw() -> tuple[float, float]:
    """Seconds of one bare Ed25519 signature, on the wall and of the processor."""
    key = Ed25519PrivateKey.generate()
    rounds = []
    for _ in range(_RAW_ROUNDS):
        wall, cpu = time.perf_counter(), time.process_time()
        for _ in range(_RAW_SIGNATURES):
            key.sign(_MESSAGE)
        rounds.append((time.perf_counter() - wall, time.process_time() - cpu))
    return (
        median(wall for wall, _ in rounds) / _RAW_SIGNATURES,
        median(cpu for _, cpu in rounds) / _RAW_SIGNATURES,
    )


def kill_somewhere(programme: Programme, outcome: Outcome) -> None:
    """Begin the command and kill it, at any moment of what it takes to do a share of the work."""
    share = outcome.people / (outcome.kills + 1)
    begun, before = time.perf_counter(), processor()
    process = programme.batch()
    time.sleep(random.uniform(0.5, 2.5 + share / 1_500))  # noqa: S311 - a moment, not a secret
    process.kill()
    process.wait()
    outcome.cpu += processor() - before
    outcome.seconds += time.perf_counter() - begun


def run_to_the_end(programme: Programme, outcome: Outcome) -> None:
    """Let the command come to its end, its memory being looked at several times a second.

    Raises:
        RuntimeError: it failed.
    """
    begun, before = time.perf_counter(), processor()
    process = programme.batch()
    is_over = Event()
    looking = Thread(target=_look, args=(process.pid, is_over, outcome.memory), daemon=True)
    looking.start()
    status = process.wait()
    outcome.cpu += processor() - before
    outcome.seconds += time.perf_counter() - begun
    is_over.set()
    looking.join()
    if status:
        raise RuntimeError(f"badge-issuer batch ended with {status}")


def _look(pid: int, is_over: Event, memory: list[float]) -> None:
    """Note the memory of a process several times a second, beside whoever waits for its end."""
    memory.append(memory_of(pid))
    while not is_over.wait(_LOOK):
        memory.append(memory_of(pid))


def processor() -> float:
    """Seconds of the processor that commands which have ended took."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def memory_of(pid: int) -> float:
    """Megabytes of memory of a process now; 0 where the system tells otherwise than Linux."""
    status = Path(f"/proc/{pid}/status")
    try:
        lines = status.read_text("ascii", "replace").splitlines()
    except OSError:
        return 0.0
    found = [line.split()[1] for line in lines if line.startswith("VmRSS")]
    return round(int(found[0]) / 1024, 1) if found else 0.0


def reckon(engine: Engine, outcome: Outcome) -> None:
    """Count the rows that must each be there once for everybody, and the bytes of the database."""
    with engine.connect() as connection:

        def number(query: str) -> int:
            return int(connection.scalar(text(query)) or 0)

        for table, columns in _UNIQUE.items():
            for column in columns:
                outcome.counts[f"{table}.{column}"] = number(
                    f"SELECT count(DISTINCT {column}) FROM {table}"  # noqa: S608 - our own names
                )
        outcome.counts["status_entries"] = number("SELECT count(*) FROM status_entries")
        outcome.counts["journal"] = number(
            "SELECT count(*) FROM journal WHERE action = 'award.issue'"
        )
        outcome.counts["lines"] = number(
            "SELECT count(*) FROM batch_lines WHERE state = 'issued' AND email IS NULL"
        )
        size = (
            "SELECT pg_database_size(current_database())"
            if engine.dialect.name == "postgresql"
            else "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()"
        )
        outcome.megabytes = number(size) / _MB


def sample(engine: Engine) -> list[bytes]:
    """Some badges drawn by lot."""
    with engine.connect() as connection:
        query = text("SELECT json FROM awards ORDER BY random() LIMIT :most")
        return [bytes(row[0]) for row in connection.execute(query, {"most": SAMPLE})]


@dataclass(frozen=True)
class _Site:
    """What the place publishes, without a network: its status lists."""

    office: Office

    def fetch(self, url: str, *, accept: str = "*/*", limit: int | None = None) -> Fetched:
        """A list.

        Raises:
            Unreachable: another address.
        """
        del accept, limit
        if "/status/" not in url:
            raise Unreachable("fetch.unreachable", url=url)
        listed = status_lists.publish(self.office, url.rpartition("/")[2])
        return Fetched(url, listed.media_type, listed.body, max_age=3_600)


def verify(office: Office, bodies: list[bytes], outcome: Outcome) -> None:
    """Have the sample verified by our verifier, and a part of it by openbadgeslib."""
    ours = open_verifier(Settings(), fetcher=CachingFetcher(_Site(office)))
    outcome.refused_by_verifier = sum(not is_accepted(ours.verify(body)) for body in bodies)
    multikey = str(parse(bodies[0])["issuer"]["id"]).removeprefix("did:key:")
    der = base64.encodebytes(PublicKey.from_multikey(multikey).spki)
    pem = b"-----BEGIN PUBLIC KEY-----\n" + der + b"-----END PUBLIC KEY-----\n"
    theirs = OB3LdpVerifier(pem)
    for body in bodies[:PEER_SAMPLE]:
        try:
            theirs.verify(body)
        except Exception:  # noqa: BLE001 - a measure counts whatever the peer says no with
            outcome.refused_by_openbadgeslib += 1


def main(arguments: list[str] | None = None) -> int:
    """Measure, tell, and answer 1 when anything is missing, double or refused."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.batch")
    parser.add_argument("people", nargs="?", type=int, default=60_000)
    parser.add_argument("--postgresql", action="store_true")
    parser.add_argument("--kill", type=int, default=0, metavar="TIMES")
    parser.add_argument("--folder", type=Path)
    options = parser.parse_args(arguments)
    database = "postgresql" if options.postgresql else "sqlite"
    outcome = Outcome(options.people, database, options.kill)
    with ExitStack() as stack:
        scratch = tempfile.TemporaryDirectory(dir=options.folder, ignore_cleanup_errors=True)
        folder = Path(stack.enter_context(scratch))
        url = f"sqlite:///{folder / 'badges.sqlite3'}"
        if options.postgresql:
            server = stack.enter_context(postgresql(options.folder))
            url = new_database(server, "programme")
        measure(folder, url, outcome)
    tell(outcome)
    return 0 if outcome.is_right() else 1


def tell(outcome: Outcome) -> None:
    """The table for people, the line for programs."""
    each = 1e6 / outcome.people
    memory = outcome.memory
    rows = {
        "people, database, kills": (outcome.people, outcome.database, outcome.kills),
        "seconds, µs a badge": (f"{outcome.seconds:.1f}", f"{outcome.seconds * each:.0f}"),
        "seconds of processor, µs": (f"{outcome.cpu:.1f}", f"{outcome.cpu * each:.0f}"),
        "bare signatures": (f"{outcome.raw_seconds:.1f} s", f"{outcome.raw_cpu:.1f} s processor"),
        "ratio, of the processor": (f"{outcome.ratio:.1f}", f"{outcome.cpu_ratio:.1f}"),
        "memory: half way, at most": (memory[len(memory) // 2], max(memory), "MB"),
        "database": (f"{outcome.megabytes:.0f} MB",),
        "counts": (outcome.counts,),
        "refused of the sample": (outcome.refused_by_verifier, outcome.refused_by_openbadgeslib),
        "all right": (outcome.is_right(),),
    }
    for name, values in rows.items():
        print(f"{name:28}", *values, file=sys.stderr)
    told = asdict(outcome) | {
        "memory": {"half_way": memory[len(memory) // 2], "most": max(memory)},
        "ratio": outcome.ratio,
        "cpu_ratio": outcome.cpu_ratio,
        "machine": machine(),
        "versions": versions(),
    }
    print(json.dumps(told, ensure_ascii=False))


if __name__ == "__main__":
    sys.exit(main())
