"""A group that a clerk signs: the same rows, to the byte, as when nobody helps."""

import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

from issuer.services.batches import bulk
from issuer.services.people import operator
from tests.issuer.world import Town

ROOT = Path(__file__).parents[4]
LINES = 620
SIZE, BLOCK = 400, 150
TABLES = ("awards", "holders", "status_entries", "batch_lines", "journal")
SIGNING = """
import os, sys, threading
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path
from badges.clock import FixedClock
from issuer.keystores import EncryptedFile, clerk, forked_clerk
from issuer.services.batches import chunks, running
from tests.issuer.jobs.forge import open_office
from tests.world import NOON, CountedIdentifiers
folder, batch, size, block, helped = sys.argv[1:]
chunks.BLOCK = int(block)
chunks.SIZE = int(size) // (2 if helped == "yes" else 1)  # a clerk has chunks twice as large
ids = CountedIdentifiers("signing")
keys = EncryptedFile(Path(folder) / "keys", ids)
taken = []
take = clerk.ForkedClerk.take

def counted(self, number):
    answer = take(self, number)
    taken.append(answer is not None)
    return answer

clerk.ForkedClerk.take = counted
with forked_clerk(keys) if helped == "yes" else nullcontext() as signing:
    office = open_office(f"sqlite:///{folder}/badges.sqlite3", Path(folder))
    office = replace(office, clock=FixedClock(NOON), identifiers=ids, keys=keys, clerk=signing)
    running.run(office, batch)
    office.store.close()
print(len(taken), all(taken))
"""


def people() -> bytes:
    """A file whose lines differ in what they say; one is refused, and one is there twice."""
    rows = [
        f"P « {n} »,{f'p{n}@x.fr' if n % 3 else ''},{'12' if n % 5 else ''}" for n in range(LINES)
    ]
    rows[7] = "X,no address,"
    rows.append(rows[5])
    return "\n".join(["name,email,hours", *rows]).encode()


def rows(folder: Path) -> dict[str, list[tuple[object, ...]]]:
    """What a database keeps of a group."""
    connection = sqlite3.connect(folder / "badges.sqlite3")
    try:
        return {
            table: sorted(connection.execute(f"SELECT * FROM {table}"), key=repr)  # noqa: S608 - our own names
            for table in TABLES
        }
    finally:
        connection.close()


def signed(folder: Path, batch: str, helped: str) -> str:
    """What the signing of a group tells of its clerk."""
    command = [sys.executable, "-c", SIGNING, str(folder), batch, str(SIZE), str(BLOCK), helped]
    return subprocess.run(
        command, cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout.strip()


def test_with_and_without_a_clerk_the_same_is_kept(village: Town, tmp_path: Path) -> None:
    """What is drawn by lot being the same, so is every row, the signatures with them."""
    village.laser()
    by, slug = operator("test"), "decoupe-laser-en-autonomie"
    batch = bulk.begin(village.office, by, slug, people()).batch.id
    village.office.store.close()
    alone, helped = tmp_path / "alone", tmp_path / "helped"
    file = Path(village.office.settings.effective_database_url.removeprefix("sqlite:///"))
    for folder in (alone, helped):
        shutil.copytree(village.office.settings.data_dir, folder)
        shutil.copyfile(file, folder / "badges.sqlite3")
    assert signed(alone, batch, "no") == "0 True"
    assert signed(helped, batch, "yes") == "4 True"  # the last block is too small for it
    kept = rows(helped)
    assert len(kept["awards"]) == LINES - 1
    assert kept == rows(alone)
