"""The worker as people run it: beside the server or alone, stopping gently."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from issuer.cli.jobs import worker_beside
from issuer.jobs import listening
from issuer.services.batches import confirming, following
from tests.issuer.services.batches.test_drafting import BY, draft
from tests.issuer.world import Town

PATIENCE_SECONDS = 30
PROGRAM = "import sys; from issuer.cli import main; sys.exit(main())"
Running = subprocess.Popen[bytes]


@pytest.fixture
def started(town: Town) -> Iterator[Callable[..., Running]]:
    """Starts `badge-issuer` in a process of its own, which is gone at the end."""
    running: list[Running] = []

    def start(*arguments: str) -> Running:
        settings = town.office.settings
        environment = {
            "PATH": os.environ["PATH"],
            "BADGES_DATA_DIR": str(settings.data_dir),
            "BADGES_DATABASE_URL": settings.database_url,
        }
        root = Path(__file__).parents[3]
        process = subprocess.Popen(
            [sys.executable, "-c", PROGRAM, *arguments], cwd=root, env=environment
        )
        running.append(process)
        return process

    yield start
    for process in running:
        process.kill()
        process.wait()


def _until(condition: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(0.05)
    return False


def test_it_signs_what_waits_and_what_comes_and_stops_gently(
    town: Town, started: Callable[..., Running]
) -> None:
    """A group that waited, then one confirmed meanwhile; SIGTERM ends it with success."""
    first, second = draft(town, "Ali Ben"), draft(town, "Zoé Martin")
    confirming.confirm(town.office, BY, first.id)
    process = started("jobs", "run")

    def is_done(batch_id: str) -> bool:
        return following.get(town.office, BY, batch_id).state == "done"

    assert _until(lambda: is_done(first.id))
    confirming.confirm(listening(town.office), BY, second.id)
    assert _until(lambda: is_done(second.id))
    process.send_signal(signal.SIGTERM)
    assert process.wait(PATIENCE_SECONDS) == 0


def test_it_stops_when_its_parent_is_killed(tmp_path: Path) -> None:
    """Nobody is left behind to sign when the server was killed without a word."""
    beside = "[sys.executable, '-c', sys.argv[1], 'jobs', 'run', '--beside', str(os.getpid())]"
    script = f"import os, subprocess, sys; p = subprocess.Popen({beside}); print(p.pid, flush=True)"
    environment = {"PATH": os.environ["PATH"], "BADGES_DATA_DIR": str(tmp_path / "var")}
    with subprocess.Popen(
        [sys.executable, "-c", f"{script}; p.wait()", PROGRAM],
        cwd=Path(__file__).parents[3],
        env=environment,
        stdout=subprocess.PIPE,
    ) as parent:
        assert parent.stdout is not None
        worker = int(parent.stdout.readline())
        assert _until((tmp_path / "var" / "jobs.sqlite3").exists)
        parent.kill()
        assert _until(lambda: not _lives(worker))


def _lives(process: int) -> bool:
    """Whether a process is at work: one that nobody buries yet is not."""
    try:
        state = Path(f"/proc/{process}/stat").read_text("ascii").rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


def _beside() -> set[int]:
    """The workers at work beside this process."""
    ours = f"--beside\0{os.getpid()}\0".encode()
    found: set[int] = set()
    for entry in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if ours in (entry / "cmdline").read_bytes():
                found.add(int(entry.name))
    return {process for process in found if _lives(process)}


def test_a_worker_that_dies_is_replaced(tmp_path: Path) -> None:
    """Another one comes after a pause; the block that ends stops it, and starts no more."""
    environment = {"PATH": os.environ["PATH"], "BADGES_DATA_DIR": str(tmp_path / "var")}
    with worker_beside(environment) as start:
        start()
        assert _until(lambda: len(_beside()) == 1)
        (first,) = _beside()
        os.kill(first, signal.SIGKILL)
        assert _until(lambda: bool(_beside() - {first}))
    assert _beside() == set()


def test_a_block_ends_with_its_worker(tmp_path: Path) -> None:
    """Beside a server, the worker lives as long as the block that serves."""
    environment = {"PATH": os.environ["PATH"], "BADGES_DATA_DIR": str(tmp_path / "var")}
    with worker_beside(environment) as start:
        start()
        assert _until((tmp_path / "var" / "jobs.sqlite3").exists)
