"""`badge-issuer archive`: the badges of a place in one file that outlives this service."""

import argparse
from dataclasses import asdict
from pathlib import Path
from typing import Any

from badges.i18n import Translator
from issuer.cli.console import DONE, Console
from issuer.cli.progress import progress_bar
from issuer.errors import InvalidRequest
from issuer.jobs.archives import write_archive
from issuer.services import places
from issuer.services.archives import OPTIONAL, Archived
from issuer.services.journal import note
from issuer.services.people import operator

_MEGABYTE = 1_000_000
_NAMED = 20


def register(commands: Any, common: argparse.ArgumentParser, words: Translator) -> None:
    """Add `archive`."""
    archive = commands.add_parser(
        "archive",
        parents=[common],
        help=words("cli.help.archives.make"),
        epilog="example: badge-issuer archive --place fablab-du-moulin -o fablab-du-moulin.zip",
    )
    archive.add_argument("--place", metavar="SLUG", help=words("cli.help.archives.place"))
    archive.add_argument(
        "-o", "--output", type=Path, metavar="FILE.zip", help=words("cli.help.archives.output")
    )
    archive.add_argument(
        "--without",
        action="append",
        default=[],
        choices=OPTIONAL,
        help=words("cli.help.archives.without"),
    )
    archive.set_defaults(run=_archive)


def _archive(options: argparse.Namespace, console: Console) -> int:
    slug = options.place or _only_place(console)
    path: Path = options.output or Path(f"{slug}.zip")
    done = _write(options, console, slug, path)
    office = console.office
    with office.store.write() as work:
        note(office, work, operator(console.actor).name, "place.archive", place=slug, subject=slug)
    size = path.stat().st_size
    told = f"{size / _MEGABYTE:.1f}"
    console.say("cli.archive.made", file=path, count=done.badges, size=told)
    console.show({"file": str(path), "size": size, **asdict(done)}, str(path))
    return DONE


def _write(options: argparse.Namespace, console: Console, slug: str, path: Path) -> Archived:
    office = console.office
    with office.store.read() as work:
        expected = work.awards.count(place=slug)
    with progress_bar(console, expected, code="cli.archive.progress", look=1) as bar:

        def tell(done: int, _: int) -> None:
            if bar is not None:
                bar(done)

        return write_archive(office, slug, path, without=options.without, tell=tell)


def _only_place(console: Console) -> str:
    """The slug of the place when there is one.

    Raises:
        InvalidRequest: there are several, or none (`archive.which_place`).
    """
    slugs = [place.slug for place in places.list_all(console.office)]
    if len(slugs) != 1:
        named = ", ".join(slugs[:_NAMED]) or "–"
        raise InvalidRequest("archive.which_place", field="place", places=named)
    return slugs[0]
