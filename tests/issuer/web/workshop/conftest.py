"""The studio of each test: its own, since most tests change it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.issuer.web.workshop.studio import Browser, Studio, open_studio


@pytest.fixture
def studio(tmp_path: Path) -> Iterator[Studio]:
    """Two places online, their people, nobody signed in."""
    made = open_studio(tmp_path)
    yield made
    made.office.store.close()


@pytest.fixture
def awa(studio: Studio) -> Browser:
    """An author of the fablab, signed in."""
    return studio.of("Awa")
