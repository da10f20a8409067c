"""Fixtures of the browser's modules."""

import pytest

from tests.browser.node import Modules, lay_out


@pytest.fixture(scope="session")
def modules(tmp_path_factory: pytest.TempPathFactory) -> Modules:
    """The modules with the contexts that are served."""
    return lay_out(tmp_path_factory.mktemp("browser"))


@pytest.fixture(scope="session")
def wide_modules(tmp_path_factory: pytest.TempPathFactory) -> Modules:
    """The modules with every context of our catalogue."""
    return lay_out(tmp_path_factory.mktemp("browser-wide"), every_context=True)
