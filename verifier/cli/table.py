"""Many verdicts as a table (CSV), for a spreadsheet.

Separator: a comma (RFC 4180), or what `--csv-separator` says: spreadsheets set to French expect a
semicolon. A file begins with the byte order mark, without which Excel misreads accents; standard
output does not, since programs read it.
"""

import csv
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from io import TextIOWrapper
from pathlib import Path
from typing import TextIO

from verifier.cli.style import plain
from verifier.errors import VerifierError
from verifier.report import Report, stamp

COLUMNS = (
    "name",
    "verdict",
    "state",
    "headline",
    "holder",
    "achievement",
    "issuer",
    "issuer_id",
    "awarded",
    "valid_until",
    "code",
    "standard",
    "digest",
)
STANDARD_OUTPUT = "-"
_LIMIT = 1_000
# A spreadsheet runs what begins so; full-width signs count as the usual ones in some of them.
_FORMULA = re.compile(r"\s*[=+\-@\uff1d\uff0b\uff0d\uff20|%]")


class Table:
    """Rows of verdicts, written as they come."""

    def __init__(self, stream: TextIO, language: str, separator: str) -> None:
        self._writer = csv.writer(stream, delimiter=separator, lineterminator="\r\n")
        self._language = language
        self._writer.writerow(COLUMNS)

    def add(self, report: Report, name: str) -> None:
        """One badge."""
        summary, decisive = report.summary, report.decisive
        cells = (
            name,
            report.verdict.value,
            report.state.value,
            report.headline(self._language),
            summary.holder,
            summary.achievement,
            summary.issuer_name,
            summary.issuer_id,
            stamp(summary.awarded),
            stamp(summary.valid_until),
            decisive.code if decisive else None,
            report.source.standard,
            report.subject_digest,
        )
        self._writer.writerow([defused(cell or "") for cell in cells])


def defused(text: str) -> str:
    """A cell that no spreadsheet takes for a formula: an apostrophe makes it a text."""
    text = plain(text.replace("\n", " "))[:_LIMIT]
    return f"'{text}" if _FORMULA.match(text) else text


@contextmanager
def open_table(target: str, language: str, separator: str) -> Iterator[Table]:
    """The table in a file, or on standard output when `target` is `-`.

    Raises:
        VerifierError: the file cannot be written.
    """
    if target == STANDARD_OUTPUT:
        yield Table(_unaltered(sys.stdout), language, separator)
        return
    try:
        file = Path(target).open("w", encoding="utf-8-sig", newline="")  # noqa: SIM115 - closed below
    except (OSError, ValueError) as error:
        raise VerifierError("cli.cannot_write", path=target) from error
    with file:
        yield Table(file, language, separator)


def _unaltered(stream: TextIO) -> TextIO:
    """Standard output as it is, without a second translation of line ends."""
    if isinstance(stream, TextIOWrapper):
        stream.reconfigure(newline="")
    return stream
