"""The house that tests of the issuer's pages read: made once, since no test changes it."""

from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient

from tests.issuer.web.house import House, open_house
from tests.issuer.web.vc import LAPTOP, Signing, open_signing


@pytest.fixture(scope="package")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A house online, with both doors open."""
    with open_house(tmp_path_factory.mktemp("house")) as made:
        yield made


@pytest.fixture
def client(house: House) -> FlaskClient:
    """A client of that house."""
    return house.client()


@pytest.fixture(scope="package")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Signing]:
    """A place online, known as a did:web."""
    with open_signing(tmp_path_factory.mktemp("online")) as made:
        yield made


@pytest.fixture(scope="package")
def laptop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Signing]:
    """A place on a laptop, known by its key."""
    with open_signing(tmp_path_factory.mktemp("laptop"), LAPTOP) as made:
        yield made
