"""The house whose badges the verifier's pages read: made once, since no test changes it."""

from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient

from badges.documents import JsonObject
from tests.issuer.web.house import House, open_house
from tests.issuer.web.vc import Signing, credential, open_signing
from tests.verifier.web.presenting import Holder


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
    """A place online that signs and verifies."""
    with open_signing(tmp_path_factory.mktemp("online")) as made:
        yield made


@pytest.fixture(scope="package")
def signed(place: Signing) -> JsonObject:
    """A credential that the place signed."""
    return place.signed(credential())


@pytest.fixture(scope="package")
def badges(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A house with badges."""
    with open_house(tmp_path_factory.mktemp("badges")) as made:
        yield made


@pytest.fixture(scope="package")
def holder() -> Holder:
    """Somebody who presents what they hold."""
    return Holder()
