"""Tables are read row by row; a bad row is told with its line, and never stops the reading."""

import pytest

from badges.errors import FrameworkError
from badges.frameworks.readers import MemoryFolder, rows
from badges.frameworks.readers.rows import Row, Table
from badges.model.concepts import RowProblem


def _table(text: str | bytes) -> Table:
    data = text if isinstance(text, bytes) else text.encode()
    return Table(MemoryFolder({"t.csv": data}), "t.csv")


def _outline(table: Table) -> list[tuple[int | None, str]]:
    """Line, then the first cell of a row or the code of a problem."""
    return [
        (item.line, item.get("a") if isinstance(item, Row) else item.code.rpartition(".")[2])
        for item in table
    ]


def test_a_row_spans_lines_and_keeps_the_number_of_its_first() -> None:
    """Quotes hold line feeds; the next row is still numbered by its own line."""
    table = _table('\ufeffa,b\n"one\nmore",2\n\nthree,4\n')
    assert table.columns == ("a", "b")
    assert _outline(table) == [(2, "one\nmore"), (5, "three")]


def test_cells_have_no_blanks_around_and_columns_no_capitals() -> None:
    """What editors add without showing it does not matter."""
    row = next(_table(" A ,B\n x , y \n").good_rows())
    assert row.cells == {"a": "x", "b": "y"}


def test_a_bad_byte_is_told_and_the_next_row_is_read() -> None:
    """A row that is not UTF-8, one with a null character, then a good one."""
    table = _table(b"a,b\ncaf\xe9,1\nnu\0l,2\ngood,3\n")
    assert _outline(table) == [(2, "row_encoding"), (3, "row_not_text"), (4, "good")]


def test_missing_and_spare_cells_are_told() -> None:
    """A row has as many cells as there are columns."""
    table = _table("a,b\n1\n1,2,3\ngood,2\n")
    assert _outline(table) == [(2, "cells"), (3, "cells"), (4, "good")]
    first = next(iter(table))
    assert isinstance(first, RowProblem)
    assert first.params == {"expected": 2, "found": 1}


def test_a_quote_that_stays_open_does_not_swallow_the_file() -> None:
    """After the limit of a cell, reading starts again on the next line."""
    long = "".join(f"line {n},x\n" for n in range(30_000))
    outline = _outline(_table(f'a,b\n"open,1\n{long}'))
    assert outline[0] == (2, "row_unreadable")
    assert outline[-1][1] == "line 29999"


def test_a_quote_that_stays_open_at_the_end_is_told() -> None:
    """The last row is not taken for whole."""
    assert _outline(_table('a,b\ngood,1\n"open,2\n')) == [(2, "good"), (3, "row_unreadable")]


def test_a_line_that_is_too_long_is_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its number is told, and the next line is read."""
    monkeypatch.setattr(rows, "LINE_BYTES", 40)
    table = _table("a,b\n" + "x" * 200 + ",1\ngood,2\n")
    assert _outline(table) == [(2, "row_too_long"), (3, "good")]


def test_a_row_of_many_lines_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """Cells that each are short, and together without end: reading starts again in the middle."""
    monkeypatch.setattr(rows, "ROW_LENGTH", 60)
    table = _table("a,b\n" + '"x\n",' * 40 + '"\n\ngood,2\n')
    outline = _outline(table)
    assert outline[0] == (2, "row_too_long")
    assert outline[1][0] == 15


def test_a_table_has_a_most_number_of_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    """Beyond it the file as a whole is refused."""
    monkeypatch.setattr(rows, "ROWS", 2)
    with pytest.raises(FrameworkError) as caught:
        list(_table("a\n1\n2\n3\n"))
    assert caught.value.code == "reader.too_many_rows"


@pytest.mark.parametrize("text", ["a\n" + "x\n" * 60, "a\n" + "x" * 200])
def test_a_table_has_a_largest_size(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    """In many short lines or in one without end; and counting its lines stops as well."""
    monkeypatch.setattr(rows, "TABLE_BYTES", 100)
    monkeypatch.setattr(rows, "LINE_BYTES", 20)
    with pytest.raises(FrameworkError) as caught:
        list(_table(text))
    assert caught.value.code == "reader.file_too_large"
    assert rows.count_lines(MemoryFolder({"t.csv": text.encode()}), "t.csv") <= 51


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (b"", "reader.file_empty"),
        (b"\n\n", "reader.file_empty"),
        (b"c\xf4de,b\n", "reader.heading"),
        (b'"open,b\n', "reader.heading"),
        (b"," * 600, "reader.heading"),
        (b"a,b,A\n", "reader.column_twice"),
    ],
)
def test_a_first_line_that_cannot_be_used_is_refused(text: bytes, code: str) -> None:
    """Without columns there is nothing to read: the file is named."""
    with pytest.raises(FrameworkError) as caught:
        _table(text)
    assert caught.value.code == code
    assert caught.value.params["file"] == "t.csv"


def test_columns_that_are_needed_are_asked_for_by_name() -> None:
    """What is missing is said."""
    with pytest.raises(FrameworkError) as caught:
        _table("a,b\n").require("a", "c", "d")
    assert caught.value.params["columns"] == "c, d"
