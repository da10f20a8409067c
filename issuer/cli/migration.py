"""`badge-issuer migrate`: bring the tables up to date before the machines are."""

import argparse
from typing import Any

from badges.i18n import Translator
from issuer.bootstrap import prepare_directory
from issuer.cli.console import DONE, Console
from issuer.store import migrate


def register(commands: Any, common: argparse.ArgumentParser, words: Translator) -> None:
    """Add `migrate`."""
    migrating = commands.add_parser(
        "migrate",
        parents=[common],
        help=words("cli.help.migration.tables_up_to_date"),
        epilog="example: badge-issuer migrate",
    )
    migrating.set_defaults(run=_migrate)


def _migrate(_: argparse.Namespace, console: Console) -> int:
    # Neither keys nor pages are needed: this may run where nothing else does.
    prepare_directory(console.settings.data_dir)
    done = migrate(console.settings.effective_database_url)
    code = "cli.migrate.current" if done.before == done.after else "cli.migrate.done"
    console.show(
        {"before": done.before, "after": done.after},
        console.words(code, before=done.before or "-", after=done.after),
    )
    return DONE
