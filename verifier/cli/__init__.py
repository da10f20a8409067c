"""The command `badge-verifier`: a badge in, a report out, and an exit code that says the verdict.

People read text on standard output and messages on standard error; programs ask for `--json` and
get one JSON value. Exit codes: 0 accepted, 1 rejected, 3 undetermined, 2 wrong usage or settings.
"""

import argparse
import json
import os
import re
import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from io import TextIOWrapper
from pathlib import Path
from typing import Any

from badges.clock import FixedClock
from badges.encoding import decode_instant
from badges.errors import BadgeError, Malformed, SettingsError
from badges.i18n import DEFAULT_LANGUAGE, LANGUAGES, Translator
from badges.settings import PREFIX, asked_language, read_settings
from verifier.bootstrap import bootstrap, open_fetcher
from verifier.cli.lists import LISTS
from verifier.cli.text import plain, render
from verifier.errors import VerifierError
from verifier.policy import POLICIES
from verifier.report import Verdict
from verifier.settings import BOUNDS

EXIT_CODES = {Verdict.ACCEPTED: 0, Verdict.REJECTED: 1, Verdict.UNDETERMINED: 3}
FAILED, USAGE = 1, 2

_ADDRESS = re.compile(r"https?://", re.IGNORECASE)
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; the value is the exit code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")  # an old terminal must not end in a traceback
    given = sys.argv[1:] if arguments is None else list(arguments)
    language = asked_language(given, os.environ)
    words = Translator(language, "verifier")
    options = parser(language).parse_args(given)
    try:
        return int(options.run(options, words))
    except BadgeError as error:
        return _fail(error, words, as_json=getattr(options, "json", False))
    except BrokenPipeError:  # the reader of our output, such as `head`, has enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FAILED


def _fail(error: BadgeError, words: Translator, *, as_json: bool) -> int:
    """Say what is wrong and how to mend it; 2 when the request or a setting is wrong."""
    sentence = plain(words(error.code, **error.params))
    if as_json:
        params = {name: str(value) for name, value in error.params.items()}
        _print_json({"error": {"code": error.code, "params": params, "message": sentence}})
    print(f"badge-verifier: {sentence} [{error.code}]", file=sys.stderr)
    return USAGE if isinstance(error, SettingsError | VerifierError) else FAILED


def parser(language: str = DEFAULT_LANGUAGE) -> argparse.ArgumentParser:
    """The whole command line, with its help in `language`."""
    words = Translator(language, "verifier")
    whole = argparse.ArgumentParser(
        "badge-verifier", description=words("cli.description"), epilog=words("cli.example")
    )
    commands = whole.add_subparsers(required=True, metavar="verify | list | serve")
    for name, add in (("verify", _add_verify), ("list", _add_list), ("serve", _add_serve)):
        command = commands.add_parser(
            name, help=words(f"cli.{name}.help"), epilog=words(f"cli.{name}.epilog")
        )
        command.add_argument("--lang", choices=LANGUAGES, help=words("cli.lang"))
        add(command, words)
    return whole


def _add_verify(command: argparse.ArgumentParser, words: Translator) -> None:
    command.add_argument("input", metavar="INPUT", help=words("cli.verify.input"))
    command.add_argument("--recipient", help=words("cli.verify.recipient"))
    names = [policy.name for policy in POLICIES]
    command.add_argument(
        "--policy", choices=names, default="default", help=words("cli.verify.policy")
    )
    command.add_argument("--offline", action="store_true", help=words("cli.verify.offline"))
    command.add_argument("--at", metavar="DATE", help=words("cli.verify.at"))
    command.add_argument("--trust", metavar="FILE", type=Path, help=words("cli.verify.trust"))
    command.add_argument("--json", action="store_true", help=words("cli.json"))
    command.set_defaults(run=_verify)


def _add_list(command: argparse.ArgumentParser, words: Translator) -> None:
    command.add_argument("what", choices=list(LISTS), help=words("cli.list.what"))
    command.add_argument("--json", action="store_true", help=words("cli.json"))
    command.set_defaults(run=_list)


def _add_serve(command: argparse.ArgumentParser, words: Translator) -> None:
    command.add_argument("--host", default="127.0.0.1", help=words("cli.serve.host"))
    command.add_argument("--port", type=int, default=8000, help=words("cli.serve.port"))
    command.add_argument("--workers", type=int, default=2, help=words("cli.serve.workers"))
    command.set_defaults(run=_serve)


# verify


def _verify(options: argparse.Namespace, words: Translator) -> int:
    settings = read_settings(os.environ)
    if options.trust is not None:
        settings = replace(settings, trust=options.trust)
    language = options.lang or settings.language
    clock = FixedClock(_instant(options.at)) if options.at else None
    fetcher = open_fetcher(settings, offline=options.offline)
    verifier = bootstrap(settings, clock=clock, fetcher=fetcher)
    report = verifier.verify(
        _material(options.input), recipient=options.recipient, policy=options.policy
    )
    if options.json:
        _print_json(report.to_json(language))
    else:
        print(plain(render(report, Translator(language, "verifier"))))
    del words
    return EXIT_CODES[report.verdict]


def _material(source: str) -> bytes:
    """The bytes of standard input, of an address or of a file; never more than we read.

    Raises:
        VerifierError: there is no such file, or it cannot be read.
    """
    limit = BOUNDS.image_bytes + 1
    if source == "-":
        return sys.stdin.buffer.read(limit)
    if _ADDRESS.match(source):
        return source.encode("utf-8", "replace")
    try:
        with Path(source).open("rb") as file:
            return file.read(limit)
    except FileNotFoundError as error:
        raise VerifierError("cli.no_file", path=source) from error
    except (OSError, ValueError) as error:
        raise VerifierError("cli.unreadable_file", path=source) from error


def _instant(text: str) -> datetime:
    """The instant of `--at`; a day alone means its noon, UTC.

    Raises:
        VerifierError: neither a day nor an instant with its zone.
    """
    try:
        return decode_instant(f"{text}T12:00:00Z" if _DAY.fullmatch(text) else text)
    except Malformed as error:
        raise VerifierError("cli.at", value=text) from error


# list


def _list(options: argparse.Namespace, words: Translator) -> int:
    rows = LISTS[options.what](words)
    if options.json:
        _print_json(rows)
        return 0
    width = max(len(row["id"]) for row in rows)
    for row in rows:
        rest = " · ".join(str(value) for name, value in row.items() if name != "id" and value)
        print(f"{row['id']:<{width}}  {rest}".rstrip())
    return 0


# serve


def _serve(options: argparse.Namespace, words: Translator) -> int:
    """Serve the verifier's door only, until the process is told to stop."""
    from badges.web.server import Listening, serve  # noqa: PLC0415 - no server to verify one badge

    del words
    read_settings(os.environ)  # a wrong setting is told now, in one sentence
    listening = Listening(options.host, options.port, options.workers)
    serve(listening, {**os.environ, f"{PREFIX}DOORS": "verifier"})
    return 0


def _print_json(value: Any) -> None:
    indent = 2 if sys.stdout.isatty() else None
    print(json.dumps(value, ensure_ascii=False, indent=indent))


if __name__ == "__main__":
    sys.exit(main())
