"""`badge-issuer jobs run`: the worker that signs groups and sends letters."""

import argparse
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from badges.i18n import Translator
from issuer.cli.console import DONE, FAILED, Console, table
from issuer.jobs import Round, run_once, work

_STOP_SECONDS = 10
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

    Should this process be killed before that, the worker sees it by itself and stops.
    """
    started: list[subprocess.Popen[bytes]] = []
    owner = os.getpid()
    try:
        yield lambda: started.append(_start(environment))
    finally:
        # The processes that a server forks leave the block too: the worker is not theirs to stop.
        for process in started if os.getpid() == owner else ():
            process.terminate()
            try:
                process.wait(_STOP_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _start(environment: Mapping[str, str]) -> subprocess.Popen[bytes]:
    """A worker process with these settings that stops with this one."""
    return subprocess.Popen(  # noqa: S603 - our own program, our own words
        [sys.executable, "-c", _PROGRAM, "jobs", "run", "--beside", str(os.getpid())],
        env=dict(environment),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
    )


def _run(options: argparse.Namespace, console: Console) -> int:
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
