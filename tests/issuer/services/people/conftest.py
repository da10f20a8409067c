"""The crew of two places, on each kind of database or on SQLite only."""

import pytest

from tests.issuer.services.people.crew import Crew, gather
from tests.issuer.world import Town


@pytest.fixture
def crew(village: Town) -> Crew:
    """The crew, on SQLite."""
    return gather(village)


@pytest.fixture
def both(town: Town) -> Crew:
    """The crew, on each kind of database in turn."""
    return gather(town)
