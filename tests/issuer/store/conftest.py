"""One place, kept in the store of a town, for the tests of the store."""

import pytest

from issuer.model import Place
from issuer.store import SqlStore
from tests.issuer.world import Town
from tests.world import NOON

LIEU = Place("lieu", "Le Lieu", NOON, description="Une phrase.", url="https://lieu.example")


@pytest.fixture
def store(town: Town) -> SqlStore:
    """The store of a town, with one place in it."""
    made = town.office.store
    assert isinstance(made, SqlStore)
    with made.write() as work:
        work.places.add(LIEU)
    return made
