"""Zoé's shelf, for the tests of portfolios."""

import pytest

from tests.issuer.services.portfolios.shelf import Shelf, furnish
from tests.issuer.world import Town


@pytest.fixture
def shelf(village: Town) -> Shelf:
    """Three badges and a portfolio, on a laptop."""
    return furnish(village)
