"""The Node packages are pinned whole, and tests without Node say what is missing."""

import json
import re

import pytest

from tests.conftest import ROOT
from tests.interop.node_programs import PROGRAMS, NodeUnavailable, node_modules

PACKAGE = json.loads((PROGRAMS / "package.json").read_bytes())
LOCKED = json.loads((PROGRAMS / "package-lock.json").read_bytes())["packages"]


def test_versions_are_exact() -> None:
    """Each dependency is one version, and the lock file has that one."""
    for name, version in PACKAGE["dependencies"].items():
        assert re.fullmatch(r"\d+\.\d+\.\d+(-[a-z]+\.\d+)?", version), name
        assert LOCKED[f"node_modules/{name}"]["version"] == version


def test_the_lock_file_names_hashes_and_no_registry() -> None:
    """Each package has its hash; where it is downloaded from is for each machine to say."""
    for path, package in LOCKED.items():
        assert "resolved" not in package, path
        assert not path or package["integrity"].startswith("sha512-"), path


@pytest.mark.parametrize("name", ["@digitalbazaar/vc", "@digitalcredentials/verifier-core"])
def test_the_documentation_says_the_tested_version(name: str) -> None:
    """docs/explanation/interoperability.md tells the version that the tests run."""
    page = (ROOT / "docs" / "explanation" / "interoperability.md").read_text("utf-8")
    (line,) = (line for line in page.splitlines() if line.startswith(f"| npm `{name}`"))
    assert f"| {PACKAGE['dependencies'][name]} |" in line


def test_without_node_the_reason_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """On a machine without Node the message says so; `conftest` skips with it."""
    monkeypatch.setenv("PATH", "")
    with pytest.raises(NodeUnavailable, match="node is not installed"):
        node_modules()
