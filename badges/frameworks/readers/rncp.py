"""RNCP and RS, the French registers of certifications, as the daily CSV of France compétences.

https://www.data.gouv.fr/datasets/repertoire-national-des-certifications-professionnelles-et-repertoire-specifique
The archive `export-fiches-csv-….zip` holds one table for each part of a record, separated by
semicolons: `export_fiches_CSV_Standard_2026_08_29.csv`, `…_Blocs_De_Compétences_…`, `…_Rome_…`.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from badges.errors import FrameworkError
from badges.frameworks.readers.checks import Found, Register, concepts_of, several
from badges.frameworks.readers.files import Folder, matching
from badges.frameworks.readers.options import Options, Reader
from badges.frameworks.readers.rows import Row, Table, count_lines
from badges.model.concepts import Concept, Reading, RowProblem, Scheme

# Only the beginning of the second name is asked for: archives spoil its accent in many ways.
_NAME: Final = re.compile(
    r"export_fiches_csv_(standard|blocs_de_comp|rome)[^/]*?_(\d{4})_(\d{2})_(\d{2})\.csv",
    re.IGNORECASE,
)
_RECORDS: Final = "standard"
_BLOCKS: Final = "blocs_de_comp"
_OCCUPATIONS: Final = "rome"
_COLUMNS: Final[Mapping[str, tuple[str, ...]]] = {
    _RECORDS: ("numero_fiche", "intitule", "actif"),
    _BLOCKS: ("numero_fiche", "bloc_competences_code", "bloc_competences_libelle"),
    _OCCUPATIONS: ("numero_fiche", "codes_rome_code"),
}

_NUMBER: Final = re.compile(r"(RNCP|RS)(\d{1,6})")
_BLOCK: Final = re.compile(r"(RNCP\d{1,6})BC\w{1,6}")
_PAGES: Final = "https://www.francecompetences.fr/recherche"


def _accepts(folder: Folder) -> bool:
    return any(match[1].lower() == _RECORDS for match in matching(folder, _NAME).values())


def _open(folder: Folder, options: Options) -> Reading:
    files, published = _files(folder)
    if _RECORDS not in files:
        name = "export_fiches_CSV_Standard_….csv"
        raise FrameworkError("reader.file_missing", format=READER.name, file=name)
    tables = {
        name: Table(folder, file, delimiter=";").require(*_COLUMNS[name])
        for name, file in files.items()
    }
    version = options.version_or("{2}/{1}/{0}".format(*published.split("-")), READER.name)
    scheme = Scheme(
        key=options.key or "rncp",
        name="RNCP",
        version=version,
        language="fr",
        published=published,
        licence="https://www.etalab.gouv.fr/licence-ouverte-open-licence",
        attribution=f"Source : France compétences, RNCP et RS, {version} – Licence Ouverte 2.0.",
        homepage="https://www.francecompetences.fr/",
    )
    counted = (file for name, file in files.items() if name != _OCCUPATIONS)
    return Reading(scheme, _Registers(tables).concepts(), expected=count_lines(folder, *counted))


READER = Reader("rncp", _accepts, _open)


def _files(folder: Folder) -> tuple[dict[str, str], str]:
    """The files of the latest day that the folder has, and that day (`YYYY-MM-DD`)."""
    days: dict[str, dict[str, str]] = {}
    for file, match in matching(folder, _NAME).items():
        days.setdefault(f"{match[2]}-{match[3]}-{match[4]}", {})[match[1].lower()] = file
    latest = max(days, default="")
    return days.get(latest, {}), latest


@dataclass(frozen=True)
class _Registers:
    """One day's export, its tables open."""

    tables: Mapping[str, Table]

    def concepts(self) -> Iterator[Concept | RowProblem]:
        """The certifications, each with its ROME codes, then their blocks of competences."""
        if _BLOCKS not in self.tables:
            told = {"table": "Blocs_De_Compétences"}
            yield RowProblem("Blocs_De_Compétences", None, "reader.table_missing", told)
        occupations: dict[str, str] = {}
        for row in self.tables.get(_OCCUPATIONS, ()):
            if isinstance(row, RowProblem):
                yield row
                continue
            number, code = row.get("numero_fiche"), row.get("codes_rome_code")
            if code and len(occupations.get(number, "")) < _NOTE_LENGTH:
                occupations[number] = several((*occupations.get(number, "").split(), code))
        numbers = (row.get("numero_fiche") for row in self.tables[_RECORDS].good_rows())
        yield from Register(dict.fromkeys(numbers)).let_through(self._found(occupations))

    def _found(self, occupations: Mapping[str, str]) -> Iterator[Found | RowProblem]:
        yield from concepts_of(self.tables[_RECORDS], lambda row: _record(row, occupations))
        yield from concepts_of(self.tables.get(_BLOCKS, ()), _block)


_NOTE_LENGTH: Final = 1_000


def _record(row: Row, occupations: Mapping[str, str]) -> Concept:
    code = row.need("numero_fiche")
    number = _NUMBER.fullmatch(code)
    if number is None:
        raise FrameworkError("reader.code_form", item=code[:40])
    register = number[1].lower()
    notes = row.named(
        state="actif",
        ends="date_fin_enregistrement",
        level="nomenclature_europe_niveau",
        registration="type_enregistrement",
        abbreviation="abrege_libelle",
    )
    return Concept(
        code=code,
        kind=f"certification-{register}",
        label=_in_one_line(row.need("intitule")),
        uri=f"{_PAGES}/{register}/{number[2]}/",
        notes=notes | ({"rome": occupations[code]} if code in occupations else {}),
    )


def _block(row: Row) -> Concept:
    code = row.need("bloc_competences_code")
    if _BLOCK.fullmatch(code) is None:
        raise FrameworkError("reader.code_form", item=code[:40])
    label = _in_one_line(row.need("bloc_competences_libelle"))
    return Concept(code=code, kind="bloc", label=label, broader=row.need("numero_fiche"))


def _in_one_line(text: str) -> str:
    """A title as one line: in the export some carry line feeds."""
    return " ".join(text.split())
