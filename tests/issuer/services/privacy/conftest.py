"""Somebody of whom everything is kept, on each kind of database or on SQLite only."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.issuer.services.privacy.somebody import Somebody, make_somebody
from tests.issuer.world import Town, open_town
from tests.world import CountedIdentifiers


@pytest.fixture(scope="session")
def known_zoe(tmp_path_factory: pytest.TempPathFactory) -> Somebody:
    """Zoé in a folder that each test copies: much faster than awarding her badges again."""
    folder = tmp_path_factory.mktemp("zoe")
    made = make_somebody(open_town(folder, f"sqlite:///{folder / 'badges.sqlite3'}"))
    made.office.store.close()
    return made


@pytest.fixture
def zoe(known_zoe: Somebody, tmp_path: Path) -> Iterator[Somebody]:
    """Zoé, on SQLite."""
    home = tmp_path / "town"
    shutil.copytree(known_zoe.office.settings.data_dir, home)
    town = open_town(home, f"sqlite:///{home / 'badges.sqlite3'}")
    office = replace(town.office, identifiers=CountedIdentifiers("zoe"))
    room = replace(known_zoe.room, town=Town(office, town.clock))
    yield replace(known_zoe, room=room)
    office.store.close()


@pytest.fixture
def zoe_anywhere(town: Town) -> Somebody:
    """Zoé, on each kind of database in turn."""
    return make_somebody(town)
