"""The history of the tables leads to the tables that the program knows."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.command import downgrade
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, create_engine, inspect, text

from issuer.errors import StoreError
from issuer.store import database, migrate, search_engines
from issuer.store.migrating import MIGRATIONS, newest_of
from issuer.store.tables import metadata
from tests.issuer.conftest import Databases


def engine_of(url: str) -> Engine:
    """An engine of the test's own."""
    return create_engine(url.replace("postgresql://", "postgresql+psycopg://"))


def is_ours(name: str | None, kind: str, _: object) -> bool:
    """Leaves out the search index, which each engine makes in its own way, with its own tables."""
    return kind != "table" or not str(name).startswith(search_engines.TABLE)


def test_migrations_make_the_tables_of_the_program(database_url: str) -> None:
    """Nothing is missing, nothing is left over, in either kind of database."""
    migrate(database_url)
    engine = engine_of(database_url)
    with engine.connect() as connection:
        options = {"compare_type": True, "include_name": is_ours}
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, metadata) == []
    engine.dispose()


def test_names_of_constraints_are_those_of_the_program(database_url: str) -> None:
    """So that a later migration can name them."""
    migrate(database_url)
    engine = engine_of(database_url)
    found = inspect(engine)
    for table in metadata.sorted_tables:
        expected = {item.name for item in table.constraints} | {item.name for item in table.indexes}
        names = {found.get_pk_constraint(table.name)["name"]}
        for read in (
            found.get_unique_constraints,
            found.get_foreign_keys,
            found.get_check_constraints,
            found.get_indexes,
        ):
            names |= {item["name"] for item in read(table.name)}
        assert {name for name in expected if name} <= names
    engine.dispose()


def test_migrating_twice_is_safe(database_url: str) -> None:
    """The second time finds nothing to do."""
    migrate(database_url)
    engine = engine_of(database_url)
    before = sorted(inspect(engine).get_table_names())
    migrate(database_url)
    assert sorted(inspect(engine).get_table_names()) == before
    assert "awards" in before
    engine.dispose()


def test_the_names_of_the_steps_tell_the_last_one() -> None:
    """A program whose tables are up to date begins without loading what changes them."""
    steps = ScriptDirectory(str(MIGRATIONS))
    assert [newest_of(MIGRATIONS)] == steps.get_heads()
    for step in steps.walk_revisions():
        assert Path(step.path).name.startswith(f"v{step.revision}_")


def test_servers_may_start_together(postgresql: Databases, tmp_path: Path) -> None:
    """Four of them make the tables of one empty database: one does, the others wait."""
    for url in (postgresql.create("together"), f"sqlite:///{tmp_path / 'together.sqlite3'}"):
        with ThreadPoolExecutor(4) as servers:
            list(servers.map(migrate, [url] * 4))
        engine = engine_of(url)
        assert "awards" in inspect(engine).get_table_names()
        engine.dispose()


def test_a_database_of_the_future_is_refused(database_url: str) -> None:
    """A newer program made it: this one does not touch it."""
    migrate(database_url)
    engine = engine_of(database_url)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    engine.dispose()
    with pytest.raises(StoreError, match=r"store\.newer"):
        migrate(database_url)


def test_the_first_step_can_be_undone(tmp_path: Path) -> None:
    """Going back to nothing leaves no table of ours."""
    url = f"sqlite:///{tmp_path / 'b.sqlite3'}"
    migrate(url)
    config = Config()
    config.set_main_option("script_location", str(Path(database.__file__).with_name("migrations")))
    engine = engine_of(url)
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        downgrade(config, "base")
    assert inspect(engine).get_table_names() == ["alembic_version"]
    engine.dispose()


def test_postgresql_keeps_signed_bytes_as_they_are(postgresql: Databases) -> None:
    """To compress each badge would cost more than all else of keeping it, and gain little."""
    url = postgresql.create("bodies")
    migrate(url)
    engine = engine_of(url)
    kinds = text(
        "SELECT attname, attstorage::text FROM pg_attribute"
        " WHERE attrelid = 'awards'::regclass AND attname IN ('json', 'jwt')"
    )
    with engine.connect() as connection:
        found = {str(name): str(kind) for name, kind in connection.execute(kinds)}
    engine.dispose()
    assert found == {"json": "e", "jwt": "e"}
