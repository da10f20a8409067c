"""Fixtures of the verifier's tests: a desk that reads, and a place that signs."""

import pytest

from tests.verifier.badges_to_read import Desk, Place
from tests.world import StillClock, WebOfDocuments


@pytest.fixture
def desk(web: WebOfDocuments, clock: StillClock) -> Desk:
    """A verifier in the test's own web, at the test's own instant."""
    return Desk(web, clock)


@pytest.fixture
def place(web: WebOfDocuments) -> Place:
    """A place known by its site."""
    return Place.by_web(web)
