"""The tables change while machines work: expand first, contract later, and never stand in the way.

A step leaves tables with which the program before it can go on: nothing that it reads is gone, and
what it does not know of may be left out when it writes. What is no more needed goes a release
later.
"""

import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event

import pytest
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Column, Engine, Integer, MetaData, Table, Text, text

from issuer.errors import StoreError
from issuer.services import achievements, issuing, places, publishing
from issuer.services.commons import referentials
from issuer.store import migrate, migrating, open_store
from issuer.store.engines import open_engine
from tests.issuer.conftest import Databases
from tests.issuer.jobs.forge import open_office
from tests.issuer.world import CAMILLE, FABLAB, LASER

FIRST_ROLLING = "0008"
"""From this revision on, each step keeps the rule; before it, no machine had a second beside it."""

NEXT = '''
"""What a next release might add."""
import sqlalchemy as sa
from alembic import op

revision, down_revision = "next", "{head}"
branch_labels = depends_on = None

def upgrade():
    op.add_column("awards", sa.Column("colour", sa.Text))
    op.add_column("awards", sa.Column("weight", sa.Integer, nullable=False, server_default="1"))
    op.create_index("ix_awards_colour", "awards", ["colour"])
'''


def _steps() -> ScriptDirectory:
    return ScriptDirectory(str(migrating.MIGRATIONS))


def _pairs() -> Iterator[tuple[str, str]]:
    """The revisions before and after each step that machines go through one after the other."""
    for step in _steps().walk_revisions():
        if step.revision > FIRST_ROLLING:
            yield str(step.down_revision), step.revision


def _upgrade(engine: Engine, revision: str) -> None:
    config = Config()
    config.set_main_option("script_location", str(migrating.MIGRATIONS))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, revision)


def _tables(engine: Engine) -> MetaData:
    found = MetaData()
    found.reflect(engine)
    return found


def obstacles(before: MetaData, after: MetaData) -> list[str]:
    """What of the tables of today would stop the program of yesterday."""
    found = [f"{name} is gone" for name in before.tables if name not in after.tables]
    for name in before.tables.keys() & after.tables.keys():
        former, now = before.tables[name].c, after.tables[name].c
        found += [f"{name}.{column.name} is gone" for column in former if column.name not in now]
        for column in now:
            is_known = column.name in former and not former[column.name].nullable
            is_optional = column.nullable or column.server_default is not None
            if not is_known and not is_optional and column.autoincrement is not True:
                found.append(f"{name}.{column.name} must be written")
    return sorted(found)


@pytest.mark.parametrize(("before", "after"), sorted(_pairs()))
def test_the_program_before_can_go_on(tmp_path: Path, before: str, after: str) -> None:
    """Each step of a release: the former program finds its tables and may write as it did."""
    engine = open_engine(f"sqlite:///{tmp_path / 'b.sqlite3'}", 5)
    _upgrade(engine, before)
    former = _tables(engine)
    _upgrade(engine, after)
    assert obstacles(former, _tables(engine)) == []
    engine.dispose()


def test_a_step_that_would_stop_it_is_found() -> None:
    """A table or column that goes, a column that becomes needed, a new one that is."""
    before, after = MetaData(), MetaData()
    Table("gone", before, Column("id", Integer, primary_key=True))
    Table("kept", before, Column("id", Integer), Column("a", Text), Column("b", Text))
    Table("kept", after, Column("id", Integer), Column("b", Text, nullable=False))
    after.tables["kept"].append_column(Column("new", Text, nullable=False))
    after.tables["kept"].append_column(Column("fine", Text, nullable=False, server_default=""))
    assert obstacles(before, after) == [
        "gone is gone",
        "kept.a is gone",
        "kept.b must be written",
        "kept.new must be written",
    ]


@pytest.fixture
def next_release(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The steps of a release that is not there yet, which `migrate` takes for its own."""
    folder = tmp_path / "migrations"
    shutil.copytree(migrating.MIGRATIONS, folder, ignore=shutil.ignore_patterns("__pycache__"))
    head = _steps().get_current_head()
    (folder / "versions" / "v9999_next.py").write_text(NEXT.format(head=head), "utf-8")
    monkeypatch.setattr(migrating, "MIGRATIONS", folder)
    return folder


def test_machines_award_while_the_tables_change(
    database_url: str, tmp_path: Path, next_release: Path
) -> None:
    """Those that are open go on, before, during and after; two migrators at once do no harm."""
    del next_release
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(migrating, "MIGRATIONS", Path(migrating.__file__).with_name("migrations"))
        office = open_office(database_url, tmp_path)
        referentials.seed(office)
        places.add(office, FABLAB)
        achievements.add(office, LASER)
    issued = [issuing.issue(office, CAMILLE)]
    is_over = Event()

    def award() -> None:
        while not is_over.is_set():
            issued.append(issuing.issue(office, CAMILLE))
            assert publishing.award(office, issued[-1].id).json == issued[-1].json

    with ThreadPoolExecutor(3) as hands:
        awarding = hands.submit(award)
        done = [hands.submit(migrate, database_url) for _ in range(2)]
        assert {one.result(60).after for one in done} == {"next"}
        is_over.set()
        awarding.result(60)
    issued.append(issuing.issue(office, CAMILLE))
    with office.store.read() as work:
        assert set(work.awards.ids("fablab-rural")) == {award.id for award in issued}
    office.store.close()


def test_a_step_gives_way_and_comes_back(postgresql: Databases) -> None:
    """A table is in use for long: readers do not queue behind the step, which is done at last."""
    url = postgresql.create("gives_way")
    engine = open_engine(url, 15)
    _upgrade(engine, "0008")
    with ThreadPoolExecutor(1) as hands:
        with engine.begin() as long:
            long.execute(text("SELECT * FROM awards"))
            migration = hands.submit(migrate, url, patience=1.0)
            for _ in range(20):
                with engine.begin() as reader:
                    reader.execute(text("SET LOCAL lock_timeout = '5s'"))
                    assert reader.scalar(text("SELECT count(*) FROM awards")) == 0
            assert not migration.done()
        assert migration.result(60).before == "0008"
    engine.dispose()


def test_a_step_that_cannot_pass_says_so(postgresql: Databases) -> None:
    """It gives up, and nothing was changed."""
    url = postgresql.create("cannot_pass")
    engine = open_engine(url, 15)
    _upgrade(engine, "0008")
    with engine.begin() as long:
        long.execute(text("SELECT * FROM awards"))
        with pytest.raises(StoreError, match=r"store\.migration_waits"):
            migrate(url, patience=0.1)
        version = long.scalar(text("SELECT version_num FROM alembic_version"))
    assert version == "0008"
    engine.dispose()


def test_an_older_program_does_not_start_on_newer_tables(
    tmp_path: Path, next_release: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Machines that are open go on; a machine that starts has to be upgraded first."""
    url = f"sqlite:///{tmp_path / 'b.sqlite3'}"
    migrate(url)
    monkeypatch.setattr(migrating, "MIGRATIONS", Path(migrating.__file__).with_name("migrations"))
    assert next_release.is_dir()
    with pytest.raises(StoreError, match=r"store\.newer"):
        open_store(url)
