"""What these tests share: a fresh site."""

import pytest

from tests.verifier.open_badges_2.sites import Place


@pytest.fixture
def place() -> Place:
    """A site that publishes an assertion, its badge class, its issuer and its key."""
    return Place()
