"""The command line of `badge-verifier`: every command and option, with its help in one language."""

import argparse
from collections.abc import Callable
from pathlib import Path

from badges.i18n import DEFAULT_LANGUAGE, LANGUAGES, Translator
from verifier.cli.bundling import bundle
from verifier.cli.lists import LISTS, show_list
from verifier.cli.serving import serve
from verifier.cli.style import WHEN
from verifier.cli.verifying import verify
from verifier.policy import POLICIES

Add = Callable[[argparse.ArgumentParser, Translator], None]

SEPARATORS = (",", ";")


def parser(language: str = DEFAULT_LANGUAGE) -> argparse.ArgumentParser:
    """The whole command line, with its help in `language`."""
    words = Translator(language, "verifier")
    whole = argparse.ArgumentParser(
        "badge-verifier", description=words("cli.description"), epilog=words("cli.example")
    )
    commands = whole.add_subparsers(required=True, metavar=" | ".join(_COMMANDS))
    for name, add in _COMMANDS.items():
        command = commands.add_parser(
            name, help=words(f"cli.{name}.help"), epilog=words(f"cli.{name}.epilog")
        )
        command.add_argument("--lang", choices=LANGUAGES, help=words("cli.lang"))
        add(command, words)
    return whole


def _add_verify(command: argparse.ArgumentParser, words: Translator) -> None:
    command.add_argument("input", metavar="INPUT", nargs="+", help=words("cli.verify.input"))
    command.add_argument("--recipient", metavar="PERSON", help=words("cli.verify.recipient"))
    _add_policy(command, words)
    command.add_argument("--at", metavar="DATE", help=words("cli.verify.at"))
    _add_files(command, words, trust="append")
    _add_way_out(command, words)
    command.add_argument("--json", action="store_true", help=words("cli.json"))
    command.add_argument("--csv", metavar="FILE", help=words("cli.verify.csv"))
    command.add_argument(
        "--csv-separator",
        metavar="SIGN",
        choices=SEPARATORS,
        default=",",
        help=words("cli.verify.csv_separator"),
    )
    _add_files(command, words, evidence="store")
    command.add_argument("--color", choices=WHEN, default="auto", help=words("cli.verify.color"))
    command.set_defaults(run=verify)


def _add_way_out(command: argparse.ArgumentParser, words: Translator) -> None:
    command.add_argument("--offline", action="store_true", help=words("cli.verify.offline"))
    _add_files(command, words, bundle="append")
    kept = command.add_mutually_exclusive_group()
    for name in ("save_bundle", "cache"):
        kept.add_argument(
            _option(name), metavar="FILE", type=Path, help=words(f"cli.verify.{name}")
        )


def _add_files(command: argparse.ArgumentParser, words: Translator, **actions: str) -> None:
    """Options that name a file; those that append may be given several times."""
    for name, action in actions.items():
        command.add_argument(
            _option(name),
            metavar="FILE",
            type=Path,
            action=action,
            default=[] if action == "append" else None,
            help=words(f"cli.verify.{name}"),
        )


def _option(name: str) -> str:
    return f"--{name.replace('_', '-')}"


def _add_policy(command: argparse.ArgumentParser, words: Translator) -> None:
    names = [policy.name for policy in POLICIES]
    command.add_argument(
        "--policy", choices=names, default="default", help=words("cli.verify.policy")
    )


def _add_bundle(command: argparse.ArgumentParser, words: Translator) -> None:
    command.add_argument("input", metavar="INPUT", nargs="+", help=words("cli.bundle.input"))
    command.add_argument(
        *("-o", "--output"),
        metavar="FILE",
        type=Path,
        required=True,
        help=words("cli.bundle.output"),
    )
    _add_policy(command, words)
    command.add_argument("--json", action="store_true", help=words("cli.json"))
    command.set_defaults(run=bundle)


def _add_list(command: argparse.ArgumentParser, words: Translator) -> None:
    command.add_argument("what", choices=list(LISTS), help=words("cli.list.what"))
    command.add_argument("--json", action="store_true", help=words("cli.json"))
    command.set_defaults(run=show_list)


def _add_serve(command: argparse.ArgumentParser, words: Translator) -> None:
    command.add_argument("--host", default="127.0.0.1", help=words("cli.serve.host"))
    command.add_argument("--port", type=int, default=8000, help=words("cli.serve.port"))
    command.add_argument("--workers", type=int, default=2, help=words("cli.serve.workers"))
    command.set_defaults(run=serve)


_COMMANDS: dict[str, Add] = {
    "verify": _add_verify,
    "bundle": _add_bundle,
    "list": _add_list,
    "serve": _add_serve,
}
