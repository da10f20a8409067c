"""`badge-issuer framework search`: find a competency or an official item by everyday words."""

import argparse
from typing import Any

from badges.i18n import Translator
from issuer.cli.console import DONE, Console, table
from issuer.cli.framework_shelf import brief, row
from issuer.services import referentials


def register_into(actions: Any, common: argparse.ArgumentParser, words: Translator) -> None:
    """Add `search`."""
    searching = actions.add_parser(
        "search",
        parents=[common],
        epilog="example: badge-issuer framework search couture",
        help=words("cli.help.frameworks.find_by_words"),
    )
    searching.add_argument("text", metavar="TEXT", nargs="+")
    searching.set_defaults(run=_search)


def _search(options: argparse.Namespace, console: Console) -> int:
    text = " ".join(options.text)
    framework = referentials.default(console.office)
    found = framework.search(text)
    if not found:
        console.say("cli.framework.nothing_found", text=text)
    rows = [row(competency, console) for competency in found]
    console.show([brief(framework, competency, console) for competency in found], *table(rows))
    return DONE
