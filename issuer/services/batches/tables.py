"""CSV as spreadsheets write it: columns in French or English, whatever sign stands between them.

A row that cannot be read says which column and why, and stops no other row.
"""

import codecs
import csv
import io
import re
import unicodedata
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from itertools import islice
from typing import BinaryIO, NamedTuple

from issuer.errors import InvalidRequest
from issuer.services.batches.names import LINES_LIMIT
from issuer.services.batches.problems import Problem

FILE_LIMIT = 10_000_000
BULK_FILE_LIMIT = 500_000_000
"""Bytes of a file that a program sends: it is read as it comes, so memory sets no bound."""
BULK_LINES_LIMIT = 1_000_000
COLUMNS = (
    "name",
    "email",
    "level",
    "evidence_url",
    "narrative",
    "valid_until",
    "reference",
    "hours",
    "awarded",
)

_FIRST, _LAST = "first_name", "last_name"
_DAYS = frozenset(("awarded", "valid_until"))
_WORDS = {
    "name": "name full_name holder nom_complet nom_et_prenom nom_prenom prenom_nom prenom_et_nom "
    "personne participant participante apprenant apprenante beneficiaire",
    _FIRST: "first_name firstname given_name prenom prenoms",
    _LAST: "last_name lastname family_name surname nom nom_de_famille",
    "email": "email e_mail mail courriel mel email_address adresse_e_mail adresse_email "
    "adresse_mail adresse_courriel",
    "level": "level niveau",
    "evidence_url": "evidence_url evidence url preuve preuve_url lien lien_de_preuve "
    "adresse_de_preuve",
    "narrative": "narrative recit histoire description commentaire realisation texte",
    "valid_until": "valid_until fin date_de_fin valable_jusqu_au expiration expires until",
    "reference": "reference ref identifiant id",
    "hours": "hours heures duree nombre_d_heures",
    "awarded": "awarded date date_de_remise awarded_date decerne_le obtenu_le",
}
_COLUMN_OF = {word: column for column, words in _WORDS.items() for word in words.split()}
_SEPARATORS = ";,\t"
_ROW_LINES = 50
_OPEN_ROWS = 100
_BLOCK = 1 << 20
_CELLS = 100
_SPECIAL = re.compile('["\\r\\0]')
_OPEN = "unexpected end of data"  # what the csv module says of a quotation mark without its pair
_SHOWN = 50
_FRENCH_DAY = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})")


class Row(NamedTuple):
    """One person of a file, by column; `number` is the line of the file, as editors count."""

    number: int
    cells: dict[str, str]
    problem: Problem | None = None


@dataclass(frozen=True)
class Table:
    """A file once its header is understood; `rows` are read as they are asked for."""

    ignored: tuple[str, ...]
    rows: Iterator[Row]


def read_table(content: bytes) -> Table:
    """The people of a CSV file.

    Raises:
        InvalidRequest: too large, no text, or without a column of names.
    """
    if len(content) > FILE_LIMIT:
        raise InvalidRequest("batch.csv.too_large", field="file", limit=FILE_LIMIT)
    return read_lines(io.StringIO(_decode(content), newline=""))


def digest_of(file: BinaryIO, beginning: bytes) -> str:
    """The SHA-256 of some bytes and of a whole file, in hexadecimal; the file is read by blocks.

    Raises:
        InvalidRequest: the file is larger than a program may send (`BULK_FILE_LIMIT`).
    """
    digest = sha256(beginning)
    for block in _blocks(file):
        digest.update(block)
    return digest.hexdigest()


def read_stream(file: BinaryIO) -> Table:
    """As `read_table`, from a file of up to `BULK_LINES_LIMIT` people, never whole in memory.

    Raises:
        InvalidRequest: too large, no text, or without a column of names.
    """
    return read_lines(_lines(file, is_utf8=_is_utf8(file)), most=BULK_LINES_LIMIT)


def _blocks(file: BinaryIO) -> Iterator[bytes]:
    """The file from its beginning, block by block."""
    file.seek(0)
    size = 0
    while block := file.read(_BLOCK):
        size += len(block)
        if size > BULK_FILE_LIMIT:
            raise InvalidRequest("batch.csv.too_large", field="file", limit=BULK_FILE_LIMIT)
        yield block


def _is_utf8(file: BinaryIO) -> bool:
    """Whether a file is UTF-8; a null character is in no text at all."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    is_utf8 = True
    for block in _blocks(file):
        if b"\0" in block:
            raise InvalidRequest("batch.csv.not_text", field="file")
        try:
            if is_utf8:
                decoder.decode(block)
        except UnicodeDecodeError:
            is_utf8 = False
    try:
        decoder.decode(b"", final=is_utf8)
    except UnicodeDecodeError:
        return False
    return is_utf8


def _lines(file: BinaryIO, *, is_utf8: bool) -> Iterator[str]:
    """The lines of a file with their ends, decoded by the block."""
    encoding, errors = ("utf-8", "strict") if is_utf8 else ("cp1252", "replace")
    mark = "\ufeff" if is_utf8 else ""
    for block in _whole_lines(file):
        yield from io.StringIO(block.decode(encoding, errors).removeprefix(mark), newline="")
        mark = ""


def _whole_lines(file: BinaryIO) -> Iterator[bytes]:
    """The file by blocks that end where a line ends.

    Raises:
        InvalidRequest: a line has no end in sight: it is refused before it fills the memory.
    """
    begun = b""
    for block in _blocks(file):
        first, rest = block.find(b"\n") + 1, block.rfind(b"\n") + 1
        if len(begun) + (first or len(block)) > FILE_LIMIT:
            raise InvalidRequest("batch.csv.too_large", field="file", limit=FILE_LIMIT)
        if rest:
            yield begun + block[:rest]
            begun = b""
        begun += block[rest:]
    yield begun


def read_lines(lines: Iterable[str], *, most: int = LINES_LIMIT) -> Table:
    """As `read_table`, from lines with their ends, of `most` people.

    Raises:
        InvalidRequest: no column of names, or the same column twice.
    """
    stream = enumerate(lines, 1)
    for number, line in stream:
        if line.strip():
            separator = max(_SEPARATORS, key=line.count)
            header = next(csv.reader([line], delimiter=separator), [])
            columns = _columns(header, number)
            ignored = tuple(
                cell.strip()[:_SHOWN]
                for cell, column in zip(header, columns, strict=True)
                if column is None and cell.strip()
            )
            return Table(ignored[:_CELLS], _rows(stream, columns, separator, most))
    raise InvalidRequest("batch.csv.empty", field="file")


def _decode(content: bytes) -> str:
    """UTF-8, else what Windows wrote before it; a null character is in no text at all."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", "replace")
    if "\0" in text:
        raise InvalidRequest("batch.csv.not_text", field="file")
    return text


def _columns(header: list[str], number: int) -> list[str | None]:
    """What each column holds, None for those that nobody here knows."""
    if len(header) > _CELLS:
        raise InvalidRequest("batch.csv.no_name", field="file", row=number)
    found = [_COLUMN_OF.get(_plain(cell)) for cell in header]
    if _FIRST not in found and "name" not in found:
        # « nom » alone is the whole name; beside « prénom » it is the family's.
        found = ["name" if column == _LAST else column for column in found]
    known = [column for column in found if column is not None]
    for column in known:
        if known.count(column) > 1:
            raise InvalidRequest("batch.csv.column_twice", field=column)
    if "name" not in known and _LAST not in known:
        raise InvalidRequest("batch.csv.no_name", field="file", row=number)
    return found


def _plain(cell: str) -> str:
    """A column's title without accents, capitals and signs: « Récit » is `recit`."""
    folded = unicodedata.normalize("NFKD", cell[:_SHOWN].replace("’", "'").casefold())
    plain = "".join(sign for sign in folded if not unicodedata.combining(sign))
    return re.sub(r"[^a-z0-9]+", "_", plain).strip("_")


def _rows(
    stream: Iterator[tuple[int, str]], columns: list[str | None], separator: str, most: int
) -> Iterator[Row]:
    count = 0
    for number, cells in _records(stream, separator):
        if cells is None:
            row = Row(number, {}, Problem("batch.csv.quotes", {"field": "name", "row": number}))
        elif not "".join(cells).strip():
            continue
        else:
            row = _row(number, cells, columns)
        count += 1
        if count > most:
            raise InvalidRequest("batch.too_many", field="file", limit=most)
        yield row


def _row(number: int, cells: list[str], columns: list[str | None]) -> Row:
    values = {}
    for column, cell in zip(columns, cells, strict=False):
        if column is not None and (text := cell.strip()):
            values[column] = read_day(text) if column in _DAYS else text
    if _FIRST in values or _LAST in values:
        whole = f"{values.pop(_FIRST, '')} {values.pop(_LAST, '')}".strip()
        values.setdefault("name", whole)
    values.setdefault("name", "")
    if len(cells) > len(columns) and any(cell.strip() for cell in cells[len(columns) :]):
        params = {"field": "name", "row": number, "cells": len(cells), "columns": len(columns)}
        return Row(number, values, Problem("batch.csv.cells", params))
    return Row(number, values)


def read_day(text: str) -> str:
    """A day as the French write it (30/06/2027) in the form of the standards; others untouched."""
    found = _FRENCH_DAY.fullmatch(text.strip())
    return f"{found[3]}-{found[2]:0>2}-{found[1]:0>2}" if found else text


def _records(
    stream: Iterator[tuple[int, str]], separator: str
) -> Iterator[tuple[int, list[str] | None]]:
    """Each record with the number of its first line; None for one whose quotes never end.

    A line without a special sign is cut at its separators and nowhere else. A quotation mark that
    nobody closed would swallow the rest of the file: after `_ROW_LINES` lines the record is given
    up, and reading goes on with the line after its first.

    Raises:
        InvalidRequest: too many records of that kind: it is no CSV file.
    """
    ahead: deque[tuple[int, str]] = deque()
    given_up = 0
    while (record := ahead.popleft() if ahead else next(stream, None)) is not None:
        number, line = record
        text = line.removesuffix("\n").removesuffix("\r")
        if not _SPECIAL.search(text):
            yield number, text.split(separator)
            continue
        ahead.appendleft(record)
        length, cells = _whole(ahead, stream, separator)
        for _ in range(length):
            ahead.popleft()
        if cells is None:
            given_up += 1
        if given_up > _OPEN_ROWS:
            raise InvalidRequest("batch.csv.quotes", field="file", row=number)
        yield number, cells


def _whole(
    ahead: "deque[tuple[int, str]]", stream: Iterator[tuple[int, str]], separator: str
) -> tuple[int, list[str] | None]:
    """How many lines the next record takes, and its cells."""
    for length in range(1, _ROW_LINES + 1):
        if not _fill(ahead, stream, length):
            break
        cells = _parse([line for _, line in islice(ahead, length)], separator)
        if cells is not None:
            return length, cells
    return 1, None


def _fill(ahead: "deque[tuple[int, str]]", stream: Iterator[tuple[int, str]], length: int) -> bool:
    """Whether that many lines are at hand, once the stream was asked for those that lack."""
    ahead.extend(islice(stream, max(0, length - len(ahead))))
    return len(ahead) >= length


def _parse(lines: list[str], separator: str) -> list[str] | None:
    """The cells of one record; None when a quotation mark still waits for its pair."""
    try:
        return [cell for row in csv.reader(lines, delimiter=separator, strict=True) for cell in row]
    except csv.Error as error:
        if len(lines) > 1 or _OPEN in str(error):
            return None  # a stray mark that finds its pair lines below joins what is apart
    try:
        return [cell for row in csv.reader(lines, delimiter=separator) for cell in row]
    except csv.Error:
        return None
