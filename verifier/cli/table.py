"""Many verdicts as a table (CSV), for a spreadsheet.

Separator: a comma (RFC 4180), or what `--csv-separator` says: spreadsheets set to French expect a
semicolon. A file begins with the byte order mark, without which Excel misreads accents; standard
output does not, since programs read it.
"""

import csv
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from io import TextIOWrapper
from pathlib import Path
from typing import TextIO

from verifier.errors import VerifierError
from verifier.report import Report, Summary, Verdict, stamp
from verifier.report.spreadsheet import cell

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


class Table:
    """Rows of verdicts, written as they come."""

    def __init__(self, stream: TextIO, language: str, separator: str) -> None:
        self._writer = csv.writer(stream, delimiter=separator, lineterminator="\r\n")
        self._language = language
        self._writer.writerow(COLUMNS)

    def add(self, report: Report, name: str) -> None:
        """One badge; what one that is not accepted says of itself stays out."""
        is_believed = report.verdict is Verdict.ACCEPTED
        summary, decisive = report.summary if is_believed else Summary(), report.decisive
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
        self._writer.writerow([cell(text or "") for text in cells])


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
