"""A file of a whole framework, ours or somebody else's, read to become a working document.

CASE packages, SKOS as this program writes it, and the simple table of a place. What does not fit
our model is told in full before anything is lost.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import Literal, get_args
from uuid import UUID

from badges.documents import Limits, parse
from badges.frameworks import case, skos
from badges.frameworks.naming import prefix_of, slug_of
from badges.frameworks.table_reading import TableHead, TableProblems
from badges.frameworks.table_reading import read as read_table
from badges.model.concepts import RowProblem
from badges.model.framework import Framework, Words
from badges.model.validity import FrameworkProblem
from issuer.errors import InvalidRequest, NotFound, RowsRefused
from issuer.ports import Office
from issuer.services.commons import drafts
from issuer.services.finding import find_place

SIZE = 20_000_000

FileFormat = Literal["case", "skos", "csv"]
FILE_FORMATS: tuple[FileFormat, ...] = get_args(FileFormat)

_LIMITS = Limits(size=SIZE, depth=32, nodes=1_000_000)
_NOTATION_PARTS = 3
_CASE = re.compile(rb'"CFDocument"\s*:')


@dataclass(frozen=True)
class FrameworkFile:
    """A file, and what it may not say of its framework: short name, title, whose it becomes.

    `licence` is the address of the one to write when a CASE package tells none.
    """

    name: str
    content: bytes
    place: str
    slug: str | None = None
    title: str | None = None
    licence: str | None = None


def format_of(content: bytes) -> FileFormat:
    """Which of our formats a file seems to be of."""
    if not content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        return "csv"
    return "case" if _CASE.search(content) else "skos"


def read_framework(
    office: Office, file: FrameworkFile, format_name: str | None = None, *, skip_bad: bool = False
) -> Framework:
    """The framework of a file, to be given to `authoring.import_framework`.

    With `skip_bad`, what a package of somebody else says and our model does not hold is left out.

    Raises:
        RowsRefused: lines of the table, or parts of the package, that have to be mended first.
        InvalidRequest: too large, not UTF-8, or not one of our formats.
        DocumentError: not JSON.
        FrameworkError: not a framework.
        NotFound: no such place.
    """
    if len(file.content) > SIZE:
        raise InvalidRequest("framework_file.too_large", field="file", file=file.name, limit=SIZE)
    chosen = format_name or format_of(file.content)
    if chosen == "case":
        return _case(file, skip_bad=skip_bad)
    if chosen == "skos":
        return skos.read_stored(file.content)
    if chosen == "csv":
        return _table(office, file)
    raise InvalidRequest("framework_file.format", field="format", format=chosen)


def _case(file: FrameworkFile, *, skip_bad: bool) -> Framework:
    reading = case.read(parse(file.content, _LIMITS), file.licence or "")
    if reading.losses and not skip_bad:
        raise _refusal(_problem(file, loss) for loss in reading.losses)
    return reading.framework


def _problem(file: FrameworkFile, problem: FrameworkProblem) -> RowProblem:
    return RowProblem(file.name, None, problem.code, {"where": problem.where, **problem.params})


def _table(office: Office, file: FrameworkFile) -> Framework:
    try:
        text = file.content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InvalidRequest("framework_file.not_utf8", field="file", file=file.name) from error
    found = read_table(text, _head(office, file, text))
    if isinstance(found, TableProblems):
        raise _refusal(
            RowProblem(file.name, problem.line, problem.code, problem.params)
            for problem in found.problems
        )
    return found


def _written_prefix(text: str, head: TableHead) -> str | None:
    """What all the codes of a table begin with, when they have three parts or more."""
    found = read_table(text, replace(head, prefix=""))
    if isinstance(found, TableProblems):
        return None
    codes = [item.notation.split("-") for item in found.competencies]
    starts = {parts[0] for parts in codes if len(parts) >= _NOTATION_PARTS}
    return starts.pop() if len(starts) == 1 else None


def _refusal(problems: Iterable[RowProblem]) -> RowsRefused:
    listed = tuple(problems)
    return RowsRefused(listed, len(listed))


def _head(office: Office, file: FrameworkFile, text: str) -> TableHead:
    """What the table does not say: taken from the framework of that short name, else made up."""
    title = file.title or PurePosixPath(file.name).stem
    slug = file.slug or slug_of(title, set(), "referentiel")
    try:
        return TableHead.of(drafts.draft(office, slug).framework)
    except NotFound:
        pass
    with office.store.read() as work:
        place = find_place(work, file.place)
    words = Words({place.language: title})
    head = TableHead(
        slug=slug,
        title=words,
        prefix=prefix_of(words, place.language),
        uuid=UUID(office.identifiers.uuid()),
        modified=drafts.today(office),
        creator=place.name,
        language=place.language,
        place=place.slug,
        status="Draft",
    )
    return replace(head, prefix=_written_prefix(text, head) or head.prefix)
