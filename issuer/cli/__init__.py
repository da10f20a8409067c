"""`badge-issuer`: everything a place does, from the command line.

Exit status: 0 done, 1 refused or failed (a code and a sentence say why), 2 wrong usage or settings.
"""

import argparse
import getpass
import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace

from badges.errors import BadgeError, SettingsError
from badges.i18n import LANGUAGES, Translator
from badges.settings import Settings, read_settings
from issuer.cli import achievements, awards, demo, frameworks, keys, operations, places
from issuer.cli.console import DONE, USAGE, Console

GROUPS = (operations, places, keys, frameworks, achievements, awards, demo)

_EXAMPLE = """example:
  badge-issuer init --place "Fablab du Moulin"
  badge-issuer framework search couture
  badge-issuer issue mon-badge --name "Camille Martin" --no-email --level N3 -o badges/
"""


def parser() -> argparse.ArgumentParser:
    """The whole command line, one sub-command a line of `--help`."""
    whole = argparse.ArgumentParser(
        prog="badge-issuer",
        description="Issue Open Badges 3.0 tied to a competence referential.",
        epilog=_EXAMPLE,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    whole.add_argument("--json", action="store_true", help="print one JSON value")
    whole.add_argument("--lang", choices=LANGUAGES, help="language of the messages")
    commands = whole.add_subparsers(dest="command", required=True, metavar="COMMAND")
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument(
        "--json", action="store_true", default=argparse.SUPPRESS, help="print one JSON value"
    )
    common.add_argument(
        "--lang", choices=LANGUAGES, default=argparse.SUPPRESS, help="language of the messages"
    )
    for group in GROUPS:
        group.register(commands, common)
    return whole


def main(
    arguments: Sequence[str] | None = None, environment: Mapping[str, str] | None = None
) -> int:
    """Run one command and return its exit status."""
    try:
        options = parser().parse_args(arguments)
    except SystemExit as stop:  # argparse has said what is wrong, or shown the help
        return int(stop.code or 0)
    environment = os.environ if environment is None else environment
    try:
        settings = read_settings(environment)
    except SettingsError as error:
        print(f"badge-issuer: {Translator('fr')(error.code, **error.params)}", file=sys.stderr)
        return USAGE
    return _run(options, _console(options, settings, environment))


def _console(
    options: argparse.Namespace, settings: Settings, environment: Mapping[str, str]
) -> Console:
    if options.lang:
        settings = replace(settings, language=options.lang)
    return Console(settings, environment, as_json=options.json, actor=_actor())


def _actor() -> str:
    """Who types, for the journal."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # no such user in a bare container
        return f"uid {os.getuid()}"


def _run(options: argparse.Namespace, console: Console) -> int:
    try:
        status: int = options.run(options, console)
    except BadgeError as error:
        return console.fail(error)
    except KeyboardInterrupt:
        console.say("cli.interrupted")
        return 130
    except BrokenPipeError:  # the reader of our output, such as `head`, has enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    return status
