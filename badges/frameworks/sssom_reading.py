"""SSSOM tables of others, and ours again: each line is a bridge, or a problem with its line."""

import csv
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import cast, get_args
from urllib.parse import unquote

from badges.errors import FrameworkError
from badges.frameworks.cells import unguarded
from badges.model.competencies import is_address
from badges.model.concepts import RowProblem
from badges.model.framework import MappingStatus, OfficialMatch, Relation

SKOS = "http://www.w3.org/2004/02/skos/core#"
SEMAPV = "https://w3id.org/semapv/vocab/"
COLUMNS = (
    "subject_id",
    "subject_label",
    "predicate_id",
    "object_id",
    "object_label",
    "mapping_justification",
    "subject_source",
    "subject_source_version",
    "object_source",
    "object_source_version",
    "mapping_date",
    "comment",
    "other",
)
NEEDED = ("subject_id", "predicate_id", "object_id", "mapping_justification")
MAX_LENGTH = 10_000_000
MAX_ROWS = 20_000
MAX_CELL = 5_000

_PREFIX_LINE = re.compile(r"#\s+([A-Za-z][\w.-]*)\s*:\s*[\"']?(\S+?)[\"']?\s*")
_OUR_ITEM = re.compile(r".*/frameworks/([a-z0-9][a-z0-9._-]*)/([^/#?]+)")
_ESCO = "http://data.europa.eu/esco/skill/"
_ROME_PAGE = re.compile(
    r"https://candidat\.francetravail\.fr/metierscope/fiche-metier/([A-Z]\d{4})"
)
_SCHEME_NAMES = {"rome": "ROME", "esco": "ESCO", "digcomp": "DigComp", "rncp": "RNCP"}


@dataclass(frozen=True)
class SssomRow:
    """A line that could be read: which competency, and the bridge that it tells.

    `competency` is what the subject names it by: its UUID, its notation, or the slug that ends its
    address; `Framework.find` takes each. `date` is when the bridge was made, as written.
    """

    line: int
    subject: str
    competency: str
    match: OfficialMatch
    date: str = ""
    confidence: str = ""


def read(text: str, file: str = "sssom") -> tuple[SssomRow | RowProblem, ...]:
    """Every line of a table, in its order: what it says, or why it cannot be used.

    `file` is the name that problems tell. A table without its columns is one problem.
    """
    if len(text) > MAX_LENGTH:
        return (RowProblem(file, None, "framework.sssom.too_long", {"limit": MAX_LENGTH}),)
    return tuple(_Table(text, file).rows())


def _wrong(column: str, value: str) -> FrameworkError:
    return FrameworkError("framework.sssom.value", column=column, value=value)


class _Table:
    """A table with its header: prefixes first, then the lines."""

    def __init__(self, text: str, file: str) -> None:
        self._file = file
        self._lines = io.StringIO(text.removeprefix("\ufeff"), newline=None).read().split("\n")
        self._prefixes = {"skos": SKOS, "semapv": SEMAPV}
        for line in self._lines:
            if line.startswith("#") and (found := _PREFIX_LINE.fullmatch(line)):
                self._prefixes[found[1]] = found[2]

    def rows(self) -> Iterator[SssomRow | RowProblem]:
        numbered = (
            (number, line)
            for number, line in enumerate(self._lines, 1)
            if line.strip() and not line.startswith("#")
        )
        number, titles = next(numbered, (1, ""))
        names = [title.strip() for title in titles.split("\t")]
        if missing := [name for name in NEEDED if name not in names]:
            yield self._problem(number, "framework.sssom.column_missing", column=missing[0])
            return
        for count, (number, line) in enumerate(numbered, 1):
            if count > MAX_ROWS:
                yield self._problem(number, "framework.sssom.too_many", limit=MAX_ROWS)
                return
            try:
                yield self._row(number, dict(_cells(names, line)))
            except FrameworkError as error:
                yield self._problem(number, error.code, **error.params)

    def _problem(self, line: int, code: str, **params: object) -> RowProblem:
        return RowProblem(self._file, line, code, params)

    def _row(self, line: int, cells: Mapping[str, str]) -> SssomRow:
        for name in NEEDED:
            if not cells.get(name):
                raise FrameworkError("framework.sssom.cell_missing", column=name)
        if modifier := cells.get("predicate_modifier"):
            raise _wrong("predicate_modifier", modifier)
        subject = self._whole(cells["subject_id"])
        return SssomRow(
            line=line,
            subject=subject,
            competency=_name(subject),
            match=self._match(cells),
            date=cells.get("mapping_date", ""),
            confidence=cells.get("confidence", ""),
        )

    def _match(self, cells: Mapping[str, str]) -> OfficialMatch:
        told = _other(cells.get("other", ""))
        address = self._whole(cells["object_id"])
        item = _Item.of(address)
        scheme = cells.get("object_source") or item.scheme
        code = told.get("code") or item.code
        if item.code and code != item.code:
            raise FrameworkError("framework.sssom.codes_differ", object=item.code, other=code)
        if not scheme or not code:
            raise FrameworkError("framework.sssom.object", value=cells["object_id"])
        status = told.get("status") or "proposed"
        if status not in get_args(MappingStatus):
            raise _wrong("other", status)
        return OfficialMatch(
            relation=self._relation(cells["predicate_id"]),
            framework=_SCHEME_NAMES.get(scheme.lower(), scheme),
            kind=told.get("kind") or item.kind,
            code=code,
            label=cells.get("object_label", ""),
            uri=address if is_address(address) and not item.is_ours else None,
            version=cells.get("object_source_version", ""),
            status=cast("MappingStatus", status),
            justification=cells.get("comment") or self._short(cells["mapping_justification"]),
        )

    def _relation(self, predicate: str) -> Relation:
        relation = self._whole(predicate).removeprefix(SKOS)
        if relation not in get_args(Relation):
            raise _wrong("predicate_id", predicate)
        return cast("Relation", relation)

    def _short(self, justification: str) -> str:
        whole = self._whole(justification)
        if not whole.startswith(SEMAPV):
            raise _wrong("mapping_justification", justification)
        return f"semapv:{whole.removeprefix(SEMAPV)}"

    def _whole(self, name: str) -> str:
        """An address, whole: a prefix of the header is put in full."""
        prefix, colon, rest = name.partition(":")
        return self._prefixes[prefix] + rest if colon and prefix in self._prefixes else name


@dataclass(frozen=True)
class _Item:
    """What an address tells of an official item."""

    scheme: str = ""
    kind: str = ""
    code: str = ""
    is_ours: bool = False

    @classmethod
    def of(cls, address: str) -> "_Item":
        if found := _OUR_ITEM.fullmatch(address):
            scheme = _SCHEME_NAMES.get(found[1], found[1])
            return cls(scheme, "", unquote(found[2]), is_ours=True)
        if address.startswith(_ESCO):
            return cls("ESCO", "skill", address.removeprefix(_ESCO))
        if found := _ROME_PAGE.fullmatch(address):
            return cls("ROME", "fiche", found[1])
        return cls()


def _cells(names: list[str], line: str) -> Iterator[tuple[str, str]]:
    """The cells of a line; spreadsheets put quotes around some."""
    try:
        cells = next(csv.reader([line], delimiter="\t", strict=True))
    except csv.Error:
        cells = line.split("\t")
    if any(cell.strip() for cell in cells[len(names) :]):
        raise FrameworkError("framework.sssom.cells", expected=len(names), found=len(cells))
    for name, cell in zip(names, cells, strict=False):
        if len(cell) > MAX_CELL:
            raise FrameworkError("framework.sssom.cell_long", column=name, limit=MAX_CELL)
        yield name, unguarded(cell.strip())


def _other(cell: str) -> dict[str, str]:
    """What stands in `other`, as we write it: `code=300361|kind=competence|status=proposed`."""
    parts = (part.partition("=") for part in cell.split("|"))
    return {name.strip(): unquote(value) for name, equals, value in parts if equals}


def _name(subject: str) -> str:
    """What a subject names a competency by."""
    if subject.startswith("urn:uuid:"):
        return subject.removeprefix("urn:uuid:")
    return unquote(re.split(r"[/:#]", subject)[-1])
