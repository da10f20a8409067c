"""A chunk that is written while it is signed: whole or absent, whatever happens to the writer."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from issuer.errors import StoreError
from issuer.services.batches import bulk, chunks, following, running
from issuer.services.people import operator
from issuer.store import bulk as writing
from tests.issuer.faults import disk_of
from tests.issuer.world import Town

BY = operator("test")
SLUG = "decoupe-laser-en-autonomie"
SIZE, BLOCK, LINES = 250, 125, 700
FILE = b"name,email\n" + b"".join(b"P%d,p%d@x.fr\n" % (n, n) for n in range(LINES))
ROOT = Path(__file__).parents[4]
KILLED = """
import os, signal, sys
from dataclasses import replace
from pathlib import Path
from badges.clock import FixedClock
from issuer.services.batches import chunks, running
from issuer.store import bulk
from tests.issuer.jobs.forge import open_office
from tests.world import NOON
url, folder, batch, size, block, writes = sys.argv[1:]
chunks.SIZE, chunks.BLOCK = int(size), int(block)
left, insert = int(writes), bulk._insert

def deadly(*given):
    global left
    left -= 1
    if not left:
        os.kill(os.getpid(), signal.SIGKILL)
    insert(*given)

bulk._insert = deadly
running.run(replace(open_office(url, Path(folder)), clock=FixedClock(NOON)), batch)
"""


@pytest.fixture
def batch(village: Town, monkeypatch: pytest.MonkeyPatch) -> str:
    """A group of several chunks of two blocks each, which are written behind."""
    monkeypatch.setattr(chunks, "SIZE", SIZE)
    monkeypatch.setattr(chunks, "BLOCK", BLOCK)
    village.laser()
    return bulk.begin(village.office, BY, SLUG, FILE).batch.id


def issued(town: Town, batch: str) -> int:
    """How many badges there are, once each; lines, entries and the journal say the same."""
    with town.office.store.read() as work:
        awards = work.awards.list(limit=LINES * 2)
        noted = {line.subject for line in work.journal.list(action="award.issue", limit=LINES * 2)}
        taken = {
            index
            for one in {a.status.list_id for a in awards}
            for index in work.status_lists.taken(one)
        }
    numbers = {line.award for line in following.lines(town.office, BY, batch) if line.award}
    assert {award.id for award in awards} == noted == numbers
    assert {award.status.index for award in awards} == taken
    return len(awards)


def test_a_disk_that_is_full_behind_stops_the_group_between_chunks(
    village: Town, batch: str
) -> None:
    """What was kept is whole chunks, the reason is told as ever, and a second run ends it."""
    file = village.office.settings.effective_database_url.removeprefix("sqlite:///")
    log = Path(f"{file}-wal").stat().st_size
    with disk_of(log + 3_200_000), pytest.raises(StoreError) as stopped:
        running.run(village.office, batch)
    assert stopped.value.code in {"store.disk_full", "store.disk_failed"}
    before = issued(village, batch)
    assert before in {SIZE, 2 * SIZE}
    assert running.run(village.office, batch).issued == LINES == issued(village, batch)


@pytest.mark.parametrize("writes", [3, 12])
def test_whoever_is_killed_while_the_writer_writes_loses_a_chunk_at_most(
    village: Town, batch: str, writes: int
) -> None:
    """The blocks of the chunk before are all there, those of this one are not."""
    settings = village.office.settings
    given = (settings.effective_database_url, settings.data_dir, batch, SIZE, BLOCK, writes)
    command = [sys.executable, "-c", KILLED, *map(str, given)]
    ended = subprocess.run(command, cwd=ROOT, check=False)
    assert ended.returncode == -signal.SIGKILL
    assert issued(village, batch) == SIZE * (writes // 8)
    assert running.run(village.office, batch).issued == LINES == issued(village, batch)


def test_with_and_without_a_thread_the_same_is_kept(
    village: Town, batch: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One processor or two: as many badges, and none of them by another way."""
    threads: list[bool] = []
    write = writing._insert  # noqa: SLF001 - where the rows of SQLite are written

    def heard(*given: object) -> None:
        threads.append(len(os.sched_getaffinity(0)) > 1)
        write(*given)  # type: ignore[arg-type]  # handed on as it came

    monkeypatch.setattr(writing, "_insert", heard)
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0})
    assert running.run(village.office, batch, at_most=SIZE).issued == SIZE
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 1})
    assert running.run(village.office, batch).issued == LINES == issued(village, batch)
    assert set(threads) == {False, True}
