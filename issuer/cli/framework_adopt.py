"""`badge-issuer framework import --place`: a file becomes the working document of a place."""

import argparse
from typing import Any

from badges.frameworks.readers import Folder
from issuer.cli.comparisons import comparison_lines, told
from issuer.cli.console import DONE, Console
from issuer.errors import InvalidRequest
from issuer.services.commons import authoring, framework_files
from issuer.services.commons.adopting import Imported
from issuer.services.commons.framework_files import FILE_FORMATS, FrameworkFile
from issuer.services.people import Contributor


def adopt(folder: Folder, options: argparse.Namespace, console: Console) -> int:
    """Read the one file of `folder` and make it a draft, or bring the draft up to date.

    Raises:
        InvalidRequest: several files, or a format that no place writes.
        RowsRefused: lines or parts that have to be mended first.
        Conflict: competencies of the draft would go, and nobody said `--force`.
    """
    if options.format and options.format not in FILE_FORMATS:
        raise InvalidRequest("framework_file.format", field="format", format=options.format)
    imported = authoring.import_framework(
        console.office,
        framework_files.read_framework(
            console.office, _file(folder, options), options.format, skip_bad=options.skip_bad
        ),
        place=options.place,
        by=Contributor(console.actor, operator=True),
        slug=options.scheme,
        may_remove=options.force,
        dry_run=options.dry_run,
    )
    console.show(_value(imported, console), *_lines(imported, console))
    if not console.as_json:
        code = "cli.import.rehearsed" if options.dry_run else "cli.import.drafted"
        console.say(code, framework=imported.draft.record.slug)
    return DONE


def _file(folder: Folder, options: argparse.Namespace) -> FrameworkFile:
    names = tuple(folder.names())
    if len(names) != 1:
        raise InvalidRequest("cli.import.one_file", field="file", count=len(names))
    with folder.open(names[0]) as stream:
        content = stream.read(framework_files.SIZE + 1)
    return FrameworkFile(
        names[0], content, options.place, options.scheme, options.name, options.licence
    )


def _value(imported: Imported, console: Console) -> dict[str, Any]:
    """The same members as for a scheme, then what only a framework has."""
    framework, comparison = imported.draft.framework, imported.comparison
    total = len(framework.competencies)
    added = total if comparison is None else len(comparison.added)
    changed = 0 if comparison is None else len(comparison.changed)
    return {
        "scheme": framework.slug,
        "edition": framework.version,
        "added": added,
        "changed": changed,
        "gone": 0 if comparison is None else len(comparison.removed),
        "back": 0,
        "unchanged": total - added - changed,
        "touched_bridges": [],
        "problems": [],
        "problem_count": 0,
        "place": framework.place,
        "prefix": framework.notation_prefix,
        "kept": [competency.notation for competency in imported.kept],
        "bridges": imported.bridges,
        "changes": None if comparison is None else told(comparison, console),
    }


def _lines(imported: Imported, console: Console) -> list[str]:
    framework, comparison = imported.draft.framework, imported.comparison
    language = console.settings.language
    heading = f"{framework.title.say(language)} ({framework.slug})"
    if comparison is not None and comparison.any:
        total, added = len(framework.competencies), len(comparison.added)
        counts = console.words(
            "cli.import.draft_counts",
            added=added,
            changed=len(comparison.changed),
            removed=len(comparison.removed),
            unchanged=total - added - len(comparison.changed),
        )
        return [heading, counts, *comparison_lines(comparison, console)]
    rows = (f"  {item.notation}  {item.label.say(language)}" for item in framework.competencies)
    return [heading, *rows]
