"""The house whose badges the verifier's pages read: made once, since no test changes it."""

from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient

from tests.issuer.web.house import House, open_house


@pytest.fixture(scope="package")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A house online, with both doors open."""
    with open_house(tmp_path_factory.mktemp("house")) as made:
        yield made


@pytest.fixture
def client(house: House) -> FlaskClient:
    """A client of that house."""
    return house.client()
