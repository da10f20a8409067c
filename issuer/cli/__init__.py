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
from badges.i18n import DEFAULT_LANGUAGE, LANGUAGES, Translator
from badges.settings import Settings, asked_language, read_settings
from issuer.cli import (
    achievements,
    archives,
    awards,
    backups,
    batches,
    demo,
    frameworks,
    jobs,
    keys,
    life,
    mail,
    migration,
    operations,
    people,
    places,
    privacy,
)
from issuer.cli.console import DONE, Console, print_refusal

GROUPS = (
    operations,
    places,
    people,
    keys,
    frameworks,
    achievements,
    awards,
    batches,
    life,
    mail,
    privacy,
    archives,
    backups,
    jobs,
    migration,
    demo,
)


def parser(language: str = DEFAULT_LANGUAGE) -> argparse.ArgumentParser:
    """The whole command line, one sub-command a line of `--help`, in `language`."""
    words = Translator(language, "issuer")
    whole = argparse.ArgumentParser(
        prog="badge-issuer",
        description=words("cli.description"),
        epilog=words("cli.example"),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    whole.add_argument(
        "--json", action="store_true", help=words("cli.help.common.print_one_json_value")
    )
    whole.add_argument(
        "--lang", choices=LANGUAGES, help=words("cli.help.common.language_of_the_messages")
    )
    commands = whole.add_subparsers(dest="command", required=True, metavar="COMMAND")
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument(
        "--json",
        action="store_true",
        default=argparse.SUPPRESS,
        help=words("cli.help.common.print_one_json_value"),
    )
    common.add_argument(
        "--lang",
        choices=LANGUAGES,
        default=argparse.SUPPRESS,
        help=words("cli.help.common.language_of_the_messages"),
    )
    for group in GROUPS:
        group.register(commands, common, words)
    return whole


def main(
    arguments: Sequence[str] | None = None, environment: Mapping[str, str] | None = None
) -> int:
    """Run one command and return its exit status."""
    environment = os.environ if environment is None else environment
    given = sys.argv[1:] if arguments is None else list(arguments)
    try:
        options = parser(asked_language(given, environment)).parse_args(given)
    except SystemExit as stop:  # argparse has said what is wrong, or shown the help
        if stop.code and "--json" in given:
            print_refusal("cli.usage", {}, _words(given, environment)("cli.usage"))
        return int(stop.code or 0)
    try:
        settings = read_settings(environment)
    except SettingsError as error:
        defaults = Settings(language=asked_language(given, environment))
        return _console(options, defaults, environment).fail(error)
    return _run(options, _console(options, settings, environment))


def _words(given: list[str], environment: Mapping[str, str]) -> Translator:
    return Translator(asked_language(given, environment), "issuer")


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
    finally:
        console.close()
    return status
