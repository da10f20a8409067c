"""Everything destroyed, and back from one file: every row, every address, every key, every card."""

import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config

import wsgi
from badges.clock import SystemClock
from badges.errors import BadgeError, KeyMaterialError
from badges.settings import Settings
from issuer.errors import Conflict, InvalidRequest, StoreError
from issuer.jobs.backups import last_backup, make_backup, restore_backup
from issuer.jobs.key_files import STAGED
from issuer.services import issuing, keyring, publishing
from issuer.services.holders import opening
from issuer.services.portfolios import arranging
from issuer.store.engines import open_engine
from issuer.store.migrating import MIGRATIONS, migrate
from issuer.store.refilling import emptied
from issuer.web import OFFICE
from tests.issuer.conftest import Databases
from tests.issuer.faults import disk_of, picture
from tests.issuer.services.holders.cards import open_card, show_photo, words_on_card
from tests.issuer.web.house import ONLINE, PAGE, House, environment, open_house
from tests.issuer.world import CAMILLE, Town, open_town
from tests.world import NOON

CLOCK = SystemClock()
SEARCH, FOUND = "/frameworks/search?q=laser", "/frameworks/tiers-lieux/fabrication-numerique"
PHRASE = "cheval juste pile agrafe"
LASER = CAMILLE._replace(achievement="decoupe-laser")


@pytest.fixture(params=["from SQLite to PostgreSQL", "from PostgreSQL to SQLite"])
def way(request: pytest.FixtureRequest, postgresql: Databases, tmp_path: Path) -> tuple[str, str]:
    """Where an instance lives, and where it begins again: a database with nothing in it."""
    file = f"sqlite:///{tmp_path / 'of_sqlite' / 'badges.sqlite3'}"
    (tmp_path / "of_sqlite").mkdir(mode=0o700)
    if request.param.startswith("from SQLite"):
        return file, postgresql.create(f"restored_{next(postgresql.numbers)}")
    return postgresql.fresh(), file


@pytest.fixture
def light(monkeypatch: pytest.MonkeyPatch) -> None:
    """Passphrases that are tried in no time; what they cost is told by their own tests."""
    monkeypatch.setattr("badges.keys.passphrase._COST", 2**4)


@contextmanager
def _open_again(folder: Path, url: str) -> Iterator[House]:
    app = wsgi.create_app(environment(folder, database_url=url))
    try:
        yield House(app, app.extensions[OFFICE], ONLINE)
    finally:
        app.extensions[OFFICE].store.close()


def _live_in(house: House) -> None:
    """A photo, a portfolio, a second key, and a badge signed with it."""
    office = house.office
    show_photo(office, house.awards["genuine"], shown=True)
    arranging.make(office, open_card(office, house.awards["bare"]))
    keyring.rotate(office, "deux-rives")
    house.awards["after"] = issuing.issue(office, LASER)


def _pages(house: House) -> dict[str, bytes]:
    """What the world reads, by address."""
    client = house.client()
    paths = ["/places/deux-rives/did.json", "/places/ecluse/did.json", "/places/deux-rives"]
    for award in publishing.awards(house.office, limit=100):
        home = f"/credentials/{award.id}"
        paths += [f"{home}.json", f"{home}.jwt", f"{home}.svg", f"/status/{award.status.list_id}"]
    return {path: client.get(path).data for path in paths}


def _settings(town: Town, **changes: object) -> Settings:
    return replace(town.office.settings, **changes)  # type: ignore[arg-type]  # fields by name


def test_an_instance_that_was_destroyed_comes_back_whole(
    tmp_path: Path, way: tuple[str, str]
) -> None:
    """From one kind of database to the other: rows, addresses, keys and cards."""
    database_url, new_url = way
    old, new, file = tmp_path / "old", tmp_path / "new", tmp_path / "all.backup"
    with open_house(old, database_url=database_url) as house:
        _live_in(house)
        before, pages = picture(database_url), _pages(house)
        bare = house.awards["bare"].id
        words = words_on_card(house.office, house.awards["bare"])
        settings = house.office.settings
        manifest = make_backup(settings, CLOCK, file)
    shutil.rmtree(old)
    there = replace(settings, data_dir=new, database_url=new_url)
    restored = restore_backup(there, CLOCK, file)
    after = picture(new_url)
    assert file.stat().st_mode & 0o777 == 0o600
    assert [name for name, rows in after.items() if rows != before[name]] == []
    assert restored.rows == sum(map(len, before.values()))
    assert manifest.rows("awards") == len(before["awards"]) == 5
    with _open_again(new, new_url) as again:
        assert _pages(again) == pages
        card = opening.open_card(again.office, words, "203.0.113.9")
        assert [award.id for award in card.awards] == [bare]
        signed = issuing.issue(again.office, LASER)
        assert publishing.award(again.office, signed.id).json == signed.json
        assert FOUND in again.client().get(SEARCH, headers=PAGE).text


def test_a_backup_is_one_instant_while_others_award(town: Town, tmp_path: Path) -> None:
    """Each award in it has its line in the journal and its place in a list, and the other way."""
    town.laser()
    file, stop = tmp_path / "b.backup", threading.Event()

    def award() -> None:
        while not stop.is_set():
            town.issue(email=None)

    thread = threading.Thread(target=award)
    thread.start()
    try:
        while not publishing.awards(town.office, limit=3)[2:]:
            stop.wait(0.01)
        manifest = make_backup(_settings(town), CLOCK, file)
    finally:
        stop.set()
        thread.join()
    new = f"sqlite:///{tmp_path / 'new.sqlite3'}"
    restore_backup(_settings(town, data_dir=tmp_path / "new", database_url=new), CLOCK, file)
    rows = picture(new)
    issued = [line for line in rows["journal"] if "award.issue" in line]
    assert manifest.rows("awards") == len(rows["awards"]) == len(rows["status_entries"])
    assert len(rows["awards"]) == len(issued) == len(rows["holders"]) >= 3
    assert len(rows["awards"]) <= len(publishing.awards(town.office, limit=1_000))


@pytest.mark.usefixtures("light")
def test_a_backup_sealed_with_a_passphrase_opens_with_that_one_only(
    village: Town, tmp_path: Path
) -> None:
    """Nothing in it can be read without; another phrase, or none, changes nothing."""
    village.laser()
    file = tmp_path / "sealed.backup"
    make_backup(_settings(village), CLOCK, file, passphrase=PHRASE)
    there = _settings(
        village,
        data_dir=tmp_path / "new",
        database_url=f"sqlite:///{tmp_path / 'new' / 'b.sqlite3'}",
    )
    with pytest.raises(KeyMaterialError, match=r"passphrase\.wrong"):
        restore_backup(there, CLOCK, file, passphrase="un autre cheval juste")
    with pytest.raises(InvalidRequest, match=r"backup\.sealed"):
        restore_backup(there, CLOCK, file)
    assert not (tmp_path / "new").exists()
    assert b"signing_keys" not in file.read_bytes()
    restored = restore_backup(there, CLOCK, file, passphrase=PHRASE)
    assert restored.manifest.rows("places") == 1


def test_a_file_that_is_there_is_not_written_over(village: Town, tmp_path: Path) -> None:
    """Unless that is asked for; and what stood there stays until the new one is whole."""
    file = tmp_path / "b.backup"
    file.write_bytes(b"dear")
    with pytest.raises(InvalidRequest, match=r"backup\.exists"):
        make_backup(_settings(village), CLOCK, file)
    assert file.read_bytes() == b"dear"
    make_backup(_settings(village), CLOCK, file, over=True)
    assert file.read_bytes() != b"dear"
    assert {path.name for path in tmp_path.glob("*.part")} == set()


def test_where_somebody_works_nothing_is_replaced_unasked(village: Town, tmp_path: Path) -> None:
    """Asked, what was there is kept as a backup of its own, from which it comes back too."""
    village.laser()
    first, lost = tmp_path / "first.backup", village.issue()
    settings = _settings(village)
    make_backup(settings, CLOCK, first)
    later = village.issue(name="Plus tard", email=None)
    village.office.store.close()
    before = picture(settings.database_url)
    with pytest.raises(Conflict, match=r"backup\.not_empty"):
        restore_backup(settings, CLOCK, first)
    assert picture(settings.database_url) == before
    restored = restore_backup(settings, CLOCK, first, replace=True)
    assert [award.id for award in publishing.awards(village.office)] == [lost.id]
    village.office.store.close()
    assert restored.kept is not None
    restore_backup(settings, CLOCK, restored.kept, replace=True)
    found = {award.id for award in publishing.awards(village.office)}
    assert found == {lost.id, later.id}


def test_a_database_that_others_have_open_is_not_replaced(village: Town, tmp_path: Path) -> None:
    """They would go on writing into a file that nobody reads any more; their keys stay too."""
    village.laser()
    file, settings = tmp_path / "b.backup", _settings(village)
    make_backup(settings, CLOCK, file)
    village.issue()
    other = tmp_path / "keys" / "derivation.key"
    other.write_text("A" * 43 + "\n")
    before = picture(settings.database_url)
    with pytest.raises(StoreError, match=r"store\.in_use"):
        restore_backup(settings, CLOCK, file, replace=True)
    assert picture(settings.database_url) == before
    assert other.read_text() == "A" * 43 + "\n"
    assert not list(tmp_path.glob(".*.new*"))
    assert not (tmp_path / STAGED).exists()


def test_a_server_that_others_are_connected_to_is_not_emptied(
    postgresql: Databases, tmp_path: Path
) -> None:
    """PostgreSQL would let us: whoever works there would award into the middle of it."""
    one = open_town(tmp_path, postgresql.fresh())
    one.laser()
    file, settings = tmp_path / "b.backup", _settings(one)
    make_backup(settings, CLOCK, file)
    lost = one.issue()
    with pytest.raises(StoreError, match=r"store\.in_use"):
        restore_backup(settings, CLOCK, file, replace=True)
    assert publishing.awards(one.office) == (lost,)
    one.office.store.close()
    restore_backup(settings, CLOCK, file, replace=True)
    assert publishing.awards(one.office) == ()
    one.office.store.close()


def test_a_database_behind_a_link_stays_on_its_disk(village: Town, tmp_path: Path) -> None:
    """The link stays, and the file to which it leads is the one that is replaced."""
    village.laser()
    file, settings = tmp_path / "b.backup", _settings(village)
    make_backup(settings, CLOCK, file)
    village.office.store.close()
    (tmp_path / "disk").mkdir()
    here, there = tmp_path / "badges.sqlite3", tmp_path / "disk" / "b.sqlite3"
    here.rename(there)
    here.symlink_to(there)
    inode = there.stat().st_ino
    restore_backup(settings, CLOCK, file, replace=True)
    assert here.is_symlink()
    assert there.stat().st_ino != inode
    assert [path.name for path in (tmp_path / "disk").iterdir()] == ["b.sqlite3"]


def test_a_restore_without_room_changes_nothing(village: Town, tmp_path: Path) -> None:
    """The disk fills in the middle: what was there is there, keys too, and nothing else."""
    village.laser()
    file, settings = tmp_path / "b.backup", _settings(village)
    make_backup(settings, CLOCK, file)
    village.issue()
    village.office.store.close()
    before = picture(settings.database_url)
    with disk_of(300_000), pytest.raises(StoreError, match=r"store\.disk_(full|failed)"):
        restore_backup(settings, CLOCK, file, replace=True)
    assert picture(settings.database_url) == before
    assert not list(tmp_path.glob(".*.new*"))
    assert not (tmp_path / STAGED).exists()


@pytest.mark.parametrize("revision", ["0001", "0009"])
def test_rows_of_an_older_program_come_up_to_date(
    village: Town, tmp_path: Path, revision: str
) -> None:
    """A backup is as old as the day of the disaster before; the program that reads it is newer."""
    settings = _settings(village)
    older = f"sqlite:///{tmp_path / 'older.sqlite3'}"
    with emptied(older, revision):
        pass
    engine = open_engine(older, 5)
    with engine.begin() as connection:
        config = Config()
        config.set_main_option("script_location", str(MIGRATIONS))
        config.attributes["connection"] = connection
        command.downgrade(config, revision)
    engine.dispose()
    file, new = tmp_path / "b.backup", f"sqlite:///{tmp_path / 'new.sqlite3'}"
    make_backup(replace(settings, database_url=older), CLOCK, file)
    there = replace(settings, data_dir=tmp_path / "new", database_url=new)
    assert restore_backup(there, CLOCK, file).manifest.revision == revision
    assert migrate(new).before == migrate(new).after


@pytest.mark.parametrize(
    ("share", "passphrase"),
    [(0.0, None), (0.3, None), (0.7, None), (0.999, None), (0.5, PHRASE)],
    ids=["start", "third", "later", "end", "sealed"],
)
@pytest.mark.usefixtures("light")
def test_a_damaged_or_cut_file_is_refused_whole(
    village: Town, tmp_path: Path, share: float, passphrase: str | None
) -> None:
    """One byte of it changed, or its end cut off, anywhere: an error of ours, and nothing made."""
    file, settings = tmp_path / "b.backup", _settings(village)
    make_backup(settings, CLOCK, file, passphrase=passphrase)
    whole = file.read_bytes()
    there = replace(
        settings, data_dir=tmp_path / "n", database_url=f"sqlite:///{tmp_path / 'n.sqlite3'}"
    )
    at = int(share * len(whole))
    for spoilt in (whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :], whole[:at]):
        file.write_bytes(spoilt)
        with pytest.raises(BadgeError, match=r"backup\.|passphrase\."):
            restore_backup(there, CLOCK, file, passphrase=passphrase)
    assert not (tmp_path / "n").exists()
    assert not (tmp_path / "n.sqlite3").exists()


def test_the_last_backup_is_remembered(village: Town, tmp_path: Path) -> None:
    """When, and where it went, for whoever asks what is missing."""
    settings = _settings(village)
    assert last_backup(settings.data_dir) is None
    make_backup(settings, village.clock, tmp_path / "b.backup")
    told = last_backup(settings.data_dir)
    assert told is not None
    assert (told.made, told.file) == (NOON, str(tmp_path / "b.backup"))
    (settings.data_dir / "last-backup.json").write_text("[1")
    assert last_backup(settings.data_dir) is None


def test_a_database_that_nobody_made_ready_is_not_backed_up(tmp_path: Path) -> None:
    """And none is made by looking for it."""
    settings = Settings(data_dir=tmp_path, database_url=f"sqlite:///{tmp_path / 'no.sqlite3'}")
    with pytest.raises(StoreError, match=r"store\.(missing|no_tables)"):
        make_backup(settings, CLOCK, tmp_path / "b.backup")
    assert list(tmp_path.iterdir()) == []
