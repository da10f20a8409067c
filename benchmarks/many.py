"""Many processes that award and revoke at once in one place, and whether all of it is there.

Run `python -m benchmarks.many [--url URL] [--processes N] [--badges N] [--json]`. Without URL it
is a PostgreSQL from a wheel. All processes award the same achievement of the same place, which is
the worst case: they share one status list. In the end the published list is decoded and compared
with what the database says of each badge; a sample of badges is verified as a stranger would.
"""

import argparse
import json
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from pathlib import Path

from sqlalchemy import Connection, text

from badges.documents import parse, serialize
from badges.errors import Unreachable
from badges.ports import Fetched
from badges.settings import Settings
from badges.status import bitstring
from benchmarks.databases import new_database, postgresql
from benchmarks.hand import Share, open_office
from issuer.model import AchievementRequest, CompetencyLevel, PlaceRequest
from issuer.ports import Office
from issuer.services import achievements, places, publishing, status_lists
from issuer.store.engines import open_engine
from verifier.bootstrap import bootstrap as open_verifier

ROOT = Path(__file__).resolve().parent.parent
PLACE = "atelier"

_SINGLES, _REVOCATIONS = 20, 10
_GROUP = 500
_SAMPLE = 40
_HOUR = 3_600


@dataclass(frozen=True)
class Reckoning:
    """What should be there and what is; `lacks` is empty when all is well."""

    processes: int
    expected: int
    awards: int
    positions: int
    entries: int
    journal: int
    revoked: int
    listed: int
    seconds: float
    per_second: float
    refusals: dict[str, int]
    refused_by_verifier: int
    lacks: tuple[str, ...]


@dataclass(frozen=True)
class _Kept:
    """What the database says when all is done."""

    awards: int
    positions: int
    entries: int
    journal: int
    revoked: frozenset[tuple[str, int]]


def shares(processes: int, badges: int) -> tuple[Share, ...]:
    """`badges` in all, shared evenly among processes, one in 26 of them awarded alone."""
    each = badges // processes
    groups = max(1, each // (_GROUP + _SINGLES))
    while each % groups:
        groups -= 1
    singles = min(_SINGLES, each // groups // 4)
    lines = each // groups - singles
    half = min(_REVOCATIONS, singles)
    return tuple(Share(number, groups, lines, singles, half) for number in range(processes))


def measure(url: str, folder: Path, work: tuple[Share, ...]) -> Reckoning:
    """Have all the shares done at once on that database, and reckon.

    Raises:
        BadgeError: the place cannot be made there.
    """
    office = open_office(url, folder)
    achievement = prepare(office)
    start, told = _at_once(url, folder, achievement, work)
    seconds = time.perf_counter() - start
    try:
        return _reckon(office, url, work, told, seconds)
    finally:
        office.store.close()


def prepare(office: Office) -> str:
    """Make the place and its achievement; the slug of the achievement."""
    places.add(office, PlaceRequest(name="Atelier", email="a@example.org"))
    return achievements.add(
        office,
        AchievementRequest(
            place=PLACE,
            name="Découpe laser",
            description="Utiliser la découpe laser du lieu.",
            criteria="Une pièce dessinée et découpée.",
            competencies=(CompetencyLevel("TL-FAB-01", "N3"),),
        ),
    ).slug


def _at_once(
    url: str, folder: Path, achievement: str, work: tuple[Share, ...]
) -> tuple[float, Counter[str]]:
    """Start every process, let them begin together, and sum what they say; with when they began."""
    told: Counter[str] = Counter()
    with ExitStack() as stack:
        hands = [
            stack.enter_context(
                subprocess.Popen(  # noqa: S603 - our own program
                    [
                        sys.executable,
                        "-m",
                        "benchmarks.hand",
                        url,
                        str(folder),
                        achievement,
                        *(str(value) for value in asdict(share).values()),
                    ],
                    cwd=ROOT,
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    text=True,
                )
            )
            for share in work
        ]
        for hand in hands:
            if hand.stdout is None or hand.stdout.readline() != "ready\n":
                told["hand.not_ready"] += 1
        start = time.perf_counter()
        for hand in hands:
            print(file=hand.stdin, flush=True)
        for hand in hands:
            line = "" if hand.stdout is None else hand.stdout.readline()
            told.update(json.loads(line)["told"] if line else {"hand.died": 1})
    return start, told


def _reckon(
    office: Office, url: str, work: tuple[Share, ...], told: Counter[str], seconds: float
) -> Reckoning:
    engine = open_engine(url, patience=15)
    with engine.begin() as connection:
        kept = _kept(connection)
    engine.dispose()
    listed = _listed(office)
    expected = sum(share.badges for share in work)
    revoked = sum(share.revoked for share in work)
    refused = _refused(office)
    found = {
        "awards": kept.awards == expected,
        "positions": kept.positions == expected,
        "entries": kept.entries == expected,
        "journal": kept.journal == expected,
        "revoked": len(kept.revoked) == revoked,
        "published list": listed == kept.revoked,
        "told": told == Counter(issued=expected, revoked=revoked, refused=0),
        "verified": not refused,
    }
    return Reckoning(
        processes=len(work),
        expected=expected,
        awards=kept.awards,
        positions=kept.positions,
        entries=kept.entries,
        journal=kept.journal,
        revoked=len(kept.revoked),
        listed=len(listed),
        seconds=round(seconds, 2),
        per_second=round(expected / seconds, 1),
        refusals={code: n for code, n in told.items() if "." in code},
        refused_by_verifier=refused,
        lacks=tuple(name for name, is_right in found.items() if not is_right),
    )


def _kept(connection: Connection) -> _Kept:
    def number(query: str) -> int:
        return int(connection.scalar(text(query)) or 0)

    revoked = connection.execute(
        text("SELECT list_id, position FROM awards WHERE state <> 'active'")
    )
    return _Kept(
        awards=number("SELECT count(*) FROM awards"),
        positions=number("SELECT count(*) FROM (SELECT DISTINCT list_id, position FROM awards) a"),
        entries=number("SELECT count(*) FROM status_entries"),
        journal=number("SELECT count(DISTINCT subject) FROM journal WHERE action = 'award.issue'"),
        revoked=frozenset((row.list_id, row.position) for row in revoked),
    )


def _listed(office: Office) -> frozenset[tuple[str, int]]:
    """Every bit that is set in the lists as the world reads them."""
    with office.store.read() as work:
        known = work.status_lists.of(PLACE)
    found: set[tuple[str, int]] = set()
    for status_list in known:
        document = parse(status_lists.publish(office, status_list.id).body)
        bits = bitstring.decode(document["credentialSubject"]["encodedList"])
        capacity = range(status_list.capacity)
        found |= {(status_list.id, index) for index in capacity if bits.value(index)}
    return frozenset(found)


@dataclass(frozen=True)
class _Site:
    """What the place publishes, without a network."""

    pages: dict[str, tuple[str, bytes]]

    def fetch(self, url: str, *, accept: str = "*/*", limit: int | None = None) -> Fetched:
        """One page.

        Raises:
            Unreachable: another address.
        """
        del accept, limit
        if url not in self.pages:
            raise Unreachable("fetch.unreachable", url=url)
        return Fetched(url, *self.pages[url], max_age=_HOUR)


def _refused(office: Office) -> int:
    """How many badges of a sample a stranger judges otherwise than the database does."""
    base = office.settings.base_url
    pages = {
        f"{base}/places/{PLACE}/did.json": (
            "application/json",
            serialize(publishing.did_document(office, PLACE)),
        )
    }
    with office.store.read() as work:
        for known in work.status_lists.of(PLACE):
            listed = status_lists.publish(office, known.id)
            pages[f"{base}/status/{known.id}"] = (listed.media_type, listed.body)
        ids = work.awards.ids(PLACE)
        sample = random.SystemRandom().sample(ids, min(_SAMPLE, len(ids)))
        awards = [award for award in map(work.awards.get, sample) if award is not None]
    stranger = open_verifier(Settings(), fetcher=_Site(pages))
    expected = {"active": "genuine", "revoked": "revoked"}
    return sum(stranger.verify(award.json).state != expected[award.state] for award in awards)


def main(arguments: list[str] | None = None) -> int:
    """Measure and print; status 1 when something is lacking."""
    reading = argparse.ArgumentParser(prog="python -m benchmarks.many", description=__doc__)
    reading.add_argument("--url", help="an empty database; by default one is made from a wheel")
    reading.add_argument("--processes", type=int, default=4)
    reading.add_argument("--badges", type=int, default=20_000)
    reading.add_argument("--json", action="store_true")
    options = reading.parse_args(arguments)
    with ExitStack() as stack:
        url = options.url or new_database(stack.enter_context(postgresql()), "many")
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        found = measure(url, folder, shares(options.processes, options.badges))
    if options.json:
        print(json.dumps(asdict(found)))
    else:
        for name, value in asdict(found).items():
            print(f"{name:20} {value}")
    return 1 if found.lacks else 0


if __name__ == "__main__":
    sys.exit(main())
