"""`badge-issuer batch`: award badges to everybody of a CSV file, as often as one likes."""

import argparse
import gc
import os
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import replace
from pathlib import Path
from typing import Any, BinaryIO

from badges.i18n import Translator
from issuer.bootstrap import clerk_of
from issuer.cli.batch_lines import STATES, pages_of_lines
from issuer.cli.console import DONE, FAILED, Console, json_page
from issuer.cli.progress import progress_bar
from issuer.cli.spool import Spool
from issuer.errors import InvalidRequest
from issuer.ports import Clerk
from issuer.services.batches import bulk
from issuer.services.batches.bulk import Bulk
from issuer.services.batches.running import run
from issuer.services.batches.tables import BULK_FILE_LIMIT
from issuer.services.people import operator

_TURN = 0.0002
"""Seconds that a thread computes while another one waits for its turn."""
_LARGE = 20_000
"""Bytes of a file with some hundred people, whose badges a process of its own signs."""
_LOOKED_THROUGH = 1_000_000
"""Things made and not yet dropped, after which what was made last is looked through for circles."""


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
    batch.add_argument("--no-files", action="store_true", help=words("cli.help.batches.no_files"))
    batch.set_defaults(run=_batch)


def _batch(options: argparse.Namespace, console: Console) -> int:
    with _seldom_watched_memory(), _quick_turns():
        # Before the database is opened: see `clerk_of`.
        clerk = clerk_of(console.settings) if _is_large(options.file) else nullcontext()
        with clerk as signing:
            return _award(options, console, signing)


def _is_large(path: Path) -> bool:
    try:
        return path.stat().st_size > _LARGE
    except (OSError, ValueError):  # told when it is opened
        return False


def _award(options: argparse.Namespace, console: Console, clerk: Clerk | None) -> int:
    folder = None if options.no_files else _folder(options, console)
    with _opened(options.file) as file:
        begun = bulk.begin(
            console.office,
            operator(console.actor),
            options.achievement,
            file,
            place=options.place,
            by_mail=options.mail,
        )
    _sign(console, begun, clerk)
    if begun.ignored:
        console.say("cli.batch.ignored", columns=", ".join(begun.ignored))
    with Spool() as spool:
        counts = _tell(console, begun, folder, spool)
        if console.as_json:
            console.show_many(counts, "lines", spool.texts())
        else:
            console.show(counts, console.words("cli.batch.done", **counts))
            for text in spool.texts():
                console.show(None, text)
    return FAILED if counts["refused"] else DONE


def _folder(options: argparse.Namespace, console: Console) -> Path:
    from issuer.cli.awards import prepare_folder  # noqa: PLC0415 - loaded where files are made

    return prepare_folder(options.output or console.data_dir / "badges")


@contextmanager
def _opened(path: Path) -> Iterator[BinaryIO]:
    """The file, which is read as its lines are kept.

    Raises:
        InvalidRequest: it cannot be read, or is too large.
    """
    try:
        with path.open("rb") as file:
            if os.fstat(file.fileno()).st_size > BULK_FILE_LIMIT:
                limit = BULK_FILE_LIMIT
                raise InvalidRequest(
                    "cli.file.too_large", field="file", file=str(path), limit=limit
                )
            yield file
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise InvalidRequest(
            "cli.file.unreadable", field="file", file=str(path), reason=reason
        ) from error


def _sign(console: Console, begun: Bulk, clerk: Clerk | None) -> None:
    """Sign what waits, while the bar tells how far it is."""
    office = replace(console.office, clerk=clerk)
    expected = len(begun.rows)
    bar = progress_bar(console, expected, code="cli.batch.signed", look=1)
    with bar as show:
        before = len(begun.before)

        def done(count: int) -> None:
            if show is not None:
                show(min(expected, before + count))

        while run(office, begun.batch.id, done=done).batch.state == "waiting":
            pass


@contextmanager
def _seldom_watched_memory() -> Iterator[None]:
    """A time in which memory is seldom looked through for what refers to itself in a circle.

    Nearly nothing of a group does, and looking at some thousand lines for each few hundred of them
    would cost a tenth of their time. What is in memory by now stays anyway.
    """
    usual = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(_LOOKED_THROUGH, *usual[1:])
    try:
        yield
    finally:
        gc.set_threshold(*usual)
        gc.unfreeze()


@contextmanager
def _quick_turns() -> Iterator[None]:
    """A time in which a thread that asks for its turn gets it soon.

    The one that writes asks for it several times a block, to give SQLite the next rows: waiting
    five thousandths of a second each time, as is usual, it would be what all others wait for.
    """
    usual = sys.getswitchinterval()
    sys.setswitchinterval(_TURN)
    try:
        yield
    finally:
        sys.setswitchinterval(usual)


def _tell(console: Console, begun: Bulk, folder: Path | None, spool: Spool) -> dict[str, int]:
    """Put what is told of each line into the spool, its files written; the counts of all."""
    counts = dict.fromkeys(STATES, 0)
    with progress_bar(console, len(begun.rows), code="cli.batch.written", look=1) as show:
        for told in pages_of_lines(console, begun, folder, show):
            for state, count in Counter(line["state"] for line in told).items():
                counts[state] += count
            if console.as_json:
                spool.add(json_page(told))
            else:
                for line in told:
                    if line["state"] == "refused":
                        spool.add(console.words("cli.batch.refused_line", **line))
    return counts
