"""`badge-issuer serve` and `badge-issuer check`: run it, and know what is missing."""

import argparse
from typing import Any

from badges.i18n import Translator
from issuer.cli.console import DONE, FAILED, Console
from issuer.cli.doctor import BROKEN, examine, in_words
from issuer.cli.jobs import worker_beside
from issuer.services import timekeeping

_WHERE = ("host", "port", "workers")


def register(commands: Any, common: argparse.ArgumentParser, words: Translator) -> None:
    """Add `serve` and `check`."""
    serving = commands.add_parser(
        "serve",
        parents=[common],
        help=words("cli.help.operations.serve_the_doors_that"),
        epilog="example: badge-issuer serve --host 0.0.0.0 --port 8000 --workers 4",
    )
    serving.add_argument("--host", default=argparse.SUPPRESS)
    serving.add_argument("--port", type=int, default=argparse.SUPPRESS)
    serving.add_argument("--workers", type=int, default=argparse.SUPPRESS)
    serving.add_argument(
        "--no-jobs", action="store_true", help=words("cli.help.operations.no_worker_beside")
    )
    serving.set_defaults(run=_serve)
    checking = commands.add_parser(
        "check",
        parents=[common],
        help=words("cli.help.operations.what_is_missing_before"),
        epilog="example: badge-issuer check",
    )
    checking.add_argument(
        "--accept-clock", action="store_true", help=words("cli.help.operations.accept_clock")
    )
    checking.set_defaults(run=_check)


def _serve(options: argparse.Namespace, console: Console) -> int:
    # Only this command needs the server: the others start sooner and weigh less without it.
    from badges.web.server import Listening, serve  # noqa: PLC0415 - as said

    asked = {name: getattr(options, name) for name in _WHERE if hasattr(options, name)}
    listening = Listening(**asked)
    address = console.settings.base_url
    works = not options.no_jobs and "issuer" in console.settings.doors

    def ready() -> None:
        console.say("cli.serve.ready", address=address)
        if works:
            start()

    with worker_beside(console.environment) as start:
        serve(listening, console.environment, ready=ready)
    return DONE


def _check(options: argparse.Namespace, console: Console) -> int:
    if options.accept_clock:
        timekeeping.accept(console.office, actor=console.actor)
    remarks = examine(console.settings)
    value = [
        {"state": remark.state, "code": remark.code, "message": in_words(remark, console.words)}
        for remark in remarks
    ]
    lines = [f"{console.words('cli.check.' + item['state'])}  {item['message']}" for item in value]
    console.show(value, *lines)
    return FAILED if any(r.state == BROKEN for r in remarks) else DONE
