"""`badge-issuer`: everything a place does, from the command line.

Exit status: 0 done, 1 refused or failed (a code and a sentence say why), 2 wrong usage or settings.
"""

import argparse
import getpass
import os
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from importlib import import_module

from badges.errors import BadgeError, SettingsError
from badges.i18n import DEFAULT_LANGUAGE, LANGUAGES, Translator
from badges.settings import Settings, asked_language, read_settings
from issuer.cli.console import DONE, Console, print_refusal
from issuer.cli.loading import loading

GROUPS: Mapping[str, tuple[str, ...]] = {
    "operations": ("serve", "check"),
    "places": ("init", "place"),
    "people": ("user",),
    "keys": ("key",),
    "frameworks": ("framework",),
    "achievements": ("achievement",),
    "awards": ("issue",),
    "batches": ("batch",),
    "life": ("revoke", "suspend", "reinstate", "renew", "correct"),
    "mail": ("mail",),
    "privacy": ("export-person", "erase-person"),
    "archives": ("archive",),
    "backups": ("backup", "restore"),
    "jobs": ("jobs",),
    "migration": ("migrate",),
    "demo": ("demo",),
}
"""The commands of each module of this package, in the order of `--help`.

A module is loaded when one of its commands is asked for: together they would make each command
begin half a second later.
"""


def parser(
    language: str = DEFAULT_LANGUAGE, *, groups: Iterable[str] = GROUPS
) -> argparse.ArgumentParser:
    """The command line, one sub-command a line of `--help`, in `language`.

    `groups` are the modules whose commands it knows: all of them, or those that are needed.
    """
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
    with loading():
        modules = [import_module(f"issuer.cli.{group}") for group in groups]
    for module in modules:
        module.register(commands, common, words)
    return whole


def main(
    arguments: Sequence[str] | None = None, environment: Mapping[str, str] | None = None
) -> int:
    """Run one command and return its exit status."""
    environment = os.environ if environment is None else environment
    given = sys.argv[1:] if arguments is None else list(arguments)
    try:
        language = asked_language(given, environment)
        options = parser(language, groups=_needed(given)).parse_args(given)
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


def _needed(given: Sequence[str]) -> tuple[str, ...]:
    """The module of the command that is asked for; all of them where none is, or help is."""
    words = iter(given)
    for word in words:
        if word == "--lang":
            next(words, None)
        elif word != "--json":
            return tuple([group for group, names in GROUPS.items() if word in names] or GROUPS)
    return tuple(GROUPS)


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
