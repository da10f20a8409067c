"""Fixtures of every room: the official data files, and the small world of `tests.world`."""

import os
from collections.abc import Generator
from pathlib import Path

import pytest

from tests.once import collected_for_good, compile_once
from tests.world import CountedIdentifiers, StillClock, WebOfDocuments

ROOT = Path(__file__).resolve().parent.parent
SHARED = Path(os.environ.get("BADGES_TEST_SHARED", ROOT.parent / "shared"))


def pytest_configure() -> None:
    """Compile once what all applications of this process share."""
    compile_once()


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Collect thousands of tests without ever looking among them for garbage."""
    with collected_for_good():
        return (yield)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes long, so that no worker is left alone with it at the end.

    And skip, with the reason, what needs the official data files when they are not here.
    """
    items.sort(key=lambda item: item.get_closest_marker("journey") is None)
    if (SHARED / "standards").is_dir():
        return
    absent = pytest.mark.skip(reason=f"official data files are not at {SHARED}")
    for item in items:
        if item.get_closest_marker("shared"):
            item.add_marker(absent)


@pytest.fixture(scope="session")
def shared() -> Path:
    """Where the official data files are; use it only in tests marked `shared`."""
    return SHARED


@pytest.fixture
def clock() -> StillClock:
    """A clock at noon on 22 November 2026, UTC."""
    return StillClock()


@pytest.fixture
def identifiers() -> CountedIdentifiers:
    """Identifiers that are the same in every run."""
    return CountedIdentifiers()


@pytest.fixture
def web() -> WebOfDocuments:
    """An empty web."""
    return WebOfDocuments()
