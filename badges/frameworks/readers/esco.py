"""ESCO of the European Commission, as CSV in one language: the official download, or a part of it.

https://esco.ec.europa.eu/en/structure-esco-downloadable-datasets describes the files. A set with
labels alone (conceptUri, preferredLabel, altLabels) is read too. The code of an item is the last
part of its URI: a UUID for skills and occupations, the ISCO or ISCED code for their groups.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Final

from badges.errors import FrameworkError
from badges.frameworks.readers.checks import Found, Register, chosen, concepts_of, several
from badges.frameworks.readers.files import Folder, matching, text_of
from badges.frameworks.readers.options import Options, Reader
from badges.frameworks.readers.rows import Row, Table, count_lines
from badges.model.concepts import Concept, Link, LinkRelation, Reading, RowProblem, Scheme

_NAME: Final = re.compile(
    r"(skills|occupations|skillgroups|iscogroups|broaderrelationsskillpillar"
    r"|broaderrelationsoccpillar|occupation_?skill_?relations)(?:_([a-z]{2}))?\.csv",
    re.IGNORECASE,
)
_NOTICE: Final = re.compile(r"readme(\.md|\.txt)?", re.IGNORECASE)
_OFFICIAL_NAME: Final = re.compile(r"esco dataset - v(\d+(?:\.\d+){1,2})", re.IGNORECASE)
_ABOUT: Final = re.compile(r"~\s*v?(\d+\.\d+)\.\d+")
_VERSION: Final = re.compile(r"\bESCO[^\n]{0,40}?\bv\.?\s?(\d+\.\d+(?:\.\d+)?)", re.IGNORECASE)
_DATE: Final = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})\b")

_KINDS: Final = {
    "skills": "skill",
    "occupations": "occupation",
    "skillgroups": "skill-group",
    "iscogroups": "isco-group",
}
_GROUPS: Final = ("skillgroups", "iscogroups")
_BROADER: Final = ("broaderrelationsskillpillar", "broaderrelationsoccpillar")
_DEMANDS: Final = "occupationskillrelations"
_RELATIONS: Final[Mapping[str, LinkRelation]] = {"essential": "essential", "optional": "optional"}


def _accepts(folder: Folder) -> bool:
    for file, match in matching(folder, _NAME).items():
        if match[1].lower() in _KINDS:
            try:
                return "concepturi" in Table(folder, file).columns
            except FrameworkError:
                return False
    return False


def _open(folder: Folder, options: Options) -> Reading:
    language, files = _files(folder, options.language)
    version, published = _edition(folder)
    tables = {name: Table(folder, file).require(*_needed(name)) for name, file in files.items()}
    scheme = Scheme(
        key=options.key or "esco",
        name="ESCO",
        version=options.version_or(version, READER.name),
        language=language,
        published=published,
        licence="https://creativecommons.org/licenses/by/4.0/",
        attribution="This service uses the ESCO classification of the European Commission.",
        homepage="https://esco.ec.europa.eu/",
    )
    esco = _Esco(tables, language)
    counted = [file for name, file in files.items() if name not in _BROADER]
    return Reading(scheme, esco.concepts(), esco.links(), count_lines(folder, *counted))


READER = Reader("esco", _accepts, _open)


def _files(folder: Folder, language: str) -> tuple[str, dict[str, str]]:
    """The language that is read, and the file of each table in that language or in none.

    It is the language asked for, else the only one that there is.
    """
    found = {
        (match[1].lower().replace("_", ""), (match[2] or "").lower()): file
        for file, match in matching(folder, _NAME).items()
    }
    languages = sorted({tongue for name, tongue in found if name in _KINDS and tongue})
    if language not in languages and len(languages) == 1:
        language = languages[0]
    files = {name: file for (name, tongue), file in found.items() if tongue in ("", language)}
    if not files.keys() & _KINDS.keys():
        raise FrameworkError(
            "reader.file_missing", format=READER.name, file=f"skills_{language}.csv"
        )
    return language, files


def _needed(name: str) -> tuple[str, ...]:
    if name in _BROADER:
        return ("concepturi", "broaderuri")
    if name == _DEMANDS:
        return ("occupationuri", "skilluri", "relationtype")
    return ("concepturi", "preferredlabel")


def _edition(folder: Folder) -> tuple[str | None, str | None]:
    """Version and date, as the official folder's name or a README tells them."""
    for file in folder.names():
        if official := _OFFICIAL_NAME.search(file):
            return official[1], None
    for file in matching(folder, _NOTICE):
        text = text_of(folder, file)
        about, exact, date = _ABOUT.search(text), _VERSION.search(text), _DATE.search(text)
        number = f"{about[1]}.x" if about else exact[1] if exact else None
        if number is None:
            continue
        if date is None:
            return number, None
        year, month, day = date.groups()
        return f"{number} ({day}/{month}/{year})", f"{year}-{month}-{day}"
    return None, None


def _code(uri: str) -> str:
    return uri.rstrip("/").rsplit("/", 1)[-1]


@dataclass
class _Esco:
    """One edition in one language, its tables open."""

    tables: Mapping[str, Table]
    language: str
    parents: dict[str, tuple[str | None, tuple[str, ...]]] = field(default_factory=dict)
    register: Register = field(default_factory=lambda: Register({}))

    def concepts(self) -> Iterator[Concept | RowProblem]:
        """Groups first, then skills and occupations."""
        known: dict[str, None] = {}
        groups: dict[str, None] = {}
        for name in self._kinds():
            codes = {
                _code(row.get("concepturi")): None
                for row in self.tables[name].good_rows()
                if row.get("preferredlabel")
            }
            known |= codes
            if name in _GROUPS:
                groups |= codes
        yield from self._read_parents(known, groups)
        above = {code: self.parents.get(code, (None, ()))[0] for code in known}
        self.register = Register(above)
        yield from self.register.let_through(self._found())

    def links(self) -> Iterator[Link | RowProblem]:
        """What occupations ask for, when the relations are there."""
        if _DEMANDS in self.tables:
            yield from self.register.links(_demands(self.tables[_DEMANDS]))

    def _kinds(self) -> tuple[str, ...]:
        order = (*_GROUPS, "skills", "occupations")
        return tuple(name for name in order if name in self.tables)

    def _read_parents(
        self, known: Mapping[str, None], groups: Mapping[str, None]
    ) -> Iterator[RowProblem]:
        """Under what each item is shown: a group, else an item (ESCO gives some several)."""
        above: dict[str, list[str]] = {}
        for name in _BROADER:
            for row in self.tables.get(name, ()):
                if isinstance(row, RowProblem):
                    yield row
                elif (code := _code(row.get("concepturi"))) in known:
                    above.setdefault(code, []).append(_code(row.get("broaderuri")))
        for code, candidates in above.items():
            self.parents[code] = chosen(candidates, known, groups)

    def _found(self) -> Iterator[Found | RowProblem]:
        for name in self._kinds():
            yield from concepts_of(self.tables[name], partial(self._item, _KINDS[name]))

    def _item(self, kind: str, row: Row) -> Concept:
        uri = row.need("concepturi")
        code = _code(uri)
        if row.get("skilltype").lower() == "knowledge":
            kind = "knowledge"
        described, defined = row.get("description"), row.get("definition")
        further = (defined if described else "", row.get("scopenote"))
        broader, others = self.parents.get(code, (None, ()))
        notes = row.named(
            reuse_level="reuselevel", isco="iscogroup", notation="code", status="status"
        )
        return Concept(
            code=code,
            kind=kind,
            label=row.need("preferredlabel"),
            language=self.language,
            other_labels=_labels(row.get("altlabels"), row.get("hiddenlabels")),
            definition=described or defined,
            texts=tuple(text for text in further if text),
            broader=broader,
            uri=uri,
            notes=notes | ({"also_under": several(others)} if others else {}),
        )


def _labels(*cells: str) -> tuple[str, ...]:
    """The labels of cells that separate them by line feeds (official) or by bars."""
    labels = (part.strip() for cell in cells for part in cell.replace("|", "\n").splitlines())
    return tuple(dict.fromkeys(label for label in labels if label))


def _demands(table: Table) -> Iterator[tuple[Link, str, int] | RowProblem]:
    for row in table:
        if isinstance(row, RowProblem):
            yield row
            continue
        relation = _RELATIONS.get(row.get("relationtype").lower())
        if relation is None:
            told = {"relation": row.get("relationtype")[:40]}
            yield RowProblem(row.file, row.line, "reader.relation_unknown", told)
            continue
        link = Link(_code(row.get("occupationuri")), relation, _code(row.get("skilluri")))
        yield link, row.file, row.line
