"""Two machines: each its own memory and its own connections, one database, the same keys."""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from issuer.ports import Office
from issuer.services import achievements, places
from tests.issuer.conftest import Databases
from tests.issuer.jobs.forge import open_office
from tests.issuer.world import FABLAB, LASER


class Machines(NamedTuple):
    """Two offices that know nothing of each other but what the database says."""

    one: Office
    other: Office


@pytest.fixture
def machines(postgresql: Databases, tmp_path: Path) -> Iterator[Machines]:
    """Two machines of an instance that has a place and an achievement, both of which were read."""
    url = postgresql.fresh()
    made = Machines(open_office(url, tmp_path), open_office(url, tmp_path))
    places.add(made.one, FABLAB)
    achievements.add(made.one, LASER)
    yield made
    for office in made:
        office.store.close()
