"""`badge-issuer batch`: award badges to everybody of a CSV file, as often as one likes."""

import argparse
from pathlib import Path
from typing import Any

from badges.i18n import Translator
from issuer.cli.awards import describe, prepare_folder, write_files
from issuer.cli.console import DONE, FAILED, Console
from issuer.cli.progress import progress_bar
from issuer.errors import InvalidRequest, NotFound
from issuer.model import BatchLine
from issuer.services import publishing
from issuer.services.batches import bulk, following
from issuer.services.batches.bulk import Bulk
from issuer.services.batches.problems import Problem, read_problem
from issuer.services.batches.running import run
from issuer.services.batches.tables import FILE_LIMIT
from issuer.services.people import operator

STATES = ("issued", "already", "refused")

_ALREADY = "batch.line_already"
_AT_ONCE = 5


def register(commands: Any, common: argparse.ArgumentParser, words: Translator) -> None:
    """Add `batch`."""
    batch = commands.add_parser(
        "batch",
        parents=[common],
        help=words("cli.help.batches.award_to_everybody"),
        epilog="example: badge-issuer batch mon-badge groupe.csv -o out/",
    )
    batch.add_argument("achievement", metavar="ACHIEVEMENT")
    batch.add_argument(
        "file", type=Path, metavar="FILE.csv", help=words("cli.help.batches.columns")
    )
    batch.add_argument("--place", metavar="SLUG", help=words("cli.help.batches.which_place"))
    batch.add_argument("--mail", action="store_true", help=words("cli.help.batches.write_to_them"))
    batch.add_argument(
        "-o", "--output", type=Path, metavar="DIR", help=words("cli.help.awards.where_to_write_the")
    )
    batch.set_defaults(run=_batch)


def _batch(options: argparse.Namespace, console: Console) -> int:
    content = _read(options.file)
    folder = prepare_folder(options.output or console.data_dir / "badges")
    begun = bulk.begin(
        console.office,
        operator(console.actor),
        options.achievement,
        content,
        place=options.place,
        by_mail=options.mail,
    )
    _sign(console, begun)
    lines = _write(console, begun, folder)
    counts = {state: sum(line["state"] == state for line in lines) for state in STATES}
    refused = [line for line in lines if line["state"] == "refused"]
    if begun.ignored:
        console.say("cli.batch.ignored", columns=", ".join(begun.ignored))
    console.show(
        counts | {"lines": lines},
        console.words("cli.batch.done", **counts),
        *(console.words("cli.batch.refused_line", **line) for line in refused),
    )
    return FAILED if refused else DONE


def _read(path: Path) -> bytes:
    """The bytes of the file.

    Raises:
        InvalidRequest: it cannot be read, or is too large.
    """
    try:
        with path.open("rb") as stream:
            content = stream.read(FILE_LIMIT + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise InvalidRequest(
            "cli.file.unreadable", field="file", file=str(path), reason=reason
        ) from error
    if len(content) > FILE_LIMIT:
        raise InvalidRequest("cli.file.too_large", field="file", file=str(path), limit=FILE_LIMIT)
    return content


def _sign(console: Console, begun: Bulk) -> None:
    """Sign what waits, a few lines at a time so that the bar moves."""
    expected = len(begun.rows)
    with progress_bar(console, expected, code="cli.batch.signed", look=1) as tell:
        while True:
            progress = run(console.office, begun.batch.id, at_most=_AT_ONCE)
            if tell is not None:
                tell(expected - progress.remaining)
            if progress.batch.state != "waiting":
                return


def _write(console: Console, begun: Bulk, folder: Path) -> list[dict[str, Any]]:
    """Write the files of every badge; what a program learns of each line."""
    lines = following.lines(console.office, operator(console.actor), begun.batch.id)
    told: list[dict[str, Any]] = []
    with progress_bar(console, len(lines), code="cli.batch.written", look=1) as tell:
        for done, line in enumerate(lines, 1):
            told.append(_told(console, line, begun, folder))
            if tell is not None:
                tell(done)
    return told


def _told(console: Console, line: BatchLine, begun: Bulk, folder: Path) -> dict[str, Any]:
    said: dict[str, Any] = {"line": begun.rows.get(line.number, line.number), "name": line.name}
    problem = read_problem(line.problem) or Problem("batch.over")
    award_id = line.award or (problem.params.get("award") if problem.code == _ALREADY else None)
    if award_id is None:
        message = console.words(problem.code, **problem.params)
        return said | {
            "state": "refused",
            "column": problem.field,
            "code": problem.code,
            "message": message,
        }
    is_new = line.award is not None and line.number not in begun.before
    described = _describe(console, str(award_id), folder)
    return said | {"state": "issued" if is_new else "already"} | described


def _describe(console: Console, award_id: str, folder: Path) -> dict[str, Any]:
    """The badge and its files; of one that its holder hides or had erased, nothing but its id."""
    try:
        award = publishing.award(console.office, award_id)
        return describe(award, write_files(award, folder, console), console)
    except NotFound:
        return {"id": award_id, "files": {}}
