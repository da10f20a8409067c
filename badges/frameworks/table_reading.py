"""The simple table (CSV) of a place, read into a framework: five lines are enough.

Columns may be named in French or in English, in any order, separated by commas, semicolons or
tabs. What cannot be read is told with its line and its column; a column that we do not know is
told too, since its cells would be lost.
"""

import csv
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import cast, get_args
from uuid import UUID, uuid5

from badges.errors import FrameworkError
from badges.frameworks.cells import unguarded
from badges.frameworks.naming import code_of, slug_of
from badges.frameworks.table_columns import Column, column_of
from badges.model.concepts import RowProblem
from badges.model.framework import (
    DEFAULT_LEVELS,
    NO_WORDS,
    Competency,
    CompetencyType,
    Corpus,
    Coverage,
    Derivation,
    Domain,
    Framework,
    FrameworkStatus,
    Level,
    Words,
)
from badges.model.validity import MAX_COMPETENCIES, MAX_INDICATORS, problems_of
from badges.model.wording import fold

MAX_LENGTH = 5_000_000
_MAX_PROBLEMS = 100
_LICENCE = "https://creativecommons.org/licenses/by/4.0/"
_FILE = "table"

_NEEDED = (("domain", "domaine"), ("type", "type"), ("label", "libellé"), ("statement", "je"))
_TYPES: Mapping[str, CompetencyType] = {
    "technique": "technique",
    "technical": "technique",
    "savoir faire": "technique",
    "savoir etre": "savoir-etre",
    "social": "savoir-etre",
    "soft": "savoir-etre",
    "metier": "metier",
    "liee aux metiers": "metier",
    "liee au metier": "metier",
    "occupational": "metier",
}
_YES = frozenset({"oui", "yes", "x", "1", "true", "vrai"})
_NO = frozenset({"", "non", "no", "0", "false", "faux"})


@dataclass(frozen=True)
class TableHead:
    """What a table does not say of its framework.

    `domains` are those that are known already: a line names one by its code or its label.
    """

    slug: str
    title: Words
    prefix: str
    uuid: UUID
    modified: str
    creator: str
    language: str = "fr"
    version: str = "1.0.0"
    licence: str = _LICENCE
    description: Words = NO_WORDS
    attributions: tuple[Words, ...] = ()
    domains: tuple[Domain, ...] = ()
    levels: tuple[Level, ...] = DEFAULT_LEVELS
    corpora: tuple[Corpus, ...] = ()
    place: str | None = None
    status: FrameworkStatus = "Adopted"
    derived_from: Derivation | None = None

    @classmethod
    def of(cls, framework: Framework, language: str = "fr") -> "TableHead":
        """The head of a table of this framework, to read back what was edited."""
        return cls(
            slug=framework.slug,
            title=framework.title,
            prefix=framework.prefix,
            uuid=framework.uuid,
            modified=framework.modified,
            creator=framework.creator,
            language=language,
            version=framework.version,
            licence=framework.licence,
            description=framework.description,
            attributions=framework.attributions,
            domains=framework.domains,
            levels=framework.levels,
            corpora=framework.corpora,
            place=framework.place,
            status=framework.status,
            derived_from=framework.derived_from,
        )


@dataclass(frozen=True)
class TableProblems:
    """What keeps a table from being read: where, and what; the first hundred."""

    problems: tuple[RowProblem, ...]


def read(text: str, head: TableHead) -> Framework | TableProblems:
    """The framework of a table, whole, or everything that must be mended first."""
    try:
        sheet = _Sheet(text, head)
        framework = sheet.framework()
    except FrameworkError as error:
        problem = RowProblem(_FILE, error.params.get("line"), error.code, error.params)
        return TableProblems((problem,))
    problems = sheet.problems or [
        RowProblem(
            _FILE,
            sheet.lines.get(problem.where),
            problem.code,
            {"where": problem.where, "others": 0, **problem.params},
        )
        for problem in problems_of(framework)
    ]
    return TableProblems(tuple(problems[:_MAX_PROBLEMS])) if problems else framework


@dataclass
class _Row:
    """A line of the table, its cells by part and language."""

    line: int
    cells: dict[tuple[str, str], str]
    titles: dict[str, str]

    def text(self, part: str) -> str:
        return self.cells.get((part, ""), "")

    def words(self, part: str) -> Words:
        return Words(
            {language: text for (name, language), text in self.cells.items() if name == part}
        )

    def title(self, part: str) -> str:
        return self.titles.get(part, part)


@dataclass
class _Sheet:
    """Reads one table; `problems` grow on the way, `lines` tell where each notation stands."""

    text: str
    head: TableHead
    problems: list[RowProblem] = field(default_factory=list)
    lines: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if len(self.text) > MAX_LENGTH:
            raise FrameworkError("framework.table.too_long", limit=MAX_LENGTH)
        self._scale = {level.code: level for level in self.head.levels}
        self._domains = {domain.code: domain for domain in self.head.domains}
        self._domain_slugs = {domain.slug for domain in self.head.domains}
        self._codes = set(self._domains)
        self._slugs: set[str] = set()
        self._notations: set[str] = set()

    def framework(self) -> Framework:
        rows = tuple(self._rows())
        self._notations = {code for row in rows if (code := self._code(row))}
        self._slugs = {slug for row in rows if (slug := row.text("slug"))}
        competencies = tuple(item for row in rows if (item := self._competency(row)) is not None)
        named = {name: value for name, value in vars(self.head).items() if name != "language"}
        domains = tuple(self._domains.values())
        return Framework(**{**named, "domains": domains, "competencies": competencies})

    def _tell(self, line: int | None, code: str, **params: object) -> None:
        self.problems.append(RowProblem(_FILE, line, code, params))

    def _rows(self) -> Iterator[_Row]:
        reader = csv.reader(
            io.StringIO(self.text.removeprefix("\ufeff"), newline=""),
            delimiter=_separator(self.text),
            strict=True,
        )
        try:
            columns = self._columns(next(reader, []))
            line, count = reader.line_num + 1, 0
            for cells in reader:
                if any(cell.strip() for cell in cells):
                    count += 1
                    yield self._row(line, cells, columns)
                if count > MAX_COMPETENCIES or len(self.problems) > _MAX_PROBLEMS:
                    self._tell(line, "framework.table.too_many", limit=MAX_COMPETENCIES)
                    return
                line = reader.line_num + 1
        except csv.Error as error:
            line = reader.line_num
            raise FrameworkError("framework.table.unreadable", line=line) from error

    def _columns(self, titles: list[str]) -> list[Column]:
        columns = [column_of(title, self._scale, self.head.language) for title in titles]
        for column in columns:
            if not column.known:
                self._tell(1, "framework.table.column_unknown", column=column.title)
        parts = {column.part for column in columns}
        for part, title in _NEEDED:
            if part not in parts:
                self._tell(1, "framework.table.column_missing", column=title)
        names = [(column.part, column.language) for column in columns if column.part]
        for column in columns:
            if column.part and names.count((column.part, column.language)) > 1:
                self._tell(1, "framework.table.column_twice", column=column.title)
        return columns

    def _row(self, line: int, cells: list[str], columns: list[Column]) -> _Row:
        if any(cell.strip() for cell in cells[len(columns) :]):
            self._tell(line, "framework.table.cells", expected=len(columns), found=len(cells))
        found = zip(columns, cells, strict=False)
        return _Row(
            line,
            {
                (column.part, column.language): unguarded(cell.strip())
                for column, cell in found
                if column.part and cell.strip()
            },
            {column.part: column.title for column in columns if column.part},
        )

    def _competency(self, row: _Row) -> Competency | None:
        """The competency of a line, or None when something essential is missing from it."""
        missing = [part for part, _ in _NEEDED if part != "type" and not self._told(row, part)]
        for part in missing:
            self._tell(row.line, "framework.table.cell_missing", column=row.title(part))
        kind, coverage = self._type(row), self._coverage(row)
        uuid = self._uuid(row)
        deprecated = self._flag(row)
        if missing or kind is None:
            return None
        domain = self._domain(row)
        label = row.words("label")
        slug = row.text("slug") or slug_of(label.say(self.head.language), self._slugs)
        notation = self._code(row) or self._next_notation(domain)
        self.lines.setdefault(notation, row.line)
        return Competency(
            slug=slug,
            notation=notation,
            uuid=uuid or uuid5(self.head.uuid, slug),
            domain=domain,
            type=kind,
            label=label,
            definition=row.words("definition"),
            statement=row.words("statement"),
            indicators=tuple(self._indicators(row)),
            levels=tuple(self._levels(row)),
            coverage=coverage,
            origin=row.words("origin"),
            deprecated=deprecated,
            replaced_by=row.text("replaced_by") or None,
        )

    def _told(self, row: _Row, part: str) -> bool:
        return bool(row.text(part) or row.words(part))

    def _code(self, row: _Row) -> str:
        """The notation of a line; a code without the prefix is completed."""
        code = row.text("notation").upper()
        prefix = self.head.prefix
        if not code or not prefix or code.startswith(f"{prefix}-"):
            return code
        return f"{prefix}-{code}"

    def _next_notation(self, domain: Domain) -> str:
        start, number = f"{self.head.prefix}-{domain.code}", 1
        while (made := f"{start}-{number:02}") in self._notations:
            number += 1
        self._notations.add(made)
        return made

    def _domain(self, row: _Row) -> Domain:
        """The domain of a line, known by its code or its label, or made on its first line."""
        told = row.text("domain")
        words = Words(
            {language: text for language, text in row.words("domain").items() if language}
        )
        domain = self._known_domain(told or words.say(self.head.language))
        if domain is None:
            return self._new_domain(told, words)
        if words and words != domain.label:
            self._tell(row.line, "framework.table.domain", domain=domain.code)
        return domain

    def _known_domain(self, name: str) -> Domain | None:
        if name in self._domains:
            return self._domains[name]
        sought = fold(name)
        for domain in self._domains.values():
            if sought in (fold(domain.code), *(fold(text) for text in domain.label.values())):
                return domain
        return None

    def _new_domain(self, told: str, words: Words) -> Domain:
        language = self.head.language
        label = words or Words({language: told})
        is_code = words and re.fullmatch(r"[A-Z0-9]{1,10}", told) and told not in self._codes
        code = told if is_code else code_of(label.say(language), self._codes)
        self._codes.add(code)
        slug = slug_of(label.say(language), self._domain_slugs, "domaine")
        domain = Domain(code, slug, label, uuid5(self.head.uuid, f"domains/{slug}"))
        self._domains[code] = domain
        return domain

    def _type(self, row: _Row) -> CompetencyType | None:
        kind = _TYPES.get(fold(row.text("type")))
        if kind is None:
            if told := row.text("type"):
                self._tell(row.line, "framework.table.type", column=row.title("type"), value=told)
            else:
                self._tell(row.line, "framework.table.cell_missing", column=row.title("type"))
        return kind

    def _coverage(self, row: _Row) -> Coverage:
        told = row.text("coverage") or "unsearched"
        if told not in get_args(Coverage):
            self._tell(row.line, "framework.table.value", column=row.title("coverage"), value=told)
            return "unsearched"
        return cast("Coverage", told)

    def _uuid(self, row: _Row) -> UUID | None:
        told = row.text("uuid")
        try:
            return UUID(told) if told else None
        except ValueError:
            self._tell(row.line, "framework.table.value", column=row.title("uuid"), value=told)
            return None

    def _flag(self, row: _Row) -> bool:
        told = fold(row.text("deprecated"))
        if told not in _YES | _NO:
            value = row.text("deprecated")
            self._tell(
                row.line, "framework.table.value", column=row.title("deprecated"), value=value
            )
        return told in _YES

    def _indicators(self, row: _Row) -> Iterator[Words]:
        for place in range(1, MAX_INDICATORS + 1):
            if words := row.words(f"indicator {place}"):
                yield words

    def _levels(self, row: _Row) -> Iterator[Level]:
        for code, level in self._scale.items():
            if words := row.words(code):
                yield replace(level, descriptor=words)


def _separator(text: str) -> str:
    """What separates the cells of the first line: the most frequent of the three that are usual."""
    first = re.sub(r'"[^"]*"', "", text.partition("\n")[0])
    return max(",;\t", key=first.count)
