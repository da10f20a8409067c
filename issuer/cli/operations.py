"""`badge-issuer serve` and `badge-issuer check`: run it, and know what is missing."""

import argparse
from typing import Any

from badges.i18n import Translator
from badges.web.server import Listening, require_usable, serve
from issuer.cli.console import DONE, FAILED, Console
from issuer.cli.doctor import BROKEN, examine


def register(commands: Any, common: argparse.ArgumentParser, words: Translator) -> None:
    """Add `serve` and `check`."""
    serving = commands.add_parser(
        "serve",
        parents=[common],
        help=words("cli.help.operations.serve_the_doors_that"),
        epilog="example: badge-issuer serve --host 0.0.0.0 --port 8000 --workers 4",
    )
    serving.add_argument("--host", default=Listening.host)
    serving.add_argument("--port", type=int, default=Listening.port)
    serving.add_argument("--workers", type=int, default=Listening.workers)
    serving.set_defaults(run=_serve)
    checking = commands.add_parser(
        "check",
        parents=[common],
        help=words("cli.help.operations.what_is_missing_before"),
        epilog="example: badge-issuer check",
    )
    checking.set_defaults(run=_check)


def _serve(options: argparse.Namespace, console: Console) -> int:
    listening = Listening(options.host, options.port, options.workers)
    require_usable(listening)
    console.office.store.close()  # opened to fail now, with a sentence, and not in the workers
    console.say("cli.serve.ready", address=console.settings.base_url)
    serve(listening, console.environment)
    return DONE


def _check(_: argparse.Namespace, console: Console) -> int:
    remarks = examine(console.settings)
    lines = [
        f"{console.words(f'cli.check.{r.state}')}  {console.words(r.code, **r.params)}"
        for r in remarks
    ]
    value = [
        {"state": r.state, "code": r.code, "message": console.words(r.code, **r.params)}
        for r in remarks
    ]
    console.show(value, *lines)
    return FAILED if any(r.state == BROKEN for r in remarks) else DONE
