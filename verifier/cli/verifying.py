"""The command `verify`: one badge with its whole report, or many with one line each."""

import argparse
import json
import os
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from badges.i18n import Translator
from verifier import evidence
from verifier.cli.archives import OWN_WORD, archive_inputs, own_bundle, spoken_for
from verifier.cli.inputs import Inputs, Source, find_inputs
from verifier.cli.preparing import Job, prepare, write_file
from verifier.cli.progress import Progress
from verifier.cli.style import Style
from verifier.cli.table import STANDARD_OUTPUT, Table, open_table
from verifier.cli.text import one_line, render, shown_name
from verifier.errors import Unseen, VerifierError
from verifier.intake import Several
from verifier.pipeline import Opened
from verifier.report import Report, State, Verdict, stamp

EXIT_CODES = {Verdict.ACCEPTED: 0, Verdict.REJECTED: 1, Verdict.UNDETERMINED: 3}
_WORST_FIRST = (Verdict.REJECTED, Verdict.UNDETERMINED, Verdict.ACCEPTED)
_COLLECTION = "collection"


def verify(options: argparse.Namespace, words: Translator) -> int:
    """Verify what was named; the value is the exit code, by the worst verdict."""
    if options.json and options.csv == STANDARD_OUTPUT:
        raise VerifierError("cli.two_outputs")
    job = prepare(options)
    words = Translator(job.language, "verifier")
    inputs = archive_inputs(options.input) or find_inputs(options.input)
    own = own_bundle(options)
    if own is not None:
        print(words(OWN_WORD, sites=spoken_for(own)), file=sys.stderr)
    if inputs.container is not None:
        remarks = () if own is None else (OWN_WORD,)
        code = _many(_Folder(inputs, job, remarks), options, words)
    else:
        code = _alone(inputs.sources[0], job, options, words)
    job.save()
    return code


def _alone(source: Source, job: Job, options: argparse.Namespace, words: Translator) -> int:
    """Verify one thing, which may turn out to be a wrapping of many."""
    opened = job.open(source.read())
    if isinstance(opened.found, Several):
        return _many(_Wrapping(opened, opened.found, job), options, words)
    report = job.pipeline.judge(opened)
    if options.evidence is not None:
        _write_evidence(report, options.evidence)
    if options.csv is not None:
        with open_table(options.csv, job.language, options.csv_separator) as table:
            for name, row in rows(report, source.name):
                table.add(row, name)
    if options.json:
        print_json(report.to_json(job.language))
    elif options.csv != STANDARD_OUTPUT:
        print(render(report, words, Style.of(sys.stdout, options.color, os.environ)))
    return EXIT_CODES[report.verdict]


def _write_evidence(report: Report, path: Path) -> None:
    if report.secured is None:
        raise VerifierError("cli.no_evidence")
    write_file(path, evidence.pack(evidence.collect(report.secured, report)))


# Many badges


@dataclass(frozen=True)
class _Wrapping:
    """One archive or list: its parts are judged one after the other."""

    opened: Opened
    several: Several
    job: Job

    @property
    def total(self) -> int:
        return len(self.several.parts)

    def reports(self) -> Iterator[Report | None]:
        return self.job.pipeline.each(self.several, self.opened)

    def gather(self, reports: Iterable[Report]) -> Report:
        return self.job.pipeline.gather(self.several, self.opened, reports)


@dataclass(frozen=True)
class _Folder:
    """Files and folders: each file is opened and judged in its turn, and then forgotten.

    `remarks` are to be said of every report, since they are about how all of them came.
    """

    inputs: Inputs
    job: Job
    remarks: tuple[str, ...] = ()

    @property
    def total(self) -> int:
        return len(self.inputs.sources)

    def reports(self) -> Iterator[Report | None]:
        """The report on each file; None for one that is no badge at all."""
        for source in self.inputs.sources:
            yield self._report(source)

    def _report(self, source: Source) -> Report | None:
        try:
            material = source.read()
        except VerifierError as error:
            nothing = self.job.open(b"")
            cause = Unseen(error.code, **error.params)
            return self._named(self.job.pipeline.judge(nothing._replace(found=cause)), source.name)
        if not source.is_badge(material):
            return None
        return self._named(self.job.pipeline.judge(self.job.open(material)), source.name)

    def _named(self, report: Report, name: str) -> Report:
        remarks = (*report.source.remarks, *self.remarks)
        return replace(report, source=report.source._replace(name=name, remarks=remarks))

    def gather(self, reports: Iterable[Report]) -> Report:
        """One report on all; its digest is that of the list of names and digests."""
        kept = tuple(reports)
        listing = "".join(f"{part.subject_digest}  {part.source.name}\n" for part in kept)
        opened = self.job.open(b"")._replace(material=listing.encode("utf-8", "replace"))
        several = Several(self.inputs.container or "", (), self.remarks)
        return self.job.pipeline.gather(several, opened, kept)


@dataclass
class _Tally:
    """How many badges had which state, and the worst verdict of all."""

    states: Counter[State] = field(default_factory=Counter)
    verdicts: set[Verdict] = field(default_factory=set)
    passed_over: int = 0
    as_of: datetime | None = None

    @property
    def exit_code(self) -> int:
        worst = next((item for item in _WORST_FIRST if item in self.verdicts), None)
        return EXIT_CODES[worst or Verdict.UNDETERMINED]

    def lines(self, words: Translator) -> Iterator[str]:
        """The counts, the most frequent state first."""
        yield words("cli.counted", count=self.states.total())
        for state, count in self.states.most_common():
            yield f"{count:>7}  {words(f'state.{state.value}.headline')}"
        if self.passed_over:
            yield words("cli.passed_over", count=self.passed_over)
        if self.as_of is not None:
            yield words("cli.as_of", date=stamp(self.as_of))

    def date(self, moment: datetime | None) -> None:
        """Keep the instant of the oldest copy."""
        known = [item for item in (self.as_of, moment) if item is not None]
        self.as_of = min(known, default=None)


@dataclass
class _Output:
    """Where the verdicts go as they come: lines, table, or memory for one JSON value."""

    words: Translator
    style: Style
    progress: Progress
    has_lines: bool
    table: Table | None
    kept: list[Report] | None
    tally: _Tally = field(default_factory=_Tally)

    def add(self, report: Report | None) -> None:
        """One more of those that the person handed over."""
        if report is None:
            self.tally.passed_over += 1
        else:
            self._add(report)
        self.progress.step()

    def _add(self, report: Report) -> None:
        self.tally.verdicts.add(report.verdict)
        self.tally.date(report.source.as_of)
        if self.kept is not None:
            self.kept.append(report)
        for name, row in rows(report, report.source.name or ""):
            self.tally.states[row.state] += 1
            if self.table is not None:
                self.table.add(row, name)
            if self.has_lines:
                self.progress.clear()
                print(one_line(row, name, self.words, self.style))


def rows(report: Report, name: str) -> Iterator[tuple[str, Report]]:
    """The badges of a report, each with its name: a wrapping without signature is its parts."""
    if report.source.document != _COLLECTION or not report.parts:
        yield name, report
    inside = report.parts if report.source.document == _COLLECTION else ()
    for number, part in enumerate(inside, 1):
        yield from rows(part, f"{name}/{part.source.name or number}".removeprefix("/"))


def _many(work: _Wrapping | _Folder, options: argparse.Namespace, words: Translator) -> int:
    if options.evidence is not None:
        raise VerifierError("cli.evidence_of_one")
    is_quiet = options.json or options.csv == STANDARD_OUTPUT
    with ExitStack() as stack:
        table = None
        if options.csv is not None:
            language, separator = words.language, options.csv_separator
            table = stack.enter_context(open_table(options.csv, language, separator))
        output = _Output(
            words=words,
            style=Style.of(sys.stdout, options.color, os.environ),
            progress=Progress(work.total, sys.stderr, os.environ),
            has_lines=not is_quiet,
            table=table,
            kept=[] if options.json else None,
        )
        for report in work.reports():
            output.add(report)
        output.progress.clear()
    if output.kept is not None:
        print_json(work.gather(output.kept).to_json(words.language))
    elif output.has_lines:
        print("\n" + "\n".join(output.tally.lines(words)))
    elif sys.stderr.isatty():
        print("\n".join(map(shown_name, output.tally.lines(words))), file=sys.stderr)
    return output.tally.exit_code


def print_json(value: Any) -> None:
    """One JSON value on standard output: indented for people, compact for programs."""
    indent = 2 if sys.stdout.isatty() else None
    print(json.dumps(value, ensure_ascii=False, indent=indent))
