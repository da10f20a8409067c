"""What breaks under a running service: nothing is lost, what happened is said, and it goes on."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict

from badges.clock import SystemClock
from issuer.cli import main
from issuer.errors import InvalidRequest, KeyUnavailable, StoreError
from issuer.jobs import run_once
from issuer.jobs.backups import make_backup
from issuer.services import issuing, publishing
from tests.issuer.conftest import Databases
from tests.issuer.faults import disk_of
from tests.issuer.web.house import PAGE, House, environment, open_house
from tests.issuer.world import CAMILLE, Town

LASER = CAMILLE._replace(achievement="decoupe-laser")


@contextmanager
def _only_reading(databases: Databases, url: str) -> Iterator[None]:
    """A PostgreSQL that takes nothing into a database, from the next connection on."""
    with psycopg.connect(databases.server_url, autocommit=True) as server:
        name = conninfo_to_dict(url)["dbname"]
        for value in ("on", "off"):
            server.execute(
                f"ALTER DATABASE {name} SET default_transaction_read_only = {value}".encode()
            )
            server.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", (name,)
            )
            if value == "on":
                yield


@contextmanager
def _gone(databases: Databases, url: str) -> Iterator[None]:
    """A PostgreSQL that cuts every connection to a database and lets nobody in."""
    with psycopg.connect(databases.server_url, autocommit=True) as server:
        name = conninfo_to_dict(url)["dbname"]
        server.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false".encode())
        server.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", (name,)
        )
        try:
            yield
        finally:
            server.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS true".encode())


def _read(house: House) -> tuple[int, bytes]:
    answer = house.client().get(f"{house.path('genuine')}.json")
    return answer.status_code, answer.data


def test_a_database_that_goes_and_comes_back(postgresql: Databases, tmp_path: Path) -> None:
    """People get a page, programs a problem, each with when to come back; then all works again."""
    url = postgresql.fresh()
    with open_house(tmp_path, database_url=url) as house:
        before, path = _read(house), house.path("genuine")
        with _gone(postgresql, url):
            page = house.client().get(path, headers=PAGE)
            problem = house.client().get(f"{path}.json", headers={"Accept": "application/json"})
            ready = house.client().get("/readyz").status_code
            with pytest.raises(StoreError) as caught:
                run_once(house.office)
            with pytest.raises(StoreError):
                issuing.issue(house.office, LASER)
        assert (page.status_code, problem.status_code, ready) == (503, 503, 503)
        assert int(page.headers["Retry-After"]) > 0
        assert page.mimetype == "text/html"
        assert "Rien n" in page.text
        assert "BADGES_" not in page.text
        assert problem.mimetype == "application/problem+json"
        assert problem.json is not None
        assert problem.json["code"] == caught.value.code == "store.unreachable"
        assert _read(house) == before
        assert run_once(house.office).failed == ()
        assert issuing.issue(house.office, LASER).state == "active"


def test_a_database_that_only_reads_says_so(
    postgresql: Databases, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A standby, or a server that its keeper closed: badges are read, and what writes says why."""
    url = postgresql.fresh()
    with open_house(tmp_path, database_url=url) as house:
        with _only_reading(postgresql, url):
            answer = _read(house)[0]
            with pytest.raises(StoreError, match=r"store\.read_only") as caught:
                issuing.issue(house.office, LASER)
            page = house.client().post(
                "/claim",
                data={"words": "un deux trois quatre"},
                headers={**PAGE, "Origin": "null", "Sec-Fetch-Site": "same-origin"},
                base_url=house.base_url,
            )
            status = main(
                ["issue", LASER.achievement, "--name", "Zoé", "--no-email"],
                environment(tmp_path, database_url=url),
            )
        assert answer == 200
        assert page.status_code == 503
        assert "ne peut rien enregistrer" in page.text
        assert status == 1
        assert f"[{caught.value.code}]" in capsys.readouterr().err
        assert issuing.issue(house.office, LASER).state == "active"


def _award_many(town: Town) -> None:
    for _ in range(50):
        town.issue(email=None)


def test_a_full_disk_keeps_what_was_there(village: Town) -> None:
    """An award that finds no room is not there at all; with room again it is made."""
    village.laser()
    first = village.issue()
    with disk_of(40_000), pytest.raises(StoreError, match=r"store\.disk_(full|failed)"):
        _award_many(village)
    kept = publishing.awards(village.office, limit=100)
    assert kept[-1] == first
    with village.office.store.read() as work:
        issued = [line.subject for line in work.journal.list(action="award.issue")]
    assert sorted(issued) == sorted(award.id for award in kept)
    assert village.issue(email=None).state == "active"


def test_a_backup_without_room_leaves_nothing(village: Town, tmp_path: Path) -> None:
    """Half a backup would be taken for a whole one; the one before it stays."""
    file, settings = tmp_path / "out" / "b.backup", village.office.settings
    file.parent.mkdir()
    make_backup(settings, SystemClock(), file)
    whole = file.read_bytes()
    with disk_of(20_000), pytest.raises(InvalidRequest, match=r"backup\.not_written"):
        make_backup(settings, SystemClock(), file, over=True)
    assert [path.name for path in file.parent.iterdir()] == ["b.backup"]
    assert file.read_bytes() == whole


def test_a_database_whose_file_is_gone_takes_nothing(village: Town, tmp_path: Path) -> None:
    """Nobody is told that a badge is kept in a file that has no name any more."""
    village.laser()
    file, elsewhere = tmp_path / "badges.sqlite3", tmp_path / "elsewhere.sqlite3"
    file.rename(elsewhere)
    with pytest.raises(StoreError, match=r"store\.missing"):
        village.issue()
    elsewhere.rename(file)
    assert village.issue().state == "active"
    assert len(publishing.awards(village.office)) == 1


def test_a_lost_key_signs_nothing_and_is_said(tmp_path: Path) -> None:
    """Badges are still read; awarding says what is missing; with the file back it goes on."""
    with open_house(tmp_path) as house:
        key = tmp_path / "keys" / "key-encryption.key"
        key.rename(tmp_path / "elsewhere")
        with pytest.raises(KeyUnavailable, match=r"keys\.file_lost"):
            issuing.issue(house.office, LASER)
        assert _read(house)[0] == 200
        key.write_text("A" * 43 + "\n")
        with pytest.raises(KeyUnavailable, match=r"keys\.file_wrong"):
            issuing.issue(house.office, LASER)
        (tmp_path / "elsewhere").replace(key)
        assert issuing.issue(house.office, LASER).state == "active"
        assert len(publishing.awards(house.office)) == len(house.awards) + 1
