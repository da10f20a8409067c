"""What `badge-issuer batch` tells of each line: its badge and files, or what is left to mend."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from issuer.cli.console import Console
from issuer.errors import NotFound
from issuer.ports import Outcome
from issuer.services.addresses import verification_url
from issuer.services.batches import following
from issuer.services.batches.bulk import Bulk
from issuer.services.batches.problems import Problem, read_problem
from issuer.services.people import operator

STATES = ("issued", "already", "refused")

_PAGE = 2_000

Told = dict[str, Any]


def pages_of_lines(
    console: Console, begun: Bulk, folder: Path | None, show: Callable[[int], None] | None
) -> Iterator[list[Told]]:
    """What a program learns of the lines, page after page; with `folder`, their files are written.

    `show` hears how many lines are told.
    """
    describe = _addressed(console) if folder is None else _filed(console, folder)
    count = 0
    for page in _pages(console, begun):
        told = []
        for line in page:
            told.append(_told(console, begun, line, describe))
            if show is not None:
                show(count + len(told))
        count += len(told)
        yield told


def _pages(console: Console, begun: Bulk) -> Iterator[Sequence[Outcome]]:
    after, by = 0, operator(console.actor)
    while page := following.outcomes(console.office, by, begun.batch.id, after=after, limit=_PAGE):
        yield page
        after = page[-1].number


def _told(
    console: Console, begun: Bulk, line: Outcome, describe: Callable[[Outcome, Told], None]
) -> Told:
    said: Told = {"line": begun.row(line.number), "name": line.name}
    if line.award is None:
        return said | _refusal(console, line)
    is_new = line.problem is None and line.number not in begun.before
    said["state"] = "issued" if is_new else "already"
    describe(line, said)
    return said


def _refusal(console: Console, line: Outcome) -> Told:
    problem = read_problem(line.problem) or Problem("batch.over")
    return {
        "state": "refused",
        "column": problem.field,
        "code": problem.code,
        "message": console.words(problem.code, **problem.params),
    }


def _addressed(console: Console) -> Callable[[Outcome, Told], None]:
    """Tells where the badge of a line is read, where it is shown."""
    base = console.settings.base_url

    def describe(line: Outcome, said: Told) -> None:
        said["id"] = line.award
        if line.short_code is not None:
            said["url"] = line.url
            said["short_code"] = line.short_code
            said["verify_url"] = verification_url(base, line.short_code)
        said["files"] = {}

    return describe


def _filed(console: Console, folder: Path) -> Callable[[Outcome, Told], None]:
    """Writes the files of a badge; of one that its holder hides or had erased, only its id."""
    from issuer.cli import awards  # noqa: PLC0415 - loaded where files are made
    from issuer.services import publishing  # noqa: PLC0415 - likewise

    def describe(line: Outcome, said: Told) -> None:
        try:
            award = publishing.award(console.office, str(line.award))
            files = awards.write_files(award, folder, console)
            said.update(awards.describe(award, files, console))
        except NotFound:
            said.update({"id": line.award, "files": {}})

    return describe
