"""`badge-issuer jobs run`: the worker that signs groups and sends letters."""

import argparse
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import Any

from badges.i18n import Translator
from badges.web import logs
from issuer.cli.console import DONE, FAILED, Console, table
from issuer.jobs import Round, run_once, work

_STOP_SECONDS = 10
_FIRST_PAUSE_SECONDS = 1.0
_LONGEST_PAUSE_SECONDS = 60.0
_PROGRAM = "import sys; from issuer.cli import main; sys.exit(main())"


def register(commands: Any, common: argparse.ArgumentParser, words: Translator) -> None:
    """Add `jobs run`."""
    jobs = commands.add_parser(
        "jobs",
        parents=[common],
        help=words("cli.help.jobs.work_behind_the_pages"),
        epilog="example: badge-issuer jobs run",
    )
    actions = jobs.add_subparsers(dest="action", required=True, metavar="ACTION")
    running = actions.add_parser(
        "run",
        parents=[common],
        help=words("cli.help.jobs.sign_groups_and_send"),
        epilog="example: badge-issuer jobs run --once",
    )
    running.add_argument("--once", action="store_true", help=words("cli.help.jobs.one_round"))
    running.add_argument(
        "--beside", type=int, metavar="PID", help=words("cli.help.jobs.stop_with_that_process")
    )
    running.set_defaults(run=_run)


@contextmanager
def worker_beside(environment: Mapping[str, str]) -> Iterator[Callable[[], None]]:
    """What starts a worker process beside this one, which is stopped when the block ends.

    A worker that dies before is replaced. Should this process be killed before that, the worker
    sees it by itself and stops.
    """
    kept: list[_Kept] = []
    owner = os.getpid()
    try:
        yield lambda: kept.append(_Kept(environment))
    finally:
        # The processes that a server forks leave the block too: the worker is not theirs to stop.
        for worker in kept if os.getpid() == owner else ():
            worker.stop()


class _Kept:
    """A worker process that is followed by another one when it dies, until it is stopped.

    The first one starts before any thread does, and before the server forks.
    """

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._environment = environment
        self._is_over = threading.Event()
        self._turn = threading.Lock()
        self._process = _start(environment)
        threading.Thread(target=self._follow, name="worker-beside", daemon=True).start()

    def stop(self) -> None:
        """End the worker, gently at first, and start no other."""
        self._is_over.set()
        with self._turn:
            process = self._process
        process.terminate()
        try:
            process.wait(_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

    def _follow(self) -> None:
        """Wait for the worker's end and start another, later each time that it did not last."""
        pause, began = _FIRST_PAUSE_SECONDS, time.monotonic()
        while True:
            self._process.wait()
            if time.monotonic() - began > _LONGEST_PAUSE_SECONDS:
                pause = _FIRST_PAUSE_SECONDS
            if self._is_over.wait(pause):
                return
            pause, began = min(2 * pause, _LONGEST_PAUSE_SECONDS), time.monotonic()
            # A machine without room for another process may have some after the next pause.
            with self._turn, suppress(OSError):
                if not self._is_over.is_set():
                    self._process = _start(self._environment)


def _start(environment: Mapping[str, str]) -> subprocess.Popen[bytes]:
    """A worker process with these settings that stops with this one."""
    return subprocess.Popen(  # noqa: S603 - our own program, our own words
        [sys.executable, "-c", _PROGRAM, "jobs", "run", "--beside", str(os.getpid())],
        env=dict(environment),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
    )


def _run(options: argparse.Namespace, console: Console) -> int:
    logs.install(console.settings)
    if not options.once:
        if options.beside is None:
            console.say("cli.jobs.ready")
        work(console.office, parent=options.beside)
        return DONE
    ended = run_once(console.office)
    value = _describe(ended)
    rows = [(console.words(f"cli.jobs.{name}"), str(value[name])) for name in _COUNTS]
    console.show(value, *table(rows))
    for item in value["failed"]:
        console.say("cli.jobs.failed", what=item["what"], code=item["code"])
    return FAILED if value["failed"] else DONE


_COUNTS = ("batches", "issued", "waiting", "refused")


def _describe(ended: Round) -> dict[str, Any]:
    """What a program learns of a round."""
    progress = ended.swept.progress
    failed = (*ended.swept.stopped, *ended.failed)
    return {
        "batches": len(progress),
        "issued": sum(item.issued for item in progress),
        "waiting": sum(item.remaining for item in progress),
        "refused": sum(item.refused for item in progress),
        "done": list(ended.done),
        "failed": [{"what": what, "code": code} for what, code in failed],
    }
