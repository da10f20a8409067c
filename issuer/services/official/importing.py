"""Importing a referential: whole or not at all, repeatable, and telling what changed.

The files are opened by a reader of `badges.frameworks.readers`; here their rows meet what is kept.
One unit of work holds it all, so an import that stops leaves everything as it was.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TypeVar

from badges.model.concepts import Concept, Link, Reading, RowProblem, Scheme
from issuer.errors import Conflict, InvalidRequest, RowsRefused
from issuer.model import Bridge, Changes, KeptScheme
from issuer.ports import Office, UnitOfWork
from issuer.services.commons.bridge_targets import written_name
from issuer.services.commons.reopening import reopen_touched
from issuer.services.journal import note
from issuer.services.official.published_texts import (
    has_name,
    is_text,
    line_without_unseen,
    without_unseen,
)
from issuer.services.texts import SUMMARY_LENGTH, clean_line, clean_optional_line

PROBLEMS_SHOWN = 200
"""Rows that cannot be used are all counted; that many are told in full."""

CONCEPTS_LIMIT = 2_000_000
KEY_LENGTH = 60
KIND_LENGTH = 40
OFFICIAL_KEYS = ("rome", "esco", "digcomp", "rncp")
RESERVED_KEYS = frozenset({"search", "compare"})
"""Words that stand where a scheme's key would, in addresses."""

_KEY = re.compile(r"[a-z0-9][a-z0-9._-]*")

_Row = TypeVar("_Row")

Progress = Callable[[int], None]
"""Called with the number of rows read so far."""


@dataclass(frozen=True)
class ImportReport:
    """What an import did: what changed, the rows left out, the bridges that it reopened.

    A reopened bridge still has the label that it was reviewed with.
    """

    scheme: Scheme
    changes: Changes
    problems: tuple[RowProblem, ...] = ()
    problem_count: int = 0
    touched: tuple[Bridge, ...] = ()


def import_reading(
    office: Office,
    reading: Reading,
    *,
    actor: str,
    skip_bad: bool = False,
    force: bool = False,
    dry_run: bool = False,
    progress: Progress | None = None,
) -> ImportReport:
    """Make the scheme hold exactly what `reading` brings; the same again changes nothing.

    Args:
        office: where it is kept.
        reading: the files, opened; its streams are used up.
        actor: who does it, for the journal.
        skip_bad: leave out rows that cannot be used, instead of refusing all.
        force: accept that most items, or all of them, would be gone.
        dry_run: tell what would change, and keep nothing.
        progress: told how many rows are read, now and then.

    Raises:
        RowsRefused: some rows cannot be used, and `skip_bad` was not asked for.
        InvalidRequest: the scheme's key or name cannot be used, or nothing is in the files.
        Conflict: most items would be gone, or the key is that of a framework of ours.
        FrameworkError: the files are not what they should be.
    """
    scheme = _checked(reading.scheme)
    intake = _Intake(reading, skip_bad=skip_bad, progress=progress)
    try:
        with office.store.write() as work:
            report = _bring_in(office, work, scheme, intake, force=force)
            touched = reopen_touched(office, work, report.scheme, actor=actor)
            report = replace(report, touched=touched)
            subject = f"{scheme.key} {scheme.version}"
            note(office, work, actor, "framework.import", place=None, subject=subject)
            _undo(report, if_asked=dry_run)
    except _Rehearsed as rehearsal:
        return rehearsal.report
    except _BadRow:
        intake.read_on()
        raise RowsRefused(tuple(intake.problems), intake.problem_count) from None
    return report


def _bring_in(
    office: Office, work: UnitOfWork, scheme: Scheme, intake: "_Intake", *, force: bool
) -> ImportReport:
    if work.frameworks.get(scheme.key) is not None:
        raise Conflict("import.key_taken", field="scheme", key=scheme.key)
    before = work.concepts.scheme(scheme.key)
    scheme = replace(scheme, name=_own_name(work, scheme))
    changes = work.concepts.replace(
        scheme, intake.concepts(), intake.links(), imported=office.clock.now()
    )
    if not force:
        _require_plausible(before, changes, scheme)
    return ImportReport(scheme, changes, tuple(intake.problems), intake.problem_count)


def _require_plausible(before: KeptScheme | None, changes: Changes, scheme: Scheme) -> None:
    """Refuse what is more likely to be a wrong folder than a new edition."""
    held = changes.added + changes.changed + changes.back + changes.unchanged
    if not held:
        raise InvalidRequest("import.empty", field="files", key=scheme.key)
    if before is not None and changes.gone * 2 > before.concepts:
        raise Conflict(
            "import.most_gone",
            field="files",
            key=scheme.key,
            gone=changes.gone,
            before=before.concepts,
        )


def _own_name(work: UnitOfWork, scheme: Scheme) -> str:
    """The name under which bridges find this scheme and no other.

    Bridges to `ESCO` mean the scheme `esco`: an old edition kept beside it has its key in its name.
    """
    keys = {*OFFICIAL_KEYS, *(kept.scheme.key for kept in work.concepts.schemes())}
    others = (replace(scheme, key=key) for key in keys - {scheme.key})
    if any(written_name(other) == scheme.name for other in others):
        return f"{scheme.name} ({scheme.key})"
    return scheme.name


def _checked(scheme: Scheme) -> Scheme:
    """The scheme, its key fit for an address and its texts for a page."""
    key = scheme.key
    if not _KEY.fullmatch(key) or len(key) > KEY_LENGTH or key in RESERVED_KEYS:
        raise InvalidRequest("import.key", field="scheme", key=key[:KEY_LENGTH])
    return replace(
        scheme,
        name=clean_line(scheme.name, "name"),
        version=clean_line(scheme.version, "edition"),
        published=_credit(scheme.published, "published"),
        licence=_credit(scheme.licence, "licence"),
        attribution=_credit(scheme.attribution, "attribution"),
        homepage=_credit(scheme.homepage, "homepage"),
    )


def _credit(text: str | None, field: str) -> str | None:
    """What a publisher says of its referential, on one line of a bearable length."""
    line = line_without_unseen(text or "")
    return clean_optional_line(line, field, limit=SUMMARY_LENGTH)


def _undo(report: ImportReport, *, if_asked: bool) -> None:
    if if_asked:
        raise _Rehearsed(report)


class _Intake:
    """The rows on their way in: what cannot be used is set aside, or stops everything."""

    def __init__(self, reading: Reading, *, skip_bad: bool, progress: Progress | None) -> None:
        self._concepts = iter(reading.concepts)
        self._links = iter(reading.links)
        self._key = reading.scheme.key
        self._skip_bad = skip_bad
        self._progress = progress
        self._codes: set[str] = set()
        self._rows = 0
        self.problems: list[RowProblem] = []
        self.problem_count = 0

    def concepts(self) -> Iterator[Concept]:
        """The items that can be used, each code once."""
        for item in self._counted(self._concepts):
            known = item if isinstance(item, RowProblem) else self._usable(item)
            if isinstance(known, RowProblem):
                self._set_aside(known)
            else:
                self._codes.add(known.code)
                yield known

    def links(self) -> Iterator[Link]:
        """The links that can be used."""
        for item in self._counted(self._links):
            if isinstance(item, RowProblem):
                self._set_aside(item)
            else:
                yield item

    def read_on(self) -> None:
        """Read to the end for what else is wrong: people mend a file once, not row after row."""
        self._skip_bad = True
        for stream in (self.concepts(), self.links()):
            for _ in stream:
                continue

    def _counted(self, rows: Iterable[_Row]) -> Iterator[_Row]:
        for row in rows:
            self._rows += 1
            if self._progress is not None:
                self._progress(self._rows)
            yield row

    def _set_aside(self, problem: RowProblem) -> None:
        self.problem_count += 1
        if len(self.problems) < PROBLEMS_SHOWN:
            self.problems.append(problem)
        if not self._skip_bad:
            raise _BadRow

    def _usable(self, concept: Concept) -> Concept | RowProblem:
        """The item as it is kept, or why it cannot be, whatever reader brought it."""
        shown = {"item": line_without_unseen(concept.code[:KEY_LENGTH])}
        if concept.code in self._codes:
            return RowProblem(self._key, None, "import.code_again", shown)
        if not is_text(concept):
            return RowProblem(self._key, None, "import.not_text", shown)
        concept = without_unseen(concept)
        if not concept.code or not has_name(concept) or len(concept.kind) > KIND_LENGTH:
            return RowProblem(self._key, None, "import.item", shown)
        if len(self._codes) >= CONCEPTS_LIMIT:
            raise InvalidRequest("import.too_many", field="files", limit=CONCEPTS_LIMIT)
        return concept


class _BadRow(Exception):
    """A row cannot be used: undo what was written, then look for the others."""


class _Rehearsed(Exception):
    """Everything would have gone well; nothing is to be kept."""

    def __init__(self, report: ImportReport) -> None:
        super().__init__()
        self.report = report
