"""The command `badge-verifier`: badges in, reports out, and an exit code that says the verdict.

People read text on standard output and messages on standard error; programs ask for `--json` and
get one JSON value. Exit codes: 0 accepted, 1 rejected, 3 undetermined, 2 wrong usage or settings;
of many badges, the worst verdict decides.
"""

import os
import sys
from argparse import Namespace
from collections.abc import Sequence
from io import TextIOWrapper

from badges.errors import BadgeError, SettingsError
from badges.i18n import Translator
from badges.settings import asked_language
from verifier.cli.options import parser
from verifier.cli.style import plain
from verifier.cli.verifying import EXIT_CODES, print_json
from verifier.errors import VerifierError

__all__ = ["EXIT_CODES", "main", "parser"]

FAILED, USAGE, INTERRUPTED = 1, 2, 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; the value is the exit code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")  # an old terminal must not end in a traceback
    given = sys.argv[1:] if arguments is None else list(arguments)
    language = asked_language(given, os.environ)
    words = Translator(language, "verifier")
    options = _understood(given, language, words)
    try:
        return int(options.run(options, words))
    except BadgeError as error:
        return _fail(error, words, as_json=getattr(options, "json", False))
    except KeyboardInterrupt:
        print(file=sys.stderr)
        return INTERRUPTED
    except BrokenPipeError:  # the reader of our output, such as `head`, has enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FAILED


def _understood(given: list[str], language: str, words: Translator) -> Namespace:
    """What was asked; a program that wants JSON is told in JSON that it asked wrongly.

    Raises:
        SystemExit: wrong usage, which was told on standard error, or the help that was asked for.
    """
    try:
        return parser(language).parse_args(given)
    except SystemExit as stop:
        if stop.code == USAGE and "--json" in given:
            code = "cli.usage"
            print_json({"error": {"code": code, "params": {}, "message": words(code)}})
        raise


def _fail(error: BadgeError, words: Translator, *, as_json: bool) -> int:
    """Say what is wrong and how to mend it; 2 when the request or a setting is wrong."""
    sentence = plain(words(error.code, **error.params))
    if as_json:
        params = {name: str(value) for name, value in error.params.items()}
        print_json({"error": {"code": error.code, "params": params, "message": sentence}})
    print(f"badge-verifier: {sentence} [{error.code}]", file=sys.stderr)
    return USAGE if isinstance(error, SettingsError | VerifierError) else FAILED
