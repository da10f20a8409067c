"""CSV files are read as spreadsheets write them; a bad row stops no other."""

from contextlib import suppress
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from issuer.errors import InvalidRequest
from issuer.services.batches import tables
from issuer.services.batches.names import LINES_LIMIT
from issuer.services.batches.tables import FILE_LIMIT, Row, read_day, read_stream, read_table


def rows(text: str | bytes) -> list[Row]:
    """The rows of a file."""
    return list(read_table(text if isinstance(text, bytes) else text.encode()).rows)


def test_the_documented_columns_are_read() -> None:
    """Each column of the contract of `badge-issuer batch` lands under its name."""
    header = "name,email,level,evidence_url,narrative,valid_until,reference,hours,awarded"
    (row,) = rows(f"{header}\nZoé,z@x.fr,N3,https://x.fr,Un sac,2028-01-31,r1,12,2026-01-02\n")
    assert row == Row(
        2,
        {
            "name": "Zoé",
            "email": "z@x.fr",
            "level": "N3",
            "evidence_url": "https://x.fr",
            "narrative": "Un sac",
            "valid_until": "2028-01-31",
            "reference": "r1",
            "hours": "12",
            "awarded": "2026-01-02",
        },
    )


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_french_headers_whatever_wrote_the_file(separator: str, encoding: str, end: str) -> None:
    """Accents, capitals, separators, encodings and line ends of usual programs do not matter."""
    lines = (
        ["Prénom", "NOM", "Courriel", "Niveau", "Récit", "Fin", "Durée"],
        ["Zoé", "Martin", "z@x.fr", "N2", "Très « bien »", "30/06/2028", "12"],
    )
    text = end.join(separator.join(cells) for cells in lines)
    (row,) = rows(text.encode(encoding))
    assert row.cells == {
        "name": "Zoé Martin",
        "email": "z@x.fr",
        "level": "N2",
        "narrative": "Très « bien »",
        "valid_until": "2028-06-30",
        "hours": "12",
    }


def test_nom_alone_is_the_whole_name_and_strange_columns_are_told() -> None:
    """A column that nobody knows is left aside and named; blank rows are nobody."""
    table = read_table(b"nom;telephone\nMartin Zo\xc3\xa9;06\n;\n\nBen Ali;07\n")
    assert [(row.number, row.cells["name"]) for row in table.rows] == [
        (2, "Martin Zoé"),
        (5, "Ben Ali"),
    ]
    assert table.ignored == ("telephone",)


def test_a_story_of_several_lines_is_one_cell() -> None:
    """Quoted line breaks belong to the cell, and the rows after keep their number."""
    first, second = rows('name,narrative\nZoé,"Un sac,\nun autre ""grand"""\nAli,\n')
    assert first.cells["narrative"] == 'Un sac,\nun autre "grand"'
    assert (second.number, second.cells["name"]) == (4, "Ali")


def test_a_quotation_mark_left_open_stops_no_other_line() -> None:
    """It would swallow the rest of the file: its row is told, all others are read."""
    read = rows('name,email\nZoé,\n"Ouvert,o@x.fr\n' + "".join(f"P{n},\n" for n in range(60)))
    assert [row.number for row in read if row.problem] == [3]
    assert read[1].problem is not None
    assert read[1].problem.code == "batch.csv.quotes"
    assert len(read) == 62


def test_too_many_cells_are_told_with_the_row() -> None:
    """A separator in a name shifts the cells: better told than signed."""
    problem = rows("name,email\nMartin, Zoé,z@x.fr\n")[0].problem
    assert problem is not None
    assert (problem.code, problem.params["row"]) == ("batch.csv.cells", 2)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "batch.csv.empty"),
        (b"email\nz@x.fr\n", "batch.csv.no_name"),
        (b"name,nom complet\na,b\n", "batch.csv.column_twice"),
        (b"PK\x03\x04\x00\x00name", "batch.csv.not_text"),
        (b"n" * (FILE_LIMIT + 1), "batch.csv.too_large"),
        (b"name\n" + b"a\n" * (LINES_LIMIT + 1), "batch.too_many"),
        (b"name\n" + b'"a\n' * 400, "batch.csv.quotes"),
    ],
)
def test_what_is_no_table_of_people_is_refused(content: bytes, code: str) -> None:
    """A spreadsheet file, a list without names, a file without end: each has its sentence."""
    with pytest.raises(InvalidRequest) as refused:
        rows(content)
    assert refused.value.code == code


def test_only_french_days_are_turned() -> None:
    """A day of the standards, and what is no day, stay as typed."""
    assert [read_day(text) for text in ("1.2.2028", "2028-02-01", "demain")] == [
        "2028-02-01",
        "2028-02-01",
        "demain",
    ]


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused_in_words(content: bytes) -> None:
    """No file makes reading fail in another way than with our error."""
    read: list[Row] = []
    with suppress(InvalidRequest):
        read = rows(b"name,email\n" + content)
    assert all("name" in row.cells or row.problem for row in read)


BY_BLOCKS = (
    "nom;courriel\nZoé;z@x.fr\nAli;\n",
    "\ufeffnom;courriel\r\nZoé;z@x.fr\r\n\r\nAli;",
    "nom;courriel\rZoé;z@x.fr\rAli;\r",
    'nom;récit\r\nZoé;"Un sac,\r\nun ""autre"" sac"\r\nAli;"ouvert\r\nLéa;\r\n',
    "prénom,nom,date,fin\nZoé,Martin,1/2/2026,demain\nAli,,,,trop\n,,,\n  ,\t,\n,Seul,,\n",
    "nom,courriel\nZoé\x0b,z@x.fr\nA\u2028li\x85,\n",
)


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252"])
@pytest.mark.parametrize("text", BY_BLOCKS, ids=range(len(BY_BLOCKS)))
@pytest.mark.parametrize("size", [1, 2, 7, 1 << 20])
def test_blocks_change_nothing(
    monkeypatch: pytest.MonkeyPatch, text: str, encoding: str, size: int
) -> None:
    """Wherever a block ends, in a line, in its end or in a letter: the rows of the whole file."""
    content = text.encode(encoding, "replace")
    whole = read_table(content)
    monkeypatch.setattr(tables, "_BLOCK", size)
    table = read_stream(BytesIO(content))
    assert table.ignored == whole.ignored
    assert list(table.rows) == list(whole.rows)


@pytest.mark.parametrize("end", [b"", b"\n"])
def test_a_line_without_end_is_refused_before_it_is_whole(
    monkeypatch: pytest.MonkeyPatch, end: bytes
) -> None:
    """Its length counts with its end, and the lines before it were read."""
    monkeypatch.setattr(tables, "_BLOCK", 8)
    monkeypatch.setattr(tables, "FILE_LIMIT", 20)
    fits, long = b"x" * (20 - len(end)) + end, b"x" * (21 - len(end)) + end
    assert len(list(read_stream(BytesIO(b"name\n" + fits)).rows)) == 1
    read = read_stream(BytesIO(b"name\nZo\xc3\xa9\n" + long)).rows
    assert next(read).cells == {"name": "Zoé"}
    with pytest.raises(InvalidRequest, match=r"batch\.csv\.too_large"):
        next(read)
