"""Writes behind the back of a unit of work: in their order, seen by who asks, whole or undone."""

import os
import threading
from collections.abc import Callable
from dataclasses import replace

import pytest
from sqlalchemy import Connection, text

from issuer.errors import Conflict
from issuer.model import JournalEntry, Place
from issuer.ports import UnitOfWork
from issuer.store import SqlStore
from issuer.store.behind import put_behind
from issuer.store.bulk import insert_rows
from issuer.store.tables import places
from tests.issuer.faults import Blown
from tests.issuer.store.conftest import LIEU
from tests.world import NOON

MANY = 1_234
"""Enough to be written in statements of every size."""


def entries(count: int = MANY) -> list[JournalEntry]:
    """Lines of the journal, no two alike."""
    line = JournalEntry(NOON, "zoe", "place.edit", "lieu", "", "« là »")
    return [
        line._replace(subject=f"n{n}", reason=line.reason if n % 3 else None) for n in range(count)
    ]


def others(count: int) -> list[Place]:
    """Places that none was before."""
    return [replace(LIEU, slug=f"lieu-{number}") for number in range(count)]


def values(place: Place) -> tuple[object, ...]:
    """A place in the order of its columns."""
    return tuple([getattr(place, column.name) for column in places.columns])


def at_work() -> list[str]:
    """The threads that write behind somebody's back."""
    return [thread.name for thread in threading.enumerate() if thread.name == "behind"]


def connection_of(work: object) -> Connection:
    """The connection of a unit of work."""
    found = vars(vars(work)["places"])["_connection"]
    assert isinstance(found, Connection)
    return found


def test_rows_are_those_that_one_by_one_would_be(store: SqlStore) -> None:
    """Every value of each, in their order, whatever their number; the next question sees them."""
    with store.write() as work:
        before = len(work.journal.list(limit=10_000))
        work.journal.add_many(entries())
        seen = work.journal.list(limit=10_000)
    with store.write() as work:
        for entry in entries():
            work.journal.add(entry._replace(subject=f"alone {entry.subject}"))
    with store.read() as work:
        kept = work.journal.list(limit=10_000)
    assert len(seen) == before + MANY
    many, alone = kept[MANY : 2 * MANY], kept[:MANY]
    assert [line._replace(number=0) for line in many] == [
        line._replace(number=0, subject=line.subject.removeprefix("alone ")) for line in alone
    ]


def keep(store: SqlStore, *blocks: list[Place], then: Callable[[UnitOfWork], None]) -> None:
    """One unit of work that keeps blocks of places behind, and then does something."""
    with store.write() as work:
        for block in blocks:
            insert_rows(connection_of(work), places, [values(place) for place in block])
        then(work)


def test_what_is_refused_behind_undoes_the_whole_unit_of_work(store: SqlStore) -> None:
    """The caller learns it at the end, in the same words as at once, and nothing of it is kept."""
    blocks = others(300), others(300), others(600)[300:]
    with pytest.raises(Conflict, match=r"store\.duplicate"):
        keep(store, *blocks, then=lambda _: None)
    with store.read() as work:
        assert work.places.get("lieu-0") is None
        assert work.places.get("lieu-599") is None
    assert not at_work()


def test_what_is_refused_behind_is_told_by_the_next_question(store: SqlStore) -> None:
    """Nobody goes on with a unit of work that cannot be kept."""
    asked: list[str] = []

    def ask(work: UnitOfWork) -> None:
        asked.append("before")
        work.places.list()
        asked.append("after")

    with pytest.raises(Conflict, match=r"store\.duplicate"):
        keep(store, [*others(300), *others(1)], then=ask)
    assert asked == ["before"]


def test_whoever_gives_up_leaves_nothing_behind(store: SqlStore) -> None:
    """What waits is not written, the thread is gone, and the next unit of work finds no trace."""

    def blow(work: UnitOfWork) -> None:
        work.journal.add_many(entries())
        raise Blown

    with pytest.raises(Blown):
        keep(store, others(300), then=blow)
    assert not at_work()
    with store.write() as work:
        assert work.places.get("lieu-0") is None
        work.places.add(others(1)[0])
    with store.read() as work:
        assert work.places.get("lieu-0") == others(1)[0]


def test_few_rows_after_many_keep_their_order(store: SqlStore) -> None:
    """Rows that are written at once wait for those that are written behind."""
    with store.write() as work:
        work.journal.add_many(entries())
        work.journal.add_many([LAST._replace(subject="few")])
        work.journal.add(LAST)
    with store.read() as work:
        subjects = [line.subject for line in work.journal.list(limit=3)]
    assert subjects == ["last", "few", f"n{MANY - 1}"]


def test_one_processor_writes_at_once(store: SqlStore, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where nothing is gained by a thread there is none."""
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0})
    heard: list[str] = []
    with store.write() as work:
        put_behind(connection_of(work), lambda: heard.append(threading.current_thread().name))
        assert heard == [threading.current_thread().name]


def test_two_units_of_work_do_not_wait_for_each_other(store: SqlStore) -> None:
    """Each has its own thread: a reader asks while rows of a writer wait."""
    gate = threading.Event()

    def write() -> None:
        gate.wait(10)

    with store.write() as work:
        put_behind(connection_of(work), write)
        work.journal.add_many(entries())
        with store.read() as beside:
            assert beside.places.get("lieu") == LIEU
            assert beside.journal.list(action="place.edit") == ()
        gate.set()
        assert connection_of(work).scalar(text("SELECT count(*) FROM journal")) >= MANY


LAST = JournalEntry(NOON, "zoe", "place.edit", "lieu", "last", None)
