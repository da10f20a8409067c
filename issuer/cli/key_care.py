"""`badge-issuer key affected|reissue|drill|reseal`: the bad day of a key, and its rehearsal."""

import argparse
import csv
import io
from dataclasses import asdict
from itertools import islice
from typing import Any

from badges.encoding import encode_instant
from badges.frameworks.cells import guarded
from badges.i18n import Translator
from issuer.bootstrap import open_clock
from issuer.cli.console import DONE, FAILED, Console, table
from issuer.cli.progress import progress_bar
from issuer.jobs.drills import rehearse
from issuer.model import Award
from issuer.services import resealing
from issuer.services.life import reissuing

_COLUMNS = ("id", "url", "short_code", "holder", "achievement", "awarded")
_NAMED = 20


def register(actions: Any, common: argparse.ArgumentParser, words: Translator) -> None:
    """Add `key affected|reissue|drill|reseal`."""
    affected = actions.add_parser(
        "affected",
        parents=[common],
        help=words("cli.help.key_care.affected"),
        epilog="example: badge-issuer key affected fablab-du-moulin key-1 --csv > badges.csv",
    )
    affected.add_argument("--csv", action="store_true", help=words("cli.help.key_care.csv"))
    affected.set_defaults(run=_affected)
    again = actions.add_parser(
        "reissue",
        parents=[common],
        help=words("cli.help.key_care.reissue"),
        epilog="example: badge-issuer key reissue fablab-du-moulin key-1",
    )
    again.set_defaults(run=_reissue)
    for command in (affected, again):
        command.add_argument("place", metavar="PLACE")
        command.add_argument("name", metavar="KEY", help=words("cli.help.keys.such_as_key_1"))
    drill = actions.add_parser(
        "drill",
        parents=[common],
        help=words("cli.help.key_care.drill"),
        epilog="example: badge-issuer key drill fablab-du-moulin",
    )
    drill.add_argument("place", metavar="PLACE")
    drill.set_defaults(run=_drill)
    seal = actions.add_parser(
        "reseal",
        parents=[common],
        help=words("cli.help.key_care.reseal"),
        epilog="example: badge-issuer key reseal",
    )
    seal.set_defaults(run=_reseal)


def _affected(options: argparse.Namespace, console: Console) -> int:
    found = reissuing.affected(console.office, options.place, options.name)
    rows = [_row(award) for award in found]
    console.say("cli.key.affected", count=len(rows), name=options.name)
    if options.csv and not console.as_json:
        console.pour(_csv(rows))
        return DONE
    value = {"count": len(rows), "badges": [dict(zip(_COLUMNS, row, strict=True)) for row in rows]}
    console.show(value, *table(list(islice(rows, _NAMED))))
    return DONE


def _row(award: Award) -> tuple[str, ...]:
    awarded = encode_instant(award.awarded)
    return (award.id, award.url, award.short_code, award.holder, award.achievement, awarded)


def _csv(rows: list[tuple[str, ...]]) -> str:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(_COLUMNS)
    writer.writerows([[guarded(cell) for cell in row] for row in rows])
    return text.getvalue()


def _reissue(options: argparse.Namespace, console: Console) -> int:
    with progress_bar(console, None, code="cli.key.progress", look=1) as bar:
        done = reissuing.reissue(
            console.office, options.place, options.name, actor=console.actor, tell=bar
        )
    console.say("cli.key.reissued", count=done.done)
    for award, code in done.failed:
        console.say("cli.key.not_reissued", award=award, reason=console.words(code))
    failed = [{"id": award, "code": code} for award, code in done.failed]
    console.show({"done": done.done, "failed": failed})
    return FAILED if failed else DONE


def _drill(options: argparse.Namespace, console: Console) -> int:
    steps = rehearse(console.settings, open_clock(console.settings), options.place)
    rows = [
        (
            console.words("cli.check.good" if step.good else "cli.check.broken"),
            f"{step.seconds:.2f} s",
            console.words(f"cli.drill.{step.name}", count=step.count),
        )
        for step in steps
    ]
    is_good = all(step.good for step in steps)
    console.show({"good": is_good, "steps": [asdict(step) for step in steps]}, *table(rows))
    console.say("cli.drill.done" if is_good else "cli.drill.failed")
    return DONE if is_good else FAILED


def _reseal(_: argparse.Namespace, console: Console) -> int:
    count = resealing.reseal(console.office, actor=console.actor)
    console.say("cli.key.resealed", count=count)
    console.show({"keys": count})
    return DONE
