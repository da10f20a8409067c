"""SQLite with room for many rows: rows given by columns, and a log emptied while others work."""

import os
from pathlib import Path

import pytest
from sqlalchemy import Connection, text

from issuer.model import JournalEntry
from issuer.store import SqlStore, room
from issuer.store.bulk import insert_rows
from issuer.store.tables import journal
from tests.issuer.store.test_behind import connection_of
from tests.issuer.world import Town
from tests.world import NOON

LINE = JournalEntry(NOON, "zoe", "place.edit", "lieu", "sujet", "« là »")
MANY = 2_000

SHAPES = {
    "all differ": [
        LINE._replace(actor=f"a{n}", subject=f"s{n}", reason=f"r{n}") for n in range(MANY)
    ],
    "one differs": [LINE._replace(subject=f"s{n}") for n in range(MANY)],
    "none differs": [LINE] * MANY,
    "some are empty": [LINE._replace(reason=None if n % 2 else "r") for n in range(MANY)],
    "all are empty": [LINE._replace(reason=None, place=None) for _ in range(MANY)],
    "the last one differs": [LINE] * 1_233 + [LINE._replace(reason="autre")],
}


@pytest.fixture
def village_store(village: Town) -> SqlStore:
    """The store of a village, on SQLite."""
    made = village.office.store
    assert isinstance(made, SqlStore)
    return made


@pytest.mark.parametrize("shape", SHAPES)
def test_rows_that_say_the_same_are_kept_whole(store: SqlStore, shape: str) -> None:
    """Each row says all that it was given, whatever it shares with the others."""
    given = SHAPES[shape]
    with store.write() as work:
        work.journal.add_many(given)
    with store.read() as work:
        kept = work.journal.list(limit=len(given))
    assert [line._replace(number=0) for line in reversed(kept)] == given


def test_one_row_alone_is_kept(store: SqlStore) -> None:
    """A row has nothing in common with itself alone."""
    names = [column.name for column in journal.columns if column.name != "number"]
    given = tuple([getattr(LINE, name) for name in names])
    with store.write() as work:
        insert_rows(connection_of(work), journal, [given])
    with store.read() as work:
        assert work.journal.list(limit=1)[0]._replace(number=0) == LINE


def size(connection: Connection) -> int:
    """Bytes of the file of SQLite, without the log beside it."""
    path = str(connection.execute(text("PRAGMA database_list")).one()[2])
    return Path(path).stat().st_size


def test_the_log_goes_into_the_file_while_others_go_on(
    village_store: SqlStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What many rows left in the log, too short for SQLite to care, is soon in the file."""
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 1})
    with village_store.read() as work:
        before = size(connection_of(work))
    with village_store.write() as work:
        work.journal.add_many(SHAPES["all are empty"])
    vars(village_store)["_hand"].wait()
    with village_store.read() as work:
        assert size(connection_of(work)) > before


def test_few_rows_leave_the_log_to_sqlite(
    village_store: SqlStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No thread is made for them, though the connection wrote many rows before."""
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 1})
    for count in (MANY, 1):
        with village_store.write() as work:
            work.journal.add_many(SHAPES["all are empty"][:count])
            filled = room.filled_log(connection_of(work))
    assert filled is None


def test_a_log_whose_file_is_gone_makes_no_new_file(tmp_path: Path) -> None:
    """Whoever moved the file away finds no empty one in its place."""
    path = tmp_path / "é ?.sqlite3"
    room._empty(str(path))  # noqa: SLF001 - what the thread does
    assert not list(tmp_path.iterdir())
