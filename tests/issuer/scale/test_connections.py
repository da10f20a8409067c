"""Connections to PostgreSQL: bounded, never shared by two processes, mended when they break."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from threading import Barrier

import pytest
from sqlalchemy import Engine, text

from issuer.errors import StoreError
from issuer.model import Place
from issuer.services import repeating
from issuer.services.repeating import repeated
from issuer.store import SqlStore, open_store
from issuer.store.engines import OVERFLOW, POOL_SIZE, open_engine
from tests.issuer.conftest import Databases
from tests.world import NOON

ROOT = Path(__file__).parents[3]
PLACES = ("atelier", "cafe")
FORK = """
import os, sys
from sqlalchemy import text
from issuer.store.engines import open_engine

engine = open_engine(sys.argv[1], 5)

def backend():
    with engine.begin() as connection:
        return connection.scalar(text("SELECT pg_backend_pid()"))

before = backend()
reading, writing = os.pipe()
child = os.fork()
mine = backend()
if child == 0:
    os.write(writing, str(mine).encode())
    os._exit(0)
os.waitpid(child, 0)
print(before, mine, int(os.read(reading, 100)), backend())
"""


def _asked(engine: Engine, setting: str) -> str:
    with engine.begin() as connection:
        return str(connection.scalar(text(f"SHOW {setting}")))


def test_a_fork_shares_no_connection(postgresql: Databases) -> None:
    """Servers open the application before they fork; each process then has its own connection."""
    done = subprocess.run(
        [sys.executable, "-c", FORK, postgresql.fresh()],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    before, parent, child, again = done.stdout.split()
    assert len({before, parent, child}) == 3
    assert again == parent


def test_sessions_have_bounds_of_their_own(postgresql: Databases) -> None:
    """A statement, a lock and silence in a unit of work each end by themselves."""
    engine = open_engine(postgresql.fresh(), 15)
    assert _asked(engine, "lock_timeout") == "15s"
    assert _asked(engine, "statement_timeout") == "1min"
    assert _asked(engine, "idle_in_transaction_session_timeout") == "2min"
    assert _asked(engine, "application_name") == "badges"
    engine.dispose()


def test_what_the_address_says_goes_before(postgresql: Databases) -> None:
    """An operator who knows better writes it in the address, and the rest stays ours."""
    url = postgresql.fresh()
    engine = open_engine(f"{url}&options=-c%20statement_timeout%3D5s&application_name=zoe", 15)
    assert _asked(engine, "statement_timeout") == "5s"
    assert _asked(engine, "lock_timeout") == "15s"
    assert _asked(engine, "application_name") == "zoe"
    engine.dispose()


def test_a_connection_that_broke_is_replaced(postgresql: Databases) -> None:
    """After a restart of the server the next unit of work simply works."""
    url = postgresql.fresh()
    store = open_store(url)
    with store.read() as work:
        work.places.list()
    killer = open_engine(url, 5)
    with killer.begin() as connection:
        ended = connection.scalar(
            text(
                "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        )
    assert ended
    with store.read() as work:
        assert work.places.list() == ()
    store.close()
    killer.dispose()


def test_more_at_once_than_there_are_connections_is_told(database_url: str) -> None:
    """The last one waits, then learns that all are taken; when one is given back it works."""
    store = open_store(database_url, patience=0.1)
    with ExitStack() as units:
        for _ in range(POOL_SIZE + OVERFLOW):
            units.enter_context(store.read())
        with pytest.raises(StoreError, match=r"store\.crowded"), store.read():
            pass
    with store.read() as work:
        assert work.places.list() == ()
    store.close()


def _crossing(store: SqlStore) -> list[str]:
    """Two units of work that change two places each, in opposite orders; what each came to."""
    meet = Barrier(2)

    def locking(first: str, second: str) -> str:
        met: list[bool] = []

        @repeated
        def act() -> str:
            with store.write() as work:
                work.status_lists.lock(first)
                if not met:
                    met.append(True)
                    meet.wait(10)
                work.status_lists.lock(second)
            return "kept"

        return act()

    with ThreadPoolExecutor(2) as hands:
        crossing = [hands.submit(locking, *PLACES), hands.submit(locking, *reversed(PLACES))]
        return [hand.result(30) for hand in crossing]


def test_two_that_wait_for_each_other_are_both_done(postgresql: Databases) -> None:
    """PostgreSQL undoes one of them, which begins again."""
    store = open_store(postgresql.fresh())
    with store.write() as work:
        for slug in PLACES:
            work.places.add(Place(slug, slug.title(), NOON))
    assert _crossing(store) == ["kept", "kept"]
    store.close()


def test_what_never_stops_colliding_is_told() -> None:
    """After some tries, and only for collisions: whoever is locked out is told at once."""
    tried: list[str] = []

    @repeated
    def act(code: str) -> None:
        tried.append(code)
        raise StoreError(code, database="here")

    for code in (repeating.COLLIDED, "store.locked"):
        with pytest.raises(StoreError, match=code):
            act(code)
    assert tried == [repeating.COLLIDED] * repeating.TRIES + ["store.locked"]


def test_silence_in_a_unit_of_work_frees_its_locks(postgresql: Databases) -> None:
    """A machine that hangs with a lock loses it, and others go on."""
    url = postgresql.fresh()
    quick = f"{url}&options=-c%20idle_in_transaction_session_timeout%3D100ms"
    hanging, other = open_engine(quick, 5), open_engine(url, 5)
    with hanging.connect() as connection:
        connection.execute(text("LOCK TABLE places"))
        with other.begin() as waiting:
            waiting.execute(text("LOCK TABLE places"))
            assert waiting.scalar(text("SELECT count(*) FROM places")) == 0
        connection.invalidate()
    hanging.dispose()
    other.dispose()
