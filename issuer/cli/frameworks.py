"""`badge-issuer framework`: look into the referentials, bring some in, take ours elsewhere."""

import argparse
from pathlib import Path
from typing import Any

from badges.frameworks import EXPORTS, export
from badges.i18n import Translator
from badges.model.framework import Framework
from issuer.cli import (
    commons,
    framework_absence,
    framework_import,
    framework_search,
    framework_shelf,
)
from issuer.cli.console import DONE, Console
from issuer.errors import InvalidRequest
from issuer.services.commons import referentials


def register(commands: Any, common: argparse.ArgumentParser, words: Translator) -> None:
    """Add `framework list|show|search|export|import|absence`."""
    whole = commands.add_parser(
        "framework",
        help=words("cli.help.frameworks.the_competence_referential"),
        epilog="example: badge-issuer framework search couture",
    )
    actions = whole.add_subparsers(dest="action", required=True, metavar="ACTION")
    framework_shelf.register_into(actions, common, words)
    framework_search.register_into(actions, common, words)
    _add_export(actions, common, words)
    framework_import.register_into(actions, common, words)
    framework_absence.register_into(actions, common, words)
    commons.register_into(actions, common, words)


def _add_export(actions: Any, common: argparse.ArgumentParser, words: Translator) -> None:
    exporting = actions.add_parser(
        "export",
        parents=[common],
        epilog="example: badge-issuer framework export --format turtle -o tiers-lieux.ttl",
        help=words("cli.help.frameworks.write_the_whole_referential"),
    )
    exporting.add_argument(
        "framework",
        metavar="FRAMEWORK",
        nargs="?",
        default=referentials.DEFAULT_SLUG,
        help=words("cli.help.framework.its_short_name"),
    )
    exporting.add_argument(
        "--edition", metavar="V", help=words("cli.help.framework.a_frozen_version")
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


def _export(options: argparse.Namespace, console: Console) -> int:
    framework = referentials.published(console.office, options.framework, options.edition)
    text = _in_format(framework, options.format, console)
    if options.output:
        _write(options.output, text)
        console.show({"file": str(options.output)}, str(options.output))
    elif console.as_json:
        console.show({"format": options.format, "text": text})
    else:
        console.pour(text)
    return DONE


def _in_format(framework: Framework, format_name: str, console: Console) -> str:
    return export(framework, format_name, console.settings.base_url)


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, "utf-8")
    except OSError as error:
        raise InvalidRequest(
            "cli.folder.unwritable", field="output", folder=str(path), reason=error.strerror or ""
        ) from error
