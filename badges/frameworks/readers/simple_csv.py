"""The simplest table: `code` and `label`, then whatever people know besides.

Columns, in any order, in English or in French: code, label (libellé), other_labels (synonymes,
separated by bars), definition (définition), kind (type), broader (au-dessus: the code of the item
above), uri (adresse). Separated by commas, semicolons or tabs.
"""

import re
from collections.abc import Iterator
from typing import Final

from badges.errors import FrameworkError
from badges.frameworks.readers.checks import Found, Register, concepts_of
from badges.frameworks.readers.files import Folder, last_part, matching
from badges.frameworks.readers.options import Options, Reader
from badges.frameworks.readers.rows import Row, Table, count_lines
from badges.model.concepts import Concept, Reading, RowProblem, Scheme
from badges.model.wording import fold

_NAME: Final = re.compile(r".*\.(csv|tsv|txt)", re.IGNORECASE)
_DELIMITERS: Final = (",", ";", "\t")
_COLUMNS: Final = {
    "code": ("code", "identifiant", "notation"),
    "label": ("label", "libelle", "intitule", "nom", "name", "titre"),
    "other_labels": ("other labels", "autres libelles", "synonymes", "synonyms", "alias"),
    "definition": ("definition", "description"),
    "kind": ("kind", "type", "genre", "nature"),
    "broader": ("broader", "au dessus", "parent", "plus large"),
    "uri": ("uri", "url", "adresse", "lien"),
}
_NAMED: Final = {written: column for column, names in _COLUMNS.items() for written in names}
_OF_A_PLACE: Final = ("uuid", "official coverage", "official matches")
"""Columns that only our own table of a whole framework has (`badges.frameworks.table`)."""


def _name_of(written: str) -> str:
    folded = fold(written)
    return _NAMED.get(folded, folded)


def _table(folder: Folder, file: str) -> Table | None:
    """The table, cut as its first line is: at the sign that brings a code and a label."""
    for delimiter in _DELIMITERS:
        try:
            table = Table(folder, file, delimiter=delimiter, name_of=_name_of)
        except FrameworkError:
            continue
        if {"code", "label"} <= set(table.columns):
            return table
    return None


def is_of_a_place(folder: Folder) -> bool:
    """Whether this is the table of a framework that a place writes, which is read elsewhere."""
    for file in matching(folder, _NAME):
        for delimiter in _DELIMITERS:
            try:
                table = Table(folder, file, delimiter=delimiter, name_of=fold)
            except FrameworkError:
                continue
            if set(_OF_A_PLACE) <= set(table.columns):
                return True
    return False


def _accepts(folder: Folder) -> bool:
    files = list(matching(folder, _NAME))
    return len(files) == 1 and not is_of_a_place(folder) and _table(folder, files[0]) is not None


def _open(folder: Folder, options: Options) -> Reading:
    files = list(matching(folder, _NAME))
    if len(files) != 1:
        raise FrameworkError("reader.one_table", count=len(files))
    if is_of_a_place(folder):
        raise FrameworkError("reader.of_a_place", file=files[0])
    table = _table(folder, files[0])
    if table is None:
        raise FrameworkError("reader.columns", file=files[0], columns="code, label")
    key = options.key_for(READER.name)
    scheme = Scheme(
        key=key,
        name=last_part(table.file).rsplit(".", 1)[0],
        version=options.version_or(None, READER.name),
        language=options.language,
    )
    concepts = _concepts(table, options.language)
    return Reading(scheme, concepts, expected=count_lines(folder, table.file) - 1)


READER = Reader("csv", _accepts, _open)


def _concepts(table: Table, language: str) -> Iterator[Concept | RowProblem]:
    parents: dict[str, str | None] = {}
    for row in table.good_rows():
        parents.setdefault(row.get("code"), row.get("broader") or None)
    yield from Register(parents).let_through(_found(table, language))


def _found(table: Table, language: str) -> Iterator[Found | RowProblem]:
    return concepts_of(table, lambda row: _concept(row, language))


def _concept(row: Row, language: str) -> Concept:
    others = (part.strip() for part in row.get("other_labels").replace("|", "\n").splitlines())
    return Concept(
        code=row.need("code"),
        kind=row.get("kind") or "item",
        label=" ".join(row.need("label").split()),
        language=language,
        other_labels=tuple(dict.fromkeys(filter(None, others))),
        definition=row.get("definition"),
        broader=row.get("broader") or None,
        uri=row.get("uri") or None,
    )
