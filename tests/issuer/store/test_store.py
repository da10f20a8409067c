"""The store: units of work, records kept whole, on SQLite and on PostgreSQL."""

import threading
from dataclasses import replace
from pathlib import Path

import pytest

from badges.status.bitstring import MINIMUM_BITS
from issuer.errors import Conflict
from issuer.model import JournalEntry, SigningKey, StatusList, StatusPosition
from issuer.store import SqlStore, open_store
from tests.issuer.faults import picture
from tests.issuer.store.conftest import LIEU
from tests.issuer.world import Town
from tests.world import NOON

KEY = SigningKey("lieu", "key-1", "Ed25519", "z6Mk", "active", NOON, sealed=b"\x00\xff")
LIST = StatusList(
    "lieu-revocation-1",
    "lieu",
    "revocation",
    "did:key:z6Mk",
    "https://a.example/status/lieu-revocation-1",
    MINIMUM_BITS,
    NOON,
    b"{}",
    "key-1",
)
LINE = JournalEntry(NOON, "zoe", "place.add", "lieu", "lieu", "parce que")


def test_records_come_back_equal(store: SqlStore) -> None:
    """Texts, instants, bytes, absent parts: what was kept is what is read."""
    keys = (KEY, replace(KEY, name="key-2", state="retired", ended=NOON))
    with store.write() as work:
        for key in keys:
            work.keys.add(key)
        work.status_lists.add(LIST)
        work.journal.add(LINE)
    with store.read() as work:
        assert work.places.get("lieu") == LIEU
        assert work.keys.of("lieu") == keys
        assert work.keys.any() in keys
        assert work.status_lists.of("lieu") == (LIST,)
        assert work.journal.list()[0]._replace(number=0) == LINE


def test_keys_are_ordered_by_age(store: SqlStore) -> None:
    """The tenth comes after the second."""
    with store.write() as work:
        for number in (10, 2, 1):
            work.keys.add(replace(KEY, name=f"key-{number}"))
    with store.read() as work:
        assert [key.name for key in work.keys.of("lieu")] == ["key-1", "key-2", "key-10"]


def test_nothing_is_nothing(store: SqlStore) -> None:
    """What was never kept is None or empty."""
    with store.read() as work:
        assert work.places.get("other") is None
        assert work.keys.any() is None
        assert work.achievements.get("other") is None
        assert work.awards.get("other") is None
        assert work.awards.by_reference("other", "other") is None
        assert work.status_lists.get("other") is None
        assert work.status_lists.next_number("lieu", "revocation") == 1


def test_a_unit_of_work_is_kept_whole_or_not_at_all(store: SqlStore, town: Town) -> None:
    """An exception in the block undoes everything that it did."""
    before = picture(town.office.settings.database_url)

    def fail_half_way() -> None:
        with store.write() as work:
            work.keys.add(KEY)
            work.status_lists.add(LIST)
            raise RuntimeError("half way")

    with pytest.raises(RuntimeError, match="half way"):
        fail_half_way()
    assert picture(town.office.settings.database_url) == before


@pytest.mark.requirement("STAT-13")
def test_the_database_refuses_an_index_twice(store: SqlStore) -> None:
    """The same place in a list is given out once, whatever the program does."""
    with store.write() as work:
        work.status_lists.add(LIST)
        work.status_lists.take(StatusPosition(LIST.id, 7))
    with pytest.raises(Conflict, match=r"store\.duplicate"), store.write() as work:
        work.status_lists.take(StatusPosition(LIST.id, 7))


def test_the_database_refuses_a_place_twice(store: SqlStore) -> None:
    """And says so as a conflict, not as a failure."""
    with pytest.raises(Conflict, match=r"store\.duplicate"), store.write() as work:
        work.places.add(LIEU)


def test_the_database_refuses_orphans(store: SqlStore) -> None:
    """A key of nobody cannot be kept: foreign keys are on, in SQLite too."""
    with pytest.raises(Conflict, match=r"store\.duplicate"), store.write() as work:
        work.keys.add(replace(KEY, place="nobody"))


def test_bits_are_marked_one_by_one(store: SqlStore) -> None:
    """Marked indices come in order; clearing one leaves the others."""
    with store.write() as work:
        work.status_lists.add(LIST)
        for index in (9, 3, 5):
            work.status_lists.take(StatusPosition(LIST.id, index))
        for index in (9, 3):
            work.status_lists.mark(StatusPosition(LIST.id, index), value=True)
        assert work.status_lists.marked(LIST.id) == (3, 9)
        work.status_lists.mark(StatusPosition(LIST.id, 3), value=False)
    with store.read() as work:
        assert work.status_lists.marked(LIST.id) == (9,)
        assert sorted(work.status_lists.taken(LIST.id)) == [3, 5, 9]
        assert work.status_lists.is_taken(StatusPosition(LIST.id, 5))
        assert not work.status_lists.is_taken(StatusPosition(LIST.id, 6))


def test_a_lock_makes_the_next_one_wait(store: SqlStore) -> None:
    """A second unit of work sees what the first one did, and not what it was about to do."""
    with store.write() as work:
        work.status_lists.add(LIST)
    seen: list[int] = []
    started = threading.Event()

    def take_next() -> None:
        started.set()
        with store.write() as other:
            other.status_lists.lock("lieu")
            seen.append(len(other.status_lists.taken(LIST.id)))

    thread = threading.Thread(target=take_next)
    with store.write() as work:
        work.status_lists.lock("lieu")
        thread.start()
        assert started.wait(10)
        work.status_lists.take(StatusPosition(LIST.id, 1))
    thread.join(10)
    assert seen == [1]


def test_readers_do_not_wait_for_writers(store: SqlStore) -> None:
    """While somebody writes, the others read what was there before."""
    with store.write() as work:
        work.places.add(replace(LIEU, slug="second"))
        with store.read() as other:
            assert other.places.list() == (LIEU,)


def test_the_journal_only_grows(store: SqlStore) -> None:
    """Newest first, of one subject, action or of all; and nothing but a reason ever leaves it."""
    with store.write() as work:
        for number in range(3):
            work.journal.add(LINE._replace(subject=f"s{number}", action=f"a{number}"))
        newest, middle, oldest = work.journal.list(place="lieu", limit=3)
        assert [line.subject for line in (newest, middle, oldest)] == ["s2", "s1", "s0"]
        assert work.journal.list(subject="s0") == (oldest,)
        assert work.journal.list(action="a1") == (middle,)
        assert work.journal.list(place="lieu", before=middle.number)[0] == oldest
        work.journal.forget_reasons("s1")
        assert work.journal.list(subject="s1") == (middle._replace(reason=None),)
        assert work.journal.list(subject="s2") == (newest,)
        names = {name for name in dir(work.journal) if not name.startswith("_")}
        assert names == {"add", "add_many", "forget_reasons", "latest", "list"}


def test_opening_again_finds_everything(tmp_path: Path) -> None:
    """A database closed and opened again is the same; making its tables again changes nothing."""
    url = f"sqlite:///{tmp_path / 'b.sqlite3'}"
    first = open_store(url)
    with first.write() as work:
        work.places.add(LIEU)
    first.close()
    before = picture(url)
    second = open_store(url)
    with second.read() as work:
        assert work.places.list() == (LIEU,)
    second.close()
    assert picture(url) == before


def test_what_was_erased_is_in_no_file_of_the_database(tmp_path: Path) -> None:
    """Neither in free pages nor in the log beside it, while the store stays open."""
    store = open_store(f"sqlite:///{tmp_path / 'b.sqlite3'}")
    with store.write() as work:
        work.places.add(replace(LIEU, name="Un nom à oublier"))
    store.wipe_leftovers()
    with store.write() as work:
        work.places.replace(replace(LIEU, name="x"))
    store.wipe_leftovers()
    kept = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    with store.read() as work:
        assert [place.name for place in work.places.list()] == ["x"]
    store.close()
    assert "Un nom à oublier".encode() not in kept


def test_wiping_waits_for_nobody(store: SqlStore) -> None:
    """While somebody reads, the rest is left for later and nothing is refused."""
    with store.read() as work:
        store.wipe_leftovers()
        assert work.places.get("lieu") == LIEU
    with store.write() as work:
        work.places.replace(replace(LIEU, name="Après"))
    store.wipe_leftovers()
    with store.read() as work:
        assert [place.name for place in work.places.list() if place.slug == "lieu"] == ["Après"]
