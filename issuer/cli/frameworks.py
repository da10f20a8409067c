"""`badge-issuer framework`: look into the referential and take it elsewhere."""

import argparse
from pathlib import Path
from typing import Any

from badges.frameworks import EXPORTS, export
from badges.i18n import Translator
from badges.model.framework import Competency
from issuer.cli.console import DONE, Console, table
from issuer.errors import InvalidRequest


def register(commands: Any, common: argparse.ArgumentParser, words: Translator) -> None:
    """Add `framework list|show|search|export`."""
    whole = commands.add_parser(
        "framework",
        help=words("cli.help.frameworks.the_competence_referential"),
        epilog="example: badge-issuer framework search couture",
    )
    actions = whole.add_subparsers(dest="action", required=True, metavar="ACTION")
    listing = actions.add_parser(
        "list",
        parents=[common],
        epilog="example: badge-issuer framework list",
        help=words("cli.help.frameworks.domains_and_competences"),
    )
    listing.set_defaults(run=_list)
    showing = actions.add_parser(
        "show",
        parents=[common],
        epilog="example: badge-issuer framework show TL-COO-01",
        help=words("cli.help.frameworks.one_competency_whole"),
    )
    showing.add_argument(
        "competency", metavar="CODE", help=words("cli.help.frameworks.a_code_such_as")
    )
    showing.set_defaults(run=_show)
    searching = actions.add_parser(
        "search",
        parents=[common],
        epilog="example: badge-issuer framework search couture",
        help=words("cli.help.frameworks.find_by_words"),
    )
    searching.add_argument("text", metavar="TEXT", nargs="+")
    searching.set_defaults(run=_search)
    _add_export(actions, common, words)


def _add_export(actions: Any, common: argparse.ArgumentParser, words: Translator) -> None:
    exporting = actions.add_parser(
        "export",
        parents=[common],
        epilog="example: badge-issuer framework export --format turtle -o tiers-lieux.ttl",
        help=words("cli.help.frameworks.write_the_whole_referential"),
    )
    exporting.add_argument("--format", choices=EXPORTS, default="skos-jsonld")
    exporting.add_argument(
        "-o",
        "--output",
        type=Path,
        metavar="FILE",
        help=words("cli.help.frameworks.else_standard_output"),
    )
    exporting.set_defaults(run=_export)


def _list(_: argparse.Namespace, console: Console) -> int:
    framework = console.office.framework
    rows = [_row(competency, console) for competency in framework.competencies]
    title = f"{framework.title.say(console.settings.language)} {framework.version}"
    console.show([_brief(c, console) for c in framework.competencies], title, *table(rows))
    return DONE


def _search(options: argparse.Namespace, console: Console) -> int:
    found = console.office.framework.search(" ".join(options.text))
    if not found:
        console.say("cli.framework.nothing_found", text=" ".join(options.text))
    rows = [_row(competency, console) for competency in found]
    console.show([_brief(competency, console) for competency in found], *table(rows))
    return DONE


def _show(options: argparse.Namespace, console: Console) -> int:
    language = console.settings.language
    framework = console.office.framework
    competency = framework.find(options.competency)
    levels = {level.code: level.label.say(language) for level in framework.levels}
    lines = [
        f"{competency.notation}  {competency.label.say(language)}",
        competency.statement.say(language),
        "",
        competency.definition.say(language),
        "",
    ]
    described = {level.code: level.descriptor.say(language) for level in competency.levels}
    lines += [f"  {code} {levels[code]}: {text}" for code, text in described.items()]
    matches: list[tuple[str, ...]] = [
        (match.framework, match.code, match.relation, match.label) for match in competency.matches
    ]
    lines += ["", *(f"  {line}" for line in table(matches))]
    value = _brief(competency, console) | {
        "definition": competency.definition.say(language),
        "coverage": competency.coverage,
        "levels": described,
        "matches": [
            dict(zip(("framework", "code", "relation", "label"), m, strict=True)) for m in matches
        ],
    }
    console.show(value, *lines)
    return DONE


def _export(options: argparse.Namespace, console: Console) -> int:
    text = export(console.office.framework, options.format, console.settings.base_url)
    if options.output:
        _write(options.output, text)
        console.show({"file": str(options.output)}, str(options.output))
    elif console.as_json:
        console.show({"format": options.format, "text": text})
    else:
        console.show(None, text.rstrip("\n"))
    return DONE


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, "utf-8")
    except OSError as error:
        raise InvalidRequest(
            "cli.folder.unwritable", field="output", folder=str(path), reason=error.strerror or ""
        ) from error


def _row(competency: Competency, console: Console) -> tuple[str, ...]:
    language = console.settings.language
    return competency.notation, competency.coverage, competency.label.say(language)


def _brief(competency: Competency, console: Console) -> dict[str, Any]:
    language = console.settings.language
    return {
        "code": competency.notation,
        "name": competency.label.say(language),
        "statement": competency.statement.say(language),
        "coverage": competency.coverage,
        "url": f"{console.settings.base_url}/frameworks/tiers-lieux/{competency.slug}",
    }
