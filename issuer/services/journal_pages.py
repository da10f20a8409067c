"""The journal of a place, read page by page or taken home as a table, by those who may."""

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass

from badges.encoding import encode_instant
from badges.frameworks.cells import guarded
from issuer.model import JournalEntry
from issuer.ports import Office
from issuer.services.finding import find_place, is_plain
from issuer.services.people.roles import Contributor, require

PAGE_LENGTH = 50
EXPORT_LIMIT = 20_000
"""Lines of a table that is taken home, the latest ones."""

ACTORS = ("local", "holder", "learner", "jobs", "retention")
"""Those who write without a name of their own: whoever is at the machine, has a card or asks for a
badge, and the work behind the pages."""

_CHUNK = 1_000
_NUMBER_LIMIT = 2**31 - 1
_COLUMNS = ("number", "instant", "actor", "action", "subject", "reason")


@dataclass(frozen=True)
class JournalPage:
    """Some lines, newest first; `older` is what to give as `before` for the next page, if any."""

    entries: tuple[JournalEntry, ...]
    older: int | None = None


def page(
    office: Office,
    by: Contributor,
    place: str,
    *,
    action: str | None = None,
    before: int | None = None,
) -> JournalPage:
    """The latest lines about a place, of one action or of all, below a number.

    Raises:
        NotFound: no such place.
        NotAllowed: `by` may not read the journal of the place.
    """
    if action is not None and not is_plain(action):
        action = "-"
    with office.store.read() as work:
        find_place(work, place)
        require(work, by, "journal.read", place)
        found = work.journal.list(
            place=place,
            action=action or None,
            before=None if before is None else max(0, min(before, _NUMBER_LIMIT)),
            limit=PAGE_LENGTH + 1,
        )
    entries = found[:PAGE_LENGTH]
    return JournalPage(entries, entries[-1].number if len(found) > PAGE_LENGTH else None)


def export(
    office: Office, by: Contributor, place: str, *, actors: Mapping[str, str] | None = None
) -> str:
    """The latest lines about a place as CSV (RFC 4180), newest first; no cell is a formula.

    `actors` says `ACTORS` in the words of whoever reads; a name of a person stays as it is.

    Raises:
        NotFound: no such place.
        NotAllowed: `by` may not read the journal of the place.
    """
    lines = io.StringIO()
    writer = csv.writer(lines)
    writer.writerow(_COLUMNS)
    said = actors or {}
    for entry in _latest(office, by, place):
        texts = (
            said.get(entry.actor, entry.actor),
            entry.action,
            entry.subject,
            entry.reason or "",
        )
        cells = (guarded(" ".join(text.split("\n"))) for text in texts)
        writer.writerow((entry.number, encode_instant(entry.instant), *cells))
    return lines.getvalue()


def _latest(office: Office, by: Contributor, place: str) -> list[JournalEntry]:
    found: list[JournalEntry] = []
    with office.store.read() as work:
        find_place(work, place)
        require(work, by, "journal.read", place)
        while len(found) < EXPORT_LIMIT:
            before = found[-1].number if found else None
            chunk = work.journal.list(place=place, before=before, limit=_CHUNK)
            found += chunk
            if len(chunk) < _CHUNK:
                break
    return found[:EXPORT_LIMIT]
