"""`badge-issuer export-person`, `erase-person`: everything about somebody, handed out or erased."""

import argparse
import os
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

from badges.i18n import Translator
from issuer.cli.console import DONE, Console, table
from issuer.errors import InvalidRequest
from issuer.services import people
from issuer.services.privacy import erasing, exporting
from issuer.services.privacy.erasing import Erased

_FILE = "export-person.zip"
_LINE_LIMIT = 200
_OURS_ONLY = 0o600


def register(commands: Any, common: argparse.ArgumentParser, words: Translator) -> None:
    """Add `export-person` and `erase-person`."""
    exported = commands.add_parser(
        "export-person",
        parents=[common],
        help=words("cli.help.privacy.export"),
        epilog="example: badge-issuer export-person --email zoe@example.org -o zoe.zip",
    )
    exported.add_argument("--email", required=True, help=words("cli.help.privacy.email"))
    exported.add_argument(
        "-o",
        "--output",
        type=Path,
        metavar="FILE",
        default=Path(_FILE),
        help=words("cli.help.privacy.output"),
    )
    exported.set_defaults(run=_export)
    erased = commands.add_parser(
        "erase-person",
        parents=[common],
        help=words("cli.help.privacy.erase"),
        epilog="example: badge-issuer erase-person --email zoe@example.org",
    )
    erased.add_argument("--email", required=True, help=words("cli.help.privacy.email"))
    erased.add_argument("--yes", action="store_true", help=words("cli.help.privacy.yes"))
    erased.set_defaults(run=_erase)


def _export(options: argparse.Namespace, console: Console) -> int:
    if options.output.exists():
        raise InvalidRequest("privacy.file_exists", file=str(options.output))
    by = people.operator(console.actor)
    body = exporting.export_address(console.office, by, options.email)
    _write(options.output, body)
    console.say("cli.privacy.exported", file=options.output)
    console.show({"file": str(options.output), "size": len(body)}, str(options.output))
    return DONE


def _write(path: Path, body: bytes) -> None:
    """Write a new file that only its owner can read.

    Raises:
        InvalidRequest: it is there already, or cannot be written.
    """
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _OURS_ONLY), "wb") as to:
            to.write(body)
    except FileExistsError as error:
        raise InvalidRequest("privacy.file_exists", file=str(path)) from error
    except OSError as error:
        reason = error.strerror or ""
        raise InvalidRequest("privacy.not_written", file=str(path), reason=reason) from error


def _erase(options: argparse.Namespace, console: Console) -> int:
    by = people.operator(console.actor)
    if not options.yes:
        _confirm(erasing.preview_address(console.office, by, options.email), console)
    erased = erasing.erase_address(console.office, by, options.email)
    console.say("cli.privacy.erased")
    console.show(asdict(erased), *_told(erased, console))
    return DONE


def _confirm(preview: Erased, console: Console) -> None:
    """Ask before erasing; where nobody can answer, `--yes` says it.

    Raises:
        InvalidRequest: nobody can be asked, or the answer is another word.
    """
    word = console.words("privacy.word")
    if not sys.stdin.isatty():
        raise InvalidRequest("cli.privacy.say_yes")
    for line in _told(preview, console):
        console.say("cli.privacy.line", line=line)
    console.say("cli.privacy.sure", word=word)
    erasing.require_word(sys.stdin.readline(_LINE_LIMIT), word)


def _told(erased: Erased, console: Console) -> list[str]:
    counted = {name: count for name, count in asdict(erased).items() if count}
    return table(
        [(console.words(f"cli.privacy.{name}"), str(count)) for name, count in counted.items()]
    )
