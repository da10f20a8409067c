"""Fixtures of the room: a sight with more time than it needs, since machines that test are busy."""

from dataclasses import replace

import pytest

from verifier.sight import IsolatedSight, open_sight


@pytest.fixture(scope="session")
def sight() -> IsolatedSight:
    """The sight that the verifier uses, in no hurry."""
    found = open_sight()
    assert isinstance(found, IsolatedSight)
    return replace(found, seconds=10.0)
