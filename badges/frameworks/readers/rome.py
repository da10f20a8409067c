"""ROME 4.0 of France Travail, as the set of CSV files of its open data (UTF-8).

https://www.data.gouv.fr/datasets/repertoire-operationnel-des-metiers-et-des-emplois-rome
The codes are those of the files: letter and four digits for a fiche, OGR number for all the rest.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from badges.errors import FrameworkError
from badges.frameworks.readers.checks import CODE_LENGTH, Found, Register, concepts_of
from badges.frameworks.readers.files import Folder, matching, text_of
from badges.frameworks.readers.options import Options, Reader
from badges.frameworks.readers.rows import Row, Table, count_lines
from badges.model.concepts import Concept, Link, LinkRelation, Reading, RowProblem, Scheme

_NAME: Final = re.compile(r"(?:unix_)?(\w+?)_v(\d)(\d+)_utf8\.csv", re.IGNORECASE)
_NOTICE: Final = re.compile(r"version\.txt", re.IGNORECASE)
_NUMBER: Final = re.compile(r"num\wro de version\s*:\s*(\d+)", re.IGNORECASE)
_DATE: Final = re.compile(r"date de publication\s*:\s*(\d{2})/(\d{2})/(\d{4})", re.IGNORECASE)

_SKILLS: Final = "referentiel_competence"
_KNOWLEDGE: Final = "referentiel_savoir"
_SHEETS: Final = "referentiel_code_rome"
_TITLES: Final = "referentiel_appellation"
_CONTEXTS: Final = "referentiel_contexte_travail"
_TEXTS: Final = "texte"
_COHERENCE: Final = "coherence_item"
_TREE: Final = "arborescence_competences"

_COLUMNS: Final[Mapping[str, tuple[str, ...]]] = {
    _SKILLS: ("code_ogr", "libelle_competence", "code_ogr_macro_comp"),
    _KNOWLEDGE: ("code_ogr_savoir", "libelle_savoir"),
    _SHEETS: ("code_rome", "libelle_rome"),
    _TITLES: ("code_ogr", "libelle_appellation_long", "code_rome"),
    _CONTEXTS: ("code_ogr", "libelle_cont_travail"),
    _TEXTS: ("code_rome", "libelle_texte"),
    _COHERENCE: ("code_rome", "code_ogr"),
}
_INDISPENSABLE: Final = (_SKILLS, _KNOWLEDGE, _SHEETS, _TITLES, _CONTEXTS)
"""Without one of these, a new import would take all of its items for gone."""

_PAGE: Final = "https://candidat.francetravail.fr/metierscope/fiche-metier/"
_HOMEPAGE: Final = "https://www.francetravail.org/opendata/repertoire-operationnel-des-meti.html"


def _accepts(folder: Folder) -> bool:
    tables = {match[1].lower() for match in matching(folder, _NAME).values()}
    return _SKILLS in tables or _SHEETS in tables


def _open(folder: Folder, options: Options) -> Reading:
    edition = _Edition.of(folder)
    published, number = _notice(folder)
    version = f"{edition.major}.0 v{number or edition.number}"
    if published is not None:
        version += " ({2}/{1}/{0})".format(*published.split("-"))
    asked = options.version_or(version, READER.name)
    credit = f"Source : France Travail, ROME {asked} – Licence Ouverte."
    tables = {name: edition.table(folder, name) for name in _COLUMNS if name in edition.files}
    rome = _Rome(tables, edition.tree(folder))
    scheme = Scheme(
        key=options.key or "rome",
        name="ROME",
        version=asked,
        language="fr",
        published=published,
        licence="https://www.etalab.gouv.fr/licence-ouverte-open-licence",
        attribution=credit,
        homepage=_HOMEPAGE,
    )
    counted = [table.file for name, table in tables.items() if name != _TEXTS]
    return Reading(scheme, rome.concepts(), rome.links(), count_lines(folder, *counted))


READER = Reader("rome", _accepts, _open)


@dataclass(frozen=True)
class _Edition:
    """The files of the newest edition that the folder has, by the name of their table."""

    major: str
    number: int
    files: Mapping[str, str]

    @classmethod
    def of(cls, folder: Folder) -> "_Edition":
        editions: dict[tuple[str, int], dict[str, str]] = defaultdict(dict)
        for file, match in matching(folder, _NAME).items():
            editions[match[2], int(match[3])][match[1].lower()] = file
        if not editions:
            raise FrameworkError("reader.file_missing", format=READER.name, file=_SKILLS)
        (major, number), files = max(editions.items())
        for table in _INDISPENSABLE:
            if table not in files:
                name = f"unix_{table}_v{major}{number:02}_utf8.csv"
                raise FrameworkError("reader.file_missing", format=READER.name, file=name)
        return cls(major, number, files)

    def table(self, folder: Folder, name: str) -> Table:
        return Table(folder, self.files[name]).require(*_COLUMNS[name])

    def tree(self, folder: Folder) -> Table | None:
        """The table that names domains, stakes and objectives, when it is there."""
        return Table(folder, self.files[_TREE]) if _TREE in self.files else None


def _notice(folder: Folder) -> tuple[str | None, int | None]:
    """Date of publication and number of the edition, as `version.txt` tells them."""
    for file in matching(folder, _NOTICE):
        text = text_of(folder, file)
        date, number = _DATE.search(text), _NUMBER.search(text)
        return (
            f"{date[3]}-{date[2]}-{date[1]}" if date else None,
            int(number[1]) if number else None,
        )
    return None, None


@dataclass
class _Rome:
    """One edition, its tables open."""

    tables: Mapping[str, Table]
    tree: Table | None
    texts: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    macros: dict[str, str] = field(default_factory=dict)
    branches: dict[str, dict[str, str]] = field(default_factory=dict)
    register: Register = field(default_factory=lambda: Register({}))

    def concepts(self) -> Iterator[Concept | RowProblem]:
        """Occupations first, since their titles hang on them, then what they ask for."""
        yield from self._prepare()
        yield from self.register.let_through(self._found())

    def links(self) -> Iterator[Link | RowProblem]:
        """What each fiche asks for; its core is essential, the rest optional."""
        if _COHERENCE in self.tables:
            yield from self.register.links(_demands(self.tables[_COHERENCE]))

    def _prepare(self) -> Iterator[RowProblem]:
        """A first look at what other rows refer to: small, and so held in memory."""
        for name in (_TEXTS, _COHERENCE):
            if name not in self.tables:
                yield RowProblem(name, None, "reader.table_missing", {"table": name})
        sheets = [row.get("code_rome") for row in self.tables[_SHEETS].good_rows()]
        yield from self._read_texts(frozenset(sheets))
        for row in self.tables[_SKILLS].good_rows():
            if macro := row.get("code_macro_comp"):
                self.macros[row.get("code_ogr")] = macro
        for row in self.tree.good_rows() if self.tree else ():
            self._read_branch(row)
        self.register = Register(dict.fromkeys((*sheets, *self.macros)))

    def _read_texts(self, sheets: frozenset[str]) -> Iterator[RowProblem]:
        for row in self.tables.get(_TEXTS, ()):
            if isinstance(row, RowProblem):
                yield row
            elif (code := row.get("code_rome")) not in sheets:
                told = {"source": code[:CODE_LENGTH], "target": _TEXTS}
                yield RowProblem(row.file, row.line, "reader.link_unknown", told)
            else:
                # The apostrophes of this table alone come doubled, as its export escaped them.
                text = row.get("libelle_texte").replace("''", "'")
                self.texts.setdefault(code, []).append((row.get("libelle_type_texte"), text))

    def _read_branch(self, row: Row) -> None:
        code = row.get("code_macro_competence")
        domain = row.get("domaine_competence")
        labels = row.named(stake="enjeu", objective="objectif")
        if code and code not in self.branches:
            self.branches[code] = ({"domain": domain} if domain else {}) | labels

    def _found(self) -> Iterator[Found | RowProblem]:
        yield from concepts_of(self.tables[_SHEETS], self._sheet)
        yield from concepts_of(self.tables[_TITLES], _title)
        yield from concepts_of(self.tables[_SKILLS], self._skill)
        yield from concepts_of(self.tables[_KNOWLEDGE], _knowledge)
        yield from concepts_of(self.tables[_CONTEXTS], _context)

    def _sheet(self, row: Row) -> Concept:
        code = row.need("code_rome")
        texts = self.texts.get(code, [])
        return Concept(
            code=code,
            kind="fiche",
            label=row.need("libelle_rome"),
            definition=" ".join(text for kind, text in texts if kind == "definition"),
            texts=tuple(text for _, text in texts),
            uri=_PAGE + code,
            notes=row.named(ogr="code_ogr", parent="code_rome_parent", **_OCCUPATION),
        )

    def _skill(self, row: Row) -> Concept:
        is_macro = bool(row.get("code_macro_comp"))
        macro = row.get("code_macro_comp") or self.macros.get(row.get("code_ogr_macro_comp"), "")
        notes = row.named(
            category="cat_comp",
            subcategory="sous_cat_comp",
            homogeneity="libelle_heterogeneite",
            origin="libelle_origine",
            **_TRANSITIONS,
        )
        return Concept(
            code=row.need("code_ogr"),
            kind="macro-competence" if is_macro else "competence",
            label=row.need("libelle_competence"),
            definition=row.get("definition"),
            broader=None if is_macro else row.get("code_ogr_macro_comp") or None,
            notes=notes | ({"macro": macro} if macro else {}) | self.branches.get(macro, {}),
        )


_TRANSITIONS: Final = {
    "ecological_transition": "transition_eco",
    "digital_transition": "transition_num",
}
_OCCUPATION: Final = {
    **_TRANSITIONS,
    "demographic_transition": "transition_demo",
    "regulated": "emploi_reglemente",
    "executive": "emploi_cadre",
}


def _title(row: Row) -> Concept:
    label = row.need("libelle_appellation_long")
    short = row.get("libelle_appellation_court")
    return Concept(
        code=row.need("code_ogr"),
        kind="appellation",
        label=label,
        other_labels=(short,) if short and short != label else (),
        broader=row.need("code_rome"),
        notes=row.named(classification="classification", rarely_used="peu_usite", **_OCCUPATION),
    )


def _knowledge(row: Row) -> Concept:
    return Concept(
        code=row.need("code_ogr_savoir"),
        kind="savoir",
        label=row.need("libelle_savoir"),
        notes=row.named(
            category="categorie_savoir", subcategory="sous_categorie_savoir", **_TRANSITIONS
        ),
    )


def _context(row: Row) -> Concept:
    return Concept(
        code=row.need("code_ogr"),
        kind="contexte",
        label=row.need("libelle_cont_travail"),
        notes=row.named(category="libelle_type_cont_trav"),
    )


def _demands(table: Table) -> Iterator[tuple[Link, str, int] | RowProblem]:
    for row in table:
        if isinstance(row, RowProblem):
            yield row
            continue
        relation: LinkRelation = "essential" if row.get("coeur_metier") else "optional"
        link = Link(row.get("code_rome"), relation, row.get("code_ogr"))
        yield link, row.file, row.line
