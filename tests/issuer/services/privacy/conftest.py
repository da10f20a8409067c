"""Somebody of whom everything is kept, on each kind of database or on SQLite only."""

import pytest

from tests.issuer.services.privacy.somebody import Somebody, make_somebody
from tests.issuer.world import Town


@pytest.fixture
def zoe(village: Town) -> Somebody:
    """Zoé, on SQLite."""
    return make_somebody(village)


@pytest.fixture
def zoe_anywhere(town: Town) -> Somebody:
    """Zoé, on each kind of database in turn."""
    return make_somebody(town)
