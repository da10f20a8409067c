"""A desk for each test, on SQLite."""

import pytest

from tests.issuer.services.imports.elsewhere import Desk, open_desk
from tests.issuer.world import Town


@pytest.fixture
def desk(village: Town) -> Desk:
    """Zoé's card, in a village with a verifier."""
    return open_desk(village)
