"""Fixtures of the tests that run other people's software on our badges, and ours on theirs."""

import os
from collections.abc import Iterator

import pytest

from schemas.catalogue import CURRENT
from tests.interop.node_programs import NodePrograms, NodeUnavailable, lay_out


@pytest.fixture(scope="session")
def node(tmp_path_factory: pytest.TempPathFactory) -> NodePrograms:
    """The Node programs with their packages; skipped without Node, but never where CI says so."""
    contexts = {url: CURRENT.document(url) for url in CURRENT.urls()}
    folder = tmp_path_factory.mktemp("node")
    try:
        return lay_out(folder, contexts)
    except NodeUnavailable as error:
        if os.environ.get("CI"):
            raise
        pytest.skip(f"other people's verifiers need Node: {error}")
