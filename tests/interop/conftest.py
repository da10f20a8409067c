"""Fixtures of the tests that run other people's software on our badges, and ours on theirs."""

import os
from collections.abc import Iterator

import pytest

from schemas.catalogue import CURRENT
from tests.interop.instance import DOMAIN, Instance, running
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


@pytest.fixture(scope="session")
def by_key(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Instance]:
    """An instance on a laptop: plain http on loopback, so its place is a `did:key`."""
    with running(tmp_path_factory.mktemp("by-key")) as instance:
        yield instance


@pytest.fixture(scope="session")
def by_domain(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Instance]:
    """An instance with a domain: https seen from outside, so its place is a `did:web`."""
    with running(tmp_path_factory.mktemp("by-domain"), DOMAIN) as instance:
        yield instance


@pytest.fixture(scope="session", params=["by_key", "by_domain"])
def instance(request: pytest.FixtureRequest) -> Instance:
    """Each of the two instances in turn."""
    found = request.getfixturevalue(request.param)
    assert isinstance(found, Instance)
    return found
