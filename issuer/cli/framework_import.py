"""`badge-issuer framework import`: bring in a referential, whole or not at all."""

import argparse
import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, replace
from itertools import islice
from pathlib import Path
from typing import Any

from badges.frameworks.readers import READERS, Folder, MemoryFolder, read
from badges.i18n import Translator
from badges.model.concepts import Reading, RowProblem
from badges.ports import Fetched
from issuer.cli import framework_adopt
from issuer.cli.console import DONE, FAILED, Console
from issuer.cli.folders import open_folder
from issuer.cli.progress import progress_bar
from issuer.errors import InvalidRequest, NotFound, RowsRefused
from issuer.model import Bridge, ConceptChange
from issuer.services.commons import referentials
from issuer.services.commons.reopening import why_reopened
from issuer.services.official import downloads, importing
from issuer.services.official.archives import ZipFolder, is_archive
from issuer.services.official.importing import ImportReport

FORMATS = tuple(reader.name for reader in READERS)

_SHOWN = 20
_WORD = re.compile(r"[^\W\d_]{4,}")


def register_into(actions: Any, common: argparse.ArgumentParser, words: Translator) -> None:
    """Add `import`."""
    bringing = actions.add_parser(
        "import",
        parents=[common],
        epilog="example: badge-issuer framework import rome-4.0-v60.zip",
        help=words("cli.help.framework.import"),
    )
    bringing.add_argument(
        "file",
        metavar="FILE",
        type=Path,
        nargs="?",
        help=words("cli.help.framework.file_or_folder"),
    )
    bringing.add_argument("--format", choices=FORMATS, help=words("cli.help.framework.format"))
    bringing.add_argument("--scheme", metavar="KEY", help=words("cli.help.framework.scheme"))
    bringing.add_argument("--name", metavar="N", help=words("cli.help.framework.name"))
    bringing.add_argument("--edition", metavar="V", help=words("cli.help.framework.edition"))
    bringing.add_argument(
        "--from-url",
        metavar="URL",
        nargs="?",
        const="",
        help=words("cli.help.framework.from_url"),
    )
    for option in ("--skip-bad", "--force", "--dry-run"):
        code = option.removeprefix("--").replace("-", "_")
        bringing.add_argument(option, action="store_true", help=words(f"cli.help.framework.{code}"))
    bringing.add_argument("--licence", metavar="URL", help=words("cli.help.framework.licence"))
    bringing.add_argument("--place", metavar="SLUG", help=words("cli.help.framework.place"))
    bringing.set_defaults(run=_import)


def _import(options: argparse.Namespace, console: Console) -> int:
    try:
        with _source(options, console) as folder:
            if options.place:
                return framework_adopt.adopt(folder, options, console)
            report = _bring_in(_reading(folder, options), options, console)
    except RowsRefused as error:
        return _refuse(error, console)
    console.show(_value(report, console), *_lines(report, console))
    if not console.as_json:
        _say_next_step(report, options, console)
    return DONE


@contextmanager
def _source(options: argparse.Namespace, console: Console) -> Iterator[Folder]:
    """The files, wherever they are, open while the block lasts.

    Raises:
        InvalidRequest: it was not said where they are, or said twice.
    """
    if (options.file is None) == (options.from_url is None):
        raise InvalidRequest("cli.import.which_source", field="file")
    if options.file is not None:
        with open_folder(options.file) as folder:
            yield folder
        return
    if options.from_url:
        fetched = downloads.download(console.office, options.from_url)
    else:
        fetched = downloads.download_official(console.office, options.format)
    yield _fetched_folder(fetched)


def _fetched_folder(fetched: Fetched) -> Folder:
    name = downloads.name_of(fetched)
    if is_archive(fetched.body):
        return ZipFolder(io.BytesIO(fetched.body), name)
    return MemoryFolder({name: fetched.body})


def _reading(folder: Folder, options: argparse.Namespace) -> Reading:
    reading = read(folder, options.format, key=options.scheme, version=options.edition)
    if not options.name:
        return reading
    return replace(reading, scheme=replace(reading.scheme, name=options.name))


def _bring_in(reading: Reading, options: argparse.Namespace, console: Console) -> ImportReport:
    with progress_bar(console, reading.expected) as progress:
        return importing.import_reading(
            console.office,
            reading,
            actor=console.actor,
            skip_bad=options.skip_bad,
            force=options.force,
            dry_run=options.dry_run,
            progress=progress,
        )


def _refuse(error: RowsRefused, console: Console) -> int:
    """Say which rows, then what to do; with `--json` all in the one value."""
    problems = [_problem(problem, console) for problem in error.problems]
    sentence = console.words(error.code, **error.params)
    value = {
        "error": {"code": error.code, "params": error.params, "message": sentence},
        "problems": problems,
        "problem_count": error.count,
    }
    console.show(value, *_problem_lines(problems, error.count, console))
    console.say(error.code, **error.params)
    return FAILED


def _value(report: ImportReport, console: Console) -> dict[str, Any]:
    changes = report.changes
    return {
        "scheme": report.scheme.key,
        "edition": report.scheme.version,
        "added": changes.added,
        "changed": changes.changed,
        "gone": changes.gone,
        "back": changes.back,
        "unchanged": changes.unchanged,
        "touched_bridges": [_touched(bridge, console) for bridge in report.touched],
        "problems": [_problem(problem, console) for problem in report.problems],
        "problem_count": report.problem_count,
    }


def _lines(report: ImportReport, console: Console) -> Iterator[str]:
    scheme, changes = report.scheme, report.changes
    yield f"{scheme.name} {scheme.version} ({scheme.key})"
    yield console.words(
        "cli.import.counts",
        added=changes.added,
        changed=changes.changed,
        gone=changes.gone,
        back=changes.back,
        unchanged=changes.unchanged,
    )
    yield from (_change_line(change, console) for change in changes.details[:_SHOWN])
    if report.touched:
        yield console.words("cli.import.touched", count=len(report.touched))
        yield from (_touched_line(_touched(bridge, console)) for bridge in report.touched)
    if report.problem_count:
        yield console.words("cli.import.skipped", count=report.problem_count)
        problems = [_problem(problem, console) for problem in report.problems]
        yield from _problem_lines(problems, report.problem_count, console)


def _change_line(change: ConceptChange, console: Console) -> str:
    signs = {"added": "+", "changed": "~", "gone": "-", "back": "+"}
    texts = " -> ".join(dict.fromkeys(text for text in (change.before, change.after) if text))
    if change.what == "changed" and change.before == change.after:
        texts = f"{texts} ({console.words('cli.import.text_changed')})"
    return f"  {signs[change.what]} {change.code}  {texts}"


def _touched(bridge: Bridge, console: Console) -> dict[str, Any]:
    """A reopened bridge: what its item was called when it was reviewed, and is called now."""
    why = why_reopened(bridge)
    renamed = why is not None and why.code == "bridge.reopened.renamed"
    return {
        "id": bridge.id,
        "framework": bridge.framework,
        "competency": _notation(bridge, console),
        "relation": bridge.relation,
        "scheme": bridge.scheme,
        "code": bridge.code,
        "before": bridge.label,
        "after": why.what if why is not None and renamed else None,
        "status": bridge.status,
    }


def _notation(bridge: Bridge, console: Console) -> str:
    try:
        return referentials.competency(console.office, bridge.competency)[1].notation
    except NotFound:  # it is in a working document only
        return bridge.competency


def _touched_line(touched: dict[str, Any]) -> str:
    texts = " -> ".join(text for text in (touched["before"], touched["after"]) if text)
    return f"  {touched['competency']}  {touched['scheme']} {touched['code']}  {texts}"


def _problem(problem: RowProblem, console: Console) -> dict[str, Any]:
    return asdict(problem) | {"message": console.words(problem.code, **problem.params)}


def _problem_lines(problems: list[dict[str, Any]], count: int, console: Console) -> Iterator[str]:
    for problem in problems[:_SHOWN]:
        where = problem["file"] + (f":{problem['line']}" if problem["line"] else "")
        yield f"{where}  {problem['message']}"
    if count > _SHOWN:
        yield console.words("cli.import.more_problems", count=count - _SHOWN)


def _say_next_step(report: ImportReport, options: argparse.Namespace, console: Console) -> None:
    key = report.scheme.key
    if options.dry_run:
        console.say("cli.import.rehearsed")
    elif report.changes.any:
        console.say("cli.import.done", scheme=key, word=_a_word_of(key, console))
    else:
        console.say("cli.import.no_change", scheme=key)


def _a_word_of(scheme: str, console: Console) -> str:
    """A word that finds something there: the longest of the first label that has one."""
    with console.office.store.read() as work:
        for concept in islice(work.concepts.all(scheme), _SHOWN):
            words = _WORD.findall(concept.label)
            if words:
                return str(max(words, key=len))
    return "…"
