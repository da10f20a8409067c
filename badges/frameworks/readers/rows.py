"""Tables as text (CSV, RFC 4180), read row by row: a bad row is told with its line and passed over.

Everything is bounded: no file, however long its lines or open its quotes, is held in memory.
"""

import csv
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import IO

from badges.errors import FrameworkError
from badges.frameworks.readers.files import Folder
from badges.model.concepts import RowProblem

LINE_BYTES = 1_000_000
"""A longer line is passed over."""

ROW_LENGTH = 1_000_000
"""Characters of a row, which may span several lines; a cell has at most 131,072 (`csv`)."""

TABLE_BYTES = 300_000_000
"""More than ten times the largest table that a publisher has."""

ROWS = 1_000_000
"""A table with more rows is refused as a whole."""

COLUMNS = 500


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its cells by the name of their column, without blanks around, and where it is."""

    file: str
    line: int
    cells: Mapping[str, str]

    def get(self, column: str) -> str:
        """A cell, or "" when the table has no such column."""
        return self.cells.get(column, "")

    def need(self, column: str) -> str:
        """A cell that must not be empty.

        Raises:
            FrameworkError: it is.
        """
        cell = self.cells.get(column, "")
        if not cell:
            raise FrameworkError("reader.cell_missing", column=column)
        return cell

    def named(self, **columns: str) -> dict[str, str]:
        """The cells that are not empty, under other names than their columns'."""
        return {name: cell for name, column in columns.items() if (cell := self.get(column))}


def as_written(column: str) -> str:
    """The name of a column in lower case, without blanks around."""
    return column.strip().lower()


class Table:
    """A table whose first line names its columns; a row for each of the others.

    `name_of` turns the words of the first line into the names by which cells are asked for.
    """

    def __init__(
        self,
        folder: Folder,
        file: str,
        *,
        delimiter: str = ",",
        name_of: Callable[[str], str] = as_written,
    ) -> None:
        """Read the first line.

        Raises:
            FrameworkError: the file is empty, not UTF-8 text, or names a column twice.
        """
        self.file = file
        self._folder = folder
        self._delimiter = delimiter
        with folder.open(file) as stream:
            heading = next(self._cells(stream), None)
        if heading is None:
            raise FrameworkError("reader.file_empty", file=file)
        if isinstance(heading, RowProblem):
            raise FrameworkError("reader.heading", file=file)
        self.columns = tuple(map(name_of, heading[1]))
        if len(self.columns) > COLUMNS:
            raise FrameworkError("reader.heading", file=file)
        for column in self.columns:
            if column and self.columns.count(column) > 1:
                raise FrameworkError("reader.column_twice", file=file, column=column)

    def require(self, *columns: str) -> "Table":
        """This table, once it is known to have these columns.

        Raises:
            FrameworkError: one is not there.
        """
        if missing := [column for column in columns if column not in self.columns]:
            raise FrameworkError("reader.columns", file=self.file, columns=", ".join(missing))
        return self

    def __iter__(self) -> Iterator[Row | RowProblem]:
        """Every row after the first line, or what is wrong with it.

        Raises:
            FrameworkError: there are too many.
        """
        width = len(self.columns)
        with self._folder.open(self.file) as stream:
            records = self._cells(stream)
            next(records, None)
            for count, record in enumerate(records, 1):
                if count > ROWS:
                    raise FrameworkError("reader.too_many_rows", file=self.file, limit=ROWS)
                if isinstance(record, RowProblem):
                    yield record
                    continue
                line, cells = record
                if len(cells) != width:
                    found = {"expected": width, "found": len(cells)}
                    yield RowProblem(self.file, line, "reader.cells", found)
                    continue
                trimmed = map(str.strip, cells)
                yield Row(self.file, line, dict(zip(self.columns, trimmed, strict=True)))

    def good_rows(self) -> Iterator[Row]:
        """The rows that can be read, for a first look; iterating over the table tells the rest."""
        return (row for row in self if isinstance(row, Row))

    def _cells(self, stream: IO[bytes]) -> Iterator[tuple[int, list[str]] | RowProblem]:
        """Each record with the line on which it begins; empty lines are passed over."""
        lines = _Lines(stream, self.file)
        records = csv.reader(lines, delimiter=self._delimiter, strict=True)
        while True:
            start = lines.begin()
            try:
                record = next(records)
            except StopIteration:
                return
            except csv.Error:
                yield RowProblem(self.file, start, lines.fault or "reader.row_unreadable")
                continue
            if lines.fault is not None:
                yield RowProblem(self.file, start, lines.fault)
            elif record:
                yield start, record


class _Lines:
    """The lines of a stream as text; `fault` says what was wrong since `begin`."""

    def __init__(self, stream: IO[bytes], file: str) -> None:
        self._stream = stream
        self._file = file
        self._total = 0
        self._number = 0
        self._length = 0
        self.fault: str | None = None

    def begin(self) -> int:
        """Forget the last record; the number of the line that comes next, from 1."""
        self._length = 0
        self.fault = None
        return self._number + 1

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        raw = self._stream.readline(LINE_BYTES)
        if not raw:
            raise StopIteration
        self._total += len(raw)
        self._require_within()
        self._number += 1
        if len(raw) == LINE_BYTES and not raw.endswith(b"\n"):
            return self._pass_over()
        self._length += len(raw)
        if self._length > ROW_LENGTH:
            self.fault = "reader.row_too_long"
            raise csv.Error
        return self._decoded(raw)

    def _require_within(self) -> None:
        if self._total > TABLE_BYTES:
            raise FrameworkError("reader.file_too_large", file=self._file, limit=TABLE_BYTES)

    def _pass_over(self) -> str:
        """Read on to the end of a line that is too long; the record that has it is refused."""
        self.fault = "reader.row_too_long"
        while (piece := self._stream.readline(LINE_BYTES)) and not piece.endswith(b"\n"):
            self._total += len(piece)
            self._require_within()
        raise csv.Error

    def _decoded(self, raw: bytes) -> str:
        if b"\0" in raw:
            self.fault = "reader.row_not_text"
            raw = raw.replace(b"\0", b"")
        try:
            text = raw.decode("utf-8")
        except UnicodeDecodeError:
            self.fault = "reader.row_encoding"
            return raw.decode("utf-8", "replace")
        return text.removeprefix("\ufeff") if self._number == 1 else text


def count_lines(folder: Folder, *files: str) -> int:
    """About how many rows the files have, to measure progress by."""
    total = 0
    for file in files:
        left = TABLE_BYTES
        with folder.open(file) as stream:
            while left > 0 and (piece := stream.read(LINE_BYTES)):
                total += piece.count(b"\n")
                left -= len(piece)
    return total
